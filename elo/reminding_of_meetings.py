"""The bell's minute for meetings: reminders, who came is asked for, and what an attendance list fulfils, in parts.

May be stopped anywhere, and rung by two machines: what was told has a key, what was filed is no longer owed.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

import structlog

from db import Database
from db.ids import MeetingId, ObligationId
from elo.one_by_one import in_parts
from rede.attendance_reports import (
    ToAsk,
    ToFile,
    attended_in_cycle,
    file_attendances,
    follow_forums,
    forget_forums,
    forget_list,
    forums_to_ask_of,
    lists_to_file,
    owed_by_those_there,
)
from rede.desk import Office, open_desk
from rede.remind_of_meeting import (
    Due,
    ask_for_attendance,
    remind_of_meeting,
    reminders_due,
    rolls_to_ask_for,
)

log = structlog.get_logger(__name__)

#: Reports filed in one transaction: each is told of, too.
PART = 25


async def remind_of_meetings(database: Database, office: Office, now: datetime) -> None:
    """A few small questions while nothing is due."""
    async with database.read() as session:
        desk = await open_desk(session, now=now, office=office)
        due, over, lists = await reminders_due(desk), await rolls_to_ask_for(desk), await lists_to_file(desk)
        forums = await forums_to_ask_of(desk)
    told = _Telling(database, office, now, {one.meeting_id: one for one in due})
    await in_parts(told.due, told.remind, size=1, act="remind of a meeting")
    await in_parts(over, told.ask, size=1, act="ask who came")
    for each in lists:
        await _file(database, office, now, each)
    for forum in forums:
        await _follow(database, office, now, forum)


class _Telling:
    def __init__(
        self, database: Database, office: Office, now: datetime, due: Mapping[MeetingId, Due]
    ) -> None:
        self._database, self._office, self._now = database, office, now
        self.due = due

    async def remind(self, numbers: Sequence[MeetingId]) -> int:
        async with self._database.write() as session:
            desk = await open_desk(session, now=self._now, office=self._office)
            people = sum([await remind_of_meeting(desk, self.due[one]) for one in numbers])
        log.info("meeting.reminded", meetings=list(numbers), people=people)
        return people

    async def ask(self, numbers: Sequence[MeetingId]) -> int:
        async with self._database.write() as session:
            desk = await open_desk(session, now=self._now, office=self._office)
            return sum([await ask_for_attendance(desk, one) for one in numbers])


async def _file(database: Database, office: Office, now: datetime, one: ToFile) -> None:
    async with database.read() as session:
        owed = await owed_by_those_there(await open_desk(session, now=now, office=office), one.meeting_id)

    async def file(ids: Sequence[ObligationId]) -> int:
        async with database.write() as session:
            desk = await open_desk(session, now=now, office=office, actor=one.closed_by)
            return await file_attendances(desk, one.meeting_id, ids)

    done = await in_parts(owed, file, size=PART, act="file attendance")
    # What failed is in the log: whoever it is about still owes it, and may report it.
    async with database.write() as session:
        await forget_list(await open_desk(session, now=now, office=office), one)
    log.info("meeting.filed", meeting=one.meeting_id, count=done.count)


async def _follow(database: Database, office: Office, now: datetime, one: ToAsk) -> None:
    async with database.read() as session:
        attended = await attended_in_cycle(await open_desk(session, now=now, office=office), one)

    async def follow(ids: Sequence[ObligationId]) -> int:
        async with database.write() as session:
            return await follow_forums(await open_desk(session, now=now, office=office), ids)

    done = await in_parts(attended, follow, size=PART, act="follow forums")
    async with database.write() as session:
        await forget_forums(await open_desk(session, now=now, office=office), one)
    log.info("forum.followed", count=done.count)
