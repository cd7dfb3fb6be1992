"""Agreements (ACT, AC, instrumento de adesão): four dates kept apart, and the policy that counts."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, UniqueConstraint, select
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
    #: Last signature, publication in the DOU, start and end of vigência.
    signed: Mapped[date | None] = mapped_column(default=None)
    published: Mapped[date | None] = mapped_column(default=None)
    starts: Mapped[date | None] = mapped_column(default=None)
    ends: Mapped[date | None] = mapped_column(default=None)


async def instrument_of(session: Session, institution_id: InstitutionId, number: str) -> Instrument | None:
    found = select(Instrument).where(Instrument.institution_id == institution_id, Instrument.number == number)
    return (await session.scalars(found)).one_or_none()
