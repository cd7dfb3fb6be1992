"""Notices: what one person is told at one moment, and the lines that say what about."""

from collections.abc import Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple

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
    #: Dates moved with a list of days without work, or with the dates of the instrument.
    MOVED = "moved"
    #: The service begins in a network that is there already: once a person.
    WELCOME = "welcome"
    #: What the second layer left open, for whoever it joined through; counts, for the Secretariat.
    WEEKLY = "weekly"


class LineKey(NamedTuple):
    """What a line tells one person of."""

    obligation_id: ObligationId
    step: str
    aim: date


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
    """(obligation, step, aim, person) is unique: a bell may ring twice, and no one is told twice."""

    __tablename__ = "notice_lines"
    __table_args__ = (UniqueConstraint("obligation_id", "step", "aim", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    notice_id: Mapped[NoticeId] = mapped_column(ForeignKey("notices.id"), index=True)
    obligation_id: Mapped[ObligationId] = mapped_column(ForeignKey("obligations.id"))
    step: Mapped[str]
    #: The day that the step counts from (literal, or extended once it is late): when the date moves, its steps
    #: are told again.
    aim: Mapped[date]
    person_id: Mapped[PersonId] = mapped_column(ForeignKey("people.id"))
    #: The obligation ended before the notice left, or after: the line is no longer told.
    withdrawn_at: Mapped[datetime | None] = mapped_column(default=None)


async def told_already(session: Session, person_id: PersonId, lines: Sequence[LineKey]) -> set[LineKey]:
    """Which of these lines the person has been told, or is about to be."""
    found = select(NoticeLine.obligation_id, NoticeLine.step, NoticeLine.aim).where(
        NoticeLine.person_id == person_id,
        NoticeLine.obligation_id.in_([line.obligation_id for line in lines]),
    )
    return {LineKey(*row) for row in (await session.execute(found)).all()} & set(lines)
