"""What happened, or was called for, and creates a duty: a termo signed, a request, a course changed."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import ForeignKey, or_, select
from sqlalchemy.orm import Mapped, mapped_column

from db.database import Base, Session
from db.ids import HappeningId, InstrumentId, PersonId


class Happening(Base):
    __tablename__ = "happenings"

    id: Mapped[HappeningId] = mapped_column(primary_key=True, init=False)
    #: A `scheduler.rules.EventKind`, as text.
    kind: Mapped[str]
    #: The day from which a rule counts, or by which it asks.
    day: Mapped[date]
    noted_at: Mapped[datetime]
    #: Whom it concerns; None: every instrument.
    instrument_id: Mapped[InstrumentId | None] = mapped_column(
        ForeignKey("instruments.id"), index=True, default=None
    )
    noted_by: Mapped[PersonId | None] = mapped_column(ForeignKey("people.id"), default=None)
    #: The very instant, where it has one: a meeting begins, a term of hours is counted from it.
    at: Mapped[datetime | None] = mapped_column(default=None)
    detail: Mapped[str] = mapped_column(default="")
    #: It was an error, or called off: no duty follows from it.
    cancelled_at: Mapped[datetime | None] = mapped_column(default=None)


async def happenings_for(session: Session, instrument_id: InstrumentId) -> Sequence[Happening]:
    """What concerns an instrument and was not called off, by day."""
    concerns = or_(Happening.instrument_id == instrument_id, Happening.instrument_id.is_(None))
    found = select(Happening).where(concerns, Happening.cancelled_at.is_(None))
    return (await session.scalars(found.order_by(Happening.day, Happening.id))).all()
