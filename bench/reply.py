"""How soon does somebody hear the first word of an answer, in a network of 5,600 institutions?

`python -m bench.reply [--institutions 5600] [--people 20] [--seconds 60]`. The service is a process of its own, on
SQLite; the sandbox and the phones are this one. Partners and the Secretariat ask what they ask all day.
"""

import argparse
import asyncio
import random
import sqlite3
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import update

from bench.forked import forked
from bench.ground import ANY_HOUR
from bench.network import settle
from bench.planning import make_due, open_all
from db import Database, schema
from db.channels import ChannelKind, open_channel
from db.ids import PersonId
from db.instruments import Instrument
from db.marks import set_mark
from elo import wiring
from elo.configuration import load
from elo.rings import ROLLED
from elo.secret_key import make_secret_key, read_secret_key
from sandbox.desk import Sandbox
from sandbox.phone import Phone
from scheduler.clock import SystemClock, local_day
from tests.journeys.service import environment, write_configuration

#: Seconds between an answer and the next thing that the same person says; as in bench/broadcast.py.
PAUSES = (4.0, 8.0)
FIRST_CHAT = 720_000_001
PARTNERS_SAY = (
    "/prazos",
    "/metas",
    "/metas 2.2",
    "/agenda",
    "/horas",
    "/entregar",
    "/cancelar",
    "2.2",
    "amanhã",
)
SECRETARIAT_SAYS = (
    "/prazos",
    "/metas",
    "amanhã",
    "/pendencias",
    "/pendencias 1.2",
    "/conferir",
    "/cancelar",
    "sao domingos",
    "/instituicoes",
    "/instituicoes I77",
)
#: Seconds, of the 95th of a hundred answers.
AIM = 0.1


async def build(folder: Path, sandbox: Sandbox, institutions: int, people: int) -> list[int]:
    """The network, its obligations, and who has a chat: the Secretariat first."""
    write_configuration(folder, sandbox, more=ANY_HOUR)
    settings = load(folder / "config.toml", environment())
    make_secret_key(settings.secret_key_file)
    await schema.upgrade(settings.database_url)
    database = wiring.open_database(settings)
    office = wiring.office(settings, read_secret_key(settings.secret_key_file))
    try:
        await settle(database, institutions)
        await open_all(database, office)
        return await _link(database, people)
    finally:
        await database.close()
        # Nobody is reminded meanwhile, and nothing is counted anew.
        make_due(folder, 0)
        async with database.write() as session:
            await session.execute(update(Instrument).values(counted_by=office.days.current.mark))
            await set_mark(session, ROLLED, local_day(SystemClock().now()).isoformat())


async def _link(database: Database, people: int) -> list[int]:
    """One who serves the Secretariat, and coordinators of institutions spread over all of them."""
    chats = list(range(FIRST_CHAT, FIRST_CHAT + people))
    async with database.write() as session:
        for at, chat in enumerate(chats):
            # Number 1 serves the Secretariat (bench/network.py).
            who = PersonId(1 + at * 7)
            await open_channel(session, who, ChannelKind.TELEGRAM, address=str(chat), now=SystemClock().now())
    return chats


async def run(folder: Path, institutions: int, people: int, seconds: float) -> Sequence[tuple[str, float]]:
    """What was said, and the seconds until the first word of its answer."""
    async with Sandbox() as sandbox:
        chats = await build(folder, sandbox, institutions, people)
        phones = [_phone(sandbox, chat) for chat in chats]
        answers: list[tuple[str, float]] = []
        async with forked(folder), asyncio.TaskGroup() as tasks:
            talks = [
                tasks.create_task(_talk(phone, SECRETARIAT_SAYS if at == 0 else PARTNERS_SAY, answers))
                for at, phone in enumerate(phones)
            ]
            # What begins the service (menus, lists of days) is not counted.
            await asyncio.sleep(10)
            answers.clear()
            await asyncio.sleep(seconds)
            for talk in talks:
                talk.cancel()
    return answers


def _phone(sandbox: Sandbox, chat: int) -> Phone:
    phone = sandbox.telegram.phone("Maria", chat)
    phone.chat.started = True
    return phone


async def _talk(phone: Phone, sayings: Sequence[str], answers: list[tuple[str, float]]) -> None:
    chance = random.Random(phone.chat_id)
    while True:
        await asyncio.sleep(chance.uniform(*PAUSES))
        said, asked = chance.choice(sayings), time.perf_counter()
        await phone.says(said)
        await phone.waits_for("", timeout=60)
        answers.append((said, time.perf_counter() - asked))
        phone.reads()


def percentile(taken: Sequence[float], hundredth: int) -> float:
    return sorted(taken)[min(len(taken) - 1, len(taken) * hundredth // 100)]


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.reply", description=__doc__)
    parser.add_argument("--institutions", type=int, default=5_600)
    parser.add_argument("--people", type=int, default=20, help="who talk at once, one of the Secretariat")
    parser.add_argument("--seconds", type=float, default=60)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        answers = asyncio.run(run(folder, given.institutions, given.people, given.seconds))
        with sqlite3.connect(folder / "elo.db") as raw:
            owed: int = raw.execute("SELECT count(*) FROM obligations").fetchone()[0]
    print(f"{given.institutions:,} institutions, {owed:,} obligations, {given.people} people\n")
    print("| said | answers | p50 ms | p95 ms | longest ms |\n|---|---|---|---|---|")
    for said in sorted({said for said, _ in answers}):
        taken = [seconds for what, seconds in answers if what == said]
        _tell(f"`{said}`", taken)
    everything = [seconds for _, seconds in answers]
    _tell(f"all (aim p95 {1000 * AIM:.0f})", everything)
    return 0 if percentile(everything, 95) <= AIM else 1


def _tell(what: str, taken: Sequence[float]) -> None:
    shown = [percentile(taken, one) for one in (50, 95, 100)]
    print(f"| {what} | {len(taken):,} | " + " | ".join(f"{1000 * one:.0f}" for one in shown) + " |")


if __name__ == "__main__":
    raise SystemExit(main())
