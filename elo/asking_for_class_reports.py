"""The bell's minute for classes that are over: once a day, their reports are asked for."""

from collections.abc import Sequence
from datetime import datetime

from db import Database
from db.ids import ClassId
from db.marks import mark, set_mark
from elo.one_by_one import in_parts
from rede.ask_class_reports import ask_class_report, classes_to_ask
from rede.desk import Office, open_desk
from scheduler.clock import local_day

#: Classes asked about in one transaction.
ASKED = 25
#: The day on which it was done last.
MARK = "class reports asked for on"


async def ask_for_class_reports(database: Database, office: Office, now: datetime) -> int:
    """How many people were told."""
    today = local_day(now).isoformat()
    async with database.read() as session:
        if await mark(session, MARK) == today:
            return 0
        due = await classes_to_ask(await open_desk(session, now=now, office=office))

    async def ask(ids: Sequence[ClassId]) -> int:
        async with database.write() as session:
            desk = await open_desk(session, now=now, office=office)
            return sum([await ask_class_report(desk, one) for one in ids])

    done = await in_parts(due, ask, size=ASKED, act="ask for class reports")
    async with database.write() as session:
        await set_mark(session, MARK, today)
    return done.count
