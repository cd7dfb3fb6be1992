"""Does a broadcast end as soon as the rate permits, and do people who chat meanwhile get their answers at once?

`python -m bench.broadcast [--chats 5000] [--people 20]`. The service is a process of its own, on SQLite; the
sandbox, with its rates of 30/s over all and 1/s a chat, and the people with their phones are this one.
"""

import argparse
import asyncio
import json
import random
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.forked import LOG, forked
from bench.ground import ground
from bench.recipients import TITLE, Crowd
from db.channels import ChannelKind
from sandbox.desk import Sandbox
from sandbox.phone import Phone

#: `[telegram] rate_per_second`.
PER_SECOND = 25
#: Seconds between an answer and the next thing that the same person says.
PAUSES = (4.0, 8.0)
SAYINGS = ("/prazos", "/ajuda", "/protocolo", "bom dia")
#: Of the time that the rate permits; of the seconds until the first answer: half, 95 and 99 in a hundred.
LATEST = 1.02
AIMS = {50: 0.3, 95: 1.0, 99: 2.0}
#: Seconds until the first of it leaves, and of standing still, after which the run is given up.
FIRST, STILL = 120.0, 30.0


@dataclass(frozen=True, slots=True)
class Run:
    #: From the first message of the broadcast to the last, and what the rate permits for as many.
    seconds: float
    permitted: float
    #: Until the first word of an answer, each.
    answers: Sequence[float]
    refused: int

    def percentile(self, hundredth: int) -> float:
        return sorted(self.answers)[min(len(self.answers) - 1, len(self.answers) * hundredth // 100)]


async def run(folder: Path, chats: int, people: int) -> Run:
    crowd = Crowd(kind=ChannelKind.TELEGRAM, count=chats)
    async with Sandbox() as sandbox, ground(sandbox, folder, [crowd]) as begun:
        await begun.announce()
        answers: list[float] = []
        async with forked(folder), asyncio.TaskGroup() as tasks:
            phones = [sandbox.telegram.phone("Maria", number) for number in crowd.numbers[:people]]
            talks = [tasks.create_task(_talk(phone, answers)) for phone in phones]
            moments = await _told(sandbox, chats)
            for talk in talks:
                talk.cancel()
        refused = _refused((folder / LOG).read_text())
    return Run(moments[-1] - moments[0], (chats - 1) / PER_SECOND, answers, refused)


async def _talk(phone: Phone, answers: list[float]) -> None:
    chance = random.Random(phone.chat_id)
    while True:
        await asyncio.sleep(chance.uniform(*PAUSES))
        asked = time.perf_counter()
        await phone.says(chance.choice(SAYINGS))
        while TITLE in (await phone.waits_for("", timeout=60)).text:
            pass  # the broadcast itself is no answer
        answers.append(time.perf_counter() - asked)


async def _told(sandbox: Sandbox, chats: int) -> list[float]:
    """The moments at which the broadcast was accepted, once all of it was. Raises TimeoutError."""
    entries, moments, read = sandbox.telegram.ledger.entries, list[float](), 0
    while len(moments) < chats:
        async with asyncio.timeout(STILL if moments else FIRST):
            while len(entries) == read:  # noqa: ASYNC110
                await asyncio.sleep(0.05)
        moments += [one.moment for one in entries[read:] if TITLE in one.text]
        read = len(entries)
    return moments


def _refused(log: str) -> int:
    """Answers 429, of messages and of the small gestures beside them."""
    lines = [json.loads(line) for line in log.splitlines() if line.startswith("{")]
    return sum(line.get("outcome") == "Slowed" or "429" in str(line.get("code", "")) for line in lines)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.broadcast", description=__doc__)
    parser.add_argument("--chats", type=int, default=5_000)
    parser.add_argument("--people", type=int, default=20, help="who chat meanwhile")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        found = asyncio.run(run(Path(folder), given.chats, given.people))
    late = found.seconds / found.permitted
    print("| chats | seconds | permitted | times (aim 1.02) | 429 (aim 0) |\n|---|---|---|---|---|")
    print(
        f"| {given.chats:,} | {found.seconds:.1f} | {found.permitted:.1f} | {late:.3f} | {found.refused} |\n"
    )
    print("| answers | " + " | ".join(f"p{one} (aim {aim} s)" for one, aim in AIMS.items()) + " | longest |")
    print("|---|---|---|---|---|")
    shown = [f"{found.percentile(one):.3f} s" for one in (*AIMS, 100)]
    print(f"| {len(found.answers):,} | " + " | ".join(shown) + " |")
    quick = all(found.percentile(one) <= aim for one, aim in AIMS.items())
    return 0 if late <= LATEST and not found.refused and quick else 1


if __name__ == "__main__":
    raise SystemExit(main())
