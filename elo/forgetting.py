"""What the bell does for people whose data were erased: what still left for them loses words and address."""

from datetime import datetime

import structlog

from db import Database
from db.erasures import forget_what_ended, is_anything_left

log = structlog.get_logger(__name__)

#: Of one transaction.
PART = 500


async def forget_erased(database: Database, now: datetime) -> None:
    """May be rung again at any time: it asks what is left."""
    async with database.read() as session:
        if not await is_anything_left(session):
            return
    count, done = 0, PART
    while done == PART:
        async with database.write() as session:
            done = await forget_what_ended(session, now=now, limit=PART)
        count += done
    if count:
        log.info("deliveries.forgotten", count=count)
