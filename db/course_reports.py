"""Reports that count hours: the courses that institutions gave."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select

from db.database import Session
from db.deliverables import Deliverable, DeliverableState
from db.ids import InstitutionId
from db.institutions import Institution


async def course_reports(
    session: Session, institution_ids: Collection[InstitutionId], *, since: datetime, limit: int
) -> list[tuple[Deliverable, Institution]]:
    """The newest first; not those that were taken back."""
    found = (
        select(Deliverable, Institution)
        .join(Institution, Institution.id == Deliverable.institution_id)
        .where(
            Deliverable.institution_id.in_(institution_ids),
            Deliverable.hours.is_not(None),
            Deliverable.state != DeliverableState.CANCELLED,
            Deliverable.received_at >= since,
        )
        .order_by(Deliverable.received_at.desc(), Deliverable.id.desc())
        .limit(limit)
    )
    return [(row[0], row[1]) for row in (await session.execute(found)).all()]
