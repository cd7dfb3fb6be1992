"""Which e-mails belong together: one refers to the first that told the same person of the same obligation."""

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from db.channels import ChannelKind
from db.claims import Claim
from db.database import Session, batches
from db.deliveries import Delivery, DeliveryState, Lane
from db.ids import DeliveryId
from db.notices import NoticeLine

#: More than so many threads meet in one digest only where somebody serves a whole State.
MOST = 10
LEFT = (DeliveryState.SENT, DeliveryState.UNKNOWN)


async def earlier_mails(session: Session, rows: Sequence[Claim]) -> dict[DeliveryId, Sequence[DeliveryId]]:
    """For each e-mail the first ones about what it tells of, oldest first, at most MOST; none for a first one."""
    found: dict[DeliveryId, Sequence[DeliveryId]] = {}
    told = {row.notice_id: row.id for row in rows if row.lane == Lane.REMINDERS}
    line, earlier = aliased(NoticeLine), aliased(NoticeLine)
    for part in batches(told):
        first = (
            select(line.notice_id, func.min(Delivery.id).label("first"))
            .join(
                earlier, (earlier.obligation_id == line.obligation_id) & (earlier.person_id == line.person_id)
            )
            .join(Delivery, Delivery.notice_id == earlier.notice_id)
            .where(line.notice_id.in_(part), Delivery.channel == ChannelKind.EMAIL, Delivery.state.in_(LEFT))
            .group_by(line.notice_id, line.obligation_id)
            .order_by(line.notice_id, "first")
        )
        for notice_id, delivery_id in (await session.execute(first)).all():
            mine = told[notice_id]
            if delivery_id < mine and delivery_id not in found.get(mine, ()):
                found[mine] = (*found.get(mine, ()), delivery_id)[:MOST]
    return found
