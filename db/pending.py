"""What is missing, counted: by institution, and by who misses one goal. Dates of the plan, no targets of ours."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, case, func, or_, select

from db.database import Session
from db.deliverables import came_back
from db.ids import InstitutionId, ObligationId
from db.institutions import Institution
from db.instruments import Instrument
from db.obligations import Obligation, ObligationState
from db.plans import Goal, GoalKind


class Missing(NamedTuple):
    """How many of an institution's obligations are over, and how many fall due by the day asked for."""

    id: InstitutionId
    acronym: str
    name: str
    uf: str
    layer: int
    over: int
    soon: int


class MissingOne(NamedTuple):
    """An obligation that is over, or falls due by the day asked for."""

    obligation_id: ObligationId
    institution_id: InstitutionId
    acronym: str
    name: str
    key: str
    literal: date
    extended: date


def _wanted(
    until: date, only: Collection[InstitutionId] | None, axes: Collection[str]
) -> Sequence[ColumnElement[bool]]:
    wanted: list[ColumnElement[bool]] = [
        Obligation.state == ObligationState.OPEN,
        Obligation.literal <= until,
        Obligation.internal.is_(False),
        Goal.kind == GoalKind.PLAN,
        Instrument.starts.is_not(None),
        ~came_back(),
    ]
    if only is not None:
        wanted.append(Obligation.institution_id.in_(only))
    if axes:
        wanted.append(or_(*(Goal.axis.contains(axis) for axis in axes)))
    return wanted


def _joined(rows: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    return (
        rows.join(Goal, Goal.id == Obligation.goal_id)
        .join(Institution, Institution.id == Obligation.institution_id)
        .join(Instrument, Instrument.id == Obligation.instrument_id)
    )


async def missing_by_institution(
    session: Session,
    *,
    today: date,
    until: date,
    only: Collection[InstitutionId] | None = None,
    axes: Collection[str] = (),
) -> list[Missing]:
    """Who misses most first; `only` these (None: all), `axes`: goals of these alone, by their digits."""
    over = func.sum(case((Obligation.extended < today, 1), else_=0))
    soon = func.sum(case((Obligation.extended >= today, 1), else_=0))
    place = (Institution.id, Institution.acronym, Institution.name, Institution.uf, Institution.layer)
    rows = _joined(select(*place, over, soon).select_from(Obligation))
    rows = rows.where(*_wanted(until, only, axes)).group_by(*place).order_by(over.desc(), Institution.acronym)
    return [Missing(*row) for row in (await session.execute(rows)).all()]


async def missing_one_by_one(
    session: Session,
    *,
    until: date,
    only: Collection[InstitutionId] | None = None,
    axes: Collection[str] = (),
    key: str = "",
    limit: int,
) -> list[MissingOne]:
    """The oldest first; of the goal of one key, where it is given."""
    columns = (
        Obligation.id,
        Institution.id,
        Institution.acronym,
        Institution.name,
        Goal.key,
        Obligation.literal,
        Obligation.extended,
    )
    rows = _joined(select(*columns).select_from(Obligation))
    rows = rows.where(*_wanted(until, only, axes))
    if key:
        rows = rows.where(Goal.key == key)
    rows = rows.order_by(Obligation.literal, Institution.acronym, Goal.key).limit(limit)
    return [MissingOne(*row) for row in (await session.execute(rows)).all()]
