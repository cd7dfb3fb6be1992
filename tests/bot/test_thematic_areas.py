"""An área temática sees what is assigned to it, wherever that is, and is asked for nothing of its own."""

from datetime import timedelta

import pytest

from db import Database
from db.ids import PersonId
from rede.access import NO_AXIS, Places, answers_for
from rede.circles import circles_of
from rede.register_person import register_people
from rede.rows import Row
from scheduler.ladder import Rung
from tests.bot.office_chat import OfficeChat
from tests.rede.makers import ANA, STARTS, a_desk, import_for, owed_by, person_id, register

TEO = "teo@seges.example.org"


async def teo_of_axis_2(database: Database) -> PersonId:
    await register(database)
    await import_for(database, "UPB")
    async with a_desk(database) as desk:
        cells = {"email": TEO, "name": "Téo", "institution": "SEGES", "functions": "area_tematica:2"}
        await register_people(desk, [Row(2, cells)])
    return await person_id(database, TEO)


async def test_what_the_secretariat_owes_is_not_the_areas(database: Database) -> None:
    teo = OfficeChat(database, await teo_of_axis_2(database), STARTS)
    for said in ("/prazos", "/agenda", "/entregar"):
        assert "C1" not in await teo.says(said)


async def test_goals_of_its_axis_are_seen_everywhere_and_no_others(database: Database) -> None:
    teo = OfficeChat(database, await teo_of_axis_2(database), STARTS + timedelta(days=30))
    told = await teo.says("/metas UPB")
    assert "2.2 · Dar cursos" in told
    assert "1.2" not in told
    assert "prazo encerrado: 0" in await teo.says("/pendencias") or "Nenhuma pendência" in teo.answers[0].text


async def test_no_step_of_a_ladder_calls_it(database: Database) -> None:
    teo, ana = await teo_of_axis_2(database), await person_id(database, ANA)
    c1, upbs = await owed_by(database, "SEGES", "C1"), await owed_by(database, "UPB", "1.2")
    seges, upb = c1.institution.id, upbs.institution.id
    async with a_desk(database) as desk:
        circles = await circles_of(desk.session, [seges, upb])
    assert circles.followers(seges, "C1") == [ana]
    assert teo not in circles.call(upb, "1.2", Rung.SECRETARIAT).people


@pytest.mark.parametrize(
    ("assigned", "axis", "answers"),
    [
        ("2", "2", True),
        ("1 e 3", "3", True),
        ("capacitação", "2", True),
        ("Melhoria da Gestão", "1", True),
        ("comunicação e transparência", "1 e 3", True),
        ("capacitação", "1", False),
        ("jardinagem", "2", False),
    ],
)
def test_an_axis_is_known_by_its_number_or_its_name(assigned: str, axis: str, answers: bool) -> None:
    assert answers_for(assigned, axis) is answers


def test_an_axis_that_nobody_knows_is_that_of_no_goal() -> None:
    assert list(Places(everywhere=True, axes=["jardinagem"]).digits) == [NO_AXIS]
    assert list(Places(everywhere=True).digits) == []
