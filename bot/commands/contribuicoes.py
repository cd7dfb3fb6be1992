"""/contribuicoes: what partners offered, for whoever decides on it; for a partner, what it offered itself.

`/contribuicoes CT-000012` shows one. A decision that needs words asks for them.
"""

from collections.abc import Awaitable, Callable, Mapping

from bot import forms
from bot.contributing import card
from bot.contributing.asking import WITHDRAW
from bot.contributing.whole import show_whole
from bot.forms import Form, Press
from bot.plain import CANCEL, plain
from bot.turn import TakesButton, Turn
from db.contributions import Contribution, ContributionState
from db.ids import ContributionId
from rede.access import require_secretariat
from rede.bound_buttons import Pressed
from rede.clear_restricted import clear_restricted
from rede.contribute import SEE
from rede.desk import Desk
from rede.electoral_hold import waiting_number
from rede.moderate_contribution import (
    MAY,
    MAY_NOT,
    answer_contribution,
    decline_contribution,
    publish_contribution,
    retitle_contribution,
    withdraw_contribution,
)
from rede.offers import code_of, contribution_as_it_was, read_code
from rede.open_forum import MOST_NAMED, OPEN_FOR_ALL, open_forum

NAME = "contribuicoes"


async def handle(turn: Turn) -> None:
    number = read_code(turn.arguments)
    if number is not None:
        await card.show_card(turn, number)
    else:
        await card.show_list(turn)


async def _see(turn: Turn, pressed: Pressed) -> None:
    await card.show_card(turn, ContributionId(pressed.number))


async def _list(turn: Turn, _: Pressed) -> None:
    await card.show_list(turn)


async def _next(turn: Turn, pressed: Pressed) -> None:
    await card.show_next(turn, ContributionId(pressed.number))


async def _file(turn: Turn, pressed: Pressed) -> None:
    await show_whole(turn, ContributionId(pressed.number))


async def _publish(turn: Turn, pressed: Pressed) -> None:
    found = await publish_contribution(turn.desk, ContributionId(pressed.number), pressed.version)
    asked, held = (
        found.state is ContributionState.SENT,
        await waiting_number(turn.desk, found.announcement_id),
    )
    key = "contribution_asked" if asked else "contribution_published"
    turn.answer(key, code=code_of(found.id), held=held)


async def _ask_words(turn: Turn, pressed: Pressed, asked: str) -> None:
    """Of what is still to be decided, as the person saw it."""
    await require_secretariat(turn.desk)
    found = await contribution_as_it_was(turn.desk, ContributionId(pressed.number), pressed.version)
    opened = await forms.open_form(turn)
    fields = {"asked": asked, "number": str(pressed.number), "stage": str(pressed.version)}
    form = Form(NAME, fields, opened.version if opened else 0)
    row = [(turn.text("button_cancel"), forms.button(form, "do", "cancelar"))]
    turn.answer(f"contribution_ask_for_{asked}", buttons=[row], code=code_of(found.id), title=found.title)
    await forms.keep(turn, form)


async def _answer(turn: Turn, pressed: Pressed) -> None:
    await _ask_words(turn, pressed, "answer")


async def _decline(turn: Turn, pressed: Pressed) -> None:
    await _ask_words(turn, pressed, "reason")


async def _retitle(turn: Turn, pressed: Pressed) -> None:
    await _ask_words(turn, pressed, "new_title")


async def _put_answer(desk: Desk, number: ContributionId, stage: int, words: str) -> Contribution:
    return await answer_contribution(desk, number, stage, answer=words)


async def _put_reason(desk: Desk, number: ContributionId, stage: int, words: str) -> Contribution:
    return await decline_contribution(desk, number, stage, reason=words)


async def _put_title(desk: Desk, number: ContributionId, stage: int, words: str) -> Contribution:
    return await retitle_contribution(desk, number, stage, title=words)


_PUTS: Mapping[str, Callable[[Desk, ContributionId, int, str], Awaitable[Contribution]]] = {
    "answer": _put_answer,
    "reason": _put_reason,
    "new_title": _put_title,
}


async def resume(turn: Turn, form: Form) -> None:
    """The words that were asked for."""
    typed, asked = turn.said.text.strip(), form.fields["asked"]
    if plain(typed).strip(" .!") in CANCEL:
        await _cancel(turn)
        return
    number = ContributionId(int(form.fields["number"]))
    await _PUTS[asked](turn.desk, number, int(form.fields["stage"]), typed)
    await forms.drop(turn)
    if asked == "new_title":
        await card.show_card(turn, number)
    else:
        turn.answer("contribution_decided_now", code=code_of(number), declined=asked == "reason")


async def press(turn: Turn, form: Form, pressed: Press) -> None:
    await _cancel(turn)


async def _cancel(turn: Turn) -> None:
    await forms.drop(turn)
    turn.answer("cancelled")


async def _withdraw(turn: Turn, pressed: Pressed) -> None:
    found = await withdraw_contribution(turn.desk, ContributionId(pressed.number), pressed.version)
    turn.answer("contribution_withdrawn", code=code_of(found.id))


async def _may(turn: Turn, pressed: Pressed) -> None:
    found = await clear_restricted(turn.desk, ContributionId(pressed.number), pressed.version, yes=True)
    held = await waiting_number(turn.desk, found.announcement_id)
    turn.answer("contribution_cleared", code=code_of(found.id), yes=True, held=held)


async def _may_not(turn: Turn, pressed: Pressed) -> None:
    found = await clear_restricted(turn.desk, ContributionId(pressed.number), pressed.version, yes=False)
    turn.answer("contribution_cleared", code=code_of(found.id), yes=False, held=0)


async def _open_forum(turn: Turn, _: Pressed) -> None:
    opened = await open_forum(turn.desk)
    row = [(turn.text("button_forum_open"), turn.button(OPEN_FOR_ALL, 0))]
    turn.answer(
        "forum_opened",
        buttons=[row] if opened.left else (),
        link=opened.address.link,
        agreements=list(opened.told[:MOST_NAMED]),
        more=max(0, len(opened.told) - MOST_NAMED),
        late=sum(one.late for one in opened.told),
        count=len(opened.told),
        left=opened.left,
    )


BUTTONS: Mapping[str, TakesButton] = {
    SEE: _see,
    card.LIST: _list,
    card.NEXT: _next,
    card.FILE: _file,
    card.PUBLISH: _publish,
    card.ANSWER: _answer,
    card.DECLINE: _decline,
    card.RETITLE: _retitle,
    WITHDRAW: _withdraw,
    MAY: _may,
    MAY_NOT: _may_not,
    OPEN_FOR_ALL: _open_forum,
}
