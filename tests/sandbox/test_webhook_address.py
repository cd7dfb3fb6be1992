"""Telegram's grammar of a URL, and where a webhook may be."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.webhook.address import Address, BadAddress, find_ip, parse_address
from sandbox.webhook.line import Line
from sandbox.webhook.registration import Endpoint


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("https://Bot.Example.org/a?b=c", Address("https", "", "bot.example.org", 443, "/a?b=c")),
        ("HTTP://127.0.0.1", Address("http", "", "127.0.0.1", 80, "/")),
        ("localhost:8443/hook", Address("https", "", "localhost", 8443, "/hook")),
        ("http://ana:s3@nha@[::1]:0080?x", Address("http", "ana:s3@nha", "[::1]", 80, "/?x")),
        ("https://x/a b é\n", Address("https", "", "x", 443, "/a%20b%20%C3%A9")),
        ("https://coração.example.org", Address("https", "", "xn--corao-dra1a.example.org", 443, "/")),
    ],
)
def test_a_url_is_read(url: str, address: Address) -> None:
    assert parse_address(url) == address


@pytest.mark.parametrize(
    "url",
    [
        "ftp://x/",
        "://x/",
        "https://",
        "https:///hook",
        "https://x:0/",
        "https://x:65536/",
        "https://x:port/",
        "https://x:/",
        "https://./",
        "https://a b/",
        "https://a|b/",
        "https://x%zz/",
        "https://[::1/",
        "https://[1.2]/",
        "https://x/" + "a" * 4001,
    ],
)
def test_what_is_no_url_is_refused(url: str) -> None:
    with pytest.raises(BadAddress):
        parse_address(url)


URLS = st.one_of(st.text(max_size=40), st.text(max_size=40).map("https://x{}".format))


@given(URLS)
def test_any_text_is_read_or_refused_and_what_is_read_can_be_sent_to(text: str) -> None:
    try:
        address = parse_address(text)
    except BadAddress:
        return
    Line(Endpoint(address, find_ip(address, "127.0.0.1", public=False), 1, "", None))
    assert (address.host + address.target).isascii()


@given(URLS)
def test_no_text_leads_beyond_this_machine(text: str) -> None:
    try:
        assert find_ip(parse_address(text), "", public=False).is_loopback
    except BadAddress:
        return


@pytest.mark.parametrize("given_ip", ["8.8.8.8", "::", "fe80::1", "::1%lo", "nonsense", "127.0.0.1/8"])
def test_no_given_address_leads_beyond_this_machine(given_ip: str) -> None:
    with pytest.raises(BadAddress):
        find_ip(parse_address("https://localhost/"), given_ip, public=False)


@pytest.mark.parametrize("host", ["localhost", "bot.localhost", "127.8.9.1", "[::1]"])
def test_this_machine_has_many_names(host: str) -> None:
    assert find_ip(parse_address(f"http://{host}/"), "", public=False).is_loopback
