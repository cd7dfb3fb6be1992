"""Reports of goals 1.1 and 1.2 whose CPF has not come by e-mail yet."""

from collections.abc import Collection

from sqlalchemy import select

from db.database import Session
from db.deliverables import Deliverable, DeliverableState
from db.ids import InstitutionId
from db.institutions import Institution


async def reports_awaiting_cpf(
    session: Session, *, institution_ids: Collection[InstitutionId] | None = None, limit: int = 100
) -> list[tuple[Deliverable, Institution]]:
    """Of these institutions (None: of all), the longest first; not what was taken back."""
    found = (
        select(Deliverable, Institution)
        .join(Institution, Institution.id == Deliverable.institution_id)
        .where(
            Deliverable.awaits_cpf.is_(True),
            Deliverable.cpf_received_at.is_(None),
            Deliverable.state != DeliverableState.CANCELLED,
        )
        .order_by(Deliverable.received_at, Deliverable.id)
        .limit(limit)
    )
    if institution_ids is not None:
        found = found.where(Deliverable.institution_id.in_(institution_ids))
    return [(row[0], row[1]) for row in (await session.execute(found)).all()]


async def held_report_of_protocol(session: Session, protocol: str) -> Deliverable | None:
    """Which nobody else changes till the end of the transaction."""
    found = select(Deliverable).where(Deliverable.protocol == protocol)
    found = found.with_for_update(key_share=True).execution_options(populate_existing=True)
    return (await session.scalars(found)).one_or_none()
