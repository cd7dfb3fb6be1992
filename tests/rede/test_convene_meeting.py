"""A meeting is convened once, by who may; goal 1.4 follows; the first layer passes it on to its own second."""

import asyncio
import json
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from db import Database
from db.convened import MeetingKind
from db.obligations import ObligationState
from rede.access import NotYours
from rede.convene_meeting import invite, pass_on, usual_audience
from rede.convening import Convocation, ConvocationRefused, Day
from rede.links import LinkRefused
from tests.rede.broadcasts import put_for, told
from tests.rede.happenings import NOW, called_for
from tests.rede.makers import ANA, JOAO, MARIA, a_desk, link, person_id
from tests.rede.meetings import NEW, STARTS, a_network, convened, kept, place_of, replies, the_bell_rings


@pytest.fixture
async def network(database: Database) -> Database:
    await a_network(database)
    return database


async def test_the_first_layer_is_convened_told_and_owes_it(network: Database) -> None:
    await link(network, MARIA, 71)
    number = await convened(network)
    await the_bell_rings(network)
    assert await replies(network, number) == {"Maria": None}
    assert await told(network) == ["Maria"]
    assert await called_for(network, "UPB", "1.4") == [(date(2026, 5, 6), ObligationState.OPEN)]
    assert await called_for(network, "IRECE", "1.4") == []
    chat, mail = await put_for(network, "Maria")
    labels = [one[0] for row in json.loads(chat.buttons) for one in row]
    assert labels == ["Vou", "Não vou", "Vou a distância", "Repassar à 2ª camada"]
    assert "METHOD:PUBLISH" in mail.calendar
    assert f"UID:reuniao-{number}@elo" in mail.calendar


async def test_a_meeting_of_one_place_alone_is_not_answered_by_distance(network: Database) -> None:
    await link(network, MARIA, 71)
    await convened(network, replace(NEW, link=""))
    await the_bell_rings(network)
    assert "distância" not in (await put_for(network, "Maria"))[0].buttons


async def test_a_first_layer_passes_it_on_to_its_own_and_they_owe_it_too(network: Database) -> None:
    number, upb = await convened(network), await place_of(network, "UPB")
    maria = await person_id(network, MARIA)
    async with a_desk(network, now=NOW, actor=maria) as desk:
        below = (await pass_on(desk, number, upb)).id
    await the_bell_rings(network)
    assert await replies(network, below) == {"João": None}
    assert await called_for(network, "IRECE", "1.4") == [(date(2026, 5, 6), ObligationState.OPEN)]
    assert (await kept(network, below)).passes_on == number
    async with a_desk(network, now=NOW, actor=maria) as desk:
        with pytest.raises(ConvocationRefused, match="meeting_passed_on"):
            await pass_on(desk, number, upb)


async def test_a_meeting_of_a_first_layer_makes_nobody_owe_anything(network: Database) -> None:
    number = await convened(network, by=MARIA, place="UPB")
    await the_bell_rings(network)
    assert await replies(network, number) == {"João": None}
    assert await called_for(network, "IRECE", "1.4") == []
    assert (await put_for(network, "João"))[0].channel == "email"


@pytest.mark.parametrize(("email", "place"), [(MARIA, "SEGES"), (JOAO, "UPB"), (JOAO, "IRECE"), (ANA, "UPB")])
async def test_nobody_convenes_in_the_name_of_another(network: Database, email: str, place: str) -> None:
    with pytest.raises(NotYours):
        await convened(network, by=email, place=place)


HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("changed", "key"),
    [
        ({"title": " — "}, "meeting_without_title"),
        ({"agenda": "\n"}, "meeting_without_agenda"),
        ({"place": "", "link": ""}, "meeting_without_place"),
        ({"title": "R" * 91}, "meeting_too_long"),
        ({"agenda": "a" * 1501}, "meeting_too_long"),
        ({"agenda": "CPF 529.982.247-25"}, "meeting_with_cpf"),
        ({"starts_at": NOW - HOUR}, "meeting_in_the_past"),
        ({"ends_at": STARTS - HOUR}, "meeting_ends_before"),
        ({"enrol_closes_at": STARTS + HOUR}, "meeting_closes_late"),
        ({"enrol_closes_at": NOW - HOUR}, "meeting_closes_in_past"),
        ({"kind": MeetingKind.NATIONAL_FORUM}, "meeting_without_number"),
        ({"kind": MeetingKind.REGIONAL_FORUM, "number": 2}, "meeting_without_uf"),
        ({"link": "https://example.com/sala"}, "link_refused"),
        (
            {"ends_at": STARTS + HOUR, "days": [Day(STARTS + 48 * HOUR, STARTS + 49 * HOUR)]},
            "meeting_many_days",
        ),
    ],
    ids=lambda one: one if isinstance(one, str) else "",
)
async def test_what_cannot_be_convened_is_refused(
    network: Database, changed: dict[str, Any], key: str
) -> None:
    with pytest.raises((ConvocationRefused, LinkRefused)) as refused:
        await convened(network, replace(NEW, **changed))
    assert refused.value.key == key


async def test_the_same_convocation_by_two_at_once_is_one(network: Database) -> None:
    done = await asyncio.gather(convened(network), convened(network), return_exceptions=True)
    assert sorted(type(one).__name__ for one in done) == ["ConvocationRefused", "int"]


async def test_the_same_convocation_twice_is_noticed(network: Database) -> None:
    number = await convened(network)
    with pytest.raises(ConvocationRefused) as refused:
        await convened(network, replace(NEW, title="balanço do trimestre"))
    assert (refused.value.key, refused.value.facts["number"]) == ("meeting_known", number)


async def test_a_regional_forum_concerns_its_state(network: Database) -> None:
    forum = Convocation(
        title="Fórum da Bahia",
        agenda="Painéis",
        starts_at=STARTS,
        kind=MeetingKind.REGIONAL_FORUM,
        number=2,
        ufs=("se", "BA"),
        place="Salvador",
    )
    assert str(usual_audience(forum.kind, forum.ufs)) == "camada:1 uf:BA,se"
    number = await convened(network, forum)
    assert ((await kept(network, number)).ufs, await called_for(network, "UPB", "1.4")) == ("BA,SE", [])


async def test_an_audience_of_nobody_is_refused(network: Database) -> None:
    place = await place_of(network, "SEGES")
    async with a_desk(network, now=NOW, actor=await person_id(network, ANA)) as desk:
        with pytest.raises(ConvocationRefused, match="meeting_of_nobody"):
            await invite(desk, usual_audience(MeetingKind.REGIONAL_FORUM, ["AC"]), place=place)
