"""/duvida: a question that goes to the forum group without a name; the answer comes back here."""

from collections.abc import Mapping

from bot.contributing.asking import begin, press, resume
from bot.turn import TakesButton, Turn

__all__ = ["BUTTONS", "NAME", "handle", "press", "resume"]

NAME = "duvida"
BUTTONS: Mapping[str, TakesButton] = {}


async def handle(turn: Turn) -> None:
    await begin(turn, NAME)
