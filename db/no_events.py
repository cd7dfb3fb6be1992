"""Cycles of a goal that wait for something to take place: which are open, and which ended without it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, func, select

from db.database import Session
from db.ids import ObligationId
from db.obligations import Obligation, ObligationState
from db.plans import Goal, GoalKind


@dataclass(frozen=True, slots=True)
class Counted:
    cycles: int
    institutions: int


def _ending(key: str, until: date, state: ObligationState) -> Sequence[ColumnElement[bool]]:
    return (
        Goal.key == key,
        Goal.kind == GoalKind.PLAN,
        Obligation.state == state,
        Obligation.internal.is_(False),
        Obligation.literal <= until,
    )


async def cycles_ending(
    session: Session, key: str, *, until: date, state: ObligationState
) -> Sequence[ObligationId]:
    """Of everybody, in that state, whose literal day lies no later; by id."""
    found = select(Obligation.id).join(Goal, Goal.id == Obligation.goal_id)
    return (await session.scalars(found.where(*_ending(key, until, state)).order_by(Obligation.id))).all()


async def count_cycles(session: Session, key: str, *, until: date, state: ObligationState) -> Counted:
    counted = select(func.count(), func.count(Obligation.institution_id.distinct()))
    joined = counted.select_from(Obligation).join(Goal, Goal.id == Obligation.goal_id)
    cycles, institutions = (await session.execute(joined.where(*_ending(key, until, state)))).one()
    return Counted(cycles, institutions)
