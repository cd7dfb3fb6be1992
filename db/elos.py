"""The open list of elos that the Secretariat keeps (Portaria SEGES/MGI nº 4.890/2023, art. 21, II and III).

An institution names its elo (`Institution.elo`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select, update
from sqlalchemy.orm import Mapped, mapped_column

from db.database import Base, Session, insert
from db.institutions import Institution


class Elo(Base):
    __tablename__ = "elos"

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    name: Mapped[str] = mapped_column(unique=True)
    created_at: Mapped[datetime]
    about: Mapped[str] = mapped_column(default="")


@dataclass(frozen=True, slots=True)
class EloCount:
    """An elo, and how many institutions of each layer belong to it."""

    id: int
    name: str
    first: int
    second: int


async def elos(session: Session) -> Sequence[Elo]:
    """By name."""
    return (await session.scalars(select(Elo).order_by(Elo.name))).all()


async def elos_counted(session: Session) -> list[EloCount]:
    """By name."""
    rows = select(Institution.elo, Institution.layer, func.count()).where(Institution.elo != "")
    rows = rows.group_by(Institution.elo, Institution.layer)
    counts = {(row[0], row[1]): row[2] for row in (await session.execute(rows)).all()}
    return [
        EloCount(one.id, one.name, counts.get((one.name, 1), 0), counts.get((one.name, 2), 0))
        for one in await elos(session)
    ]


async def put_elo(session: Session, name: str, *, now: datetime) -> None:
    """Adds it to the list, unless it is there."""
    new = insert(session, Elo).values(name=name, created_at=now, about="")
    await session.execute(new.on_conflict_do_nothing(index_elements=["name"]))


async def rename_in_institutions(session: Session, old: str, new: str) -> None:
    await session.execute(update(Institution).where(Institution.elo == old).values(elo=new))


async def institutions_of_elo(
    session: Session, name: str, *, offset: int = 0, limit: int
) -> tuple[int, Sequence[Institution]]:
    """How many belong to it, and some of them by layer and acronym; an empty name: those of none, the Secretariat
    apart."""
    of_it = (Institution.elo == name, Institution.layer > 0)
    count = (await session.scalars(select(func.count()).select_from(Institution).where(*of_it))).one()
    found = select(Institution).where(*of_it).order_by(Institution.layer, Institution.acronym)
    return count, (await session.scalars(found.offset(offset).limit(limit))).all()
