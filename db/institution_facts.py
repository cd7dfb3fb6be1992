"""What is told of institutions at a glance: how many there are, and when one of them last handed something in."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import func, select

from db.database import Session
from db.deliverables import Deliverable, DeliverableState
from db.ids import InstitutionId
from db.institutions import Institution


class Counted(NamedTuple):
    layer: int
    #: Empty where it is not known.
    uf: str
    how_many: int


async def counted_institutions(session: Session) -> Sequence[Counted]:
    """By layer and UF."""
    rows = select(Institution.layer, Institution.uf, func.count()).group_by(Institution.layer, Institution.uf)
    found = await session.execute(rows.order_by(Institution.layer, Institution.uf))
    return [Counted(*row) for row in found.all()]


async def last_report(session: Session, institution_id: InstitutionId) -> Deliverable | None:
    """The one that came last; taken back, or of the time before the service, it is none."""
    left_out = (DeliverableState.CANCELLED, DeliverableState.HISTORY)
    found = (
        select(Deliverable)
        .where(Deliverable.institution_id == institution_id, Deliverable.state.not_in(left_out))
        .order_by(Deliverable.received_at.desc(), Deliverable.id.desc())
        .limit(1)
    )
    return (await session.scalars(found)).first()
