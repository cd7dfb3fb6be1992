"""A report is handed in: it gets a protocol number, ends what it fulfils, and the Secretariat is told."""

from decimal import Decimal

from db.ids import ObligationId
from db.obligations import obligation_owed
from db.plans import GoalKind
from rede.access import Act, NotYours, require
from rede.desk import Desk
from rede.filing import NO_DETAILS, Details, check_hours
from rede.handing_in import hand_in
from rede.receipt import Receipt

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
    return await hand_in(desk, owed, description, hours=hours, details=details)
