"""How each goal of an institution stands: one line for a goal, of the period that counts today. A tool of acts."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import groupby

from db.deliverables import Deliverable, DeliverableState
from db.ids import InstitutionId, ObligationId
from db.newest_reports import newest_reports
from db.obligations import ObligationState, Owed, obligation_owed, obligations_in_states
from db.plans import GoalKind
from rede.access import Act, NotYours, places, require
from rede.desk import Desk
from rede.own_goals import is_continuous

#: What was taken away by an amendment is no goal any more.
_SHOWN = tuple(state for state in ObligationState if state is not ObligationState.WITHDRAWN)


class Status(StrEnum):
    """As the texts name it."""

    PENDING = "pending"
    #: Its extended date is over, and nothing was handed in.
    OVER = "over"
    #: Owed all the time, or when something happens; nothing was handed in.
    CONTINUOUS = "continuous"
    OCCASIONAL = "occasional"
    SUBMITTED = "submitted"
    RECORDED = "recorded"
    ACCEPTED = "accepted"
    ACCEPTED_LATE = "accepted_late"
    RETURNED = "returned"
    SELF_DECLARED = "self_declared"
    AWAITS_CPF = "awaits_cpf"
    DISPENSED = "dispensed"
    NO_EVENT = "no_event"
    HISTORY = "history"
    FULFILLED = "fulfilled"


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalState:
    owed: Owed
    status: Status
    #: The newest of this period.
    report: Deliverable | None = None


async def goal_states(desk: Desk, institution_ids: Collection[InstitutionId]) -> list[GoalState]:
    """Of what the actor may see, by institution, agreement and goal."""
    seen = await places(desk, Act.SEE_GOALS)
    owed = await obligations_in_states(desk.session, _SHOWN, list(institution_ids), kind=GoalKind.PLAN)
    may_see = [one for one in owed if seen.covers(one.institution.id, one.goal.axis)]
    current = list(_current(may_see, desk.today))
    reports = await newest_reports(desk.session, [ObligationId(one.obligation.id) for one in current])
    return [_state(one, reports.get(ObligationId(one.obligation.id)), desk.today) for one in current]


async def goal_state(desk: Desk, obligation_id: ObligationId) -> GoalState:
    """Of one obligation, whatever its period.

    Raises:
        NotYours: there is none, or it is not the actor's to see.
    """
    owed = await obligation_owed(desk.session, obligation_id)
    if owed is None:
        raise NotYours
    await require(desk, Act.SEE_GOALS, owed.institution.id, axis=owed.goal.axis)
    reports = await newest_reports(desk.session, [obligation_id])
    return _state(owed, reports.get(obligation_id), desk.today)


def _current(owed: Iterable[Owed], today: date) -> Iterable[Owed]:
    """Of each goal the period that has begun and is still open, else the last one that began, else the next."""

    def goal(one: Owed) -> tuple[str, int, str, str]:
        return one.institution.acronym, one.instrument.id, one.goal.axis, one.goal.key

    for _, group in groupby(sorted(owed, key=goal), key=goal):
        periods = sorted(group, key=lambda one: (one.obligation.literal or date.max, one.obligation.id))
        begun = [one for one in periods if one.obligation.opens is None or one.obligation.opens <= today]
        pending = [one for one in begun if one.obligation.state is ObligationState.OPEN]
        dated = [one for one in pending if one.obligation.literal is not None]
        yield (dated or pending or begun[::-1] or periods)[0]


def _state(owed: Owed, report: Deliverable | None, today: date) -> GoalState:
    return GoalState(owed=owed, status=status_of(owed, report, today), report=report)


def status_of(owed: Owed, report: Deliverable | None, today: date) -> Status:
    ended = {
        ObligationState.DISPENSED: Status.DISPENSED,
        ObligationState.NO_EVENT: Status.NO_EVENT,
        ObligationState.HISTORY: Status.HISTORY,
    }
    if owed.obligation.state in ended:
        return ended[owed.obligation.state]
    if report is not None:
        return _of_report(report)
    if owed.obligation.state is ObligationState.FULFILLED:
        return Status.FULFILLED
    if owed.obligation.literal is None:
        return Status.CONTINUOUS if is_continuous(owed.goal) else Status.OCCASIONAL
    over = owed.obligation.extended is not None and owed.obligation.extended < today
    return Status.OVER if over and not owed.obligation.internal else Status.PENDING


def _of_report(report: Deliverable) -> Status:
    if report.awaits_cpf and report.cpf_received_at is None:
        return Status.AWAITS_CPF
    if report.state is DeliverableState.ACCEPTED and report.late:
        return Status.ACCEPTED_LATE
    return Status(report.state)
