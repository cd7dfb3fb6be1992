"""A report of the desk's actor is taken in: filed, counted and told, with what follows from it. A tool of acts."""

from decimal import Decimal

from db.audit import record
from db.obligations import Owed
from rede.desk import Desk
from rede.filing import NO_DETAILS, Details, ReportRefused, counted_hours, file_report, may_say_nothing
from rede.fulfilling import follow_reports
from rede.progress import progress_of
from rede.receipt import Receipt
from rede.report_notices import tell_the_secretariat
from rede.set_off import set_off
from scheduler.plan_knowledge import FOLLOWED


async def hand_in(
    desk: Desk,
    owed: Owed,
    description: str,
    *,
    hours: Decimal | None = None,
    details: Details = NO_DETAILS,
) -> Receipt:
    """Who may hand it in was asked before.

    Raises:
        ReportRefused: nothing in it, hours missing where the goal counts them, or the goal asks for more than
            that there is nothing to tell.
    """
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
