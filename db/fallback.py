"""What goes once more, or by the next channel: a failure, a lost answer, a day without acknowledgement."""

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import Case, case, literal, select, update

from db.database import OUTBOX_PUT, Session, UtcDateTime, batches
from db.deliveries import Delivery, DeliveryState, Lane, is_in
from db.ids import DeliveryId, NoticeId, PersonId
from db.notices import Notice, NoticeKind
from db.recall import cancel_if_pointless

#: A reminder that nobody acknowledged goes by its next channel after this long.
UNACKNOWLEDGED_AFTER = timedelta(hours=24)
#: What has to be acknowledged.
WAKING = (NoticeKind.REMINDER,)


async def wake_next(session: Session, notice_id: NoticeId, *, now: datetime, window: datetime) -> None:
    """What the first channel of the notice that stands by has for it may leave, from `window` on."""
    waiting = (Delivery.notice_id == notice_id, Delivery.state == DeliveryState.STANDBY)
    first = select(Delivery.channel).where(*waiting).order_by(Delivery.id).limit(1).scalar_subquery()
    woken = update(Delivery).where(*waiting, Delivery.channel == first)
    woken = woken.values(state=DeliveryState.PENDING, not_before=later(now, window))
    await session.execute(woken, execution_options={"synchronize_session": False})
    session.info[OUTBOX_PUT] = True


def later(now: datetime, window: datetime) -> Case[datetime]:
    """A fallback's own `not_before`, moved to `now` (interactive) or `window` (the rest) when that is later."""
    at_once, later = literal(now, UtcDateTime()), literal(window, UtcDateTime())
    opens = case((Delivery.lane == Lane.INTERACTIVE, at_once), else_=later)
    return case((Delivery.not_before > opens, Delivery.not_before), else_=opens)


async def put_unknown_back(
    session: Session, ids: Collection[DeliveryId], *, now: datetime, window: datetime | None = None
) -> None:
    """Answers that were lost: everything but broadcasts goes once more, marked as resent; whose answer is lost
    twice is told by the next channel of its notice. A broadcast is a person's to decide.

    What was acknowledged or taken back in the meantime needs no second time.
    """
    for part in batches(ids):
        lost = (Delivery.id.in_(part), is_in(DeliveryState.UNKNOWN), Delivery.lane != Lane.BROADCASTS)
        twice = select(Delivery.notice_id).where(*lost, Delivery.resent.is_(True))
        for notice_id in (await session.scalars(twice.distinct().order_by(Delivery.notice_id))).all():
            await wake_next(session, notice_id, now=now, window=window or now)
        back = update(Delivery).where(*lost, Delivery.resent.is_(False))
        values = {
            "state": DeliveryState.PENDING,
            "resent": True,
            "settled_at": None,
            "not_before": later(now, window or now),
        }
        again = await session.execute(back.values(**values).returning(Delivery.id, Delivery.notice_id))
        for delivery_id, notice_id in again.all():
            await cancel_if_pointless(session, delivery_id, notice_id, now=now)


async def unacknowledged(session: Session, *, now: datetime) -> list[tuple[NoticeId, PersonId | None]]:
    """Reminders told a day ago and not acknowledged, or whose telling stayed unknown, that have another channel
    standing by; and whose they are."""
    standing_by = select(Delivery.notice_id).where(Delivery.state == DeliveryState.STANDBY)
    told = (
        select(Notice.id, Notice.person_id)
        .join(Delivery, Delivery.notice_id == Notice.id)
        .where(
            Notice.kind.in_(WAKING),
            Notice.acknowledged_at.is_(None),
            Notice.id.in_(standing_by),
            Delivery.state.in_([DeliveryState.SENT, DeliveryState.UNKNOWN]),
            Delivery.settled_at <= now - UNACKNOWLEDGED_AFTER,
        )
        .distinct()
        .order_by(Notice.id)
    )
    return [(row[0], row[1]) for row in (await session.execute(told)).all()]


async def wake_standing_by(
    session: Session, notice_ids: Collection[NoticeId], *, now: datetime, window: datetime
) -> int:
    """What stands by of these notices may leave, from `window` on. Returns how many were woken.

    One that somebody acknowledges in this moment has nothing standing by any more.
    """
    count = 0
    for part in batches(notice_ids):
        waiting = (Delivery.state == DeliveryState.STANDBY, Delivery.notice_id.in_(part))
        woken = update(Delivery).where(*waiting)
        woken = woken.values(state=DeliveryState.PENDING, not_before=later(now, window))
        count += len((await session.scalars(woken.returning(Delivery.id))).all())
    session.info[OUTBOX_PUT] = session.info.get(OUTBOX_PUT, False) or count > 0
    return count
