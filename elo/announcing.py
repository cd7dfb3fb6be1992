"""What the bell does for announcements: those that would begin too late, or promote something in an electoral
period, are held; the others are filled into the outbox, some people in a transaction, so that nobody else waits to
write.

Stopped anywhere, it goes on where it was when it is called again; two bells share the work.
"""

import asyncio
from datetime import datetime, timedelta

import structlog

from db import Database
from db.announcement_turns import announcements_to_fill
from db.held_announcements import released
from db.ids import AnnouncementId
from rede.desk import Office, open_desk
from rede.fill_announcement import fill_announcement
from rede.hold_broadcasts import (
    hold_late,
    hold_promoting,
    late_announcements,
    let_go_on,
    promoting_announcements,
)

log = structlog.get_logger(__name__)

#: People in one transaction.
PEOPLE = 250
#: An announcement is filled so long before its moment that it begins on time.
AHEAD = timedelta(minutes=3)


async def fill_announcements(database: Database, office: Office, now: datetime) -> int:
    """How many people's notices were put. May be rung again at any time, with nothing due it only asks."""
    await hold_late_announcements(database, office, now)
    await _go_on(database, office, now)
    async with database.read() as session:
        waiting = await announcements_to_fill(session, until=now + AHEAD)
    return sum([await _fill(database, office, one, now=now) for one in waiting])


async def _fill(database: Database, office: Office, announcement_id: AnnouncementId, *, now: datetime) -> int:
    people, more = 0, True
    while more:
        async with database.write() as session:
            desk = await open_desk(session, now=now, office=office)
            put = await fill_announcement(desk, announcement_id, limit=PEOPLE)
        people, more = people + (put or 0), put is not None
        # Whoever waits to write goes first.
        await asyncio.sleep(0)
    if people:
        log.info("announcement.filled", announcement=announcement_id, people=people)
    return people


async def hold_late_announcements(database: Database, office: Office, now: datetime) -> int:
    """Before the courier begins, too: what became late while nobody was there must not leave first."""
    async with database.read() as session:
        desk = await open_desk(session, now=now, office=office)
        promoting = await promoting_announcements(desk, until=now + AHEAD)
        if not promoting and not await late_announcements(desk):
            return 0
    async with database.write() as session:
        desk = await open_desk(session, now=now, office=office)
        held = [*await hold_promoting(desk, until=now + AHEAD), *await hold_late(desk)]
    for one in held:
        log.warning("announcement.held", announcement=one)
    return len(held)


async def _go_on(database: Database, office: Office, now: datetime) -> None:
    while True:
        async with database.read() as session:
            if not await released(session, 1):
                return
        async with database.write() as session:
            await let_go_on(await open_desk(session, now=now, office=office), limit=PEOPLE)
