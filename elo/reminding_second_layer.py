"""The bell's minute for reminders that a first-layer institution asked for: its second layer is told, in parts."""

from collections.abc import Sequence
from datetime import datetime

from db import Database
from db.ids import PersonId
from elo.one_by_one import in_parts
from rede.desk import Office, open_desk
from rede.remind_second_layer import Asked, asked_reminders, calls_of, end_reminder, tell_reminder

#: People told in one transaction.
PEOPLE = 25


async def remind_second_layers(database: Database, office: Office, now: datetime) -> int:
    """How many people were told. May be stopped anywhere: nobody is told twice."""
    async with database.read() as session:
        asked = await asked_reminders(await open_desk(session, now=now, office=office))
    return sum([await _remind(database, office, now, one) for one in asked])


async def _remind(database: Database, office: Office, now: datetime, asked: Asked) -> int:
    async with database.read() as session:
        calls = await calls_of(await open_desk(session, now=now, office=office), asked)

    async def tell(ids: Sequence[PersonId]) -> int:
        async with database.write() as session:
            desk = await open_desk(session, now=now, office=office)
            return sum([await tell_reminder(desk, asked, one, calls[one]) for one in ids])

    done = await in_parts(sorted(calls), tell, size=PEOPLE, act="remind second layer")
    rows = {one.obligation_id: one for missing in calls.values() for one in missing}
    async with database.write() as session:
        await end_reminder(await open_desk(session, now=now, office=office), asked, list(rows.values()))
    return done.count
