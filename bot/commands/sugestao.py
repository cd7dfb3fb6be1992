"""/sugestao: a suggestion to the Rede (Portaria SEGES/MGI nº 4.890/2023, art. 21, XI), in one line or asked for."""

from collections.abc import Mapping

from bot.contributing.asking import begin, press, resume
from bot.turn import TakesButton, Turn

__all__ = ["BUTTONS", "NAME", "handle", "press", "resume"]

NAME = "sugestao"
BUTTONS: Mapping[str, TakesButton] = {}


async def handle(turn: Turn) -> None:
    await begin(turn, NAME)
