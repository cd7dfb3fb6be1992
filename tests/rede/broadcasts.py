"""Announcements for tests: a few people, one text, and what was put for whom."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import select

from db import Database
from db.announcements import Announcement
from db.deliveries import Delivery, DeliveryState
from db.ids import AnnouncementId
from db.notices import Notice, NoticeKind
from db.people import Person
from rede.audience import EVERYBODY
from rede.broadcast import BroadcastOrder, broadcast, prepare
from rede.desk import Office
from tests.rede.makers import NOW, a_desk
from tests.rede.networks import UPB, found

ORDER = BroadcastOrder(
    title="Curso aberto",
    text="As inscrições vão até 12/12/2025.\nVeja https://www.gov.br/curso\n\nAté lá & <b>boa</b> semana.",
    audience=EVERYBODY,
)


async def crowd(database: Database, *names: str) -> None:
    """People of UPB, each with an open mailbox."""
    await found(database, UPB, people=[(name, "UPB", "gabinete") for name in names])


async def announced(
    database: Database,
    order: BroadcastOrder = ORDER,
    *,
    at: datetime | None = None,
    now: datetime = NOW,
    office: Office | None = None,
) -> AnnouncementId:
    async with a_desk(database, now=now, office=office) as desk:
        return (await broadcast(desk, await prepare(desk, replace(order, at=at)))).id


async def announcement(database: Database, number: AnnouncementId) -> Announcement:
    async with database.read() as session:
        return await session.get_one(Announcement, number)


async def told(database: Database) -> list[str]:
    """Whose notice was put, by number of the notice."""
    async with database.read() as session:
        rows = select(Person.name).join(Notice).where(Notice.kind == NoticeKind.ANNOUNCEMENT)
        return list(await session.scalars(rows.order_by(Notice.id)))


async def put_for(database: Database, name: str) -> list[Delivery]:
    """The deliveries of the announcements to that person, what leaves first in front."""
    async with database.read() as session:
        rows = select(Delivery).join(Notice).join(Person, Person.id == Notice.person_id)
        rows = rows.where(Person.name == name, Notice.kind == NoticeKind.ANNOUNCEMENT)
        return list(await session.scalars(rows.order_by(Delivery.id)))


async def stand(database: Database, *names: str, state: DeliveryState, settled: datetime | None) -> None:
    """As if the first delivery of each had come so far."""
    for name in names:
        first = (await put_for(database, name))[0]
        async with database.write() as session:
            row = await session.get_one(Delivery, first.id)
            row.state, row.settled_at = state, settled


def states(deliveries: Sequence[Delivery]) -> list[tuple[str, str]]:
    return [(str(one.channel), str(one.state)) for one in deliveries]
