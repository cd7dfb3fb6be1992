"""What the bell does for contributions that nobody looks at: the Secretariat is reminded, once."""

from datetime import datetime

import structlog

from db import Database
from rede.desk import Office, open_desk
from rede.nudge_contributions import nudge_contributions as nudge
from rede.nudge_contributions import unlooked_at

log = structlog.get_logger(__name__)


async def nudge_contributions(database: Database, office: Office, now: datetime) -> None:
    async with database.read() as session:
        if not await unlooked_at(await open_desk(session, now=now, office=office)):
            return
    async with database.write() as session:
        count = await nudge(await open_desk(session, now=now, office=office))
    log.info("contributions.reminded", count=count)
