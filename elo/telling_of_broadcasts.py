"""Whoever sent a broadcast is told its result once nothing of it is on its way any more."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import structlog

from db import Database
from db.ids import AnnouncementId
from db.watched_broadcasts import unsummarised
from elo.one_by_one import in_parts
from rede.desk import Office, open_desk
from rede.summarise_broadcast import summarise_broadcast

log = structlog.get_logger(__name__)

#: Of what was made before, nobody waits for a result any more.
LONGEST = timedelta(days=60)


async def tell_of_broadcasts(database: Database, office: Office, now: datetime) -> int:
    """How many people were told. With nothing to tell it asks one small question."""
    async with database.read() as session:
        waiting = await unsummarised(session, since=now - LONGEST)

    async def tell(ids: Sequence[AnnouncementId]) -> int:
        async with database.write() as session:
            desk = await open_desk(session, now=now, office=office)
            return sum([await summarise_broadcast(desk, one) for one in ids])

    told = (await in_parts(waiting, tell, size=1, act="tell of a broadcast")).count
    if told:
        log.info("broadcast.summarised", people=told)
    return told
