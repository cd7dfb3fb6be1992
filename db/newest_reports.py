"""The newest report of each obligation, whatever became of it."""

from collections.abc import Collection

from sqlalchemy import func, select

from db.database import Session, batches
from db.deliverables import Deliverable, DeliverableState
from db.ids import ObligationId


async def newest_reports(
    session: Session, obligation_ids: Collection[ObligationId]
) -> dict[ObligationId, Deliverable]:
    """Those that were taken back by their author left out."""
    found: dict[ObligationId, Deliverable] = {}
    for part in batches(obligation_ids):
        newest = (
            select(func.max(Deliverable.id))
            .where(Deliverable.obligation_id.in_(part), Deliverable.state != DeliverableState.CANCELLED)
            .group_by(Deliverable.obligation_id)
        )
        rows = await session.scalars(select(Deliverable).where(Deliverable.id.in_(newest)))
        found.update({row.obligation_id: row for row in rows})
    return found
