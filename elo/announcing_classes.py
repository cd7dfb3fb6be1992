"""The bell's minute for classes: enrolment that opens, or closes soon, and what changed. With nothing due, small
questions.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from db import Database
from db.class_announcements import changed_classes, closing_classes, unannounced_classes
from db.ids import ClassId, InstrumentId
from db.instruments import held_instruments, instruments_in_force
from db.marks import mark, set_mark
from elo.one_by_one import in_parts
from rede.announce_classes import Told, open_classes, remind_of_closing, tell_of_change
from rede.desk import Office, open_desk
from rede.open_obligations import open_obligations
from scheduler.clock import local_day

#: Classes opened, which may all be told of at once, and agreements gone through, in one transaction.
CLASSES, AGREEMENTS = 2000, 50
#: How long before its end enrolment is looked at: the longest row of days without work, and more.
AHEAD = timedelta(days=14)
#: The day on which ends of enrolment were looked at last.
MARK = "ends of enrolment looked at on"


async def announce_classes(database: Database, office: Office, now: datetime) -> int:
    """How many announcements were made. Rung again, or by two machines, it makes none twice."""
    today = local_day(now)
    async with database.read() as session:
        changed = await changed_classes(session)
        opened = await unannounced_classes(session, now=now, today=today)
        looked = await mark(session, MARK) == today.isoformat()
        closing = [] if looked else await closing_classes(session, now=now, until=now + AHEAD)
    ring = _Ring(database, office, now)
    made = await in_parts(changed, ring.change, size=1, act="tell of a change in a class")
    count = made.count + (await in_parts(opened, ring.open, size=CLASSES, act="open classes")).count
    count += (await in_parts(closing, ring.remind, size=1, act="remind of enrolment")).count
    if not looked:
        async with database.write() as session:
            await set_mark(session, MARK, today.isoformat())
    if ring.calls:
        await ring.go_through()
    return count


class _Ring:
    def __init__(self, database: Database, office: Office, now: datetime) -> None:
        self._database, self._office, self._now = database, office, now
        self.calls = False

    async def open(self, ids: Sequence[ClassId]) -> int:
        async with self._database.write() as session:
            desk = await open_desk(session, now=self._now, office=self._office)
            return self._count(await open_classes(desk, ids))

    async def change(self, ids: Sequence[ClassId]) -> int:
        async with self._database.write() as session:
            desk = await open_desk(session, now=self._now, office=self._office)
            return sum([self._count(await tell_of_change(desk, one)) for one in ids])

    async def remind(self, ids: Sequence[ClassId]) -> int:
        async with self._database.write() as session:
            desk = await open_desk(session, now=self._now, office=self._office)
            return sum([self._count(await remind_of_closing(desk, one)) for one in ids])

    def _count(self, told: Told) -> int:
        self.calls |= told.calls
        return len(told.announcements)

    async def go_through(self) -> None:
        """Opens what the change calls for; killed in between, the bell of the next day opens the rest."""
        async with self._database.read() as session:
            found = await instruments_in_force(session, on=local_day(self._now))
        await in_parts([one.id for one in found], self._open_tasks, size=AGREEMENTS, act="open tasks")

    async def _open_tasks(self, ids: Sequence[InstrumentId]) -> int:
        async with self._database.write() as session:
            desk = await open_desk(session, now=self._now, office=self._office)
            for one in await held_instruments(session, ids):
                await open_obligations(desk, one)
        return len(ids)
