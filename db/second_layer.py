"""What the second layer left open after its date, and through whom each institution joined."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from db.database import Session
from db.deliverables import came_back
from db.ids import InstitutionId
from db.institutions import Institution, Layer
from db.obligations import Obligation, ObligationState
from db.plans import Goal, GoalKind


@dataclass(frozen=True, slots=True)
class LeftOpen:
    """One goal that one institution of the second layer still owes."""

    #: The institution itself, where nobody knows through whom it joined.
    first_layer: InstitutionId
    institution_id: InstitutionId
    name: str
    key: str
    extended: date


async def left_open_by_second_layer(session: Session, *, before: date) -> Sequence[LeftOpen]:
    """Open deadlines of the plan that ended before that day, by institution and date."""
    found = (
        select(
            func.coalesce(Institution.parent_id, Institution.id),
            Institution.id,
            Institution.name,
            Goal.key,
            Obligation.extended,
        )
        .join(Institution, Institution.id == Obligation.institution_id)
        .join(Goal, Goal.id == Obligation.goal_id)
        .where(
            Institution.layer == Layer.SECOND,
            Obligation.state == ObligationState.OPEN,
            Obligation.internal.is_(False),
            Obligation.extended < before,
            Goal.kind == GoalKind.PLAN,
            ~came_back(),
        )
        .order_by(Institution.name, Institution.id, Obligation.extended, Obligation.id)
    )
    rows = (await session.execute(found)).all()
    return [LeftOpen(row[0], row[1], row[2], row[3], row[4]) for row in rows if row[4] is not None]
