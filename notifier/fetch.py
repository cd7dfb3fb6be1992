"""A safe GET: of a page or a feed whose address somebody handed us. Whatever the other side does is a value.

Each hop goes to an address that was judged (`notifier/reach.py`), by a connection of its own: no name is looked up
twice, no cookie, proxy or open connection is shared. Certificates are always checked. `notifier/fetched_body.py`
bounds what is kept.
"""

import asyncio
import ssl
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

import httpx

from notifier.fetched_body import read_body
from notifier.reach import Address, Reach

AGENT = "Mozilla/5.0 (compatible; Elo; Rede de Parcerias)"
LONGEST_URL, LONGEST_DETAIL = 2000, 200
#: Of one host: a wrong IPv6 address is common, a fifth wrong one is not.
MOST_ADDRESSES = 4
REDIRECTS = frozenset({301, 302, 303, 307, 308})
DEFAULT_PORTS = {"http": 80, "https": 443}


class Fault(StrEnum):
    """Why nothing was fetched."""

    #: Not an address of the web, or one that we do not visit: with a password, at an odd port.
    ADDRESS = "address"
    UNKNOWN_HOST = "unknown_host"
    #: It leads, at once or by a redirect, to a place that is not public.
    PRIVATE = "private"
    UNREACHABLE = "unreachable"
    #: The site's certificate is not one that we can trust: expired, of another name, its chain broken.
    CERTIFICATE = "certificate"
    #: No other agreement on encryption was found.
    TLS = "tls"
    SLOW = "slow"
    #: Too many, or in circles.
    REDIRECTS = "redirects"
    #: What it says is nothing, is not HTTP, or has no end.
    GARBLED = "garbled"


@dataclass(frozen=True, slots=True)
class Fetched:
    """The other side answered, with any status."""

    url: str
    #: After redirects.
    final_url: str
    status: int
    #: Their names in small letters.
    headers: Mapping[str, str]
    #: Unpacked, and never more than the limit.
    body: bytes
    #: False: it was longer than the limit, broke off, or is packed in a way that was not asked for.
    is_whole: bool


@dataclass(frozen=True, slots=True)
class NotFetched:
    """There was no answer to be had."""

    fault: Fault
    #: Where it ended: the address asked for, or one it redirects to.
    url: str
    #: In the words of the library, for logs.
    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchLimits:
    """Seconds and bytes."""

    #: Everything together, from the first name looked up to the last byte.
    whole: float = 20
    #: One address.
    connect: float = 5
    #: The body, unpacked as well as packed. A head has its own limit: 100 KB, in h11.
    body: int = 2_000_000
    redirects: int = 5
    #: Fetches under way; others wait their turn, and that time does not count.
    at_once: int = 8


class _Failed(Exception):
    def __init__(self, fault: Fault, detail: str = "") -> None:
        super().__init__(fault)
        self.fault, self.detail = fault, detail


class Fetcher:
    """Keeps nothing between two fetches, and needs no closing."""

    def __init__(
        self,
        *,
        reach: Reach | None = None,
        limits: FetchLimits | None = None,
        tls: ssl.SSLContext | None = None,
        agent: str = AGENT,
    ) -> None:
        self._reach, self._limits = reach or Reach(), limits or FetchLimits()
        self._tls = tls or ssl.create_default_context()
        self._agent = agent
        self._slots = asyncio.Semaphore(self._limits.at_once)

    def within(self, limits: FetchLimits) -> "Fetcher":
        """One that may go to the same places, with other bounds."""
        return Fetcher(reach=self._reach, limits=limits, tls=self._tls, agent=self._agent)

    async def get(self, url: str, *, headers: Mapping[str, str] | None = None) -> Fetched | NotFetched:
        """What is at that address. `headers` go to every hop, another host's too: no secrets in them."""
        trail = [url]
        async with self._slots:
            try:
                async with asyncio.timeout(self._limits.whole):
                    return await self._follow(trail, headers or {})
            except TimeoutError:
                return NotFetched(Fault.SLOW, trail[-1])
            except _Failed as failed:
                return NotFetched(failed.fault, trail[-1], failed.detail)

    async def _follow(self, trail: list[str], headers: Mapping[str, str]) -> Fetched:
        """From the last address of the trail, which grows by what it redirects to."""
        while len(trail) <= self._limits.redirects + 1:
            url = self._web_address(trail[-1])
            answer = await self._visit(url, headers)
            if isinstance(answer, Fetched):
                return replace(answer, url=trail[0])
            trail.append(answer)
        raise _Failed(Fault.REDIRECTS)

    def _web_address(self, address: str) -> httpx.URL:
        try:
            url = httpx.URL(address.strip()) if len(address) <= LONGEST_URL else httpx.URL()
        except (httpx.InvalidURL, ValueError) as error:
            raise _Failed(Fault.ADDRESS) from error
        port = DEFAULT_PORTS.get(url.scheme) if url.port is None else url.port
        is_of_the_web = url.scheme in DEFAULT_PORTS and port in self._reach.ports
        # Not `url.host`: spelt out for people, it raises where a name is badly coded.
        if not is_of_the_web or not url.raw_host or url.userinfo:
            raise _Failed(Fault.ADDRESS)
        return url

    async def _visit(self, url: httpx.URL, headers: Mapping[str, str]) -> Fetched | str:
        """The answer, or the address that it redirects to."""
        failed = _Failed(Fault.UNREACHABLE)
        for address in (await self._addresses(url))[:MOST_ADDRESSES]:
            try:
                return await self._ask(url, address, headers)
            except httpx.TransportError as error:
                failed = _failure(error)
                failed.__cause__ = error
                if failed.fault is not Fault.UNREACHABLE:
                    break
        raise failed

    async def _addresses(self, url: httpx.URL) -> list[Address]:
        try:
            found = await self._reach.addresses(_host(url))
        except OSError as error:
            raise _Failed(Fault.UNKNOWN_HOST, type(error).__name__) from error
        if not found:
            raise _Failed(Fault.PRIVATE)
        return list(found)

    async def _ask(self, url: httpx.URL, address: Address, headers: Mapping[str, str]) -> Fetched | str:
        request = self._request(url, address, headers)
        async with httpx.AsyncHTTPTransport(verify=self._tls, trust_env=False) as transport:
            response = await transport.handle_async_request(request)
            try:
                location = response.headers.get("location", "")
                if location and response.status_code in REDIRECTS:
                    return _joined(url, location)
                coding = response.headers.get("content-encoding", "")
                body, is_whole = await read_body(response.aiter_raw(), coding=coding, most=self._limits.body)
            finally:
                await response.aclose()
        at = str(url)
        return Fetched(at, at, response.status_code, dict(response.headers), body, is_whole)

    def _request(self, url: httpx.URL, address: Address, headers: Mapping[str, str]) -> httpx.Request:
        """To the address that was judged, for the host that was named."""
        said = {"Host": url.netloc.decode("ascii"), "User-Agent": self._agent, "Accept": "*/*"}
        said |= {name.title(): value for name, value in headers.items() if name.lower() != "host"}
        said |= {"Accept-Encoding": "gzip", "Connection": "close"}
        return httpx.Request(
            "GET",
            url.copy_with(host=str(address)),
            headers=httpx.Headers(said, encoding="utf-8"),
            extensions={"sni_hostname": _host(url), "timeout": {"connect": self._limits.connect}},
        )


def _host(url: httpx.URL) -> str:
    # A certificate never names the final dot of a full name.
    return url.raw_host.decode("ascii").rstrip(".")


def _joined(url: httpx.URL, location: str) -> str:
    try:
        joined = str(url.join(location))
    except (httpx.InvalidURL, ValueError) as error:
        raise _Failed(Fault.ADDRESS) from error
    if len(joined) > LONGEST_URL:
        raise _Failed(Fault.ADDRESS)
    return joined


def _failure(error: httpx.TransportError) -> _Failed:
    cause: BaseException | None = error
    while cause is not None and not isinstance(cause, ssl.SSLError):
        cause = cause.__cause__ or cause.__context__
    if isinstance(cause, ssl.SSLCertVerificationError):
        return _Failed(Fault.CERTIFICATE, cause.verify_message)
    if isinstance(cause, ssl.SSLError):
        return _Failed(Fault.TLS, cause.reason or "")
    if isinstance(error, httpx.ProtocolError):
        return _Failed(Fault.GARBLED, str(error)[:LONGEST_DETAIL])
    return _Failed(Fault.UNREACHABLE, type(error).__name__)
