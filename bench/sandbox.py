"""How many sendMessage/s and mails/s does the sandbox take, and can it be the bottleneck of a journey?

`python -m bench.sandbox [--seconds 5]`. The sandbox and the sinks are processes of their own; the client is the
same for both, so the last column is the share of the raw limit. python-telegram-bot and aiosmtplib are measured
against both too: where their figure is the same, the sandbox is not what holds a journey up.
"""

import argparse
import asyncio
import contextlib
import itertools
import json
import os
import platform
import subprocess
import sys
from collections.abc import Generator, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import aiosmtplib
import httpx
import telegram
from telegram.request import HTTPXRequest

from bench.loads import Figure, Opened, Work, http_load, measure, post, smtp_load

ROOT = Path(__file__).parent.parent
CHATS = 500
WORKERS = (1, 8, 30)
ENOUGH = 300
TEXT = "<b>Prazo:</b> entregar a meta 2.2 até 10/12/2026. Faltam 15 dias.\n" * 4
MAIL = (
    "From: Elo <elo@example.org>\r\nTo: maria@example.org\r\nSubject: Prazo da meta 2.2\r\n"
    "Message-ID: <1@example.org>\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n"
    + "Faltam 15 dias para entregar a meta 2.2.\r\n"
    * 45
).encode()


@contextlib.contextmanager
def running(*command: str) -> Generator[subprocess.Popen[str], None, None]:
    with subprocess.Popen([sys.executable, *command], cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield process
        finally:
            process.terminate()


def first_line(process: subprocess.Popen[str]) -> str:
    assert process.stdout
    return process.stdout.readline().strip()


def addresses(process: subprocess.Popen[str]) -> dict[str, str]:
    """What `python -m sandbox` prints, up to its last address."""
    found: dict[str, str] = {}
    while "control" not in found:
        name, _, value = first_line(process).rpartition(" ")
        found[name.strip()] = value
    return found


async def open_chats(control: str) -> list[int]:
    """Chats that the bot may write to as fast as it likes."""
    async with httpx.AsyncClient() as web:
        await web.post(f"{control}/rates", json={"enforced": False})
        chats = range(710_000_001, 710_000_001 + CHATS)
        for chat in chats:
            await web.post(f"{control}/chats", json={"name": f"Pessoa {chat}", "id": chat})
            await web.post(f"{control}/chats/{chat}", json={"started": True})
    return list(chats)


def requests(path: str, port: int, chats: list[int]) -> Iterator[bytes]:
    bodies = [json.dumps({"chat_id": chat, "text": TEXT, "parse_mode": "HTML"}).encode() for chat in chats]
    return itertools.cycle([post(path, port, body) for body in bodies])


def ptb_load(base_url: str, token: str, chats: list[int]) -> Opened:
    """python-telegram-bot's own client, one for all workers."""
    bot = telegram.Bot(
        token,
        base_url=base_url,
        request=HTTPXRequest(connection_pool_size=64, httpx_kwargs={"verify": False}),
    )
    turn = itertools.cycle(chats)

    async def opened() -> Work:
        async def work() -> None:
            await bot.send_message(next(turn), TEXT, parse_mode="HTML")

        return work

    return opened


def aiosmtplib_load(port: int) -> Opened:
    async def opened() -> Work:
        client = aiosmtplib.SMTP(hostname="127.0.0.1", port=port, start_tls=False)
        await client.connect()

        async def work() -> None:
            await client.sendmail("elo@example.org", ["maria@example.org"], MAIL)

        return work

    return opened


class Desk:
    """The sandbox as a process, with chats open and no rates."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process
        found = addresses(process)
        self.token = found["token"]
        self.base_url = found["bot api"]
        self.control = found["control"]
        self.port = urlsplit(self.base_url).port or 0
        self.smtp_port = int(found["smtp"].rpartition(":")[2])

    @property
    def resident(self) -> int:
        """Mebibytes."""
        status = Path(f"/proc/{self._process.pid}/status").read_text()
        return int(status.partition("VmRSS:")[2].split()[0]) // 1024


async def compare(name: str, loads: tuple[Opened, Opened], seconds: float) -> list[Figure]:
    """The same load on the sandbox and on the sink, in turn, with 1, 8 and 30 workers."""
    figures = []
    for workers in WORKERS:
        ours = await measure(loads[0], workers=workers, seconds=seconds)
        limit = await measure(loads[1], workers=workers, seconds=seconds)
        share = f"{ours.per_second / limit.per_second:.0%}"
        print(
            f"| {name} | {workers} | {ours.per_second:,.0f} | {ours.median:.1f} / {ours.worst:.1f} "
            f"| {limit.per_second:,.0f} | {share} |",
            flush=True,
        )
        figures.append(ours)
    return figures


async def run(desk: Desk, http_sink: int, smtp_sink: int, seconds: float) -> bool:
    chats = await open_chats(desk.control)
    path = f"/bot{desk.token}/sendMessage"
    before = desk.resident
    print("| load | workers | sandbox/s | ms median / p99 | sink/s | share |")
    print("|---|---|---|---|---|---|")
    messages = await compare(
        "sendMessage, raw",
        (
            http_load(desk.port, requests(path, desk.port, chats)),
            http_load(http_sink, requests(path, http_sink, chats)),
        ),
        seconds,
    )
    await compare(
        "sendMessage, python-telegram-bot",
        (
            ptb_load(desk.base_url, desk.token, chats),
            ptb_load(f"http://127.0.0.1:{http_sink}/bot", desk.token, chats),
        ),
        seconds,
    )
    mails = await compare("mail, raw", (smtp_load(desk.smtp_port, MAIL), smtp_load(smtp_sink, MAIL)), seconds)
    await compare("mail, aiosmtplib", (aiosmtplib_load(desk.smtp_port), aiosmtplib_load(smtp_sink)), seconds)
    async with httpx.AsyncClient() as web:
        kept = len((await web.get(f"{desk.control}/ledger", timeout=60)).json())
    print(f"\nresident: {before} MiB before, {desk.resident} MiB after {kept:,} messages and the mails")
    return all(figure.per_second >= ENOUGH for figure in (*messages, *mails))


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.sandbox", description=__doc__)
    parser.add_argument("--seconds", type=float, default=5, help="of each figure")
    seconds = parser.parse_args().seconds
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}")
    with (
        running("-m", "sandbox") as sandbox,
        running("-m", "bench.sinks", "http") as http_sink,
        running("-m", "bench.sinks", "smtp") as smtp_sink,
    ):
        ports = int(first_line(http_sink)), int(first_line(smtp_sink))
        enough = asyncio.run(run(Desk(sandbox), *ports, seconds))
    print(f"at least {ENOUGH}/s of each: {'yes' if enough else 'NO'}")
    return 0 if enough else 1


if __name__ == "__main__":
    raise SystemExit(main())
