"""Notices: what one person is told at one moment, and the lines that say what about."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column

from db.database import Base, Session, text_enum
from db.ids import NoticeId, ObligationId, PersonId


class NoticeKind(StrEnum):
    #: Answer in a dialogue: worthless after ten minutes.
    REPLY = "reply"
    #: Proof of something done: never expires.
    RECEIPT = "receipt"
    REMINDER = "reminder"
    #: The Secretariat is told of a new report.
    REPORT = "report"


class Notice(Base):
    """What one person is told at one moment."""

    __tablename__ = "notices"

    id: Mapped[NoticeId] = mapped_column(primary_key=True, init=False)
    kind: Mapped[NoticeKind] = mapped_column(text_enum(NoticeKind, "kind"))
    created_at: Mapped[datetime]
    #: None for a chat that belongs to nobody yet.
    person_id: Mapped[PersonId | None] = mapped_column(ForeignKey("people.id"), default=None)
    #: Makes putting it twice harmless: `update:81:0`.
    key: Mapped[str | None] = mapped_column(unique=True, default=None)
    acknowledged_at: Mapped[datetime | None] = mapped_column(default=None)


class NoticeLine(Base):
    """(obligation, step, person) is unique: a bell may ring twice, and no one is told twice."""

    __tablename__ = "notice_lines"
    __table_args__ = (UniqueConstraint("obligation_id", "step", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    notice_id: Mapped[NoticeId] = mapped_column(ForeignKey("notices.id"), index=True)
    obligation_id: Mapped[ObligationId] = mapped_column(ForeignKey("obligations.id"))
    step: Mapped[str]
    person_id: Mapped[PersonId] = mapped_column(ForeignKey("people.id"))
    #: The obligation ended before the notice left, or after: the line is no longer told.
    withdrawn_at: Mapped[datetime | None] = mapped_column(default=None)


async def told_already(
    session: Session, person_id: PersonId, lines: Sequence[tuple[ObligationId, str]]
) -> set[tuple[ObligationId, str]]:
    """Which of these (obligation, step) the person has been told, or is about to be."""
    found = select(NoticeLine.obligation_id, NoticeLine.step).where(
        NoticeLine.person_id == person_id, NoticeLine.obligation_id.in_([line[0] for line in lines])
    )
    return {(row[0], row[1]) for row in (await session.execute(found)).all()} & set(lines)
