"""A town whose reminders wait for 9h, and a channel that stops and answers again."""

from datetime import date, datetime, timedelta

from sqlalchemy import select

from db import Database
from db.channels import ChannelKind, open_channels
from db.deliveries import DeliveryState, Lane
from db.ids import PersonId
from db.notices import NoticeKind
from db.outages import begin_outage, end_outage
from db.outbox import NewNotice, put
from db.people import Person
from db.preferences import Reach, reach_of
from elo.watching_outages import watch_outages
from notifier.texts import Mail
from rede.by_channel import deliveries_by
from rede.desk import Desk
from rede.digest import Words
from tests.rede.makers import a_desk, link, make_office, morning, person_id
from tests.rede.networks import UPB, address, found, letters_to

FRIDAY = date(2025, 12, 12)
#: The day's reminders leave at 9h; Telegram stops answering five minutes before.
BEGAN = morning(FRIDAY) + timedelta(minutes=55)
LONG, SHORT = timedelta(minutes=15), timedelta(minutes=14)
WORDS = Words(chat="Lembrete", mail=Mail("Lembrete", "Prazo", "<p>Prazo</p>"))
CHAT, MAIL = ChannelKind.TELEGRAM, ChannelKind.EMAIL
PENDING, STANDBY, SENDING = DeliveryState.PENDING, DeliveryState.STANDBY, DeliveryState.SENDING
CANCELLED, FAILED, SENT = DeliveryState.CANCELLED, DeliveryState.FAILED, DeliveryState.SENT


def after(minutes: float) -> datetime:
    return BEGAN + timedelta(minutes=minutes)


async def found_town(database: Database) -> Database:
    """Caio has a chat and an e-mail, Dora only a chat; Ana of the Secretariat has both. Reminders wait for 9h."""
    people = [
        ("Caio", "UPB", "coordenador"),
        ("Dora", "UPB", "servidor_designado"),
        ("Ana", "SEGES", "coordenador"),
    ]
    await found(database, UPB, people=people)
    for chat, name in enumerate(("Caio", "Dora", "Ana"), start=7):
        await link(database, address(name), chat)
    async with a_desk(database) as desk:
        dora = await person_id(database, address("Dora"))
        (await open_channels(desk.session, dora))[MAIL].closed_at = desk.now
    async with a_desk(database) as desk:
        for who, reached in (await reach_of(desk.session, await everybody(desk))).items():
            await put(desk.session, reminder_of(who, reached))
    return database


async def everybody(desk: Desk) -> list[PersonId]:
    return [PersonId(one) for one in await desk.session.scalars(select(Person.id).order_by(Person.id))]


def reminder_of(who: PersonId, reached: Reach) -> NewNotice:
    return NewNotice(
        kind=NoticeKind.REMINDER,
        lane=Lane.REMINDERS,
        created_at=morning(FRIDAY),
        not_before=morning(FRIDAY) + timedelta(hours=1),
        deliveries=deliveries_by(reached, WORDS),
        person_id=who,
    )


async def stops(database: Database, when: datetime, kind: ChannelKind = CHAT, *, why: str = "") -> None:
    async with database.write() as session:
        await begin_outage(session, kind, reason=why or "not reachable: connect", now=when)


async def answers(database: Database, when: datetime, kind: ChannelKind = CHAT) -> None:
    async with database.write() as session:
        await end_outage(session, kind, now=when)


async def watch(database: Database, *moments: datetime) -> None:
    for moment in moments:
        await watch_outages(database, make_office(), moment)


async def shown(database: Database, name: str) -> list[tuple[ChannelKind, DeliveryState]]:
    return [(one.channel, one.state) for one in await letters_to(database, name)]
