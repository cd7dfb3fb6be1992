"""Multiplicadores on their ordered path: indicado, trilha concluída, termo assinado, curso feito, certificado
(Portaria SEGES/MGI nº 4.890/2023, arts. 16 and 17)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ForeignKey, UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column

from db.database import Base, Session, insert
from db.ids import InstitutionId, PersonId
from db.institutions import Institution
from db.people import Person


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


@dataclass(frozen=True, slots=True)
class Walking:
    """A multiplicador, who that is and for whom."""

    multiplier: Multiplier
    person: Person
    institution: Institution


async def put_multiplier(
    session: Session, person_id: PersonId, institution_id: InstitutionId, *, on: date
) -> bool:
    """False: they are on the path for that institution already."""
    new = insert(session, Multiplier).values(
        person_id=person_id, institution_id=institution_id, nominated_on=on, level=""
    )
    new = new.on_conflict_do_nothing(index_elements=["person_id", "institution_id"])
    return (await session.scalars(new.returning(Multiplier.id))).first() is not None


async def multipliers_of(
    session: Session, institution_ids: Collection[InstitutionId] | None, *, limit: int
) -> list[Walking]:
    """On the path for these institutions (None: for any), whoever is not certified yet first, then by name."""
    found = (
        select(Multiplier, Person, Institution)
        .join(Person, Person.id == Multiplier.person_id)
        .join(Institution, Institution.id == Multiplier.institution_id)
        .where(Person.erased_at.is_(None))
        .order_by(Multiplier.certified_on.is_not(None), Institution.acronym, Person.name, Multiplier.id)
        .limit(limit)
    )
    if institution_ids is not None:
        found = found.where(Multiplier.institution_id.in_(institution_ids))
    return [Walking(*row) for row in (await session.execute(found)).all()]


async def awaiting_certificate(session: Session, *, limit: int) -> list[Walking]:
    """Whose course is done and who has no certificate, the longest first."""
    found = (
        select(Multiplier, Person, Institution)
        .join(Person, Person.id == Multiplier.person_id)
        .join(Institution, Institution.id == Multiplier.institution_id)
        .where(Multiplier.course_done_on.is_not(None), Multiplier.certified_on.is_(None))
        .where(Person.erased_at.is_(None))
        .order_by(Multiplier.course_done_on, Multiplier.id)
        .limit(limit)
    )
    return [Walking(*row) for row in (await session.execute(found)).all()]


async def held_multiplier(session: Session, multiplier_id: int) -> Walking | None:
    """Nobody else takes a step for them till the end of the transaction."""
    held = select(Multiplier).where(Multiplier.id == multiplier_id).execution_options(populate_existing=True)
    row = (await session.scalars(held.with_for_update(key_share=True))).one_or_none()
    if row is None:
        return None
    person = await session.get_one(Person, row.person_id)
    return Walking(row, person, await session.get_one(Institution, row.institution_id))
