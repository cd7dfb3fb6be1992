"""Who has an announcement, or may have it; whom it did not reach; and a person's word on either."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import exists, select, update

from db.announcements import Announcement, AnnouncementRecipient
from db.database import OUTBOX_PUT, Session, batches
from db.deliveries import Delivery, DeliveryState
from db.ids import AnnouncementId, NoticeId, PersonId
from db.notices import Notice

#: What a delivery says whose answer was lost, and that a person counted as sent.
COUNTED = "counted as sent by hand"
#: It is there, or may be.
_HEARD = (DeliveryState.SENT, DeliveryState.UNKNOWN, DeliveryState.SENDING)
#: It may yet be.
_WAITING = (DeliveryState.PENDING, DeliveryState.SENDING)


async def is_leaving(session: Session, announcement: Announcement) -> bool:
    """Somebody may yet hear it; what is in flight when it is called off is not asked for."""
    if announcement.cancelled_at is not None:
        return False
    return announcement.filled_at is None or await _waits(session, announcement.id)


async def is_settled(session: Session, announcement: Announcement) -> bool:
    """Nothing of it is to leave any more, or in flight."""
    if announcement.filled_at is None and announcement.cancelled_at is None:
        return False
    return not await _waits(session, announcement.id)


async def _waits(session: Session, announcement_id: AnnouncementId) -> bool:
    waits = exists().where(Delivery.notice_id == Notice.id, Delivery.state.in_(_WAITING))
    left = select(Notice.id).where(Notice.announcement_id == announcement_id, waits).limit(1)
    return await session.scalar(left) is not None


async def people_who_may_have_heard(session: Session, announcement_id: AnnouncementId) -> list[PersonId]:
    """By number: to whom it left, or whose answer was lost."""
    heard = exists().where(Delivery.notice_id == Notice.id, Delivery.state.in_(_HEARD))
    people = (
        select(Notice.person_id)
        .where(Notice.announcement_id == announcement_id, Notice.person_id.is_not(None), heard)
        .distinct()
    )
    return sorted(one for one in await session.scalars(people) if one is not None)


async def people_it_failed(session: Session, announcement_id: AnnouncementId) -> list[PersonId]:
    """By number: whom it reached by no channel, and to whom nothing of it is on its way or standing by."""
    failed: set[PersonId] = set()
    others: set[PersonId] = set()
    rows = (
        select(Notice.person_id, Delivery.state)
        .join(Delivery, Delivery.notice_id == Notice.id)
        .where(Notice.announcement_id == announcement_id, Notice.person_id.is_not(None))
        .distinct()
    )
    for person_id, state in (await session.execute(rows)).all():
        if person_id is not None and state is DeliveryState.FAILED:
            failed.add(person_id)
        elif person_id is not None and state in (*_HEARD, *_WAITING):
            others.add(person_id)
    return sorted(failed - others)


async def let_go_again(session: Session, announcement: Announcement, people: Sequence[PersonId]) -> None:
    """They are filled in once more, as a generation of their own."""
    announcement.generation += 1
    announcement.filled_through, announcement.filled_at, announcement.summarised_at = 0, None, None
    announcement.progress_shown = ""
    for part in batches(people):
        of_it = (
            AnnouncementRecipient.announcement_id == announcement.id,
            AnnouncementRecipient.person_id.in_(part),
        )
        again = update(AnnouncementRecipient).where(*of_it)
        await session.execute(again.values(generation=announcement.generation))


async def decide_lost(session: Session, announcement_id: AnnouncementId, *, sent: bool, now: datetime) -> int:
    """A person's word on all whose answer was lost: they have it, or it goes once more. How many."""
    of_it = select(Notice.id).where(Notice.announcement_id == announcement_id)
    lost = update(Delivery).where(
        Delivery.state == DeliveryState.UNKNOWN, Delivery.notice_id.in_(of_it.scalar_subquery())
    )
    values: dict[str, object] = {"state": DeliveryState.SENT, "last_error": COUNTED}
    if not sent:
        again = {"not_before": now, "resent": True, "attempts": 0, "settled_at": None, "expires_at": None}
        values = {"state": DeliveryState.PENDING, **again}
        session.info[OUTBOX_PUT] = True
    decided = lost.values(**values).returning(Delivery.notice_id)
    options = {"synchronize_session": False}
    return len(set[NoticeId]((await session.scalars(decided, execution_options=options)).all()))
