"""Whom a meeting is for, as people come and go after it was convened, and where somebody serves two."""

from datetime import date, timedelta

import pytest
from sqlalchemy import delete

from db import Database
from db.convened import Reply
from db.obligations import ObligationState
from db.people import Membership
from rede.access import NotYours
from rede.audience import read_audience
from rede.convene_meeting import convene, invite
from rede.meetings import meeting_seen, meetings
from rede.note_attendance import note_attendance, roll
from rede.register_institutions import register_institutions
from rede.rows import Row
from tests.rede.broadcasts import told
from tests.rede.happenings import NOW, called_for
from tests.rede.makers import ANA, JOAO, MARIA, a_desk, person_id
from tests.rede.meetings import (
    AFTER,
    NEW,
    STARTS,
    a_network,
    answers,
    convened,
    place_of,
    replies,
    the_bell_rings,
)

EVE = STARTS - timedelta(days=1, hours=3)


@pytest.fixture
async def network(database: Database) -> Database:
    await a_network(database)
    return database


async def serves(database: Database, email: str, acronym: str) -> None:
    place, who = await place_of(database, acronym), await person_id(database, email)
    async with a_desk(database) as desk:
        desk.session.add(Membership(person_id=who, institution_id=place, function="coordenador"))


async def leaves(database: Database, email: str) -> None:
    who = await person_id(database, email)
    async with a_desk(database) as desk:
        await desk.session.execute(delete(Membership).where(Membership.person_id == who))


async def test_who_came_since_is_convened_with_the_next_reminder(network: Database) -> None:
    number = await convened(network)
    await the_bell_rings(network)
    await serves(network, JOAO, "UPB")
    await the_bell_rings(network, EVE)
    assert await replies(network, number) == {"João": None, "Maria": None}
    assert sorted((await told(network))[1:]) == ["João", "Maria"]


async def test_who_came_since_sees_it_and_answers_before_any_reminder(network: Database) -> None:
    number = await convened(network)
    joao = await person_id(network, JOAO)
    async with a_desk(network, now=NOW, actor=joao) as desk:
        with pytest.raises(NotYours):
            await meeting_seen(desk, number)
    await serves(network, JOAO, "UPB")
    async with a_desk(network, now=NOW, actor=joao) as desk:
        assert (await meeting_seen(desk, number)).is_convened
        (one,) = [row for row in await meetings(desk, [], first=NOW.date(), last=STARTS.date()) if row.number]
    assert one.number == number
    await answers(network, number, JOAO, Reply.YES)
    assert (await replies(network, number))["João"] is Reply.YES


async def test_who_serves_there_no_more_is_reminded_of_nothing(network: Database) -> None:
    await convened(network)
    await leaves(network, MARIA)
    await the_bell_rings(network, EVE)
    assert await told(network) == []


async def test_whoever_serves_two_institutions_is_convened_for_both(network: Database) -> None:
    """João, of Irecê, serves UPB as well: each owes it, and each is on the list."""
    await serves(network, JOAO, "UPB")
    await leaves(network, MARIA)
    seges, ana = await place_of(network, "SEGES"), await person_id(network, ANA)
    async with a_desk(network, now=NOW, actor=ana) as desk:
        invitation = await invite(desk, read_audience("camada:1,2"), place=seges)
        number = (await convene(desk, NEW, invitation)).id
    await the_bell_rings(network)
    for acronym in ("UPB", "IRECE"):
        assert await called_for(network, acronym, "1.4") == [(date(2026, 5, 6), ObligationState.OPEN)]
    async with a_desk(network, now=AFTER, actor=ana) as desk:
        assert [row.place.acronym for row in (await roll(desk, number))[1]] == ["IRECE", "UPB"]


async def test_an_institution_with_nobody_to_convene_may_have_come(network: Database) -> None:
    async with a_desk(network) as desk:
        columns = {"acronym": "FAMUP", "name": "Federação", "layer": "1", "parent": ""}
        await register_institutions(desk, [Row(2, columns)])
    number, famup = await convened(network), await place_of(network, "FAMUP")
    irece, ana = await place_of(network, "IRECE"), await person_id(network, ANA)
    async with a_desk(network, now=AFTER, actor=ana) as desk:
        assert await note_attendance(desk, number, famup, people=1) is not None
        with pytest.raises(NotYours):
            await note_attendance(desk, number, irece, people=1)
