"""What happened, or was called for, and creates a duty: a termo signed, a request, a course changed."""

from collections.abc import Collection, Sequence
from datetime import date, datetime

from sqlalchemy import ForeignKey, or_, select
from sqlalchemy.orm import Mapped, mapped_column

from db.database import Base, Session
from db.ids import HappeningId, InstitutionId, InstrumentId, MeetingId, PersonId
from db.institutions import Institution
from db.instruments import Instrument

#: The kind of an answer: no termo de adesão was signed in the month of its day.
NO_ADHESION = "sem-termo-de-adesao"


class Happening(Base):
    __tablename__ = "happenings"

    id: Mapped[HappeningId] = mapped_column(primary_key=True, init=False)
    #: A `scheduler.rules.EventKind`, as text; or an answer that nothing happened, which calls for nothing.
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
    #: The meeting that called for it, which reminds of itself.
    meeting_id: Mapped[MeetingId | None] = mapped_column(ForeignKey("meetings.id"), index=True, default=None)
    #: It was an error, or called off: no duty follows from it.
    cancelled_at: Mapped[datetime | None] = mapped_column(default=None)


async def happenings_for(session: Session, instrument_id: InstrumentId) -> Sequence[Happening]:
    """What concerns an instrument and was not called off, by day."""
    concerns = or_(Happening.instrument_id == instrument_id, Happening.instrument_id.is_(None))
    found = select(Happening).where(concerns, Happening.cancelled_at.is_(None))
    return (await session.scalars(found.order_by(Happening.day, Happening.id))).all()


async def happenings_alike(
    session: Session, kind: str, *, day: date, detail: str
) -> dict[InstrumentId | None, Happening]:
    """What is recorded already of that kind, day and detail, by whom it concerns."""
    alike = (Happening.kind == kind, Happening.day == day, Happening.detail == detail)
    found = select(Happening).where(*alike, Happening.cancelled_at.is_(None)).order_by(Happening.id.desc())
    return {one.instrument_id: one for one in (await session.scalars(found)).all()}


async def happenings_between(
    session: Session, kind: str, *, first: date, last: date, instruments: Collection[InstrumentId] = ()
) -> Sequence[Happening]:
    """What happened of a kind in those days, both included, to these instruments alone; none: to all of them."""
    days = (Happening.kind == kind, Happening.day.between(first, last), Happening.cancelled_at.is_(None))
    found = select(Happening).where(*days).order_by(Happening.day, Happening.id)
    if instruments:
        found = found.where(Happening.instrument_id.in_(instruments))
    return (await session.scalars(found)).all()


async def happenings_listed(
    session: Session, institution_id: InstitutionId | None, *, limit: int
) -> Sequence[tuple[Happening, str | None]]:
    """What concerns an institution (None: any), called off or not, the newest first, each with the acronym of whom
    it concerns alone."""
    found = (
        select(Happening, Institution.acronym)
        .outerjoin(Instrument, Instrument.id == Happening.instrument_id)
        .outerjoin(Institution, Institution.id == Instrument.institution_id)
        .order_by(Happening.day.desc(), Happening.id.desc())
        .limit(limit)
    )
    if institution_id is not None:
        own = Instrument.institution_id == institution_id
        found = found.where(or_(own, Happening.instrument_id.is_(None)))
    return [(row[0], row[1]) for row in (await session.execute(found)).all()]


async def happenings_of(
    session: Session,
    kinds: Collection[str],
    institution_ids: Collection[InstitutionId],
    *,
    first: date,
    last: date,
) -> Sequence[Happening]:
    """What was not called off, of these kinds and days (both included), for everybody or for one of these
    institutions; by day."""
    rows = select(Happening).outerjoin(Instrument, Instrument.id == Happening.instrument_id)
    concerns = or_(Happening.instrument_id.is_(None), Instrument.institution_id.in_(institution_ids))
    days = (Happening.kind.in_(kinds), Happening.day.between(first, last), Happening.cancelled_at.is_(None))
    return (await session.scalars(rows.where(concerns, *days).order_by(Happening.day, Happening.id))).all()
