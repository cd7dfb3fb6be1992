"""/indicar: who follows the agreement, who is responsible for the Painel, multiplicadores on their path; and for
the Secretariat access to the Painel and the CPF that come by e-mail. What each does: bot/nominating/."""

from collections.abc import Mapping

from bot import forms
from bot.forms import Form, Press
from bot.nominating import cpf, panel, path, person
from bot.nominating.words import Part, What, read_what
from bot.turn import TakesButton, Turn
from rede.announce import Buttons
from rede.panel_access import GIVE, NOT_YET, WORKS

NAME = "indicar"
BUTTONS: Mapping[str, TakesButton] = {
    GIVE: panel.press_give,
    WORKS: panel.press_answer,
    NOT_YET: panel.press_answer,
    path.STEP: path.press_step,
    cpf.RECEIVED: cpf.press_received,
}
MENU = "menu"
#: By the part of the form that is open.
_RESUMES = {person.PART: person.resume, path.PART: path.resume, panel.PART: panel.resume}
_PRESSES = {person.PART: person.press, path.PART: path.press, panel.PART: panel.press}


async def handle(turn: Turn) -> None:
    """What is named first says which of them it is."""
    await _begin(turn, turn.arguments)


async def _begin(turn: Turn, arguments: str) -> None:
    what, rest = read_what(arguments)
    match what:
        case What.MULTIPLIER if await path.begin_named(turn, rest):
            pass
        case What():
            await person.begin(turn, what, rest)
        case Part.MULTIPLIERS:
            await path.show(turn, rest)
        case Part.ACCESS:
            await panel.show(turn, rest)
        case Part.CPF:
            await cpf.show(turn, rest)
        case None:
            await _ask_what(turn, unknown=bool(rest))


async def _ask_what(turn: Turn, *, unknown: bool) -> None:
    form = Form(NAME, {"part": MENU})
    offered: list[What | Part] = [What.FOLLOWS]
    if turn.of_the_secretariat:
        offered += [Part.ACCESS, Part.MULTIPLIERS, *([Part.CPF] if turn.desk.office.asks_cpf else [])]
    else:
        offered += [What.PANEL, What.MULTIPLIER, Part.MULTIPLIERS]
    labels = [(turn.text("button_nominate", what=str(one)), str(one)) for one in offered]
    buttons: Buttons = [[(label, forms.button(form, "what", value))] for label, value in labels]
    turn.answer("nominate_ask_what", buttons=buttons, unknown=unknown, secretariat=turn.of_the_secretariat)
    await forms.keep(turn, form)


async def resume(turn: Turn, form: Form) -> None:
    part = form.fields.get("part", MENU)
    if part in _RESUMES:
        await _RESUMES[part](turn, form)
    else:
        await _begin(turn, turn.said.text)


async def press(turn: Turn, form: Form, pressed: Press) -> None:
    part = form.fields.get("part", MENU)
    if part in _PRESSES:
        await _PRESSES[part](turn, form, pressed)
        return
    await forms.drop(turn)
    # As if it had been typed: where it has to be asked for which institution, that is handled again.
    turn.again = f"/indicar {pressed.value}"
