"""Agreements (ACT, AC, instrumento de adesão): four dates kept apart, and the policy that counts."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import ColumnElement, ForeignKey, UniqueConstraint, func, or_, select, update
from sqlalchemy.orm import Mapped, mapped_column

from db.database import Base, Session
from db.ids import InstitutionId, InstrumentId


class Instrument(Base):
    __tablename__ = "instruments"
    __table_args__ = (UniqueConstraint("institution_id", "number"),)

    id: Mapped[InstrumentId] = mapped_column(primary_key=True, init=False)
    institution_id: Mapped[InstitutionId] = mapped_column(ForeignKey("institutions.id"))
    #: As the document names it ("AC 15/2025"); empty where it has no number.
    number: Mapped[str]
    sei: Mapped[str]
    #: `lei-9784` or `codigo-civil`.
    policy: Mapped[str]
    imported_at: Mapped[datetime]
    #: Which calendars its open dates were last counted by (`Calendars.mark` of rede); another: they are behind.
    counted_by: Mapped[str] = mapped_column(default="", index=True)
    #: Last signature, publication in the DOU, start and end of vigência.
    signed: Mapped[date | None] = mapped_column(default=None)
    published: Mapped[date | None] = mapped_column(default=None)
    starts: Mapped[date | None] = mapped_column(default=None)
    ends: Mapped[date | None] = mapped_column(default=None)
    #: What fell due before is history, to be checked: never reminded of. None: as `[reminders] go_live` says.
    go_live: Mapped[date | None] = mapped_column(default=None)

    @property
    def counted_from(self) -> date | None:
        """The start of the vigência; while it is not known the publication, else the last signature, and what is
        counted from there is provisional. None: nothing can be counted."""
        return self.starts or self.published or self.signed


def counted_from() -> ColumnElement[date | None]:
    """`Instrument.counted_from`, to ask the database by."""
    return func.coalesce(Instrument.starts, Instrument.published, Instrument.signed)


async def instrument_of(session: Session, institution_id: InstitutionId, number: str) -> Instrument | None:
    found = select(Instrument).where(Instrument.institution_id == institution_id, Instrument.number == number)
    return (await session.scalars(found)).one_or_none()


async def instruments_of(session: Session, institution_id: InstitutionId) -> Sequence[Instrument]:
    """The oldest first."""
    found = select(Instrument).where(Instrument.institution_id == institution_id).order_by(Instrument.id)
    return (await session.scalars(found)).all()


async def instruments_in_force(
    session: Session,
    *,
    on: date,
    institution_ids: Sequence[InstitutionId] | None = None,
    held: bool = False,
) -> Sequence[Instrument]:
    """Instruments that count on a day, by id, of these institutions (None: of any). `held`: nobody else changes
    them till the end of the transaction."""
    in_force = (counted_from() <= on, or_(Instrument.ends.is_(None), Instrument.ends >= on))
    found = select(Instrument).where(*in_force).order_by(Instrument.id)
    if institution_ids is not None:
        found = found.where(Instrument.institution_id.in_(institution_ids))
    if held:
        found = found.with_for_update(key_share=True)
    return (await session.scalars(found)).all()


async def instruments_behind(session: Session, mark: str) -> Sequence[InstrumentId]:
    """Instruments that can be counted, by id, whose open dates were counted by other calendars than `mark` says."""
    # Two ranges of an index, and sorted here: nobody is behind most of the time.
    other = or_(Instrument.counted_by < mark, Instrument.counted_by > mark)
    found = select(Instrument.id).where(other, counted_from().is_not(None))
    return sorted((await session.scalars(found)).all())


async def held_instruments(session: Session, ids: Sequence[InstrumentId]) -> Sequence[Instrument]:
    """These as they are now, by id; nobody else changes them till the end of the transaction."""
    found = select(Instrument).where(Instrument.id.in_(ids)).order_by(Instrument.id)
    return (await session.scalars(found.with_for_update(key_share=True))).all()


async def take_to_recount(session: Session, instrument_id: InstrumentId, mark: str) -> bool:
    """Marks the instrument as counted by `mark`; False when somebody else did so first."""
    behind = update(Instrument).where(Instrument.id == instrument_id, Instrument.counted_by != mark)
    taken = behind.values(counted_by=mark).returning(Instrument.id)
    return (await session.scalars(taken)).first() is not None


async def count_again(session: Session, institution_id: InstitutionId | None) -> None:
    """Puts the instruments of an institution behind, or every one: their open dates are counted anew."""
    behind = update(Instrument).values(counted_by="")
    if institution_id is not None:
        behind = behind.where(Instrument.institution_id == institution_id)
    await session.execute(behind)
