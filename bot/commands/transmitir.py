"""/transmitir."""

from collections.abc import Mapping

from bot.forms import Form, Press
from bot.turn import TakesButton, Turn

NAME = "transmitir"
BUTTONS: Mapping[str, TakesButton] = {}


async def handle(turn: Turn) -> None:
    raise NotImplementedError


async def resume(turn: Turn, form: Form) -> None:
    raise NotImplementedError


async def press(turn: Turn, form: Form, press: Press) -> None:
    raise NotImplementedError
