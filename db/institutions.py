"""Institutions of the Rede: the Secretariat (layer 0), first layer, second layer."""

from collections.abc import Collection, Sequence
from enum import IntEnum
from typing import NamedTuple

from sqlalchemy import CheckConstraint, ForeignKey, select
from sqlalchemy.orm import Mapped, mapped_column

from db.database import Base, Session, batches
from db.ids import InstitutionId


class Layer(IntEnum):
    SECRETARIAT = 0
    FIRST = 1
    SECOND = 2


class Institution(Base):
    __tablename__ = "institutions"
    __table_args__ = (CheckConstraint("layer in (0, 1, 2)", name="layer"),)

    id: Mapped[InstitutionId] = mapped_column(primary_key=True, init=False)
    acronym: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    layer: Mapped[int]
    #: The first-layer institution through which a second-layer one joined.
    parent_id: Mapped[InstitutionId | None] = mapped_column(ForeignKey("institutions.id"), default=None)
    kind: Mapped[str] = mapped_column(default="")
    #: 14 characters, upper case, unmasked (alphanumeric since July 2026).
    cnpj: Mapped[str] = mapped_column(default="")
    uf: Mapped[str] = mapped_column(default="")
    #: IBGE code, 7 digits.
    municipality_code: Mapped[str] = mapped_column(default="")
    elo: Mapped[str] = mapped_column(default="")
    email: Mapped[str] = mapped_column(default="")
    #: The Secretariat left the checking of its second layer's reports to it.
    reviews_second_layer: Mapped[bool] = mapped_column(default=False)


async def institution_by_acronym(session: Session, acronym: str) -> Institution | None:
    """Case does not matter: people type `upb`."""
    # Compared here: lower() of SQLite knows only ASCII, and acronyms have accents.
    known = (await session.execute(select(Institution.id, Institution.acronym))).all()
    wanted = acronym.strip().casefold()
    found = next((row.id for row in known if row.acronym.casefold() == wanted), None)
    return None if found is None else await session.get_one(Institution, found)


async def the_secretariat(session: Session) -> Institution | None:
    return (
        await session.scalars(select(Institution).where(Institution.layer == Layer.SECRETARIAT))
    ).one_or_none()


async def institutions_by_id(
    session: Session, ids: Collection[InstitutionId]
) -> dict[InstitutionId, Institution]:
    found: dict[InstitutionId, Institution] = {}
    for part in batches(ids):
        rows = await session.scalars(select(Institution).where(Institution.id.in_(part)))
        found.update({row.id: row for row in rows})
    return found


async def all_institutions(session: Session) -> Sequence[Institution]:
    """By layer and acronym."""
    found = select(Institution).order_by(Institution.layer, Institution.acronym)
    return (await session.scalars(found)).all()


async def second_layer_of(session: Session, institution_id: InstitutionId) -> set[InstitutionId]:
    """Those that joined through it."""
    found = select(Institution.id).where(Institution.parent_id == institution_id)
    return set((await session.scalars(found)).all())


class InstitutionName(NamedTuple):
    """What an institution is called and known by."""

    id: InstitutionId
    acronym: str
    name: str
    uf: str
    cnpj: str
    municipality_code: str


def name_of(institution: Institution) -> InstitutionName:
    """As `names_of_institutions` has it."""
    return InstitutionName(
        institution.id,
        institution.acronym,
        institution.name,
        institution.uf,
        institution.cnpj,
        institution.municipality_code,
    )


async def names_of_institutions(session: Session) -> Sequence[InstitutionName]:
    """Of all, by number; without the rows themselves, which are thousands."""
    found = select(
        Institution.id,
        Institution.acronym,
        Institution.name,
        Institution.uf,
        Institution.cnpj,
        Institution.municipality_code,
    ).order_by(Institution.id)
    return [InstitutionName._make(row) for row in await session.execute(found)]
