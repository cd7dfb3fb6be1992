"""What the bell does for the forum group: what was announced to everybody is posted there too, once; and what the
group did not take is told of."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import structlog

from db import Database
from db.announcements import AnnouncementKind
from db.forum_groups import announcements_to_post, forum_group
from db.ids import AnnouncementId
from elo.one_by_one import in_parts
from rede.desk import Office, open_desk
from rede.post_to_topic import post_announcement
from rede.tell_unposted import tell_unposted, untold
from scheduler.clock import BRASILIA
from scheduler.sending_window import not_before

log = structlog.get_logger(__name__)

#: What the group hears of.
POSTED = (AnnouncementKind.POST, AnnouncementKind.CONTRIBUTION, AnnouncementKind.CLASS)
#: What is older is no news there.
FRESH = timedelta(days=7)


async def post_to_topics(database: Database, office: Office, now: datetime) -> None:
    """Nothing of what was announced before the group was attached."""
    async with database.read() as session:
        group = await forum_group(session)
        if group is None:
            return
        since, fresh = group.attached_at, now - FRESH
        found = await announcements_to_post(session, POSTED, since=since, fresh=fresh, now=now)
        # Till its moment it may yet be held, or called off.
        opens = not_before(now, office.window, BRASILIA, office.calendar)
        due = [one.id for one in found if max(opens, one.not_before) <= now]
        failed = await untold(await open_desk(session, now=now, office=office))

    async def post(ids: Sequence[AnnouncementId]) -> int:
        async with database.write() as session:
            desk = await open_desk(session, now=now, office=office)
            return sum([await post_announcement(desk, one) for one in ids])

    if due:
        done = await in_parts(due, post, size=20, act="post to the forum group")
        log.info("forum_group.posted", count=done.count)
    if failed:
        async with database.write() as session:
            await tell_unposted(await open_desk(session, now=now, office=office))
        log.warning("forum_group.not_taken", count=len(failed))
