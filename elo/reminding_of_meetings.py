"""The bell's minute for meetings: reminders, who came is asked for, and what an attendance list fulfils, in parts.

May be stopped anywhere, and rung by two machines: what was told has a key, what was filed is no longer owed.
"""

from collections.abc import Sequence
from datetime import datetime

import structlog

from db import Database
from db.ids import ObligationId
from elo.one_by_one import in_parts
from rede.attendance_reports import ToFile, file_attendances, forget_list, lists_to_file, owed_by_those_there
from rede.desk import Office, open_desk
from rede.remind_of_meeting import (
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
    for one in due:
        async with database.write() as session:
            told = await remind_of_meeting(await open_desk(session, now=now, office=office), one)
        log.info("meeting.reminded", meeting=one.meeting_id, step=one.step, people=told)
    for number in over:
        async with database.write() as session:
            await ask_for_attendance(await open_desk(session, now=now, office=office), number)
    for each in lists:
        await _file(database, office, now, each)


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
