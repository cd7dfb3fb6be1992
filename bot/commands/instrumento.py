"""/instrumento: for the Secretariat, a partner's agreement: import its plan, set its dates, amend it, read it."""

from bot import forms
from bot.forms import Form, Press
from bot.instrument import amendment, dates, home, plan
from bot.instrument.asking import CANCEL, NAME, word_of
from bot.turn import Turn
from rede.access import NotYours, require_secretariat
from scheduler.plan.cpf import has_cpf

__all__ = ["NAME", "handle", "press", "resume"]


async def handle(turn: Turn) -> None:
    """`/instrumento` or `/instrumento UPB`."""
    await _require(turn)
    await home.begin(turn, turn.arguments.strip())


async def resume(turn: Turn, form: Form) -> None:
    """A file or a text while the form is open."""
    await _require(turn)
    sent, flow = turn.plan, form.fields.get("flow")
    if has_cpf(turn.said.text):
        # The form is not kept again, so the question above stays good.
        turn.answer("instrument_with_cpf")
    elif sent is None or not sent.is_new:
        await _go_on(turn, form, turn.said.text)
    elif flow == plan.FLOW:
        await plan.take_file(turn, form, sent)
    elif flow == amendment.FLOW:
        await amendment.take_file(turn, form, sent)
    else:
        turn.answer("instrument_file_unasked")


async def press(turn: Turn, form: Form, pressed: Press) -> None:
    """A button of the current version of the form: it says its word."""
    await _require(turn)
    await _go_on(turn, form, pressed.value)


async def _require(turn: Turn) -> None:
    if turn.desk.actor is None:
        raise NotYours
    await require_secretariat(turn.desk)


async def _go_on(turn: Turn, form: Form, said: str) -> None:
    if word_of(said) == CANCEL:
        await forms.drop(turn)
        turn.answer("cancelled")
        return
    match form.fields.get("flow"):
        case plan.FLOW:
            await plan.go_on(turn, form, said)
        case dates.FLOW:
            await dates.go_on(turn, form, said)
        case amendment.FLOW:
            await amendment.go_on(turn, form, said)
        case _:
            await home.go_on(turn, form, said)
