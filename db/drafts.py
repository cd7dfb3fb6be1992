"""Half-filled forms of the chat: one per chat, so that a dialogue survives a crash and a week."""

from datetime import datetime

from sqlalchemy import BigInteger, delete
from sqlalchemy.orm import Mapped, mapped_column

from db.database import Base, Session


class Draft(Base):
    __tablename__ = "drafts"

    chat_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    #: Name of the form, the command that opened it.
    form: Mapped[str]
    #: JSON object, texts only: what has been filled so far.
    fields: Mapped[str]
    #: Grows at each step: a button of an older step is told from a current one.
    version: Mapped[int]
    updated_at: Mapped[datetime]


async def draft_of(session: Session, chat_id: int) -> Draft | None:
    return await session.get(Draft, chat_id)


async def keep_draft(session: Session, draft: Draft) -> None:
    """Replaces the chat's draft, whatever it was."""
    await session.merge(draft)


async def drop_draft(session: Session, chat_id: int) -> None:
    await session.execute(delete(Draft).where(Draft.chat_id == chat_id))
