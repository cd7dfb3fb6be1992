"""A contribution as it was sent, with its file: to whoever read of it in an announcement, or decides on it."""

from bot.turn import Answer, Turn
from db.contributions import Contribution, ContributionState
from db.ids import ContributionId
from rede.access import NotYours
from rede.moderate_contribution import readable_contribution
from rede.offers import facts_of


async def show_whole(turn: Turn, number: ContributionId) -> None:
    """Raises NotYours: there is none, or it was not announced and is not the person's to read."""
    if turn.person is None:
        raise NotYours
    found = await turn.desk.session.get(Contribution, number)
    if found is None or found.state is not ContributionState.PUBLISHED:
        found = await readable_contribution(turn.desk, number)
    facts = await facts_of(turn.desk, found)
    turn.answer("contribution_whole", **facts)
    if found.enclosure_id is not None:
        caption = turn.text("contribution_file", code=facts["code"])
        turn.answers.append(Answer(caption, enclosure_id=found.enclosure_id))
