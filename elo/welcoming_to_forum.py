"""What the bell does once the forum is open (goal C1): each partner gets its address and a welcome, and the
Secretariat is asked to say so for the agreements that wait."""

from collections.abc import Sequence
from datetime import datetime

import structlog

from db import Database
from db.ids import ObligationId
from elo.one_by_one import in_parts
from rede.desk import Office, open_desk
from rede.open_forum import ask_of_forum, unasked
from rede.welcome_to_forum import due_welcomes, welcome_to_forum

log = structlog.get_logger(__name__)

#: Partners told in one transaction.
PARTNERS = 20


async def welcome_partners(database: Database, office: Office, now: datetime) -> None:
    async with database.read() as session:
        desk = await open_desk(session, now=now, office=office)
        due, asks = await due_welcomes(desk), bool(await unasked(desk))

    async def welcome(ids: Sequence[ObligationId]) -> int:
        async with database.write() as session:
            desk = await open_desk(session, now=now, office=office)
            return sum([await welcome_to_forum(desk, one) for one in ids])

    if due:
        done = await in_parts(due, welcome, size=PARTNERS, act="welcome to the forum")
        log.info("forum.welcomed", agreements=len(due), people=done.count)
    if asks:
        async with database.write() as session:
            count = await ask_of_forum(await open_desk(session, now=now, office=office))
        log.info("forum.asked", agreements=count)
