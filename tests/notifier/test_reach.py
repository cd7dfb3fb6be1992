"""What counts as a public place, address by address and name by name."""

from collections.abc import Sequence
from ipaddress import ip_address

import pytest

from notifier.reach import Address, Reach, by_dns, by_nobody, is_public

PUBLIC = ["8.8.8.8", "161.148.164.31", "2001:4860:4860::8888", "2804:294:4000::1", "2606:4700::1111"]
INNER = {
    "own machine": "127.0.0.1",
    "any of ours": "0.0.0.0",
    "private a": "10.1.2.3",
    "private b": "172.16.0.1",
    "private c": "192.168.0.1",
    "carrier": "100.64.0.1",
    "carrier's metadata": "100.100.100.200",
    "metadata": "169.254.169.254",
    "a cloud's inner service": "168.63.129.16",
    "multicast": "224.0.0.1",
    "reserved": "240.0.0.1",
    "broadcast": "255.255.255.255",
    "documentation": "192.0.2.1",
    "6to4 relay": "192.88.99.1",
    "own machine, v6": "::1",
    "any of ours, v6": "::",
    "mapped": "::ffff:8.8.8.8",
    "mapped own machine": "::ffff:127.0.0.1",
    "compatible": "::127.0.0.1",
    "NAT64": "64:ff9b::7f00:1",
    "local NAT64": "64:ff9b:1::7f00:1",
    "6to4 of an inner one": "2002:7f00:1::",
    "Teredo": "2001:0:4136:e378:8000:63bf:3fff:fdd2",
    "link local": "fe80::1",
    "link local with a zone": "fe80::1%1",
    "public with a zone": "2001:4860:4860::8888%1",
    "site local": "fec0::1",
    "unique local": "fd00:ec2::254",
    "multicast, v6": "ff02::1",
    "documentation, v6": "2001:db8::1",
    "newer documentation, v6": "3fff::1",
    "segment routing": "5f00::1",
}


@pytest.mark.parametrize("address", PUBLIC)
def test_the_worlds_addresses_are_public(address: str) -> None:
    assert is_public(ip_address(address))


@pytest.mark.parametrize("address", INNER.values(), ids=INNER.keys())
def test_inner_addresses_are_not(address: str) -> None:
    assert not is_public(ip_address(address))


@pytest.mark.parametrize("spelling", ["127.0.0.1", "2130706433", "0x7f.1", "127.1", "0177.0.0.1", "::1"])
async def test_an_address_in_any_spelling_is_judged_as_what_it_is(spelling: str) -> None:
    assert await Reach().addresses(spelling) == ()


async def test_a_name_that_is_public_and_inner_at_once_is_not_visited() -> None:
    async def prepared(_: str) -> Sequence[Address]:
        return [ip_address("8.8.8.8"), ip_address("10.0.0.1")]

    assert await Reach(resolve=prepared).addresses("prepared.example.org") == ()


@pytest.mark.parametrize("name", ["a" * 70 + ".example.org", "a..b"])
async def test_what_is_no_name_is_not_found(name: str) -> None:
    with pytest.raises(OSError):  # noqa: PT011  # each system words it in its own way
        await Reach(resolve=by_dns).addresses(name)


@pytest.mark.parametrize("name", ["upb.example.org", "localhost", "127.0.0.1", "8.8.8.8"])
async def test_a_sandbox_visits_nothing(name: str) -> None:
    with pytest.raises(OSError, match="outside the sandbox"):
        await Reach(resolve=by_nobody).addresses(name)
