"""An institution says whether what it shared as restricted may be announced, in the words that it was shown
(Lei 12.527/2011): a yes announces it, a no ends it."""

from db.audit import record
from db.contributions import Contribution, ContributionState
from db.ids import ContributionId
from rede.desk import Desk
from rede.offers import ContributionRefused, Outcome, code_of, own_contribution, tell_of_outcome
from rede.publishing import publish


async def clear_restricted(desk: Desk, number: ContributionId, stage: int, *, yes: bool) -> Contribution:
    """Who asked hears what was said.

    Raises:
        NotYours: the actor does not serve that institution.
        ContributionRefused: it was decided on, its words changed since, or nobody asked.
    """
    found = await own_contribution(desk, number, stage)
    if not found.restricted or found.decided_by is None:
        raise ContributionRefused("contribution_changed", code=code_of(number))
    asker = found.decided_by
    if yes:
        found.cleared_at = desk.now
        await publish(desk, found)
    else:
        found.state, found.decided_at = ContributionState.ANSWERED, desk.now
    what = "cleared" if yes else "kept"
    outcome = Outcome(what, f"contribution-told:{number}:{what}")
    await tell_of_outcome(desk, found, outcome, person_id=asker)
    act = "contribution.clear" if yes else "contribution.keep"
    record(desk.session, act, f"contributions:{number}", now=desk.now, person_id=desk.actor)
    return found
