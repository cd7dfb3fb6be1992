"""Clients with as little of their own as can be: ready-made bytes over kept connections, each reply awaited.

A load is a number of workers that send until the time is up; its figure is replies per second.
"""

import asyncio
import itertools
import time
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass

Work = Callable[[], Awaitable[None]]
Opened = Callable[[], Awaitable[Work]]


@dataclass(frozen=True, slots=True)
class Figure:
    per_second: float
    #: Milliseconds of one request, median and 99th of a hundred.
    median: float
    worst: float


async def measure(opened: Opened, *, workers: int, seconds: float) -> Figure:
    """Let each worker open its connection, work a second to warm up, then count what is answered in `seconds`."""
    works = [await opened() for _ in range(workers)]
    await asyncio.gather(*(_work_until(work, time.perf_counter() + 1.0) for work in works))
    began = time.perf_counter()
    taken = await asyncio.gather(*(_work_until(work, began + seconds) for work in works))
    whole = time.perf_counter() - began
    each = sorted(itertools.chain.from_iterable(taken))
    return Figure(len(each) / whole, 1000 * each[len(each) // 2], 1000 * each[len(each) * 99 // 100])


async def _work_until(work: Work, end: float) -> list[float]:
    taken = []
    while (began := time.perf_counter()) < end:
        await work()
        taken.append(time.perf_counter() - began)
    return taken


def http_load(port: int, requests: Iterator[bytes]) -> Opened:
    """POSTs out of `requests`; an answer that is not 200 ends the run."""

    async def opened() -> Work:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)

        async def work() -> None:
            writer.write(next(requests))
            head = await reader.readuntil(b"\r\n\r\n")
            if not head.startswith(b"HTTP/1.1 200"):
                raise RuntimeError(head.decode())
            length = head.lower().partition(b"content-length:")[2].partition(b"\r\n")[0]
            await reader.readexactly(int(length))

        return work

    return opened


def smtp_load(port: int, mail: bytes) -> Opened:
    """The same mail again and again over one connection: MAIL, RCPT, DATA, body, each reply awaited."""

    async def opened() -> Work:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)

        async def ask(command: bytes, expected: bytes) -> None:
            writer.write(command)
            reply = await reader.readline()
            while reply[3:4] == b"-":
                reply = await reader.readline()
            if not reply.startswith(expected):
                raise RuntimeError(reply.decode())

        await ask(b"", b"220")
        await ask(b"EHLO bench.example.org\r\n", b"250")

        async def work() -> None:
            await ask(b"MAIL FROM:<elo@example.org>\r\n", b"250")
            await ask(b"RCPT TO:<maria@example.org>\r\n", b"250")
            await ask(b"DATA\r\n", b"354")
            await ask(mail + b"\r\n.\r\n", b"250")

        return work

    return opened


def post(path: str, port: int, body: bytes, *, content_type: str = "application/json") -> bytes:
    """A whole HTTP/1.1 request."""
    head = (
        f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n"
        f"Content-Type: {content_type}\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body
