"""/acaoconjunta: what institutions did together, told once; each partner confirms in one tap.

In one line: `/acaoconjunta 2.3 "Oficina de Obrasgov" 10/03/2026 com Irecê "40 pessoas formadas"`.
"""

from collections.abc import Mapping

from bot.for_whom import speaking_for
from bot.forms import Form, Press
from bot.joint import answering, telling
from bot.joint.telling import NAME
from bot.turn import TakesButton, Turn
from rede.joint_words import CONFIRM, DENY

__all__ = ["BUTTONS", "NAME", "handle", "press", "resume"]


async def handle(turn: Turn) -> None:
    place = await speaking_for(turn, list(turn.served))
    if place is None:
        return
    if not turn.arguments.strip():
        await answering.show_waiting(turn)
    await telling.begin(turn, place, turn.arguments)


async def resume(turn: Turn, form: Form) -> None:
    if turn.said.text.strip():
        await telling.resume(turn, form)
    else:
        turn.answer("only_text")


async def press(turn: Turn, form: Form, pressed: Press) -> None:
    await telling.press(turn, form, pressed)


BUTTONS: Mapping[str, TakesButton] = {CONFIRM: answering.confirm, DENY: answering.deny}
