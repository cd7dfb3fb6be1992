"""Reports of deliverables, each with its protocol number (`RP-2026-000142`)."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from sqlalchemy import ForeignKey, Numeric, select
from sqlalchemy.orm import Mapped, mapped_column

from db.database import Base, Session, insert, text_enum
from db.ids import DeliverableId, InstitutionId, ObligationId, PersonId


class DeliverableState(StrEnum):
    SUBMITTED = "submitted"
    #: Brought in from the time before the service, to be checked.
    HISTORY = "history"


class Deliverable(Base):
    __tablename__ = "deliverables"

    id: Mapped[DeliverableId] = mapped_column(primary_key=True, init=False)
    protocol: Mapped[str] = mapped_column(unique=True)
    obligation_id: Mapped[ObligationId] = mapped_column(ForeignKey("obligations.id"), index=True)
    institution_id: Mapped[InstitutionId] = mapped_column(ForeignKey("institutions.id"))
    #: None for what was brought in from before.
    person_id: Mapped[PersonId | None] = mapped_column(ForeignKey("people.id"))
    #: When the service received the complete report: the date that counts.
    received_at: Mapped[datetime]
    description: Mapped[str]
    #: Class hours, for goals with a quantity.
    hours: Mapped[Decimal | None] = mapped_column(Numeric(8, 2), default=None)
    state: Mapped[DeliverableState] = mapped_column(
        text_enum(DeliverableState, "state"), default=DeliverableState.SUBMITTED
    )


class ProtocolCounter(Base):
    __tablename__ = "protocol_counters"

    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    last: Mapped[int]


async def next_protocol(session: Session, *, year: int) -> str:
    """Numbers have no gaps: the counter is part of the transaction that uses the number."""
    counted = insert(session, ProtocolCounter).values(year=year, last=1)
    counted = counted.on_conflict_do_update(index_elements=["year"], set_={"last": ProtocolCounter.last + 1})
    number = (await session.scalars(counted.returning(ProtocolCounter.last))).one()
    return f"RP-{year}-{number:06d}"


async def deliverables_of(session: Session, obligation_id: ObligationId) -> Sequence[Deliverable]:
    found = select(Deliverable).where(Deliverable.obligation_id == obligation_id).order_by(Deliverable.id)
    return (await session.scalars(found)).all()
