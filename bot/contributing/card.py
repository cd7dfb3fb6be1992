"""Contributions as whoever decides on them sees them, and as whoever sent them does. For /contribuicoes."""

from collections.abc import Sequence

from bot.contributing.asking import WITHDRAW
from bot.keyboards import in_pairs
from bot.turn import Turn
from db.contributions import (
    Contribution,
    ContributionKind,
    ContributionState,
    Offered,
    contributions_of,
    waiting_contributions,
)
from db.ids import ContributionId
from rede.access import Act, NotYours, places
from rede.announce import Buttons
from rede.contribute import SEE
from rede.moderate_contribution import MAY, MAY_NOT, readable_contribution
from rede.nudge_contributions import line_of
from rede.offers import code_of, facts_of, stage_of
from rede.open_forum import OPEN_FOR_ALL, waiting_for_the_forum

#: Contributions of one list; each has a button.
LISTED = 12
#: Acts of buttons: under a card.
PUBLISH, ANSWER, DECLINE = "contribpublicar", "contribresponder", "contribrecusar"
RETITLE, NEXT, LIST, FILE = "contribtitulo", "contribproxima", "contriblista", "contribarquivo"


async def waiting(turn: Turn) -> Sequence[Offered]:
    """What the person may read and nobody has decided on, the oldest first."""
    seen = await places(turn.desk, Act.READ_REPORTS)
    found = await waiting_contributions(turn.desk.session) if seen else []
    return [one for one in found if seen.covers(one.institution.id, one.contribution.axis)]


async def decides(turn: Turn) -> bool:
    """Of the Secretariat, or one of its áreas temáticas, which only reads."""
    return (await places(turn.desk, Act.READ_REPORTS)).everywhere


async def show_list(turn: Turn) -> None:
    if not await decides(turn):
        await _show_own(turn)
        return
    found = await waiting(turn)
    rows = [list(row) for row in _numbers(turn, found[:LISTED])]
    count = len(await waiting_for_the_forum(turn.desk)) if turn.of_the_secretariat else 0
    if count:
        rows.append([(turn.text("button_forum_open"), turn.button(OPEN_FOR_ALL, 0))])
    turn.answer(
        "contributions_waiting",
        buttons=rows,
        offers=[line_of(one) for one in found[:LISTED]],
        more=max(0, len(found) - LISTED),
        forum=count,
    )


async def _show_own(turn: Turn) -> None:
    mine = [one.id for one in turn.served]
    if not mine:
        raise NotYours
    found = await contributions_of(turn.desk.session, mine, LISTED)
    turn.answer(
        "contributions_own",
        buttons=_numbers(turn, found),
        offers=[(line_of(one), str(one.contribution.state)) for one in found],
    )


def _numbers(turn: Turn, found: Sequence[Offered]) -> Buttons:
    return in_pairs([(code_of(one.contribution.id), turn.button(SEE, one.contribution.id)) for one in found])


async def show_card(turn: Turn, number: ContributionId) -> None:
    """Raises NotYours: there is none, or it is not the person's to read."""
    found = await readable_contribution(turn.desk, number)
    facts = await facts_of(turn.desk, found)
    own = any(one.id == found.institution_id for one in turn.served)
    turn.answer("contribution_card", buttons=_buttons(turn, found, own=own), **facts)


def _buttons(turn: Turn, found: Contribution, *, own: bool) -> Buttons:
    """Each is bound to the words that are shown."""

    def button(label: str, act: str) -> tuple[str, str]:
        return turn.text(label), turn.button(act, found.id, stage_of(found))

    waits, shown = found.state is ContributionState.SENT, list[tuple[str, str]]()
    if waits and turn.of_the_secretariat:
        if found.kind is not ContributionKind.QUESTION and found.decided_by is None:
            shown.append(button("button_contribution_publish", PUBLISH))
        shown.append(button("button_contribution_answer", ANSWER))
        shown.append(button("button_refuse", DECLINE))
        shown.append(button("button_contribution_title", RETITLE))
        shown.append((turn.text("button_next"), turn.button(NEXT, found.id)))
    if waits and own and found.restricted and found.decided_by is not None:
        shown.append(button("button_contribution_may", MAY))
        shown.append(button("button_contribution_not", MAY_NOT))
    if waits and own:
        shown.append(button("button_contribution_withdraw", WITHDRAW))
    if found.enclosure_id is not None:
        shown.append(button("button_contribution_file", FILE))
    shown.append((turn.text("button_list"), turn.button(LIST, 0)))
    return in_pairs(shown)


async def show_next(turn: Turn, number: ContributionId) -> None:
    """The one that came after it; after the newest, the list."""
    after = next((one for one in await waiting(turn) if one.contribution.id > number), None)
    if after is None:
        await show_list(turn)
    else:
        await show_card(turn, ContributionId(after.contribution.id))
