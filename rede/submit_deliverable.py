"""A report is handed in: it gets a protocol number, ends what it fulfils, and the Secretariat is told."""

from dataclasses import dataclass
from decimal import Decimal

from db.audit import record
from db.ids import ObligationId
from db.obligations import ObligationState, Owed, close_obligation, obligation_owed
from db.plans import GoalKind
from rede.access import NotYours, require_service
from rede.announce import withdraw
from rede.desk import Desk
from rede.filing import MOST_HOURS, ReportRefused, file_report, tell_the_secretariat
from rede.progress import Progress, asks_for_hours, progress_of
from scheduler.deadlines import rule_from_json
from scheduler.plan_knowledge import FOLLOWED


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    protocol: str
    owed: Owed
    #: How far the period is with this report; None where no quantity is asked for.
    progress: Progress | None
    fulfilled: bool


def check_hours(hours: Decimal) -> Decimal:
    if not 0 < hours <= MOST_HOURS:
        raise ReportRefused("report_hours_impossible")
    return hours


async def submit_deliverable(
    desk: Desk, obligation_id: ObligationId, *, description: str, hours: Decimal | None
) -> Receipt:
    """Files the report of the desk's actor.

    Raises:
        NotYours: no such obligation, or one of an institution that the actor does not serve.
        ReportRefused: nothing in it, or hours missing where the goal counts them.
    """
    owed = await obligation_owed(desk.session, obligation_id)
    if owed is None or owed.goal.kind is not GoalKind.PLAN:
        raise NotYours
    await require_service(desk, owed.institution.id)
    counts_hours = asks_for_hours(rule_from_json(owed.goal.rule))
    if counts_hours and hours is None:
        raise ReportRefused("report_without_hours")
    kept = check_hours(hours) if hours is not None and counts_hours else None
    deliverable = await file_report(desk, owed, description, kept)
    progress = await progress_of(desk, owed)
    fulfilled = await _close_if_fulfilled(desk, owed, progress)
    if owed.goal.key in FOLLOWED:
        # The bell opens what it calls for.
        owed.instrument.counted_by = ""
    await tell_the_secretariat(desk, owed, deliverable)
    record(desk.session, "deliverable.submit", deliverable.protocol, now=desk.now, person_id=desk.actor)
    return Receipt(protocol=deliverable.protocol, owed=owed, progress=progress, fulfilled=fulfilled)


async def _close_if_fulfilled(desk: Desk, owed: Owed, progress: Progress | None) -> bool:
    """What is owed all the time, or whenever something happens, stays open whatever is reported."""
    if owed.obligation.literal is None or (progress is not None and progress.missing):
        return False
    if owed.obligation.state is ObligationState.OPEN:
        state = ObligationState.FULFILLED
        await close_obligation(desk.session, owed.obligation.id, state=state, now=desk.now)
        await withdraw(desk, owed.obligation.id)
    return owed.obligation.state in (ObligationState.OPEN, ObligationState.FULFILLED)
