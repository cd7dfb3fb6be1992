"""What a chat remembers beside its form: for which of several institutions the person speaks."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from db.database import Base, Session
from db.ids import InstitutionId


class Chat(Base):
    __tablename__ = "chats"

    chat_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    institution_id: Mapped[InstitutionId | None] = mapped_column(ForeignKey("institutions.id"))
    chosen_at: Mapped[datetime]


async def chosen_in(session: Session, chat_id: int) -> InstitutionId | None:
    """For which institution the person speaks in this chat; None where nothing was chosen."""
    chat = await session.get(Chat, chat_id)
    return chat.institution_id if chat else None


async def choose_in(session: Session, chat_id: int, institution_id: InstitutionId, *, now: datetime) -> None:
    await session.merge(Chat(chat_id=chat_id, institution_id=institution_id, chosen_at=now))
