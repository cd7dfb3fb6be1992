"""Web sites on loopback that misbehave as a test asks, and a fetcher that may go there."""

import asyncio
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from ipaddress import ip_address

from notifier.fetch import Fault, Fetched, Fetcher, FetchLimits, NotFetched
from notifier.reach import Address, Reach, Resolve

Play = Callable[[asyncio.StreamWriter], Awaitable[None]]
#: What a test lets a site do: these bytes, or whatever a coroutine writes.
Act = bytes | Play

QUICK = FetchLimits(whole=2, connect=0.5, body=10_000)


@dataclass(slots=True)
class Site:
    scheme: str
    host: str
    port: int = 0
    pages: dict[str, Act] = field(default_factory=dict)
    #: Heads as they came in, in small letters.
    heads: list[str] = field(default_factory=list)

    def url(self, path: str = "/", *, host: str = "") -> str:
        return f"{self.scheme}://{host or self.host}:{self.port}{path}"

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode().lower()
            self.heads.append(head)
            await self._play(self.pages[head.split(" ", 2)[1]], writer)
        except (asyncio.IncompleteReadError, ConnectionError, ssl.SSLError):
            pass
        finally:
            writer.close()

    async def _play(self, act: Act, writer: asyncio.StreamWriter) -> None:
        if isinstance(act, bytes):
            writer.write(act)
            await writer.drain()
        else:
            await act(writer)


@asynccontextmanager
async def site(
    pages: Mapping[str, Act], *, tls: ssl.SSLContext | None = None, ip: str = "127.0.0.1"
) -> AsyncIterator[Site]:
    host = f"[{ip}]" if ":" in ip else ip
    served = Site("https" if tls else "http", host, pages=dict(pages))
    server = await asyncio.start_server(served.serve, ip, 0, ssl=tls)
    served.port = server.sockets[0].getsockname()[1]
    yield served
    server.close()


def answer(body: bytes = b"", *headers: str, status: int = 200) -> bytes:
    lines = [f"HTTP/1.1 {status} X", f"Content-Length: {len(body)}", *headers]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def redirect(location: str, *, status: int = 302) -> bytes:
    return answer(b"moved", f"Location: {location}", status=status)


def endless(piece: bytes, *, before: bytes = b"", pause: float = 0) -> Play:
    """The same piece until nobody listens any more."""

    async def play(writer: asyncio.StreamWriter) -> None:
        writer.write(before)
        while not writer.is_closing():
            writer.write(piece)
            await writer.drain()
            await asyncio.sleep(pause)

    return play


def names(**known: Sequence[str]) -> Callable[[str], Awaitable[Sequence[Address]]]:
    """A DNS that knows these; `_` stands for a dot. An address stands for itself."""

    async def resolve(host: str) -> Sequence[Address]:
        listed = known.get(host.replace(".", "_"), [host])
        try:
            return [ip_address(one) for one in listed]
        except ValueError as error:
            raise OSError("no such name") from error

    return resolve


def reach_home(resolve: Resolve) -> Reach:
    """This machine, at any port, and nowhere else."""
    return Reach(allowed=lambda address: address.is_loopback, ports=range(1, 65536), resolve=resolve)


def at_home(**known: Sequence[str]) -> Fetcher:
    """A fetcher that may go to this machine, by these names too."""
    return Fetcher(reach=reach_home(names(**known)), limits=QUICK)


def fault(got: Fetched | NotFetched) -> Fault:
    assert isinstance(got, NotFetched)
    return got.fault


def body(got: Fetched | NotFetched) -> tuple[bytes, bool]:
    assert isinstance(got, Fetched)
    return got.body, got.is_whole
