"""/oferecercurso: the offer of a course to the others (goal C6).

In one line: `/oferecercurso Curso | o que ensina | 30 vagas | 10/03 a 12/03 | remota | inscrição | para quem`.
"""

from collections.abc import Mapping

from bot.contributing.asking import begin, press, resume
from bot.turn import TakesButton, Turn

__all__ = ["BUTTONS", "NAME", "handle", "press", "resume"]

NAME = "oferecercurso"
BUTTONS: Mapping[str, TakesButton] = {}


async def handle(turn: Turn) -> None:
    await begin(turn, NAME)
