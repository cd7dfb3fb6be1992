"""The bell's minute for accesses to the Painel Gerencial that were given some days ago."""

from collections.abc import Sequence
from datetime import datetime

from db import Database
from db.panel_accesses import accesses_to_ask
from elo.one_by_one import in_parts
from rede.ask_panel_access import ask_panel_access
from rede.desk import Office, open_desk
from scheduler.clock import local_day

#: Accesses asked about in one transaction.
ASKED = 25


async def ask_of_panels(database: Database, office: Office, now: datetime) -> int:
    """How many were asked about; one small question where there is none."""
    async with database.read() as session:
        due = await accesses_to_ask(session, today=local_day(now))

    async def ask(ids: Sequence[int]) -> int:
        async with database.write() as session:
            desk = await open_desk(session, now=now, office=office)
            return sum([await ask_panel_access(desk, one) for one in ids])

    return (await in_parts(due, ask, size=ASKED, act="ask of panel access")).count
