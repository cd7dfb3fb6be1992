"""Answers that gather what comes within a moment: the newest of a name, while it has not left."""

from collections.abc import Sequence

from sqlalchemy import select

from db.database import Session
from db.deliveries import Delivery, DeliveryState
from db.notices import Notice


async def newest_unsent(session: Session, keys: Sequence[str]) -> tuple[int, Delivery | None]:
    """How many notices have one of these keys; and the newest one's delivery, held, where it has not left."""
    known = (
        await session.scalars(select(Notice.id).where(Notice.key.in_(keys)).order_by(Notice.id.desc()))
    ).all()
    if not known:
        return 0, None
    waiting = select(Delivery).where(Delivery.notice_id == known[0], Delivery.state == DeliveryState.PENDING)
    found = await session.scalars(waiting.order_by(Delivery.id).limit(1).with_for_update(skip_locked=True))
    return len(known), found.one_or_none()
