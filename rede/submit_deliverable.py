"""A report is handed in: it gets a protocol number, ends what it fulfils, and the Secretariat is told."""

from decimal import Decimal

from db.audit import record
from db.ids import ObligationId
from db.obligations import obligation_owed
from db.plans import GoalKind
from rede.access import Act, NotYours, require
from rede.desk import Desk
from rede.filing import (
    NO_DETAILS,
    Details,
    ReportRefused,
    check_hours,
    counted_hours,
    file_report,
    may_say_nothing,
)
from rede.fulfilling import follow_reports
from rede.progress import progress_of
from rede.receipt import Receipt
from rede.report_notices import tell_the_secretariat
from rede.set_off import set_off
from scheduler.plan_knowledge import FOLLOWED

__all__ = ["Receipt", "check_hours", "submit_deliverable"]


async def submit_deliverable(
    desk: Desk,
    obligation_id: ObligationId,
    *,
    description: str,
    hours: Decimal | None,
    details: Details = NO_DETAILS,
) -> Receipt:
    """Files the report of the desk's actor.

    Raises:
        NotYours: no such obligation, or one of an institution that the actor does not serve.
        ReportRefused: nothing in it, hours missing where the goal counts them, or the goal asks for more than
            that there is nothing to tell.
    """
    owed = await obligation_owed(desk.session, obligation_id)
    if owed is None or owed.goal.kind is not GoalKind.PLAN:
        raise NotYours
    await require(desk, Act.HAND_IN, owed.institution.id, axis=owed.goal.axis)
    if details.says_nothing and not may_say_nothing(owed):
        raise ReportRefused("report_nothing_not_here", goal=owed.goal.key)
    deliverable = await file_report(desk, owed, description, counted_hours(owed, hours), details)
    progress = await progress_of(desk, owed)
    fulfilled = await follow_reports(desk, owed)
    if owed.goal.key in FOLLOWED:
        # The bell opens what it calls for.
        owed.instrument.counted_by = ""
    await tell_the_secretariat(desk, owed, deliverable)
    await set_off(desk, owed, deliverable)
    record(desk.session, "deliverable.submit", deliverable.protocol, now=desk.now, person_id=desk.actor)
    return Receipt(
        protocol=deliverable.protocol,
        owed=owed,
        progress=progress,
        fulfilled=fulfilled,
        deliverable=deliverable,
    )
