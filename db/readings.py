"""Readings of deadline phrases that the Secretariat decided: each serves every identical phrase till revised."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ForeignKey, Index, select, text
from sqlalchemy.orm import Mapped, mapped_column

from db.database import Base, Session
from db.ids import DecisionId, PersonId


class ReadingDecision(Base):
    """Never changed, only replaced: what was decided before stays on record."""

    __tablename__ = "reading_decisions"
    __table_args__ = (
        Index(
            "uq_reading_decisions_phrase",
            "phrase",
            unique=True,
            sqlite_where=text("replaced_at IS NULL"),
            postgresql_where=text("replaced_at IS NULL"),
        ),
    )

    id: Mapped[DecisionId] = mapped_column(primary_key=True, init=False)
    #: In plain lower-case letters, so that case, accents and spaces make no other phrase.
    phrase: Mapped[str]
    #: To the letter, as it stood where it was decided.
    written: Mapped[str]
    #: JSON of scheduler.deadlines.
    rule: Mapped[str]
    reading: Mapped[str]
    decided_at: Mapped[datetime]
    #: None when it was decided on the command line.
    person_id: Mapped[PersonId | None] = mapped_column(ForeignKey("people.id"))
    why: Mapped[str] = mapped_column(default="")
    sei: Mapped[str] = mapped_column(default="")
    replaced_at: Mapped[datetime | None] = mapped_column(default=None)


async def decisions_in_force(session: Session) -> dict[str, ReadingDecision]:
    """By the phrase in plain letters."""
    found = select(ReadingDecision).where(ReadingDecision.replaced_at.is_(None))
    return {decision.phrase: decision for decision in (await session.scalars(found)).all()}


async def decisions_about(session: Session, phrase: str) -> Sequence[ReadingDecision]:
    """All that was ever decided about a phrase, the newest first."""
    found = select(ReadingDecision).where(ReadingDecision.phrase == phrase)
    return (await session.scalars(found.order_by(ReadingDecision.id.desc()))).all()


async def decide_reading(session: Session, new: ReadingDecision) -> None:
    """Puts a decision in force, in the place of the one before."""
    found = select(ReadingDecision).where(
        ReadingDecision.phrase == new.phrase, ReadingDecision.replaced_at.is_(None)
    )
    before = (await session.scalars(found)).one_or_none()
    if before is not None:
        before.replaced_at = new.decided_at
        await session.flush()
    session.add(new)
    await session.flush()
