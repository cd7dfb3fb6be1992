"""A Rede in which every filter of an audience holds for somebody, and not for somebody else."""

from datetime import datetime

from sqlalchemy import delete, update

from db import Database
from db.channels import Channel, ChannelKind
from db.elos import put_elo
from db.ids import InstitutionId
from db.institutions import Institution
from db.interests import Interest
from db.people import Person
from db.preferences import prefer
from rede.audience import listeners, read_audience
from tests.rede.makers import NOW, a_desk, import_for, link, person_id
from tests.rede.networks import UPB, Place, address, found
from tests.rede.networks_of_access import institution

APEMA: Place = ("APEMA", "1", "", "MA", "", "")
IRECE: Place = ("IRECÊ", "2", "UPB", "BA", "2914604", "")
CODO: Place = ("CODÓ", "2", "APEMA", "MA", "", "")
PEOPLE = [
    ("Ana", "UPB", "coordenador"),
    # Coordinates in Maranhão, and only serves in Bahia.
    ("Bia", "APEMA", "coordenador"),
    ("Bia", "IRECÊ", "gabinete"),
    ("Caio", "IRECÊ", "coordenador"),
    ("Davi", "CODÓ", "gabinete"),
    ("Edu", "SEGES", "area_tematica:1 e 2"),
    ("Eva", "SEGES", "servidor_designado"),
    ("Gil", "UPB", "gabinete"),
]


async def rede(database: Database) -> None:
    """Gil is erased; UPB owes its plan since NOW; Ana is in Telegram, and Davi wants to hear of axis 2."""
    await found(database, UPB, APEMA, IRECE, CODO, people=PEOPLE)
    await import_for(database, "UPB")
    await link(database, address("Ana"), 71)
    davi = await person_id(database, address("Davi"))
    async with database.write() as session:
        await put_elo(session, "Municípios", now=NOW)
        await put_elo(session, "Estados & DF", now=NOW)
        of_elo = update(Institution).where(Institution.acronym.in_(["IRECÊ", "CODÓ"]))
        await session.execute(of_elo.values(elo="Municípios"))
        session.add(Interest(person_id=davi, subject="eixo:2", chosen_at=NOW))
        await session.execute(update(Person).where(Person.name == "Gil").values(erased_at=NOW))


async def names(database: Database, words: str, *, now: datetime = NOW, within: str = "") -> str:
    """Of the audience, by number; `within`: of the people of that institution."""
    among: list[InstitutionId] | None = [(await institution(database, within)).id] if within else None
    async with a_desk(database, now=now) as desk:
        return " ".join(one.name for one in await listeners(desk, read_audience(words), within=among))


async def leave_out(database: Database) -> None:
    """Bia never had a channel, Caio's is closed, and Davi wants no announcements."""
    bia, caio, davi = [await person_id(database, address(name)) for name in ("Bia", "Caio", "Davi")]
    async with database.write() as session:
        await session.execute(delete(Channel).where(Channel.person_id == bia))
        closed = update(Channel).where(Channel.person_id == caio, Channel.kind == ChannelKind.EMAIL)
        await session.execute(closed.values(closed_at=NOW, closed_reason="bounced"))
        await prefer(session, davi, now=NOW, announcements=False)
