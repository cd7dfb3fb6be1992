"""What is told of institutions at a glance: how many there are, and when one of them last handed something in."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import func, select

from db.database import Session
from db.deliverables import Deliverable, DeliverableState
from db.ids import InstitutionId
from db.institutions import Institution
from db.obligations import Obligation, ObligationState
from db.plans import Goal, GoalKind


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


async def count_of_goals(session: Session, institution_id: InstitutionId) -> tuple[int, int]:
    """How many goals of the plan an institution has open, and under how many agreements."""
    counted = (
        select(func.count(Goal.key.distinct()), func.count(Obligation.instrument_id.distinct()))
        .join(Goal, Goal.id == Obligation.goal_id)
        .where(
            Obligation.institution_id == institution_id,
            Obligation.state == ObligationState.OPEN,
            Goal.kind == GoalKind.PLAN,
        )
    )
    goals, agreements = (await session.execute(counted)).one()
    return goals, agreements
