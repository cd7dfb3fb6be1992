"""What the reports of an obligation make of it: it ends once they are enough, and is owed again once they are not.

What is owed all the time, or whenever something happens, stays open whatever is reported. A tool of acts.
"""

from db.ids import ObligationId
from db.obligations import ObligationState, Owed, close_open_obligations, reopen_obligation
from db.reviews import standing_reports
from rede.announce import withdraw
from rede.desk import Desk
from rede.forum_goal import misses_a_forum
from rede.progress import progress_of


async def follow_reports(desk: Desk, owed: Owed) -> bool:
    """Whether it is fulfilled now. Owed again, its ladder rests, for the date that counts is the first report's:
    whoever has to act is reminded of the internal date (rede/nudge_reviews.py)."""
    number = ObligationId(owed.obligation.id)
    if owed.obligation.literal is None:
        return False
    state, enough = owed.obligation.state, await _is_enough(desk, owed)
    fulfilled = ObligationState.FULFILLED
    if enough and state is ObligationState.OPEN:
        await close_open_obligations(desk.session, [number], state=fulfilled, why="", now=desk.now)
        await withdraw(desk, number)
    elif not enough and state is fulfilled:
        await reopen_obligation(desk.session, number, closed_as=fulfilled, look_on=None)
    return enough and state in (ObligationState.OPEN, fulfilled)


async def _is_enough(desk: Desk, owed: Owed) -> bool:
    progress = await progress_of(desk, owed)
    if progress is not None:
        return not progress.missing
    if await misses_a_forum(desk, owed):
        return False
    return await standing_reports(desk.session, ObligationId(owed.obligation.id)) > 0
