"""How fast do 10,000 distinct messages leave, each with durable status, beside the bare client in the same run?

`python -m bench.delivery [--messages 10000] [--slow-messages 2000] [--rounds 3]`. Sinks, clients and seeding are
processes of their own; the rounds of a case are interleaved, and medians are compared. Two crowds are sent to: a
broadcast, whose words are kept once, and reminders that were written in full for each.
"""

import argparse
import asyncio
import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.delivering import Figure
from bench.recipients import FIRST_CHAT, Crowd, admit, announce, mailbox_of, office, remind
from bench.sandbox import ROOT, first_line, running
from db import Database, schema
from db.channels import ChannelKind
from elo import logs
from elo.announcing import fill_announcements
from notifier.by_telegram import TelegramSender
from scheduler.clock import SystemClock

EMAIL, TELEGRAM = ChannelKind.EMAIL, ChannelKind.TELEGRAM
FEW, MANY = 1_000, 100_000


@dataclass(frozen=True, slots=True)
class Case:
    kind: ChannelKind
    #: Milliseconds before each reply of the sink.
    delay: int
    #: Share of the raw client to be reached.
    aim: float

    @property
    def sink(self) -> str:
        return "smtp" if self.kind is EMAIL else "http"


CASES = (Case(EMAIL, 0, 0.6), Case(EMAIL, 20, 0.9), Case(TELEGRAM, 0, 0.6), Case(TELEGRAM, 40, 0.9))
NAMES = {
    "raw": "raw client",
    "httpx": "raw httpx",
    "broadcast": "courier, a broadcast",
    "reminders": "courier, written in full",
}


@dataclass(frozen=True, slots=True)
class Bench:
    folder: Path
    connections: int
    rounds: int

    def seeded(self, kind: ChannelKind, count: int, *, shared: bool) -> Path:
        """A database with so many messages due; made once, to be copied."""
        file = self.folder / f"{kind}-{count}-{shared}.db"
        if not file.exists():
            began = time.perf_counter()
            asyncio.run(_seed(file, kind, count, shared=shared))
            print(f"put {count:,} of {kind} in {time.perf_counter() - began:.1f} s", file=sys.stderr)
        return file

    def sample(self) -> Path:
        """One mail of the broadcast as the sink received it, for the raw client to copy."""
        file = self.folder / "sample"
        with running("-m", "bench.sinks", "smtp", "--keep", str(file)) as sink:
            self.ours(EMAIL, int(first_line(sink)), self.seeded(EMAIL, 1, shared=True))
        if (
            mailbox_of(FIRST_CHAT).encode() not in file.read_bytes()
            or b"710000001 (" not in file.read_bytes()
        ):
            raise RuntimeError("the mail does not greet its reader")
        return file

    def ours(self, kind: ChannelKind, port: int, seeded: Path) -> Figure:
        file = self.folder / "run.db"
        for old in self.folder.glob("run.db*"):
            old.unlink()
        shutil.copy(seeded, file)
        return self._child("ours", kind, port, "--database", str(file))

    def raw(self, who: str, kind: ChannelKind, port: int, *, count: int, sample: Path) -> Figure:
        return self._child(who, kind, port, "--messages", str(count), "--sample", str(sample))

    def _child(self, who: str, kind: ChannelKind, port: int, *more: str) -> Figure:
        bound = self.connections if kind is EMAIL else TelegramSender.slots
        arguments = [who, str(kind), "--port", str(port), "--connections", str(bound), *more]
        command = [sys.executable, "-m", "bench.delivering", *arguments]
        return Figure(**json.loads(subprocess.check_output(command, cwd=ROOT, text=True)))


async def _seed(file: Path, kind: ChannelKind, count: int, *, shared: bool) -> None:
    await schema.upgrade(f"sqlite:///{file}")
    database = Database(f"sqlite:///{file}")
    now, ours = SystemClock().now(), office()
    try:
        channels = await admit(database, [Crowd(kind=kind, count=count)], at=now)
        if shared:
            await announce(database, ours, at=now)
            await fill_announcements(database, ours, now)
        else:
            await remind(database, ours, channels, at=now)
    finally:
        await database.close()


def compare(bench: Bench, case: Case, count: int, sample: Path) -> bool:
    """Prints the lines of one case; whether the broadcast reached its aim."""
    whos = ["raw", "broadcast", "reminders", *(["httpx"] if case.kind is TELEGRAM else [])]
    figures: dict[str, list[Figure]] = {who: [] for who in whos}
    with running("-m", "bench.sinks", case.sink, "--delay", str(case.delay)) as sink:
        port = int(first_line(sink))
        for _ in range(bench.rounds):
            for who in whos:
                if who in ("raw", "httpx"):
                    figure = bench.raw(who, case.kind, port, count=count, sample=sample)
                else:
                    seeded = bench.seeded(case.kind, count, shared=who == "broadcast")
                    figure = bench.ours(case.kind, port, seeded)
                if figure.messages != count:
                    raise RuntimeError(f"{figure.messages} of {count} were sent")
                figures[who].append(figure)
    limit = _rate(figures["raw"])
    for who, several in figures.items():
        _print_line(case, who, several, limit)
    return _rate(figures["broadcast"]) >= case.aim * limit


def _rate(figures: Sequence[Figure]) -> float:
    return statistics.median(one.messages / one.seconds for one in figures)


def _print_line(case: Case, who: str, figures: Sequence[Figure], limit: float) -> None:
    cpu = statistics.median(1000 * one.cpu / one.messages for one in figures)
    peak = statistics.median(one.peak for one in figures)
    aim = f" (aim {case.aim:.0%})" if who == "broadcast" else ""
    print(
        f"| {case.kind} | {case.delay} ms | {NAMES[who]} | {figures[0].messages:,} | {_rate(figures):,.0f} "
        f"| {_rate(figures) / limit:.0%}{aim} | {cpu:.2f} ms | {peak:.0f} MiB |",
        flush=True,
    )


def weigh(bench: Bench) -> None:
    """Memory while few and while many wait in the queue."""
    with running("-m", "bench.sinks", "smtp") as sink:
        port = int(first_line(sink))
        for count in (FEW, MANY):
            figure = bench.ours(EMAIL, port, bench.seeded(EMAIL, count, shared=True))
            grown = figure.peak - figure.before
            rate = figure.messages / figure.seconds
            print(
                f"| {count:,} | {figure.before} MiB | {figure.peak} MiB | {grown} MiB | {rate:,.0f} |",
                flush=True,
            )


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.delivery", description=__doc__)
    parser.add_argument("--messages", type=int, default=10_000, help="where the sink answers at once")
    parser.add_argument("--slow-messages", type=int, default=2_000, help="where it takes its time")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--connections", type=int, default=4, help="of SMTP, for all")
    parser.add_argument("--only", choices=(*ChannelKind, "memory"), help="leave the rest out")
    given = parser.parse_args()
    logs.set_up(level=logs.QUIET)
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}\n")
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(Path(folder), given.connections, given.rounds)
        chosen = [case for case in CASES if given.only in (None, case.kind)]
        if chosen:
            print("| channel | each reply after | client | messages | a second | share | CPU each | peak |")
            print("|---|---|---|---|---|---|---|---|")
        counts = [given.slow_messages if case.delay else given.messages for case in chosen]
        sample = bench.sample()
        reached = [compare(bench, case, count, sample) for case, count in zip(chosen, counts, strict=True)]
        if given.only in (None, "memory"):
            print("\n| queued | resident before | grown | a second |\n|---|---|---|---|")
            weigh(bench)
    return 0 if all(reached) else 1


if __name__ == "__main__":
    raise SystemExit(main())
