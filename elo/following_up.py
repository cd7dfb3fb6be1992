"""The bell's minute for contacts that were lost or found again, and for those silent for half a year.

Silence is not played ahead by elo/agenda.py: nobody knows who will write, and its copy has not who did.
"""

from collections.abc import Sequence
from datetime import datetime

from db import Database
from db.ids import ObligationId
from elo.one_by_one import in_parts
from elo.recounting import chunks
from rede.contact_goal import goals_to_reopen, regained
from rede.desk import Office, open_desk
from rede.end_contact_goals import end_contact_goals
from rede.lost_contacts import losses, tell_lost_contacts, whom_to_tell
from rede.silent_contacts import end_of_looking, find_silent_contacts, tell_silence

#: Obligations ended in one transaction.
ENDED = 100
#: Told of in one transaction.
SILENCES = 20


async def follow_up_lost_contacts(database: Database, office: Office, now: datetime) -> int:
    """How many notices were put. Where nothing is new nothing is written."""
    async with database.read() as session:
        desk = await open_desk(session, now=now, office=office)
        found = await losses(desk)
        waiting = await whom_to_tell(desk, found)
        missing = await goals_to_reopen(desk, found.since())
        over = await regained(desk)
    told = 0
    if found.partly or waiting.settled or missing:
        async with database.write() as session:
            told = await tell_lost_contacts(await open_desk(session, now=now, office=office))

    async def end(ids: Sequence[ObligationId]) -> int:
        async with database.write() as session:
            return await end_contact_goals(await open_desk(session, now=now, office=office), ids)

    await in_parts(over, end, size=ENDED, act="end contact goals")
    return told


async def follow_up_silence(database: Database, office: Office, now: datetime) -> int:
    """How many notices were put; once a day. Dying in between tells the rest of it at the next ring."""
    async with database.read() as session:
        found = await find_silent_contacts(await open_desk(session, now=now, office=office))
    if found is None:
        return 0
    told = 0
    for part in chunks(found.silences, SILENCES):
        async with database.write() as session:
            desk = await open_desk(session, now=now, office=office)
            told += sum([await tell_silence(desk, one) for one in part])
    async with database.write() as session:
        await end_of_looking(await open_desk(session, now=now, office=office), found.spoke)
    return told
