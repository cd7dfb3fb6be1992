"""/solicitar: the Secretariat asks partners what they did in a period, by a date; partners see and send answers.

In one line: `/solicitar "Relatório 2026" até 15/01/2027 de 01/01/2026 a 31/12/2026 camada:1`. `/solicitar 3`: one.
"""

from collections.abc import Mapping

from bot.forms import Form, Press
from bot.requesting import answering, following, opening
from bot.requesting.opening import NAME
from bot.turn import TakesButton, Turn
from rede.bound_buttons import Pressed
from rede.requested import SEE_DRAFT

#: Begins another one, where a list would be shown.
NEW = ("novo", "nova")

__all__ = ["BUTTONS", "NAME", "handle", "press", "resume"]


async def handle(turn: Turn) -> None:
    typed = turn.arguments.strip()
    if not turn.of_the_secretariat:
        await answering.begin(turn)
    elif typed.isascii() and typed.isdecimal() and len(typed) < 10:
        await following.show(turn, int(typed))
    elif typed.lower() in NEW:
        await opening.begin(turn)
    elif typed or not await following.list_requests(turn):
        await opening.begin(turn, typed)


async def resume(turn: Turn, form: Form) -> None:
    if not turn.said.text.strip():
        turn.answer("only_text")
    elif answering.is_answering(form):
        await answering.resume(turn, form)
    elif "move" in form.fields:
        await following.take_day(turn, form, turn.said.text.strip())
    else:
        await opening.resume(turn, form)


async def press(turn: Turn, form: Form, pressed: Press) -> None:
    if answering.is_answering(form):
        await answering.press(turn, form, pressed)
    else:
        await opening.press(turn, form, pressed)


async def _new(turn: Turn, pressed: Pressed) -> None:
    await opening.begin(turn)


BUTTONS: Mapping[str, TakesButton] = {
    SEE_DRAFT: answering.see,
    "pedidode": answering.see_asked,
    "pedidonovo": _new,
    "pedidover": following.see,
    "pedidofalta": following.missing,
    "pedidolembra": following.remind,
    "pedidomuda": following.ask_day,
    "pedidocancela": following.ask_cancel,
    "pedidocancelasim": following.cancel,
    "pedidoencerra": following.ask_close,
    "pedidoencerrasim": following.close,
    "pedidoresumo": following.sum_up,
    "pedidobaixa": following.download,
}
