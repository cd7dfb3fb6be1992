"""What waits for a channel that stands still, and could be told by the one that stands by."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import aliased

from db.channels import ChannelKind
from db.database import Session, batches
from db.deliveries import Delivery, DeliveryState, is_in
from db.ids import DeliveryId, NoticeId, PersonId
from db.notices import Notice


async def held_back(
    session: Session, channel: ChannelKind, *, due: datetime, limit: int
) -> list[tuple[DeliveryId, PersonId | None]]:
    """Deliveries of that channel that were due by then and whose notice has another standing by, and whose they
    are: as they would have left. What is in flight is left alone.

    Held, the one that stands by too; what somebody else holds is skipped.
    """
    other = aliased(Delivery)
    waiting = (
        select(Delivery.id, Notice.person_id)
        .join(Notice, Notice.id == Delivery.notice_id)
        .join(other, other.notice_id == Delivery.notice_id)
        .where(
            is_in(DeliveryState.PENDING),
            Delivery.channel == channel,
            Delivery.not_before <= due,
            other.state == DeliveryState.STANDBY,
            other.channel != channel,
        )
        .order_by(Delivery.lane, Delivery.not_before, Delivery.id)
        .limit(limit)
        .with_for_update(skip_locked=True, of=[Delivery, other])
    )
    return [(row[0], row[1]) for row in (await session.execute(waiting)).all()]


async def give_up(
    session: Session, ids: Collection[DeliveryId], *, reason: str, now: datetime
) -> dict[DeliveryId, NoticeId]:
    """Cancels these where they still wait; of which notice each one was."""
    found: dict[DeliveryId, NoticeId] = {}
    for part in batches(ids):
        given_up = update(Delivery).where(Delivery.id.in_(part), is_in(DeliveryState.PENDING))
        values = {"state": DeliveryState.CANCELLED, "last_error": reason, "settled_at": now}
        rows = given_up.values(**values).returning(Delivery.id, Delivery.notice_id)
        found.update({row[0]: row[1] for row in (await session.execute(rows)).all()})
    return found
