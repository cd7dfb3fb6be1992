"""Requests of the Secretariat for what partners did (goal 3.5): each with its own date, till it is compiled."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from db.database import Base
from db.ids import DeliverableId, EnclosureId, HappeningId, InstitutionId, ObligationId, PersonId, RequestId


class Request(Base):
    __tablename__ = "requests"

    id: Mapped[RequestId] = mapped_column(primary_key=True, init=False)
    title: Mapped[str]
    text: Mapped[str]
    #: By which it asks.
    due: Mapped[date]
    #: The period whose reports are asked for, both days included.
    first: Mapped[date]
    last: Mapped[date]
    audience: Mapped[str]
    created_at: Mapped[datetime]
    created_by: Mapped[PersonId | None] = mapped_column(ForeignKey("people.id"), default=None)
    closed_at: Mapped[datetime | None] = mapped_column(default=None)
    closed_by: Mapped[PersonId | None] = mapped_column(ForeignKey("people.id"), default=None)
    cancelled_at: Mapped[datetime | None] = mapped_column(default=None)
    #: What was compiled when it was closed.
    enclosure_id: Mapped[EnclosureId | None] = mapped_column(ForeignKey("enclosures.id"), default=None)


class Asked(Base):
    """One institution that a request asks, and what came of it."""

    __tablename__ = "requests_asked"
    __table_args__ = (UniqueConstraint("request_id", "institution_id"),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    request_id: Mapped[RequestId] = mapped_column(ForeignKey("requests.id"), index=True)
    institution_id: Mapped[InstitutionId] = mapped_column(ForeignKey("institutions.id"), index=True)
    happening_id: Mapped[HappeningId | None] = mapped_column(ForeignKey("happenings.id"), default=None)
    #: Of goal 3.5; None where the institution has no plan in force.
    obligation_id: Mapped[ObligationId | None] = mapped_column(
        ForeignKey("obligations.id"), index=True, default=None
    )
    #: The draft made ready for it, as its people changed it so far: JSON; empty: as it was filled.
    draft: Mapped[str] = mapped_column(default="")
    deliverable_id: Mapped[DeliverableId | None] = mapped_column(ForeignKey("deliverables.id"), default=None)
    answered_at: Mapped[datetime | None] = mapped_column(default=None)
