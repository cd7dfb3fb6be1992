"""Termos de adesão that a first-layer institution informs: each may become an institution of the second layer."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from db.database import Base, text_enum
from db.ids import AdhesionId, HappeningId, InstitutionId, InstrumentId, PersonId


class AdhesionState(StrEnum):
    #: Told by the partner: that is what goal C4 asks for.
    INFORMED = "informed"
    #: Taken by the Secretariat (art. 21, III): the institution is in the second layer.
    ACCEPTED = "accepted"
    REFUSED = "refused"


class Adhesion(Base):
    __tablename__ = "adhesions"
    __table_args__ = (UniqueConstraint("instrument_id", "cnpj", "signed"),)

    id: Mapped[AdhesionId] = mapped_column(primary_key=True, init=False)
    #: The agreement of the first-layer institution.
    instrument_id: Mapped[InstrumentId] = mapped_column(ForeignKey("instruments.id"))
    name: Mapped[str]
    #: 14 characters, upper case, unmasked.
    cnpj: Mapped[str]
    #: Last signature.
    signed: Mapped[date]
    informed_at: Mapped[datetime]
    informed_by: Mapped[PersonId | None] = mapped_column(ForeignKey("people.id"))
    state: Mapped[AdhesionState] = mapped_column(
        text_enum(AdhesionState, "state"), default=AdhesionState.INFORMED, index=True
    )
    #: What it called for in goal C4.
    happening_id: Mapped[HappeningId | None] = mapped_column(ForeignKey("happenings.id"), default=None)
    sei: Mapped[str] = mapped_column(default="")
    #: Start and end of its own vigência.
    starts: Mapped[date | None] = mapped_column(default=None)
    ends: Mapped[date | None] = mapped_column(default=None)
    uf: Mapped[str] = mapped_column(default="")
    municipality_code: Mapped[str] = mapped_column(default="")
    #: Who coordinates there, to be invited once it is accepted.
    contact_name: Mapped[str] = mapped_column(default="")
    contact_email: Mapped[str] = mapped_column(default="")
    decided_by: Mapped[PersonId | None] = mapped_column(ForeignKey("people.id"), default=None)
    decided_at: Mapped[datetime | None] = mapped_column(default=None)
    #: Why it was refused.
    reason: Mapped[str] = mapped_column(default="")
    #: What it became.
    institution_id: Mapped[InstitutionId | None] = mapped_column(ForeignKey("institutions.id"), default=None)
