"""Of whom nobody can reach, those are told who can mend it; and goal 1.1 is owed again until it is mended."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select

from db import Database
from db.channels import Channel, ChannelKind, open_channel
from db.deliveries import Delivery
from db.instruments import count_again
from db.notices import Notice, NoticeKind
from db.obligations import Obligation, ObligationState
from db.outbox import close_channel
from db.people import Person
from db.plans import Goal
from elo.following_up import follow_up_lost_contacts
from elo.recounting import recount_all
from rede.lost_contacts import MOST_NAMED, MOST_PLACES
from rede.register_person import register_people
from rede.rows import Row
from sandbox.formatting.entities import utf16_length
from sandbox.formatting.html_text import parse_html
from tests.house.contact_samples import BOTH, CONTACTS_LOST, LOST_PLACE
from tests.rede.makers import NOW, a_desk, import_for, make_office, person_id
from tests.rede.networks import UPB, Place, address, found, letters_to

IRECE: Place = ("IRECE", "2", "UPB", "BA", "2914604", "")
PEOPLE = [
    ("Caio", "UPB", "coordenador"),
    ("Dora", "UPB", "servidor_designado"),
    ("Ana", "SEGES", "coordenador"),
    ("Bia", "IRECE", "coordenador"),
]
LOST = NoticeKind.CONTACT_LOST
OFFICE = make_office()
#: A Tuesday, as NOW is; three months into the agreement.
DAY = datetime(2026, 3, 10, 13, tzinfo=NOW.tzinfo)
TARGET = date(2026, 3, 25)


async def network(database: Database) -> None:
    await found(database, UPB, IRECE, people=PEOPLE)
    for acronym in ("UPB", "IRECE"):
        await import_for(database, acronym)


async def lose(
    database: Database, name: str, kind: ChannelKind = ChannelKind.EMAIL, *, at: datetime = DAY
) -> None:
    who = await person_id(database, address(name))
    async with a_desk(database, now=at) as desk:
        rows = select(Channel.id).where(Channel.person_id == who, Channel.kind == kind)
        channel = (await desk.session.scalars(rows)).one()
        await close_channel(desk.session, channel, reason="bounced 5.1.1", now=at)


async def come_back(database: Database, name: str, *, at: datetime) -> None:
    who = await person_id(database, address(name))
    async with a_desk(database, now=at) as desk:
        await open_channel(desk.session, who, ChannelKind.TELEGRAM, address="77", now=at)


async def ring(database: Database, at: datetime = DAY) -> int:
    return await follow_up_lost_contacts(database, OFFICE, at)


async def told(database: Database) -> list[str]:
    async with database.read() as session:
        rows = select(Person.name).join(Notice, Notice.person_id == Person.id).where(Notice.kind == LOST)
        return sorted(await session.scalars(rows))


async def goals_open(database: Database) -> Sequence[Obligation]:
    async with database.read() as session:
        rows = select(Obligation).where(Obligation.occurrence.startswith("lost:"))
        return (await session.scalars(rows.order_by(Obligation.id))).all()


async def test_the_coordinator_is_told_of_a_colleague_and_goal_1_1_is_owed_again(database: Database) -> None:
    await network(database)
    await lose(database, "Dora")
    assert await ring(database) == 1
    (letter,) = await letters_to(database, "Caio", kind=LOST)
    assert "* Dora (acompanhamento do acordo): o e-mail voltou." in letter.body
    assert "Indicação de novo contato (meta 1.1): até quarta-feira, 25/03/2026." in letter.body
    assert "Ninguém mais desta instituição" not in letter.body
    (goal,) = await goals_open(database)
    assert (goal.literal, goal.internal, goal.state) == (TARGET, True, ObligationState.OPEN)
    async with database.read() as session:
        assert (await session.get_one(Goal, goal.goal_id)).key == "1.1"


async def test_the_bell_may_ring_as_often_as_it_likes(database: Database) -> None:
    await network(database)
    await lose(database, "Dora")
    assert [await ring(database, DAY + timedelta(minutes=n)) for n in range(3)] == [1, 0, 0]
    assert await ring(database, DAY + timedelta(days=1)) == 0
    assert len(await goals_open(database)) == 1


async def test_two_machines_that_ring_at_once_tell_once(database: Database) -> None:
    await network(database)
    await lose(database, "Dora")
    assert sum(await asyncio.gather(ring(database), ring(database))) == 1
    assert len(await goals_open(database)) == 1


async def test_where_nobody_is_left_the_first_layer_and_the_secretariat_are_told(database: Database) -> None:
    await network(database)
    await lose(database, "Bia")
    await ring(database)
    assert await told(database) == ["Ana", "Caio"]
    (letter,) = await letters_to(database, "Caio", kind=LOST)
    assert "Ninguém mais desta instituição recebe avisos." in letter.body
    assert letter.subject == "Indique novos contatos (meta 1.1): IRECE"


async def test_a_lost_coordinator_is_made_good_by_whoever_is_left(database: Database) -> None:
    await network(database)
    await lose(database, "Caio")
    await ring(database)
    assert await told(database) == ["Dora"]


async def test_the_secretariats_own_people_tell_one_another(database: Database) -> None:
    await found(database, UPB, people=[*PEOPLE[:3], ("Eva", "SEGES", "gabinete")])
    await lose(database, "Ana")
    await ring(database)
    assert await told(database) == ["Eva"]
    assert await goals_open(database) == []


async def test_whoever_has_another_channel_is_told_there_once_how_to_open_it_again(
    database: Database,
) -> None:
    await network(database)
    await come_back(database, "Bia", at=DAY)
    await lose(database, "Bia")
    assert [await ring(database), await ring(database)] == [1, 0]
    (chat,) = await letters_to(database, "Bia", kind=LOST)
    assert chat.channel is ChannelKind.TELEGRAM
    assert "bia@example.org voltaram" in chat.body
    assert await told(database) == ["Bia"]
    assert await goals_open(database) == []


async def test_a_bad_hour_of_a_mail_server_is_one_notice_a_day(database: Database) -> None:
    houses: list[Place] = [(f"M{number:02}", "2", "UPB", "BA", "", "") for number in range(15)]
    people = [(f"P{number:02}", f"M{number:02}", "coordenador") for number in range(15)]
    await found(database, UPB, *houses, people=[*PEOPLE[:3], *people])
    for name, _, _ in people[:12]:
        await lose(database, name)
    await ring(database)
    assert await told(database) == ["Ana", "Caio"]
    (digest,) = await letters_to(database, "Ana", kind=LOST)
    assert digest.subject == "Indique novos contatos (meta 1.1): 12 instituições"
    assert f"Há mais {12 - MOST_PLACES} instituições na mesma situação." in digest.body
    for name, _, _ in people[12:]:
        await lose(database, name)
        await ring(database, DAY + timedelta(hours=1))
    assert await told(database) == ["Ana", "Caio"]
    await ring(database, DAY + timedelta(days=1))
    assert await told(database) == ["Ana", "Ana", "Caio", "Caio"]
    _, second = await letters_to(database, "Ana", kind=LOST)
    assert second.subject == "Indique novos contatos (meta 1.1): 3 instituições"


async def test_goal_1_1_is_owed_again_at_once_though_the_telling_waits(database: Database) -> None:
    await network(database)
    await lose(database, "Dora")
    await ring(database)
    await lose(database, "Bia")
    await ring(database, DAY + timedelta(minutes=1))
    assert await told(database) == ["Caio"]
    assert len(await goals_open(database)) == 2


async def serve(database: Database, name: str, acronym: str, *, at: datetime) -> None:
    """Takes up a function there; who is new in the network gets an open mailbox."""
    async with a_desk(database, now=at) as desk:
        row = {"email": address(name), "name": name, "institution": acronym, "functions": "coordenador"}
        await register_people(desk, [Row(2, row)])


@pytest.mark.parametrize("who", ["Bia", "Nina", "Caio"], ids=["the same", "somebody new", "a known person"])
async def test_the_goal_ends_by_itself_when_somebody_can_be_reached_again(
    database: Database, who: str
) -> None:
    await network(database)
    await lose(database, "Bia")
    await ring(database)
    later = DAY + timedelta(days=1)
    await (come_back(database, who, at=later) if who == "Bia" else serve(database, who, "IRECE", at=later))
    for _ in range(2):
        await ring(database, later)
    (goal,) = await goals_open(database)
    assert goal.state is ObligationState.FULFILLED
    assert goal.closed_why == "Há de novo quem receba os avisos nesta instituição."


async def test_the_goal_stays_when_who_was_reached_all_along_opens_another_channel(
    database: Database,
) -> None:
    await network(database)
    await lose(database, "Dora")
    await ring(database)
    later = DAY + timedelta(days=1)
    await come_back(database, "Caio", at=later)
    await ring(database, later)
    assert [goal.state for goal in await goals_open(database)] == [ObligationState.OPEN]


async def test_a_goal_that_ended_while_the_telling_waits_stays_ended(database: Database) -> None:
    await network(database)
    await lose(database, "Dora")
    await ring(database)
    await lose(database, "Bia", at=DAY + timedelta(minutes=1))
    await ring(database, DAY + timedelta(minutes=1))
    await serve(database, "Nina", "IRECE", at=DAY + timedelta(minutes=2))
    for minute in range(3, 6):
        await ring(database, DAY + timedelta(minutes=minute))
    states = [goal.state for goal in await goals_open(database)]
    assert states == [ObligationState.OPEN, ObligationState.FULFILLED]


async def test_who_was_there_all_along_does_not_end_it(database: Database) -> None:
    await network(database)
    await lose(database, "Dora")
    for minute in range(3):
        await ring(database, DAY + timedelta(minutes=minute))
    (goal,) = await goals_open(database)
    assert goal.state is ObligationState.OPEN


async def test_counting_the_dates_anew_leaves_the_target_alone(database: Database) -> None:
    await network(database)
    await lose(database, "Dora")
    await ring(database)
    async with a_desk(database) as desk:
        await count_again(desk.session, None)
    await recount_all(database, OFFICE, DAY)
    (goal,) = await goals_open(database)
    assert (goal.literal, goal.state) == (TARGET, ObligationState.OPEN)


async def test_without_an_agreement_nothing_is_owed_and_people_are_told_all_the_same(
    database: Database,
) -> None:
    await found(database, UPB, IRECE, people=PEOPLE)
    await lose(database, "Dora")
    assert await ring(database) == 1
    assert await goals_open(database) == []


async def test_a_loss_that_nobody_can_hear_of_waits_for_somebody(database: Database) -> None:
    await found(database, UPB, people=[("Caio", "UPB", "coordenador"), ("Ana", "SEGES", "coordenador")])
    await lose(database, "Ana")
    await lose(database, "Caio")
    assert await ring(database) == 0
    await come_back(database, "Ana", at=DAY)
    assert await ring(database) == 2
    of_caio, of_herself = await letters_to(database, "Ana", kind=LOST)
    assert "Caio" in of_caio.body
    assert "ana@example.org voltaram" in of_herself.body


async def test_at_night_it_is_told_in_the_morning(database: Database) -> None:
    await network(database)
    night = DAY.replace(hour=23)
    await lose(database, "Dora", at=night)
    await ring(database, night)
    async with database.read() as session:
        (letter,) = (await session.scalars(select(Delivery))).all()
    assert letter.not_before == (DAY + timedelta(days=1)).replace(hour=8)


def test_the_longest_notice_fits_one_telegram_message() -> None:
    name = "Maria Aparecida dos Santos Albuquerque de Oliveira Cavalcanti"
    functions = ("coordenação", "substituição da coordenação")
    contact = replace(BOTH, name=name, functions=functions)
    where, contacts = "Município de Vila Bela da Santíssima Trindade", (contact,) * MOST_NAMED
    place = replace(LOST_PLACE, acronym="SAOSEBASTIAO", name=where, contacts=contacts)
    facts = {**CONTACTS_LOST[0], "places": (place,) * MOST_PLACES}
    shown = parse_html(OFFICE.texts.chat("contacts_lost", **facts)).text
    assert utf16_length(shown) <= 4096
