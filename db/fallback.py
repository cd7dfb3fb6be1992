"""What goes once more, or by the next channel: a failure, a lost answer, a day without acknowledgement."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import Case, case, literal, select, update

from db.database import OUTBOX_PUT, Session, UtcDateTime
from db.deliveries import Delivery, DeliveryState, Lane
from db.ids import NoticeId, PersonId
from db.notices import Notice, NoticeKind

#: A reminder that nobody acknowledged goes by its next channel after this long.
UNACKNOWLEDGED_AFTER = timedelta(hours=24)
#: What has to be acknowledged.
WAKING = (NoticeKind.REMINDER,)


async def wake_next(session: Session, notice_id: NoticeId, *, now: datetime, window: datetime) -> None:
    """The first channel of the notice that stands by may leave, from `window` on."""
    waiting = select(Delivery.id).where(
        Delivery.notice_id == notice_id, Delivery.state == DeliveryState.STANDBY
    )
    first = waiting.order_by(Delivery.id).limit(1).scalar_subquery()
    woken = update(Delivery).where(Delivery.id == first)
    await session.execute(woken.values(state=DeliveryState.PENDING, not_before=later(now, window)))
    session.info[OUTBOX_PUT] = True


def later(now: datetime, window: datetime) -> Case[datetime]:
    """A fallback's own `not_before`, moved to `now` (interactive) or `window` (the rest) when that is later."""
    at_once, later = literal(now, UtcDateTime()), literal(window, UtcDateTime())
    opens = case((Delivery.lane == Lane.INTERACTIVE, at_once), else_=later)
    return case((Delivery.not_before > opens, Delivery.not_before), else_=opens)


async def put_unknown_back(session: Session, *, now: datetime, window: datetime | None = None) -> None:
    """An answer that was lost: everything but broadcasts goes once more, marked as resent."""
    once = (
        Delivery.state == DeliveryState.UNKNOWN,
        Delivery.resent.is_(False),
        Delivery.lane != Lane.BROADCASTS,
    )
    again = later(now, window or now)
    await session.execute(
        update(Delivery)
        .where(*once)
        .values(state=DeliveryState.PENDING, resent=True, settled_at=None, not_before=again)
    )


async def unacknowledged(session: Session, *, now: datetime) -> Sequence[tuple[NoticeId, PersonId | None]]:
    """Reminders told a day ago and not acknowledged, or whose telling stayed unknown, that have another channel;
    each with its person."""
    told = (
        select(Delivery.notice_id, Notice.person_id)
        .join(Notice, Notice.id == Delivery.notice_id)
        .where(
            Notice.kind.in_(WAKING),
            Notice.acknowledged_at.is_(None),
            Delivery.state.in_([DeliveryState.SENT, DeliveryState.UNKNOWN]),
            Delivery.settled_at <= now - UNACKNOWLEDGED_AFTER,
            Delivery.notice_id.in_(select(Delivery.notice_id).where(Delivery.state == DeliveryState.STANDBY)),
        )
    )
    return [(notice, person) for notice, person in (await session.execute(told.distinct())).all()]


async def wake(session: Session, notice_ids: Sequence[NoticeId], *, now: datetime, window: datetime) -> int:
    """The channels of these notices that stand by may leave, from `window` on; how many were woken."""
    waiting = update(Delivery).where(
        Delivery.state == DeliveryState.STANDBY, Delivery.notice_id.in_(notice_ids)
    )
    woken = waiting.values(state=DeliveryState.PENDING, not_before=later(now, window)).returning(Delivery.id)
    count = len((await session.scalars(woken)).all())
    session.info[OUTBOX_PUT] = session.info.get(OUTBOX_PUT, False) or count > 0
    return count
