"""A page is fetched by a connection to the address that was judged; whatever goes wrong is a value."""

import asyncio
import socket
import ssl
from ipaddress import ip_address
from pathlib import Path

import pytest
import trustme

from notifier.fetch import Fault, Fetched, Fetcher, NotFetched
from notifier.reach import Address, Reach
from tests.notifier.certificates import certificate
from tests.notifier.scripted_servers import closed_port
from tests.notifier.web_servers import answer, at_home, body, fault, names, reach_home, redirect, site


async def test_a_page_comes_with_status_headers_and_bytes() -> None:
    async with site({"/rede?a=1": answer(b"<p>Rede", 'ETag: "7"', status=404)}) as one:
        got = await at_home().get(one.url("/rede?a=1"))
    assert isinstance(got, Fetched)
    assert (got.url, got.final_url) == (one.url("/rede?a=1"), one.url("/rede?a=1"))
    assert (got.status, got.headers["etag"], got.body, got.is_whole) == (404, '"7"', b"<p>Rede", True)


async def test_the_site_hears_its_own_name_and_ours() -> None:
    async with site({"/": answer()}) as one:
        url = one.url(host="prefeitura.example.org")
        got = await at_home(prefeitura_example_org=["127.0.0.1"]).get(url, headers={"If-None-Match": '"ç"'})
    assert isinstance(got, Fetched)
    said = one.heads[0]
    assert f"host: prefeitura.example.org:{one.port}\r\n" in said
    assert "elo" in said.partition("user-agent: ")[2].partition("\r\n")[0]
    assert 'if-none-match: "ç"' in said
    assert "cookie" not in said


async def test_nothing_is_kept_between_two_visits() -> None:
    async with site({"/": answer(b"", "Set-Cookie: a=1; Path=/")}) as one:
        fetcher = at_home()
        await fetcher.get(one.url())
        await fetcher.get(one.url())
    assert len(one.heads) == 2
    assert all("cookie" not in head for head in one.heads)


async def test_no_proxy_of_the_machine_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", f"http://127.0.0.1:{closed_port()}")
    async with site({"/": answer(b"straight")}) as one:
        assert body(await at_home().get(one.url())) == (b"straight", True)


ODD = {
    "no scheme": "www.example.org/rede",
    "a file": "file:///etc/passwd",
    "ftp": "ftp://example.org/",
    "a password": "http://ana:segredo@example.org/",
    "a name before": "http://gov.br@example.org/",
    "mail's port": "http://example.org:25/",
    "no port at all": "http://example.org:0/",
    "no host": "http:///rede",
    "brackets": "http://[::1/",
    "letters in the port": "http://example.org:a/",
    "control characters": "http://example.org/\x00",
    "too long": "http://example.org/" + "a" * 2000,
    "nothing": "",
}


@pytest.mark.parametrize("address", ODD.values(), ids=ODD.keys())
async def test_what_is_no_address_of_the_web_is_not_visited(address: str) -> None:
    reach = Reach(resolve=names(example_org=["127.0.0.1"]))
    assert fault(await Fetcher(reach=reach).get(address)) is Fault.ADDRESS


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "2130706433", "[::1]", "[::ffff:127.0.0.1]"])
async def test_our_own_machine_is_not_visited(host: str) -> None:
    assert fault(await Fetcher().get(f"http://{host}:8080/")) is Fault.PRIVATE


@pytest.mark.parametrize("host", ["nada.example.org", "xn--", "xn--a.example.org", "a" * 70 + ".example.org"])
async def test_an_unknown_name_is_told_apart(host: str) -> None:
    assert fault(await at_home().get(f"http://{host}/")) is Fault.UNKNOWN_HOST


async def test_a_site_that_is_down_is_told_apart() -> None:
    assert fault(await at_home().get(f"http://127.0.0.1:{closed_port()}/")) is Fault.UNREACHABLE


async def test_the_next_address_of_a_name_is_tried() -> None:
    async with site({"/": answer(b"here")}) as one:
        fetcher = at_home(dois_example_org=["::1", "127.0.0.1"])
        assert body(await fetcher.get(one.url(host="dois.example.org"))) == (b"here", True)


async def test_a_name_that_changes_its_mind_is_looked_up_once() -> None:
    turns = [["127.0.0.1"], ["10.0.0.1"]]

    async def rebinding(_: str) -> list[Address]:
        return [ip_address(one) for one in turns.pop(0)]

    async with site({"/": answer(b"first")}) as one:
        got = await Fetcher(reach=reach_home(rebinding)).get(one.url(host="muda.example.org"))
    assert body(got) == (b"first", True)
    assert turns == [["10.0.0.1"]]


async def test_redirects_are_followed_to_the_page() -> None:
    pages = {
        "/": redirect("/novo", status=301),
        "/novo": redirect("?b=1"),
        "/novo?b=1": answer(b"ok"),
    }
    async with site(pages) as one:
        got = await at_home().get(one.url())
    assert isinstance(got, Fetched)
    assert (got.url, got.final_url, got.body) == (one.url(), one.url("/novo?b=1"), b"ok")


BAD_ENDS = {
    "a private place": ("http://10.0.0.1/", Fault.PRIVATE),
    "the metadata": ("http://169.254.169.254/latest/meta-data/", Fault.PRIVATE),
    "a file": ("file:///etc/passwd", Fault.ADDRESS),
    "a password": ("http://a:b@127.0.0.1/", Fault.ADDRESS),
    "too much": ("/" + "a" * 2000, Fault.ADDRESS),
    "nonsense": ("http://[::1/", Fault.ADDRESS),
    "itself": ("/", Fault.REDIRECTS),
}


@pytest.mark.parametrize(("location", "why"), BAD_ENDS.values(), ids=BAD_ENDS.keys())
async def test_a_redirect_is_judged_like_an_address(location: str, why: Fault) -> None:
    async with site({"/": redirect(location)}) as one:
        got = await at_home().get(one.url())
    assert fault(got) is why


async def test_six_redirects_are_one_too_many() -> None:
    pages = {f"/{n}": redirect(f"/{n + 1}") for n in range(6)}
    async with site(pages | {"/6": answer(b"ok")}) as one:
        assert fault(await at_home().get(one.url("/0"))) is Fault.REDIRECTS
        assert body(await at_home().get(one.url("/1"))) == (b"ok", True)


def trusting(authority: trustme.CA) -> ssl.SSLContext:
    context = ssl.create_default_context()
    authority.configure_trust(context)
    return context


def server_context(authority: trustme.CA, *hosts: str) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(*hosts).configure_cert(context)
    return context


async def test_the_certificate_is_that_of_the_name_not_of_the_address() -> None:
    authority = trustme.CA()
    known = names(seguro_example_org=["127.0.0.1"], outro_example_org=["127.0.0.1"])
    async with site({"/": answer(b"ok")}, tls=server_context(authority, "seguro.example.org")) as one:
        fetcher = Fetcher(reach=reach_home(known), tls=trusting(authority))
        assert body(await fetcher.get(one.url(host="seguro.example.org"))) == (b"ok", True)
        assert fault(await fetcher.get(one.url(host="outro.example.org"))) is Fault.CERTIFICATE
        assert fault(await fetcher.get(one.url())) is Fault.CERTIFICATE


async def test_a_certificate_that_nobody_vouches_for_is_its_own_reason() -> None:
    async with site({"/": answer(b"ok")}, tls=server_context(trustme.CA(), "127.0.0.1")) as one:
        got = await at_home().get(one.url())
    assert fault(got) is Fault.CERTIFICATE
    assert isinstance(got, NotFetched)
    assert "issuer certificate" in got.detail


async def test_an_expired_certificate_is_too(tmp_path: Path) -> None:
    context, ca_file = certificate(tmp_path, expired=True)
    trusted = ssl.create_default_context(cafile=ca_file)
    async with site({"/": answer(b"ok")}, tls=context) as one:
        got = await Fetcher(reach=reach_home(names()), tls=trusted).get(one.url())
    assert got == NotFetched(Fault.CERTIFICATE, one.url(), "certificate has expired")


async def test_a_port_without_encryption_is_told_apart() -> None:
    async def refuse(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(answer(status=400))
        writer.close()

    server = await asyncio.start_server(refuse, "127.0.0.1", 0)
    async with server:
        port = server.sockets[0].getsockname()[1]
        assert fault(await at_home().get(f"https://127.0.0.1:{port}/")) is Fault.TLS


def has_ipv6() -> bool:
    try:
        with socket.socket(socket.AF_INET6) as probe:
            probe.bind(("::1", 0))
    except OSError:
        return False
    return True


@pytest.mark.skipif(not has_ipv6(), reason="this machine has no IPv6")
async def test_ipv6_is_visited_too() -> None:
    async with site({"/": answer(b"six")}, ip="::1") as one:
        assert body(await at_home().get(one.url())) == (b"six", True)
    assert f"host: [::1]:{one.port}\r\n" in one.heads[0]
