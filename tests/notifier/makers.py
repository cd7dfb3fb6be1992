"""Makers of parcels, people, notices."""

from datetime import datetime

from sqlalchemy import select

from db import outbox
from db.channels import ChannelKind, open_channel
from db.database import Database
from db.deliveries import Delivery, Lane
from db.enclosures import Enclosed
from db.ids import ChannelId, DeliveryId, NoticeId
from db.notices import NoticeKind
from db.outbox import NewDelivery, NewNotice
from db.people import Person
from notifier.outcome import Parcel
from tests.notifier.conftest import NOON


def nothing() -> None:
    """For `leaving`, where a test does not ask."""


def make_parcel(
    *,
    address: str = "501",
    body: str = "<b>Prazo</b> & aviso",
    lane: Lane = Lane.INTERACTIVE,
    subject: str = "Prazo da meta 2.2 é amanhã",
    html: str = "",
    enclosure: Enclosed | None = None,
) -> Parcel:
    return Parcel(
        delivery_id=DeliveryId(7),
        notice_id=NoticeId(3),
        address=address,
        lane=lane,
        at=NOON,
        body=body,
        subject=subject,
        html=html,
        enclosure=enclosure,
    )


async def put(
    database: Database,
    *new: NewDelivery,
    lane: Lane = Lane.INTERACTIVE,
    not_before: datetime = NOON,
) -> None:
    async with database.write() as session:
        notice = NewNotice(
            kind=NoticeKind.REMINDER, lane=lane, created_at=NOON, not_before=not_before, deliveries=new
        )
        await outbox.put(session, notice)


def by_telegram(
    chat: int = 501,
    body: str = "Olá",
    *,
    channel_id: ChannelId | None = None,
    expires_at: datetime | None = None,
    buttons: str = "",
) -> NewDelivery:
    return NewDelivery(
        channel=ChannelKind.TELEGRAM,
        address=str(chat),
        body=body,
        channel_id=channel_id,
        expires_at=expires_at,
        buttons=buttons,
    )


def by_email(address: str = "ana@tj.test", *, standby: bool = False) -> NewDelivery:
    return NewDelivery(
        channel=ChannelKind.EMAIL, address=address, subject="Aviso", body="Olá", standby=standby
    )


async def make_chat(database: Database, chat: int = 501, *, email: str = "ana@tj.test") -> ChannelId:
    """The open Telegram channel of a person."""
    async with database.write() as session:
        person = Person(name="Ana", email=email)
        session.add(person)
        await session.flush()
        channel = await open_channel(session, person.id, ChannelKind.TELEGRAM, address=str(chat), now=NOON)
        return channel.id


async def rows(database: Database) -> list[Delivery]:
    """Every delivery, oldest first."""
    async with database.read() as session:
        return [*await session.scalars(select(Delivery).order_by(Delivery.id))]


async def states(database: Database) -> list[str]:
    return [str(row.state) for row in await rows(database)]
