"""What the bell does for reports that wait for somebody: once a day, whoever has to act is reminded."""

from collections.abc import Sequence
from datetime import datetime

import structlog

from db import Database
from db.ids import PersonId
from db.marks import mark, set_mark
from elo.one_by_one import in_parts
from rede.desk import Office, open_desk
from rede.nudge_reviews import due_nudges, nudge, nudged
from scheduler.clock import BRASILIA, local_day
from scheduler.sending_window import not_before

log = structlog.get_logger(__name__)

#: People told in one transaction.
PEOPLE = 25
#: The day on which it was done last.
MARK = "reports reminded of on"


async def nudge_reviews(database: Database, office: Office, now: datetime) -> None:
    """Nothing is asked twice on a day, nor while nothing may leave."""
    today = local_day(now).isoformat()
    if local_day(not_before(now, office.window, BRASILIA, office.calendar)).isoformat() != today:
        return
    async with database.read() as session:
        if await mark(session, MARK) == today:
            return
        due = await due_nudges(await open_desk(session, now=now, office=office))

    async def tell(ids: Sequence[PersonId]) -> int:
        async with database.write() as session:
            await nudge(await open_desk(session, now=now, office=office), {one: due[one] for one in ids})
        return len(ids)

    done = await in_parts(due, tell, size=PEOPLE, act="remind of reports")
    async with database.write() as session:
        told = {number for one in due.values() for number in one.ids}
        await nudged(await open_desk(session, now=now, office=office), told)
        await set_mark(session, MARK, today)
    if done.count:
        log.info("reports.reminded", people=done.count, reports=len(told))
