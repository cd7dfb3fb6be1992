"""A network as one needs it: institutions, who serves them in which function, and what they were told."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from db import Database
from db.deliveries import Delivery
from db.notices import Notice, NoticeKind, NoticeLine
from db.obligations import Obligation
from db.people import Person
from db.plans import Goal
from elo.rings import Rings
from rede.desk import Office
from rede.register_institutions import found_secretariat, register_institutions
from rede.register_person import register_people
from rede.rows import Row
from tests.rede.makers import a_desk, make_office, morning

#: acronym, layer, parent, uf, municipality code, e-mail
Place = tuple[str, str, str, str, str, str]
UPB: Place = ("UPB", "1", "", "BA", "", "")


async def found(database: Database, *places: Place, people: Sequence[tuple[str, str, str]]) -> None:
    """`people`: name, acronym and functions; the address is the name's."""
    columns = ("acronym", "layer", "parent", "uf", "municipality_code", "email")
    async with a_desk(database) as desk:
        await found_secretariat(desk, acronym="SEGES", name="Secretaria-Executiva")
        rows = [dict(zip(columns, place, strict=True)) for place in places]
        houses = [row | {"name": f"Casa {row['acronym']}"} for row in rows]
        await register_institutions(desk, [Row(line, row) for line, row in enumerate(houses, start=2)])
        served = [
            {"email": address(name), "name": name, "institution": acronym, "functions": functions}
            for name, acronym, functions in people
        ]
        await register_people(desk, [Row(line, row) for line, row in enumerate(served, start=2)])


def address(name: str) -> str:
    return f"{name.lower()}@example.org"


@dataclass(frozen=True, slots=True)
class Heard:
    """One line of a notice, by the person's name."""

    name: str
    key: str
    step: str


async def heard(database: Database, *keys: str) -> list[Heard]:
    """Every line about these goals, or about all, in the order in which they were told."""
    async with database.read() as session:
        rows = (
            select(Person.name, Goal.key, NoticeLine.step)
            .join(NoticeLine, NoticeLine.person_id == Person.id)
            .join(Obligation, Obligation.id == NoticeLine.obligation_id)
            .join(Goal, Goal.id == Obligation.goal_id)
            .order_by(NoticeLine.id)
        )
        lines = [Heard(*row) for row in (await session.execute(rows)).all()]
    return [line for line in lines if not keys or line.key in keys]


async def letters_to(
    database: Database, name: str, *, kind: NoticeKind = NoticeKind.REMINDER
) -> list[Delivery]:
    async with database.read() as session:
        rows = select(Delivery).join(Notice).join(Person, Person.id == Notice.person_id)
        rows = rows.where(Person.name == name, Notice.kind == kind).order_by(Delivery.id)
        return list(await session.scalars(rows))


async def ring(database: Database, when: date | datetime, *, office: Office | None = None) -> None:
    """As the bell does, at 8h where only a day is given."""
    now = when if isinstance(when, datetime) else morning(when)
    await Rings(database, office or make_office()).remind(now)
