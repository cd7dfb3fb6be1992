"""Multiplicadores on their ordered path: indicado, trilha concluída, termo assinado, curso feito, certificado
(Portaria SEGES/MGI nº 4.890/2023, arts. 16 and 17)."""

from datetime import date

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from db.database import Base
from db.ids import InstitutionId, PersonId


class Multiplier(Base):
    __tablename__ = "multipliers"
    __table_args__ = (UniqueConstraint("person_id", "institution_id"),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    person_id: Mapped[PersonId] = mapped_column(ForeignKey("people.id"))
    institution_id: Mapped[InstitutionId] = mapped_column(ForeignKey("institutions.id"), index=True)
    nominated_on: Mapped[date]
    path_done_on: Mapped[date | None] = mapped_column(default=None)
    term_signed_on: Mapped[date | None] = mapped_column(default=None)
    course_done_on: Mapped[date | None] = mapped_column(default=None)
    certified_on: Mapped[date | None] = mapped_column(default=None)
    #: How long a certificate counts is not in the plan: a field, no rule.
    valid_until: Mapped[date | None] = mapped_column(default=None)
    level: Mapped[str] = mapped_column(default="")
