"""The forum group of the Rede on Telegram: which chat it is, and which of its topics is for which axis."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from db.database import Base
from db.ids import PersonId


class ForumGroup(Base):
    __tablename__ = "forum_groups"

    chat_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    title: Mapped[str]
    attached_at: Mapped[datetime]
    attached_by: Mapped[PersonId | None] = mapped_column(ForeignKey("people.id"), default=None)
    left_at: Mapped[datetime | None] = mapped_column(default=None)


class ForumTopic(Base):
    __tablename__ = "forum_topics"

    chat_id: Mapped[int] = mapped_column(ForeignKey("forum_groups.chat_id"), primary_key=True)
    #: `1`, `2`, `3`; empty for what belongs to no axis.
    axis: Mapped[str] = mapped_column(primary_key=True)
    #: Bot API, message_thread_id.
    thread_id: Mapped[int] = mapped_column(BigInteger)
