"""Whose turn is next in an announcement, and which announcements have somebody to fill in."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from sqlalchemy import func, or_, select, update

from db.announcements import Announcement, AnnouncementRecipient, LeftOut
from db.channels import Channel
from db.database import Session, batches
from db.ids import AnnouncementId, PersonId
from db.people import Person

#: As `Announcement.goes_on`.
_GOES_ON = (
    Announcement.filled_at.is_(None),
    Announcement.held_at.is_(None),
    Announcement.paused_at.is_(None),
    Announcement.cancelled_at.is_(None),
    or_(Announcement.needs_approval.is_(False), Announcement.approved_at.is_not(None)),
)


async def announcements_to_fill(session: Session, *, until: datetime) -> Sequence[AnnouncementId]:
    """Those that begin by then and of which somebody has no notice yet, in the order in which they begin."""
    waiting = select(Announcement.id).where(*_GOES_ON, Announcement.not_before <= until)
    return (await session.scalars(waiting.order_by(Announcement.not_before, Announcement.id))).all()


async def next_announcement(session: Session, *, after: datetime) -> datetime | None:
    """When the next one begins of which nobody has a notice yet."""
    soonest = select(func.min(Announcement.not_before)).where(*_GOES_ON, Announcement.not_before > after)
    return await session.scalar(soonest)


async def next_recipients(
    session: Session, announcement: Announcement, limit: int
) -> list[tuple[PersonId, str]]:
    """Number and name of those who are filled next."""
    rows = (
        select(Person.id, Person.name)
        .join(AnnouncementRecipient, AnnouncementRecipient.person_id == Person.id)
        .where(
            AnnouncementRecipient.announcement_id == announcement.id,
            AnnouncementRecipient.person_id > announcement.filled_through,
            AnnouncementRecipient.left_out == "",
            AnnouncementRecipient.generation == announcement.generation,
        )
        .order_by(AnnouncementRecipient.person_id)
        .limit(limit)
    )
    return [(row[0], row[1]) for row in (await session.execute(rows)).all()]


async def leave_out(
    session: Session, announcement_id: AnnouncementId, why: Mapping[PersonId, LeftOut]
) -> None:
    """They were to hear it, and cannot be told any more when their turn comes."""
    for reason in LeftOut:
        ids = [one for one, because in why.items() if because is reason]
        if ids:
            gone = (
                AnnouncementRecipient.announcement_id == announcement_id,
                AnnouncementRecipient.person_id.in_(ids),
            )
            await session.execute(update(AnnouncementRecipient).where(*gone).values(left_out=reason))


async def people_with_a_channel(session: Session, ids: Collection[PersonId]) -> set[PersonId]:
    """Who had one at some time, open or closed."""
    found: set[PersonId] = set()
    for part in batches(ids):
        rows = select(Channel.person_id).where(Channel.person_id.in_(part)).distinct()
        found |= set((await session.scalars(rows)).all())
    return found
