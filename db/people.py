"""People and the functions in which they serve institutions. A person is not an e-mail: some share one."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, UniqueConstraint, and_, func, or_, select
from sqlalchemy.orm import Mapped, mapped_column

from db.database import Base, Session
from db.ids import InstitutionId, PersonId
from db.institutions import Institution, Layer


class Function(StrEnum):
    """What a person does for an institution; permission follows it. `area_tematica:<axis>` has an axis."""

    COORDENADOR = "coordenador"
    SUBSTITUTO = "substituto"
    SERVIDOR_DESIGNADO = "servidor_designado"
    RESPONSAVEL_PAINEL = "responsavel_painel"
    MULTIPLICADOR = "multiplicador"
    GABINETE = "gabinete"
    AREA_TEMATICA = "area_tematica"


class Person(Base):
    __tablename__ = "people"
    __table_args__ = (UniqueConstraint("email", "name"),)

    id: Mapped[PersonId] = mapped_column(primary_key=True, init=False)
    name: Mapped[str]
    email: Mapped[str] = mapped_column(index=True)
    #: Sealed (db/sealing.py): a phone is never stored in clear.
    phone: Mapped[bytes | None] = mapped_column(default=None)
    #: Sealed; only where the Secretariat chose to keep it (`[privacy] keep_cpf`).
    cpf: Mapped[bytes | None] = mapped_column(default=None)
    #: Keyed hash by which the same CPF is found again; empty where none is kept.
    cpf_hash: Mapped[str] = mapped_column(default="")
    #: Name and addresses are gone, on request; what was done in the person's name stays.
    erased_at: Mapped[datetime | None] = mapped_column(default=None)


class Membership(Base):
    __tablename__ = "memberships"
    __table_args__ = (UniqueConstraint("person_id", "institution_id", "function", "axis"),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    person_id: Mapped[PersonId] = mapped_column(ForeignKey("people.id"))
    institution_id: Mapped[InstitutionId] = mapped_column(ForeignKey("institutions.id"), index=True)
    #: A `Function`, as text: the list of functions is open (the Secretariat may add one).
    function: Mapped[str]
    #: The axis of an `area_tematica`, empty for the others.
    axis: Mapped[str] = mapped_column(default="")


async def people_by_email(session: Session, email: str) -> Sequence[Person]:
    """Everybody who reads that mailbox, by name; nobody whose data are erased."""
    reads = (func.lower(Person.email) == email.strip().lower(), Person.erased_at.is_(None))
    found = select(Person).where(*reads).order_by(Person.name)
    return (await session.scalars(found)).all()


async def people_by_cpf_hash(session: Session, cpf_hash: str) -> Sequence[Person]:
    """Whose CPF it is, by id."""
    return (
        await session.scalars(select(Person).where(Person.cpf_hash == cpf_hash).order_by(Person.id))
    ).all()


async def institutions_served(session: Session, person_id: PersonId) -> Sequence[Institution]:
    """Each institution once, by layer and acronym."""
    served = (
        select(Institution)
        .where(Institution.id.in_(select(Membership.institution_id).where(Membership.person_id == person_id)))
        .order_by(Institution.layer, Institution.acronym)
    )
    return (await session.scalars(served)).all()


async def people_of_the_secretariat(session: Session) -> Sequence[Person]:
    serving = select(Membership.person_id).join(Institution).where(Institution.layer == Layer.SECRETARIAT)
    return (await session.scalars(select(Person).where(Person.id.in_(serving)).order_by(Person.id))).all()


async def people_who_lead(session: Session) -> Sequence[PersonId]:
    """Who serves the Secretariat, and who coordinates a first-layer institution or stands in for that; by id."""
    leads = and_(
        Institution.layer == Layer.FIRST,
        Membership.function.in_([Function.COORDENADOR, Function.SUBSTITUTO]),
    )
    found = select(Membership.person_id).join(Institution)
    found = found.where(or_(Institution.layer == Layer.SECRETARIAT, leads)).distinct()
    return sorted((await session.scalars(found)).all())


async def membership(
    session: Session, person_id: PersonId, institution_id: InstitutionId
) -> Sequence[Membership]:
    found = select(Membership).where(
        Membership.person_id == person_id, Membership.institution_id == institution_id
    )
    return (await session.scalars(found)).all()


async def people_of(session: Session, institution_id: InstitutionId) -> Sequence[tuple[Membership, Person]]:
    """Who serves it in which function, by name; a person with two functions is there twice."""
    found = (
        select(Membership, Person)
        .join(Person, Person.id == Membership.person_id)
        .where(Membership.institution_id == institution_id)
        .order_by(Person.name, Person.id, Membership.id)
    )
    return [(row[0], row[1]) for row in (await session.execute(found)).all()]
