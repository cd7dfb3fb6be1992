"""Access to the Painel Gerencial (goal 1.3): given by the Secretariat for each 1.2, confirmed by the partner."""

from datetime import date, datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from db.database import Base
from db.ids import DeliverableId, InstitutionId, PersonId


class PanelAccess(Base):
    __tablename__ = "panel_accesses"

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    institution_id: Mapped[InstitutionId] = mapped_column(ForeignKey("institutions.id"), index=True)
    #: The report of goal 1.2 that named who is to get in.
    deliverable_id: Mapped[DeliverableId] = mapped_column(ForeignKey("deliverables.id"), unique=True)
    noted_at: Mapped[datetime]
    given_on: Mapped[date | None] = mapped_column(default=None)
    given_by: Mapped[PersonId | None] = mapped_column(ForeignKey("people.id"), default=None)
    #: The partner is asked whether it works on this day; none once it was asked.
    ask_on: Mapped[date | None] = mapped_column(default=None, index=True)
    #: Whether they got in; None while they have not said.
    works: Mapped[bool | None] = mapped_column(default=None)
    answered_at: Mapped[datetime | None] = mapped_column(default=None)
