"""A visit has bounds: of time, of the head, and of what is kept, however it is packed."""

import asyncio
import gzip
import time
from collections.abc import AsyncIterator, Sequence

import pytest

from notifier.fetch import Fault, Fetcher, FetchLimits
from notifier.fetched_body import read_body
from notifier.reach import Address, Resolve
from tests.notifier.web_servers import Act, answer, at_home, body, endless, fault, names, reach_home, site

HEAD = b"HTTP/1.1 200 OK\r\n"
UNTIL_CLOSED = HEAD + b"Content-Type: text/html\r\n\r\n"


def impatient(resolve: Resolve | None = None) -> Fetcher:
    return Fetcher(reach=reach_home(resolve or names()), limits=FetchLimits(whole=0.2))


LONG = {
    "a stream without end": (endless(b"a" * 65536, before=UNTIL_CLOSED), b"a"),
    "1 GB announced": (endless(b"b" * 65536, before=HEAD + b"Content-Length: 1000000000\r\n\r\n"), b"b"),
    "a packed bomb": (answer(gzip.compress(b"c" * 50_000_000), "Content-Encoding: gzip"), b"c"),
}


@pytest.mark.parametrize(("page", "letter"), LONG.values(), ids=LONG.keys())
async def test_no_more_is_read_than_the_limit(page: Act, letter: bytes) -> None:
    async with site({"/": page}) as one:
        assert body(await at_home().get(one.url())) == (letter * 10_000, False)


async def test_a_page_that_fills_the_limit_is_whole() -> None:
    async with site({"/": answer(b"a" * 10_000)}) as one:
        assert body(await at_home().get(one.url())) == (b"a" * 10_000, True)


PACKED = gzip.compress(b"Rede de ") + gzip.compress(b"Parcerias")
BROKEN = {
    "packed": (answer(PACKED, "Content-Encoding: gzip"), (b"Rede de Parcerias", True)),
    "packed and filled up": (
        answer(PACKED + b"\0" * 9, "Content-Encoding: x-gzip"),
        (b"Rede de Parcerias", True),
    ),
    "packed, cut": (answer(PACKED[:-4], "Content-Encoding: gzip"), (b"Rede de Parcerias", False)),
    "not packed at all": (answer(b"Rede", "Content-Encoding: gzip"), (b"", False)),
    "packed in another way": (answer(b"Rede", "Content-Encoding: br"), (b"", False)),
    "packed twice": (answer(b"Rede", "Content-Encoding: gzip, gzip"), (b"", False)),
    "nothing packed": (answer(b"", "Content-Encoding: gzip"), (b"", True)),
    "shorter than it says": (HEAD + b"Content-Length: 9\r\n\r\nRede", (b"Rede", False)),
    "longer than it says": (HEAD + b"Content-Length: 4\r\n\r\nRede de", (b"Rede", True)),
    "a broken piece": (HEAD + b"Transfer-Encoding: chunked\r\n\r\n4\r\nRede\r\nzz\r\n", (b"Rede", False)),
    "until it closes": (UNTIL_CLOSED + b"Rede", (b"Rede", True)),
}


@pytest.mark.parametrize(("page", "expected"), BROKEN.values(), ids=BROKEN.keys())
async def test_what_could_be_read_is_kept(page: Act, expected: tuple[bytes, bool]) -> None:
    async with site({"/": page}) as one:
        assert body(await at_home().get(one.url())) == expected


GARBLED = {
    "not HTTP": b"220 mail.example.org ESMTP\r\n\r\n",
    "nothing": b"",
    "a head without end": endless(b"X-A: b\r\n" * 1000, before=HEAD),
    "one endless header": endless(b"a" * 65536, before=HEAD + b"X: "),
    "two lengths": HEAD + b"Content-Length: 4\r\nContent-Length: 5\r\n\r\nRede",
}


@pytest.mark.parametrize("page", GARBLED.values(), ids=GARBLED.keys())
async def test_what_is_not_http_is_told_apart(page: Act) -> None:
    async with site({"/": page}) as one:
        assert fault(await at_home().get(one.url())) is Fault.GARBLED


SLOW = {
    "silence": endless(b"", pause=0.05),
    "a head by drops": endless(b"X-A: b\r\n", before=HEAD, pause=0.02),
    "a body by drops": endless(b"a", before=UNTIL_CLOSED, pause=0.02),
    "never a real answer": endless(b"HTTP/1.1 102 Wait\r\n\r\n", pause=0.02),
}


@pytest.mark.parametrize("page", SLOW.values(), ids=SLOW.keys())
async def test_the_whole_visit_has_an_end(page: Act) -> None:
    async with site({"/": page}) as one:
        began = time.monotonic()
        assert fault(await impatient().get(one.url())) is Fault.SLOW
    assert time.monotonic() - began < 2


async def test_a_name_that_takes_for_ever_has_an_end_too() -> None:
    async def stuck(_: str) -> Sequence[Address]:
        await asyncio.Event().wait()
        return []

    fetcher = impatient(stuck)
    assert fault(await fetcher.get("http://parado.example.org/")) is Fault.SLOW


async def test_few_visits_are_made_at_once() -> None:
    under_way, most = 0, 0

    async def count(writer: asyncio.StreamWriter) -> None:
        nonlocal under_way, most
        under_way += 1
        most = max(most, under_way)
        await asyncio.sleep(0.02)
        under_way -= 1
        writer.write(answer(b"ok"))

    async with site({"/": count}) as one:
        fetcher = Fetcher(reach=reach_home(names()), limits=FetchLimits(at_once=2))
        await asyncio.gather(*(fetcher.get(one.url()) for _ in range(6)))
    assert most == 2


@pytest.mark.parametrize("size", [1, 2, 3, 7, 19, 21])
async def test_packed_pieces_may_part_anywhere(size: int) -> None:
    packed = gzip.compress(b"Rede de ") + gzip.compress(b"") + gzip.compress(b"Parcerias") + b"\0\0\0"

    async def pieces() -> AsyncIterator[bytes]:
        for start in range(0, len(packed), size):
            yield packed[start : start + size]

    assert await read_body(pieces(), coding="gzip", most=1000) == (b"Rede de Parcerias", True)
