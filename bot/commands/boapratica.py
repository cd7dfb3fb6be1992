"""/boapratica: a good practice for the others (goal C5); `/boapratica CT-000012` brings an announced one, whole.

In one line: `/boapratica Título | texto | endereço`.
"""

from collections.abc import Mapping

from bot.contributing.asking import begin, press, resume
from bot.contributing.whole import show_whole
from bot.turn import TakesButton, Turn
from db.ids import ContributionId
from rede.bound_buttons import Pressed
from rede.offers import read_code
from rede.publishing import WHOLE

__all__ = ["BUTTONS", "NAME", "handle", "press", "resume"]

NAME = "boapratica"


async def handle(turn: Turn) -> None:
    number = read_code(turn.arguments)
    if number is not None:
        await show_whole(turn, number)
    else:
        await begin(turn, NAME)


async def _whole(turn: Turn, pressed: Pressed) -> None:
    await show_whole(turn, ContributionId(pressed.number))


BUTTONS: Mapping[str, TakesButton] = {WHOLE: _whole}
