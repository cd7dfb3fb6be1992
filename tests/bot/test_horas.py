"""/horas: each course of the cycle with its state; those that came back do not count, repeated ones are told."""

from datetime import date

import pytest

from db import Database
from rede.access import NotYours
from rede.filing import Details
from tests.bot.office_chat import OfficeChat
from tests.rede.makers import ANA, JOAO, MARIA, person_id
from tests.rede.reviews import a_network, accepts, gives_back, handed_in

COURSE = Details(evidence={"title": "Transferegov", "days": "2025-12-10/2025-12-11", "place": "Salvador"})


async def hours(database: Database, who: str, asked: str = "") -> str:
    chat = OfficeChat(database, await person_id(database, who), date(2025, 12, 12))
    return await chat.says(f"/horas {asked}")


async def test_each_course_with_its_hours_and_its_state(database: Database) -> None:
    await a_network(database)
    first = await handed_in(database, "2.2", hours="20", details=COURSE)
    again = await handed_in(database, "2.2", hours="20", details=COURSE)
    back = await handed_in(database, "2.2", hours="12,5".replace(",", "."))
    await accepts(database, ANA, first)
    await gives_back(database, ANA, back)
    said = await hours(database, MARIA)
    assert "Horas deste ciclo: 40 de 60. Faltam 20." in said
    course = "Transferegov · 20 h · 10/12/2025 a 11/12/2025 · Salvador"
    assert f"{course} · {first.protocol}, aceito" in said
    assert f"{again.protocol}, em conferência (parece repetido do {first.protocol})" in said
    assert f"12,5 h · 09/12/2025 · {back.protocol}, devolvido para ajuste" in said


async def test_the_secretariat_asks_for_one_and_a_partner_for_its_own_alone(database: Database) -> None:
    await a_network(database)
    assert "Horas deste ciclo: 0 de 60" in await hours(database, ANA, "upb")
    with pytest.raises(NotYours):
        await hours(database, JOAO, "UPB")


async def test_without_a_goal_that_counts_hours_it_says_so(database: Database) -> None:
    await a_network(database)
    assert "IRECE não tem metas que contam horas" in await hours(database, JOAO)
