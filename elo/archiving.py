"""What the bell does for deliveries that ended long ago: what happened is kept, the words and the addresses go."""

import asyncio
from datetime import datetime, timedelta

import structlog

from db import Database
from db.archive import archive
from db.marks import mark, set_mark
from scheduler.clock import local_day

log = structlog.get_logger(__name__)

#: Deliveries in one transaction.
PART = 200
#: The day on which it was done last.
MARK = "deliveries archived on"


async def archive_deliveries(database: Database, now: datetime, *, months: int) -> int:
    """Once a day; how many were moved. `months` 0: all are kept as they are."""
    today = local_day(now).isoformat()
    async with database.read() as session:
        if months == 0 or await mark(session, MARK) == today:
            return 0
    before = now - timedelta(days=30 * months)
    count, done = 0, PART
    while done == PART:
        async with database.write() as session:
            done = await archive(session, before=before, limit=PART)
        count += done
        # Whoever waits to write goes first.
        await asyncio.sleep(0)
    async with database.write() as session:
        await set_mark(session, MARK, today)
    if count:
        log.info("deliveries.archived", count=count)
    return count
