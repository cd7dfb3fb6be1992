"""Goal 1.1, owed anew when a contact was lost, ends by itself when the institution can be reached again."""

from collections.abc import Sequence

from db.audit import record
from db.ids import ObligationId
from db.obligations import ObligationState, close_open_obligations
from rede.announce import withdraw
from rede.contact_goal import regained
from rede.desk import Desk


async def end_contact_goals(desk: Desk, ids: Sequence[ObligationId]) -> int:
    """Ends those of them that are still over; how many ended. Safe to repeat."""
    over = [one for one in await regained(desk) if one in set(ids)]
    state, why = ObligationState.FULFILLED, desk.office.texts.chat("closed_by_contact")
    closed = await close_open_obligations(desk.session, over, state=state, why=why, now=desk.now)
    for obligation_id in sorted(closed):
        await withdraw(desk, obligation_id)
        about = f"obligations:{obligation_id}"
        record(desk.session, "obligation.contact_found", about, now=desk.now, person_id=None, detail=why)
    return len(closed)
