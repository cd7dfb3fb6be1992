"""Goal C1, agreement by agreement: where the forum is known to be open, and which partner has not heard of it.

That a partner was told is on record in the audit, under the obligation that was fulfilled.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, String, cast, exists, func, select

from db.audit import AuditEntry
from db.channels import Channel
from db.database import Session
from db.deliverables import NOT_COUNTED, Deliverable
from db.ids import ObligationId
from db.instruments import Instrument
from db.obligations import Obligation, ObligationState
from db.people import Membership
from db.plans import Goal, GoalKind

#: The goal of the forum; the act by which a partner was told of it, and what an obligation is called there.
KEY, WELCOMED, OBLIGATION = "C1", "forum.welcome", "obligations:"


@dataclass(frozen=True, slots=True)
class Address:
    """Where the forum is, as a report says, and since which day, where that says so."""

    link: str
    day: str


async def unwelcomed(
    session: Session, *, before: datetime, among: ObligationId | None = None
) -> Sequence[ObligationId]:
    """Obligations of the goal that were fulfilled by then, whose partner was not told and has somebody who can be,
    by id. `among`: whether that one is."""
    told = exists().where(
        AuditEntry.object == OBLIGATION + cast(Obligation.id, String), AuditEntry.act == WELCOMED
    )
    somebody = exists().where(
        Membership.institution_id == Instrument.institution_id,
        Channel.person_id == Membership.person_id,
        Channel.closed_at.is_(None),
    )
    found = (
        select(Obligation.id)
        .join(Goal, Goal.id == Obligation.goal_id)
        .join(Instrument, Instrument.id == Obligation.instrument_id)
        .where(Goal.key == KEY, Goal.kind == GoalKind.PLAN)
        .where(Obligation.state == ObligationState.FULFILLED, Obligation.closed_at <= before, ~told, somebody)
        .order_by(Obligation.id)
    )
    if among is not None:
        found = found.where(Obligation.id == among)
    return (await session.scalars(found)).all()


async def newest_open(session: Session) -> int:
    """The greatest number of what is still owed for the goal; 0 for nothing."""
    newest = (
        select(func.max(Obligation.id))
        .join(Goal, Goal.id == Obligation.goal_id)
        .where(Goal.key == KEY, Goal.kind == GoalKind.PLAN, Obligation.state == ObligationState.OPEN)
    )
    return await session.scalar(newest) or 0


async def address_in(session: Session, obligation_id: ObligationId) -> Address | None:
    """As the newest report of that obligation says; None where none names one."""
    return await _address(session, Deliverable.obligation_id == obligation_id)


async def known_address(session: Session) -> Address | None:
    """As the newest report of the goal says, under any agreement."""
    of_goal = (
        select(Obligation.id)
        .join(Goal, Goal.id == Obligation.goal_id)
        .where(Goal.key == KEY, Goal.kind == GoalKind.PLAN)
    )
    return await _address(session, Deliverable.obligation_id.in_(of_goal))


async def _address(session: Session, which: ColumnElement[bool]) -> Address | None:
    found = (
        select(Deliverable.evidence)
        .where(which, Deliverable.state.not_in(NOT_COUNTED), Deliverable.evidence.contains('"link"'))
        .order_by(Deliverable.id.desc())
        .limit(1)
    )
    evidence = await session.scalar(found)
    kept = json.loads(evidence) if evidence else {}
    return Address(str(kept["link"]), str(kept.get("day", ""))) if kept.get("link") else None
