"""What the bell does once the Secretariat has said that nothing took place: cycles end in parts, safe to stop."""

from collections.abc import Sequence
from datetime import datetime

import structlog

from db import Database
from db.ids import ObligationId
from elo.one_by_one import in_parts
from rede.desk import Office, open_desk
from rede.say_no_event import NoEvent, cycles_of, end_cycles, forget_said, said_no_events

log = structlog.get_logger(__name__)

#: Cycles ended in one transaction: each is told of, too.
PART = 25


async def end_cycles_without_event(database: Database, office: Office, now: datetime) -> None:
    """One small question while nothing was said."""
    async with database.read() as session:
        desk = await open_desk(session, now=now, office=office)
        waiting = {one: await cycles_of(desk, one) for one in await said_no_events(desk)}
    for said, ids in waiting.items():
        await _end(database, office, now, said, ids)


async def _end(
    database: Database, office: Office, now: datetime, said: NoEvent, cycles: Sequence[ObligationId]
) -> None:
    async def end(ids: Sequence[ObligationId]) -> int:
        async with database.write() as session:
            return await end_cycles(await open_desk(session, now=now, office=office), said, ids)

    done = await in_parts(cycles, end, size=PART, act="end cycles")
    # What failed is in the log: said once more it is tried once more.
    async with database.write() as session:
        await forget_said(await open_desk(session, now=now, office=office), said)
    log.info("cycles.ended", key=said.key, count=done.count, undo=said.undo)
