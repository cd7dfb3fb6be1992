"""Somebody's chat in which an announcement is written, shown and confirmed; and one that is under way already."""

from datetime import date

from sqlalchemy import select

from bot.formatted import Entity
from bot.update import Said
from db import Database
from db.announcements import Announcement
from db.ids import AnnouncementId
from elo.announcing import fill_announcements
from tests.bot.office_chat import OfficeChat
from tests.rede.makers import ANA, JOAO, MARIA, link, make_office, morning, person_id, register

DAY = date(2025, 12, 10)
WORDS = "Curso de Transferegov\nAs inscrições vão até 12/12/2026."


class WritersChat(OfficeChat):
    async def writes(self, text: str, *marks: Entity) -> str:
        """With formatting."""
        return await self._turn(
            Said(update_id=1, chat_id=int(self._who), private=True, text=text, entities=marks)
        )

    async def says_all(self, *texts: str) -> str:
        """One after another; the answer to the last."""
        answers = [await self.says(text) for text in texts]
        return answers[-1]

    def labels(self) -> list[str]:
        return [label for answer in self.answers for row in answer.buttons for label, _ in row]


async def chat_of(database: Database, email: str = ANA) -> WritersChat:
    """The Secretariat, a first-layer institution and one of its second layer, each with a person in Telegram."""
    await register(database)
    for who, chat in ((ANA, 70), (MARIA, 71), (JOAO, 72)):
        await link(database, who, chat)
    return await another_chat(database, email)


async def another_chat(database: Database, email: str) -> WritersChat:
    return WritersChat(database, await person_id(database, email), DAY)


async def announced(database: Database) -> Announcement:
    """The newest."""
    async with database.read() as session:
        newest = select(Announcement).order_by(Announcement.id.desc()).limit(1)
        return (await session.scalars(newest)).one()


async def none_announced(database: Database) -> bool:
    async with database.read() as session:
        return await session.scalar(select(Announcement.id).limit(1)) is None


async def sent_by(chat: WritersChat, database: Database) -> AnnouncementId:
    """One to everybody, confirmed, of which each person's notice is put."""
    await chat.says_all("/transmitir todos", WORDS, "continuar", "agora", "3")
    later = morning(DAY).replace(hour=10)
    await fill_announcements(database, make_office(), later)
    return AnnouncementId((await announced(database)).id)
