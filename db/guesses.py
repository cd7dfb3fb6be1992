"""Wrong words and codes by chat: after some of them answers slow down, and the Secretariat is told."""

from datetime import datetime

from sqlalchemy import BigInteger, delete
from sqlalchemy.orm import Mapped, mapped_column

from db.database import Base, Session


class Guesses(Base):
    __tablename__ = "guesses"

    chat_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    wrong: Mapped[int]
    last_at: Mapped[datetime]
    #: The Secretariat was told.
    alarmed_at: Mapped[datetime | None] = mapped_column(default=None)


async def guesses_of(session: Session, chat_id: int) -> Guesses | None:
    return await session.get(Guesses, chat_id, populate_existing=True)


async def forget_guesses(session: Session, chat_id: int) -> None:
    await session.execute(delete(Guesses).where(Guesses.chat_id == chat_id))
