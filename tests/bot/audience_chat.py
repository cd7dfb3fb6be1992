"""A form that asks for an audience and nothing else, in somebody's chat."""

import re
from collections.abc import Sequence

from bot.audience import ask_audience, take_audience_press, take_audience_text
from bot.forms import Dialogue, Form, Press, drop
from bot.turn import Answer, Turn
from bot.update import Said
from db import Database
from rede.audience import Audience
from tests.bot.office_chat import OfficeChat
from tests.rede.makers import NOW, a_desk, morning, person_id
from tests.rede.networks import address

NAME = "publico"


async def _resume(turn: Turn, form: Form) -> None:
    await _go_on(turn, await take_audience_text(turn, form))


async def _press(turn: Turn, form: Form, pressed: Press) -> None:
    await _go_on(turn, await take_audience_press(turn, form, pressed))


async def _go_on(turn: Turn, confirmed: Audience | None) -> None:
    """What was confirmed is the answer."""
    if confirmed is not None:
        await drop(turn)
        turn.answers.append(Answer(str(confirmed)))


DIALOGUE = Dialogue(_resume, _press)


class AudienceChat(OfficeChat):
    @classmethod
    async def of(cls, database: Database, name: str) -> "AudienceChat":
        return cls(database, await person_id(database, address(name)), NOW.date())

    async def begins(self, *, essential: bool = False) -> str:
        """As a command does that has to know an audience."""
        said = Said(update_id=1, chat_id=int(self._who), private=True)
        async with a_desk(self._database, actor=self._who, now=morning(self._day)) as desk:
            turn = await self._made(desk, said)
            await ask_audience(turn, Form(NAME), essential=essential)
        self.answers = turn.answers
        self._heard.append(turn.answers)
        return turn.answers[0].text

    async def spells(self, labels: Sequence[str], says: str = "") -> str:
        """The audience after these are pressed and that is typed, from the beginning."""
        said = await self.says("recomeçar")
        for label in labels:
            said = await self.presses(label)
        said = await self.says(says) if says else said
        return "".join(re.findall(r"<code>(.*?)</code>", said))

    async def confirmed(self, label: str) -> str:
        said = await self.presses(label)
        assert await self.fields() == {}
        return said

    def labels(self) -> list[str]:
        return [label for answer in self.answers for row in answer.buttons for label, _ in row]
