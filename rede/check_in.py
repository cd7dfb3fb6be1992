"""The check-in of a semester is answered: one statement about everything that is owed all the time.

It speaks for every agreement of the institution, closes what was asked before as well, and stops its reminders.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from db.audit import record
from db.ids import InstitutionId, ObligationId
from db.institutions import Institution
from db.obligations import (
    ObligationState,
    Owed,
    close_open_obligations,
    obligation_owed,
    obligations_in,
    open_obligations,
)
from db.plans import GoalKind
from rede.access import Act, NotYours, require
from rede.announce import withdraw
from rede.desk import Desk
from rede.filing import file_report
from rede.own_goals import CHECK_IN, is_continuous
from rede.refusal import Refusal
from rede.report_notices import tell_the_secretariat


class CheckInRefused(Refusal):
    """It was answered already, by this person or another, or it asks about other goals."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One institution's check-in: what it closes, and the goals that it asks about, one of each key."""

    institution: Institution
    #: What is answered; the newest that has begun stands for all.
    obligations: Sequence[Owed]
    goals: Sequence[Owed]

    @property
    def newest(self) -> Owed:
        return self.obligations[-1]

    @property
    def semester(self) -> tuple[int, int]:
        """Which half of which year."""
        due = self.newest.obligation.literal
        if due is None:
            raise ValueError("a check-in has a date")
        return (1 if due.month <= 6 else 2, due.year)


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedIn:
    protocol: str
    asked: Asked
    #: Protocol of each goal's own report, by key.
    reports: Mapping[str, str]


async def asked_of(desk: Desk, institution: Institution) -> Asked | None:
    """What an institution can answer today; None while nothing was asked, or all of it is answered."""
    begun = await begun_of(desk, institution)
    if not begun:
        return None
    owed = await open_obligations(desk.session, [institution.id])
    goals: dict[str, Owed] = {}
    # Where a goal has a target of our own too, the report belongs to what has no date.
    for one in sorted(owed, key=lambda one: (one.obligation.literal is not None, one.obligation.id)):
        if is_continuous(one.goal):
            goals.setdefault(one.goal.key, one)
    return Asked(institution=institution, obligations=begun, goals=[goals[key] for key in sorted(goals)])


async def begun_of(desk: Desk, institution: Institution) -> list[Owed]:
    """The open check-ins whose semester has begun, the oldest first."""
    state = ObligationState.OPEN
    waiting = await obligations_in(desk.session, institution.id, key=CHECK_IN, state=state)
    return [one for one in waiting if (one.obligation.opens or date.min) <= desk.today]


async def check_in(desk: Desk, obligation_id: ObligationId, *, reports: Mapping[str, str]) -> CheckedIn:
    """Files the statement of the desk's actor, and a report for each goal that has one (key to description).

    Raises:
        NotYours: no such check-in, or one of an institution that the actor does not serve.
        CheckInRefused: answered already, or a report about a goal that it does not ask about.
        ReportRefused: a report with nothing in it, or too much.
    """
    owed = await obligation_owed(desk.session, obligation_id)
    if owed is None or owed.goal.kind is not GoalKind.CHECK_IN:
        raise NotYours
    await require(desk, Act.HAND_IN, owed.institution.id)
    asked = await asked_of(desk, owed.institution)
    if asked is None or obligation_id not in {one.obligation.id for one in asked.obligations}:
        raise _not_now(owed)
    goals = {one.goal.key: one for one in asked.goals}
    if unknown := sorted(set(reports) - set(goals)):
        raise CheckInRefused("check_in_goal_unknown", named=unknown[0])
    filed = {key: await _report(desk, goals[key], reports[key]) for key in sorted(reports)}
    statement = await file_report(desk, asked.newest, _statement(desk, goals, filed))
    await _close(desk, asked, statement.protocol)
    detail = f"institutions:{InstitutionId(owed.institution.id)} obligations:{len(asked.obligations)}"
    record(desk.session, "check_in", statement.protocol, now=desk.now, person_id=desk.actor, detail=detail)
    return CheckedIn(protocol=statement.protocol, asked=asked, reports=filed)


def _not_now(owed: Owed) -> CheckInRefused:
    if owed.obligation.state is ObligationState.FULFILLED:
        return CheckInRefused("check_in_done", protocol=owed.obligation.closed_why)
    return CheckInRefused("check_in_closed")


async def _report(desk: Desk, goal: Owed, description: str) -> str:
    report = await file_report(desk, goal, description)
    await tell_the_secretariat(desk, goal, report)
    record(desk.session, "deliverable.submit", report.protocol, now=desk.now, person_id=desk.actor)
    return report.protocol


def _statement(desk: Desk, goals: Mapping[str, Owed], filed: Mapping[str, str]) -> str:
    nothing = [key for key in goals if key not in filed]
    return desk.office.texts.chat("check_in_statement", reported=list(filed.items()), nothing=nothing)


async def _close(desk: Desk, asked: Asked, protocol: str) -> None:
    """Every one under the one protocol. Whoever comes second, in the same moment, is told so and files nothing."""
    ids = [ObligationId(one.obligation.id) for one in asked.obligations]
    state = ObligationState.FULFILLED
    closed = await close_open_obligations(desk.session, ids, state=state, why=protocol, now=desk.now)
    if asked.newest.obligation.id not in closed:
        raise CheckInRefused("check_in_done", protocol="")
    for obligation_id in ids:
        await withdraw(desk, obligation_id)
