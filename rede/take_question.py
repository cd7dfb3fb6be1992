"""A partner's question goes to the forum group without a name, and what is answered there comes back.

The Secretariat sees it too (/contribuicoes): it may answer where nobody else does.
"""

from db.audit import record
from db.contributions import Contribution, ContributionState, held_contribution
from db.forum_groups import question_at
from db.ids import ContributionId
from rede.access import Act, NotYours, require
from rede.desk import Desk
from rede.offers import LONGEST_TEXT, Outcome, is_question, tell_of_outcome
from rede.post_to_topic import post_question
from scheduler.plan.cpf import without_cpf


async def take_question(desk: Desk, number: ContributionId) -> bool:
    """Puts it in the topic of its axis; False: there is no group, and the Secretariat alone will answer.

    Raises:
        NotYours: it is no question of an institution that the actor serves.
    """
    found = await held_contribution(desk.session, number)
    if found is None or not is_question(found):
        raise NotYours
    await require(desk, Act.HAND_IN, found.institution_id)
    return await post_question(desk, found)


async def bring_answer(
    desk: Desk, chat_id: int, *, to: int, text: str, message_id: int
) -> Contribution | None:
    """Somebody in the group answered the message with the number `to`; None: no question stands there.

    Who answered is not kept. Several answers come back one by one.
    """
    found = await question_at(desk.session, chat_id, to)
    words = without_cpf(text.strip())[:LONGEST_TEXT]
    if found is None or not words:
        return None
    if found.state is ContributionState.SENT:
        found.state, found.decided_at, found.answer = ContributionState.ANSWERED, desk.now, words
    outcome = Outcome("forum", f"forum-answer:{chat_id}:{message_id}", words)
    await tell_of_outcome(desk, found, outcome)
    record(
        desk.session, "forum_answer.bring", f"contributions:{found.id}", now=desk.now, person_id=desk.actor
    )
    return found
