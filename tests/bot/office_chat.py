"""One person's chat, driven without the door: what is said, pressed and sent, on one day, and the answers."""

from collections.abc import Sequence
from datetime import date, timedelta

from bot import dialogues
from bot.attachments import Attachment, keep
from bot.dispatch import dispatch, open_turn
from bot.forms import open_form
from bot.plan_file import read_file
from bot.turn import Answer, Turn
from bot.update import Said
from db import Database
from db.ids import PersonId
from db.people import Person
from rede.attachment_folder import AttachmentFolder
from rede.desk import Desk, Office
from tests.rede.makers import a_desk, morning


class OfficeChat:
    def __init__(self, database: Database, who: PersonId, day: date) -> None:
        self._database, self._who, self._day = database, who, day
        self.answers: Sequence[Answer] = ()
        #: How long after 8h it is said.
        self.later = timedelta(0)
        #: None: that of the makers.
        self.office: Office | None = None
        #: Where files are kept, by forms that keep them.
        self.folder: AttachmentFolder | None = None
        self._heard: list[Sequence[Answer]] = []

    async def says(self, text: str) -> str:
        return await self._turn(Said(update_id=1, chat_id=int(self._who), private=True, text=text))

    async def sends(
        self, content: str | bytes, name: str = "plano.txt", *, caption: str = "", album: str = ""
    ) -> str:
        said = Said(update_id=1, chat_id=int(self._who), private=True, text=caption, album=album)
        raw = content.encode() if isinstance(content, str) else content
        return await self._turn(said, Attachment(name, raw))

    async def presses(self, label: str) -> str:
        return await self.presses_data(self.button(label))

    async def presses_data(self, data: str) -> str:
        return await self._turn(Said(update_id=1, chat_id=int(self._who), private=True, pressed=data))

    def button(self, label: str) -> str:
        """Of the newest message that has it."""
        shown = [answer for answers in reversed(self._heard) for answer in answers]
        buttons = [button for answer in shown for row in answer.buttons for button in row]
        return next(data for text, data in buttons if text == label)

    async def fields(self) -> dict[str, str]:
        """Of the open form; empty where none is open."""
        async with a_desk(
            self._database, actor=self._who, now=morning(self._day) + self.later, office=self.office
        ) as desk:
            form = await open_form(
                await self._made(desk, Said(update_id=1, chat_id=int(self._who), private=True))
            )
            return form.fields if form else {}

    async def _made(self, desk: Desk, said: Said) -> Turn:
        return await open_turn(desk, said, await desk.session.get_one(Person, self._who))

    async def _turn(self, said: Said, attachment: Attachment | None = None) -> str:
        async with a_desk(
            self._database, actor=self._who, now=morning(self._day) + self.later, office=self.office
        ) as desk:
            turn = await self._made(desk, said)
            form = await open_form(turn)
            if form is not None and dialogues.DIALOGUES[form.name].takes_files:
                turn.file = keep(self.folder, attachment) if self.folder and attachment else attachment
            elif form is not None:
                turn.plan = read_file(form.fields, attachment)
            await dispatch(turn)
        self.answers = turn.answers
        self._heard.append(turn.answers)
        return "\n".join(answer.text for answer in turn.answers)
