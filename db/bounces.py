"""What came back after a server had taken it: remembered among the attempts, asked about when the next comes."""

from datetime import datetime, timedelta

from sqlalchemy import exists, func, select

from db.attempts import Attempt
from db.database import Session
from db.deliveries import Delivery, DeliveryState
from db.ids import ChannelId, DeliveryId

#: `Attempt.outcome` of what came back, and of what a server is still trying to deliver.
BOUNCED, DELAYED = "bounced", "delayed"
#: Servers give up after five days (RFC 5321, 4.5.4.1): what has not come back by then arrived.
ARRIVED_AFTER = timedelta(days=5)


async def delivery_held(session: Session, delivery_id: DeliveryId) -> Delivery | None:
    """Nobody else changes it till the end of the transaction. None: it never was, or is archived."""
    found = select(Delivery).where(Delivery.id == delivery_id).with_for_update()
    return (await session.scalars(found)).one_or_none()


async def is_noted(session: Session, delivery: Delivery, outcome: str) -> bool:
    """Whether that came of this sending of it before; sent once more by hand, it can come back once more."""
    same = (Attempt.number == delivery.fence, Attempt.outcome == outcome)
    noted = exists().where(Attempt.delivery_id == delivery.id, *same)
    return bool((await session.scalars(select(noted))).one())


async def arrived_since_last_bounce(session: Session, channel_id: ChannelId, *, now: datetime) -> bool:
    """Whether something reached the channel after what came back last; True when nothing is known to have."""
    there = Delivery.channel_id == channel_id
    bounced = select(func.max(Attempt.ended_at)).join(Delivery, Delivery.id == Attempt.delivery_id)
    last = (await session.scalars(bounced.where(there, Attempt.outcome == BOUNCED))).one()
    if last is None:
        return True
    between = (Delivery.settled_at > last, Delivery.settled_at < now - ARRIVED_AFTER)
    arrived = exists().where(there, Delivery.state == DeliveryState.SENT, *between)
    return bool((await session.scalars(select(arrived))).one())
