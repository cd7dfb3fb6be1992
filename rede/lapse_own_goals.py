"""What we ask of our own accord ends by itself: the reminder of a vigência that is over, a check-in of long ago.

Nobody was late by either; it is a change of state, and nobody is told.
"""

from collections.abc import Sequence
from datetime import date, timedelta

from db.audit import record
from db.ids import ObligationId
from db.obligations import ObligationState, close_open_obligations, outlived_obligations
from db.plans import GoalKind
from rede.announce import withdraw
from rede.desk import Desk

#: Text of the reason that is kept with the obligation.
REASONS = {GoalKind.TERM_END: "closed_by_term_end", GoalKind.CHECK_IN: "closed_by_silence"}
#: How long each can still be of use after its last day.
OUTLIVES = {GoalKind.TERM_END: timedelta(0), GoalKind.CHECK_IN: timedelta(days=90)}


async def own_goals_over(desk: Desk) -> Sequence[ObligationId]:
    """What is open and of no more use, by id."""
    found = [await outlived_obligations(desk.session, kind, before=_over(desk, kind)) for kind in REASONS]
    return sorted(one for ids in found for one in ids)


async def lapse_own_goals(desk: Desk, ids: Sequence[ObligationId]) -> int:
    """Ends those of them that are still over; how many ended. Safe to repeat."""
    return sum([await _lapse(desk, kind, ids) for kind in REASONS])


def _over(desk: Desk, kind: GoalKind) -> date:
    return desk.today - OUTLIVES[kind]


async def _lapse(desk: Desk, kind: GoalKind, ids: Sequence[ObligationId]) -> int:
    # What was found may have got another end since.
    over = await outlived_obligations(desk.session, kind, before=_over(desk, kind), among=ids)
    state, why = ObligationState.WITHDRAWN, desk.office.texts.chat(REASONS[kind])
    closed = await close_open_obligations(desk.session, over, state=state, why=why, now=desk.now)
    for obligation_id in sorted(closed):
        await withdraw(desk, obligation_id)
        about = f"obligations:{obligation_id}"
        record(desk.session, "obligation.lapse", about, now=desk.now, person_id=None, detail=why)
    return len(closed)
