"""Whoever sent a broadcast is told its result once nothing of it is on its way any more."""

from datetime import datetime, timedelta

import structlog

from db import Database
from db.watched_broadcasts import unsummarised
from rede.desk import Office, open_desk
from rede.summarise_broadcast import summarise_broadcast

log = structlog.get_logger(__name__)

#: Of what was made before, nobody waits for a result any more.
LONGEST = timedelta(days=60)


async def tell_of_broadcasts(database: Database, office: Office, now: datetime) -> int:
    """How many people were told. With nothing to tell it asks one small question."""
    async with database.read() as session:
        waiting = await unsummarised(session, since=now - LONGEST)
    told = 0
    for one in waiting:
        async with database.write() as session:
            told += await summarise_broadcast(await open_desk(session, now=now, office=office), one)
    if told:
        log.info("broadcast.summarised", people=told)
    return told
