"""The day on which the makers' network goes live, and its bell."""

from datetime import date, timedelta

from sqlalchemy import select

from db import Database
from db.notices import Notice
from elo.rings import Rings
from rede.desk import Office
from tests.rede.makers import make_office, morning

#: Tuesday, 9 December 2025: the day of the makers' NOW.
LIVE = date(2025, 12, 9)
LIVE_OFFICE = make_office(go_live=LIVE)


async def ring(database: Database, day: date, office: Office = LIVE_OFFICE) -> None:
    rings = Rings(database, office)
    for now in (morning(day), morning(day) + timedelta(hours=6)):
        await rings.remind(now)


async def notices(database: Database) -> list[Notice]:
    async with database.read() as session:
        return list(await session.scalars(select(Notice).order_by(Notice.id)))
