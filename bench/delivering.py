"""One measurement of `bench/delivery.py`, in a process of its own so that its memory is its own.

`python -m bench.delivering ours email --port 2525 --database FILE` empties the outbox of that file by the real
courier; `raw` sends as many ready-made messages by the bare client. Prints one JSON object, a `Figure`.
"""

import argparse
import asyncio
import cProfile
import dataclasses
import json
import os
import pstats
import sqlite3
import sys
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import aiosmtplib
import httpx
import telegram
from telegram.constants import ParseMode
from telegram.request import HTTPXRequest

from bench.recipients import FIRST_CHAT, chat_words, mailbox_of
from db import Database
from db.channels import ChannelKind
from elo import logs
from notifier.by_email import EmailSender
from notifier.by_telegram import TelegramSender
from notifier.courier import Courier
from scheduler.clock import SystemClock

#: More than any client can do: the pace is not what is measured.
NO_PACE = 1_000_000_000
SENDER = "elo@rede.example.org"
TOKEN = "123456789:sink"
#: How often the outbox is asked whether it is empty; one look takes some 20 µs.
LOOK = 0.02


@dataclass(frozen=True, slots=True)
class Figure:
    messages: int
    seconds: float
    #: Seconds of the processors, all threads.
    cpu: float
    #: Mebibytes resident before the first message, and the most ever.
    before: int
    peak: int


async def measured(work: Callable[[], Awaitable[int]]) -> Figure:
    before, cpu, began = _resident(), time.process_time(), time.perf_counter()
    messages = await work()
    seconds = time.perf_counter() - began
    return Figure(messages, seconds, time.process_time() - cpu, before, _peak())


def _resident() -> int:
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") // 2**20


def _peak() -> int:
    """Of this program alone: `getrusage` counts what the parent held when it forked, too."""
    status = Path("/proc/self/status").read_text()
    return int(status.partition("VmHWM:")[2].split()[0]) // 1024


async def ours(sender: EmailSender | TelegramSender, file: Path) -> Figure:
    """Everything that is due in the file's outbox leaves by `sender`, each with its durable status."""
    database = Database(f"sqlite:///{file}")
    await database.warm_up()
    courier = Courier(
        database,
        senders=[sender],
        clock=SystemClock(),
        holder="bench",
        window=lambda instant: instant,
        alone=True,
    )

    async def work() -> int:
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(courier.run())
            await _emptied(file)
            await courier.drain()
        return _count(file, "sent")

    try:
        return await measured(work)
    finally:
        await sender.close()
        await database.close()


async def _emptied(file: Path) -> None:
    left = "SELECT 1 FROM deliveries WHERE state = '{}' LIMIT 1"
    with sqlite3.connect(file) as outbox:
        while any(outbox.execute(left.format(state)).fetchone() for state in ("pending", "sending")):  # noqa: ASYNC110
            await asyncio.sleep(LOOK)


def _count(file: Path, state: str) -> int:
    with sqlite3.connect(file) as outbox:
        counted = outbox.execute("SELECT count(*) FROM deliveries WHERE state = ?", (state,))
        return int(counted.fetchone()[0])


async def in_turn(workers: list[Callable[[int], Awaitable[object]]], count: int) -> Figure:
    """`count` messages, each by the first worker that is free."""
    numbers = iter(range(FIRST_CHAT, FIRST_CHAT + count))

    async def carry(send: Callable[[int], Awaitable[object]]) -> None:
        for number in numbers:
            await send(number)

    async def work() -> int:
        await asyncio.gather(*(carry(send) for send in workers))
        return count

    return await measured(work)


async def raw_email(port: int, *, count: int, connections: int, sample: bytes) -> Figure:
    """aiosmtplib alone, one client a connection, the bytes made before the clock runs."""
    mails = _mails(sample, count)
    clients = [
        aiosmtplib.SMTP(hostname="127.0.0.1", port=port, local_hostname="rede.example.org", start_tls=False)
        for _ in range(connections)
    ]
    for client in clients:
        await client.connect()

    def sending(client: aiosmtplib.SMTP) -> Callable[[int], Awaitable[object]]:
        return lambda number: client.sendmail(SENDER, [mailbox_of(number)], next(mails))

    return await in_turn([sending(client) for client in clients], count)


def _mails(sample: bytes, count: int) -> Iterator[bytes]:
    """What ours sends, with each one's own address and name in the place of the sample's."""
    mailbox, name = mailbox_of(FIRST_CHAT).encode(), str(FIRST_CHAT).encode()
    numbers = range(FIRST_CHAT, FIRST_CHAT + count)
    made = [
        sample.replace(mailbox, mailbox_of(number).encode()).replace(name, str(number).encode())
        for number in numbers
    ]
    return iter(made)


async def raw_telegram(port: int, *, count: int, connections: int) -> Figure:
    """python-telegram-bot's own client, one for all workers."""
    request = HTTPXRequest(connection_pool_size=connections, httpx_kwargs={"trust_env": False})
    bot = telegram.Bot(TOKEN, base_url=f"http://127.0.0.1:{port}/bot", request=request)

    async def send(number: int) -> None:
        await bot.send_message(number, chat_words(number), parse_mode=ParseMode.HTML)

    return await in_turn([send] * connections, count)


async def raw_httpx(port: int, *, count: int, connections: int) -> Figure:
    """The same requests without a library of Telegram's."""
    url = f"http://127.0.0.1:{port}/bot{TOKEN}/sendMessage"
    limits = httpx.Limits(max_connections=connections, max_keepalive_connections=connections)
    async with httpx.AsyncClient(limits=limits, trust_env=False) as web:

        async def send(number: int) -> None:
            form = {"chat_id": str(number), "text": chat_words(number), "parse_mode": "HTML"}
            (await web.post(url, data=form)).raise_for_status()

        return await in_turn([send] * connections, count)


async def _run(given: argparse.Namespace) -> Figure:
    if given.who == "ours" and given.kind == ChannelKind.EMAIL:
        mailer = EmailSender(
            "127.0.0.1",
            given.port,
            sender=SENDER,
            security="none",
            connections=given.connections,
            monotonic=time.monotonic,
        )
        return await ours(mailer, given.database)
    if given.who == "ours":
        bot = TelegramSender(
            TOKEN, f"http://127.0.0.1:{given.port}", monotonic=time.monotonic, rate_per_second=NO_PACE
        )
        return await ours(bot, given.database)
    bounds = {"count": given.messages, "connections": given.connections}
    if given.kind == ChannelKind.EMAIL:
        return await raw_email(given.port, **bounds, sample=given.sample.read_bytes())
    return await (raw_telegram if given.who == "raw" else raw_httpx)(given.port, **bounds)


def _explain(profile: cProfile.Profile, lines: int) -> None:
    """Where the main thread's time goes: by package, then our own functions with all they call."""
    stats = pstats.Stats(profile, stream=sys.stderr)
    packages: Counter[str] = Counter()
    for (file, _, _), (_, _, own, _, _) in stats.stats.items():  # type: ignore[attr-defined]
        packages[_package(file)] += own
    for name, seconds in packages.most_common(12):
        print(f"{seconds:8.2f} s  {name}", file=sys.stderr)
    stats.sort_stats("cumulative").print_stats(r"(notifier|db)/\w+\.py|letter|_renderer", lines)


def _package(file: str) -> str:
    """`site-packages/sqlalchemy/…`, `python3.11/email/…`; "built in" for what has no file."""
    parts = Path(file).parts
    for root in ("site-packages", "python3.11"):
        if root in parts:
            return parts[parts.index(root) + 1]
    return parts[-2] if len(parts) > 1 else "built in"


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.delivering", description=__doc__)
    parser.add_argument("who", choices=("ours", "raw", "httpx"))
    parser.add_argument("kind", type=ChannelKind)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--connections", type=int, default=4)
    parser.add_argument("--database", type=Path, help="of ours")
    parser.add_argument("--messages", type=int, default=0, help="of the raw client")
    parser.add_argument("--sample", type=Path, help="one message of ours, for the raw client to copy")
    parser.add_argument("--profile", type=int, default=0, help="lines of a profile, to stderr")
    given = parser.parse_args()
    with open(os.devnull, "w") as nowhere:
        logs.set_up(stream=nowhere)
        profile = cProfile.Profile()
        if given.profile:
            profile.enable()
        figure = asyncio.run(_run(given))
        profile.disable()
    if given.profile:
        _explain(profile, given.profile)
    print(json.dumps(dataclasses.asdict(figure)))


if __name__ == "__main__":
    main()
