"""Two people of each municipality are told one thing: does everybody count once, and does the service stay small?

`python -m bench.everybody [--municipalities 5571]`. One of the two is in Telegram, the other has a mailbox; a few
in a hundred cannot be reached, want nothing, or are refused. Half-way it is paused, the service is killed and
started again, and it goes on. The sandbox is this process, the service one of its own.
"""

import argparse
import asyncio
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from bench.forked import forked
from bench.ground import Ground, ground
from bench.recipients import FIRST_CHAT, announce
from db import Database, Session
from db.announcements import Announcement
from db.broadcast_results import Absence, Counts, counts_of_announcement
from db.channels import Channel, ChannelKind
from db.database import batches
from db.ids import AnnouncementId
from db.institutions import Institution, Layer
from db.people import Function, Membership, Person
from db.preferences import prefer
from rede.desk import open_desk
from rede.pause_broadcast import pause, resume
from sandbox.desk import Sandbox
from sandbox.faults.kinds import SmtpFault, Stage
from scheduler.clock import SystemClock

MUNICIPALITIES = 5_571
#: Of each so many municipalities one has somebody of each odd kind.
ODD = 50
#: The only announcement.
NUMBER = AnnouncementId(1)
#: Seconds between two looks; without anything new for so long the run is given up.
LOOK, STILL = 2.0, 90.0
#: MiB that the service may grow by from its first tenth to its end.
GROWTH = 40


@dataclass(slots=True)
class Run:
    counts: Counts
    seconds: float = 0.0
    #: MiB of the service at each look, and how many had been told by then; of each of its two lives.
    sizes: list[list[tuple[int, int]]] = field(default_factory=list)

    def report(self) -> str:
        counts = self.counts
        lines = ["| people | sent | by Telegram | by e-mail | failed | unknown | left out | waiting | sum |"]
        lines.append("|---|" + "---|" * 8)
        shown = [counts.people, counts.sent, *(counts.sent_by(kind) for kind in ChannelKind)]
        shown += [counts.failed, counts.unknown, counts.left_out, counts.waiting, self.sum]
        lines.append(f"| {' | '.join(f'{one:,}' for one in shown)} |")
        lines.append("\nleft out: " + ", ".join(f"{one} {counts.absent(one)}" for one in Absence))
        lines.append(f"seconds: {self.seconds:.0f}")
        for life in self.sizes:
            sizes = [size for _, size in life]
            tenths = ", ".join(str(sizes[(len(sizes) - 1) * part // 10]) for part in range(11))
            lines.append(f"MiB at each tenth of its life: {tenths}; largest {max(sizes)}")
        return "\n".join(lines)

    @property
    def sum(self) -> int:
        counts = self.counts
        return counts.sent + counts.failed + counts.unknown + counts.left_out

    @property
    def is_flat(self) -> bool:
        return all(max(size for _, size in life) - _settled(life) <= GROWTH for life in self.sizes)


def _settled(life: Sequence[tuple[int, int]]) -> int:
    """Once it has loaded everything: after a tenth of its looks."""
    return life[len(life) // 10][1]


async def run(folder: Path, municipalities: int) -> Run:
    async with Sandbox() as sandbox, ground(sandbox, folder, []) as begun:
        await _people(sandbox, begun, municipalities)
        await announce(begun.database, begun.office, at=begun.at)
        result, since = Run(await _counts(begun.database)), time.perf_counter()
        half = result.counts.people // 2
        async with forked(folder) as service:
            result.sizes.append(await _watch(begun.database, _pid(service), until=half))
            await _act(begun, pause)
        await _act(begun, resume)
        async with forked(folder) as service:
            result.sizes.append(await _watch(begun.database, _pid(service), until=2 * municipalities))
        result.counts, result.seconds = await _counts(begun.database), time.perf_counter() - since
        return result


def _pid(service: object) -> int:
    pid = getattr(service, "pid", None)
    assert isinstance(pid, int)
    return pid


async def _act(begun: Ground, act: object) -> None:
    assert callable(act)
    async with begun.database.write() as session:
        desk = await open_desk(session, now=SystemClock().now(), office=begun.office)
        await act(desk, NUMBER)


async def _counts(database: Database) -> Counts:
    async with database.read() as session:
        return await counts_of_announcement(session, await session.get_one(Announcement, NUMBER))


async def _watch(database: Database, pid: int, *, until: int) -> list[tuple[int, int]]:
    """Looks at the service until so many people count as something, or nobody waits."""
    looks: list[tuple[int, int]] = []
    moved = time.perf_counter()
    while True:
        counts = await _counts(database)
        over = counts.people - counts.waiting
        if looks and over != looks[-1][0]:
            moved = time.perf_counter()
        looks.append((over, _resident(pid)))
        if over >= until or not counts.waiting:
            return looks
        if time.perf_counter() - moved > STILL:
            raise TimeoutError(f"{counts.waiting} wait, and nothing moves")
        await asyncio.sleep(LOOK)


def _resident(pid: int) -> int:
    """Mebibytes."""
    status = Path(f"/proc/{pid}/status").read_text()
    return int(status.partition("VmRSS:")[2].split()[0]) // 1024


async def _people(sandbox: Sandbox, begun: Ground, municipalities: int) -> None:
    async with begun.database.write() as session:
        upper = Institution(acronym="REDE1", name="Associação (fictícia)", layer=Layer.FIRST)
        session.add(upper)
        await session.flush()
        parent = upper.id
    for part in batches(range(municipalities)):
        async with begun.database.write() as session:
            places = [
                Institution(
                    acronym=f"M{number}", name=f"Município {number}", layer=Layer.SECOND, parent_id=parent
                )
                for number in part
            ]
            session.add_all(places)
            await session.flush()
            for number, place in zip(part, places, strict=True):
                await _two(session, sandbox, number, place, at=begun.at)


async def _two(session: Session, sandbox: Sandbox, number: int, place: Institution, *, at: datetime) -> None:
    kind, chat = number % ODD, FIRST_CHAT + number
    boxes = [f"{who}.{number}@m{number % 100}.example.org" for who in ("a", "b")]
    pair = [Person(name=f"Pessoa {box.partition('@')[0]} (fictícia)", email=box) for box in boxes]
    session.add_all(pair)
    await session.flush()
    function = Function.SERVIDOR_DESIGNADO
    session.add_all(Membership(person_id=one.id, institution_id=place.id, function=function) for one in pair)
    first, second = pair
    phone = sandbox.telegram.phone(first.name, chat)
    # Whoever never began their chat cannot be written to.
    phone.chat.started = kind not in (0, 1)
    channels = [Channel(person_id=first.id, kind=ChannelKind.TELEGRAM, address=str(chat), opened_at=at)]
    if kind == 1:  # …but this one has a mailbox too
        channels.append(Channel(person_id=first.id, kind=ChannelKind.EMAIL, address=boxes[0], opened_at=at))
    if kind == 2:
        await prefer(session, second.id, now=at, announcements=False)
    if kind != 3:
        mailbox = Channel(person_id=second.id, kind=ChannelKind.EMAIL, address=boxes[1], opened_at=at)
        mailbox.closed_at = at if kind == 4 else None
        channels.append(mailbox)
    if kind == 5:
        reply = "550 5.1.1 no such user"
        sandbox.smtp.faults.add(SmtpFault(stage=Stage.RCPT, recipient=boxes[1], reply=reply, times=None))
    session.add_all(channels)
    await session.flush()


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.everybody", description=__doc__)
    parser.add_argument("--municipalities", type=int, default=MUNICIPALITIES)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        found = asyncio.run(run(Path(folder), given.municipalities))
    print(found.report())
    whole = found.sum == found.counts.people == 2 * given.municipalities and not found.counts.waiting
    return 0 if whole and found.is_flat else 1


if __name__ == "__main__":
    raise SystemExit(main())
