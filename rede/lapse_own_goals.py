"""What we ask of our own accord ends by itself: the reminder of a vigência that is over, a check-in of long ago.

Nobody was late by either; it is a change of state, and nobody is told.
"""

from datetime import timedelta

from db.audit import record
from db.obligations import ObligationState, close_open_obligations, outlived_obligations
from db.plans import GoalKind
from rede.announce import withdraw
from rede.desk import Desk

#: Text of the reason that is kept with the obligation.
REASONS = {GoalKind.TERM_END: "closed_by_term_end", GoalKind.CHECK_IN: "closed_by_silence"}
#: How long each can still be of use after its last day.
OUTLIVES = {GoalKind.TERM_END: timedelta(0), GoalKind.CHECK_IN: timedelta(days=90)}


async def lapse_own_goals(desk: Desk, *, limit: int) -> int:
    """Ends at most so many of each; how many ended. Safe to repeat until it is none."""
    return sum([await _lapse(desk, kind, limit=limit) for kind in REASONS])


async def _lapse(desk: Desk, kind: GoalKind, *, limit: int) -> int:
    before = desk.today - OUTLIVES[kind]
    outlived = await outlived_obligations(desk.session, kind, before=before, limit=limit)
    ids = [one.obligation.id for one in outlived]
    state, why = ObligationState.WITHDRAWN, desk.office.texts.chat(REASONS[kind])
    closed = await close_open_obligations(desk.session, ids, state=state, why=why, now=desk.now)
    for obligation_id in sorted(closed):
        await withdraw(desk, obligation_id)
        about = f"obligations:{obligation_id}"
        record(desk.session, "obligation.lapse", about, now=desk.now, person_id=None, detail=why)
    return len(closed)
