"""/cursos: what one can enrol in, a class with everything, its calendar and its material."""

import json
from datetime import timedelta

import pytest
from sqlalchemy import select

from db import Database
from db.classes import CourseClass
from db.deliveries import Delivery
from db.enclosures import Enclosure
from rede.access import NotYours
from rede.cancel_class import cancel_class
from rede.change_class import change_class
from tests.bot.office_chat import OfficeChat
from tests.rede.classes import entered, ring
from tests.rede.makers import ANA, JOAO, MARIA, NOW, STARTS, a_desk, import_for, link, person_id, register


@pytest.fixture
async def maria(database: Database) -> OfficeChat:
    await register(database)
    return OfficeChat(database, await person_id(database, MARIA), STARTS + timedelta(days=1))


async def chat_of(database: Database, email: str) -> OfficeChat:
    return OfficeChat(database, await person_id(database, email), STARTS + timedelta(days=1))


async def test_open_soon_and_own_classes_stand_apart(database: Database, maria: OfficeChat) -> None:
    assert "Nenhuma turma" in await maria.says("/cursos")
    await entered(database)
    await entered(database, code="2", opens="12/12/2025 9h")
    await entered(database, holder="UPB", course="Compras", closes="09/12/2025 18h")
    shown = await maria.says("/cursos")
    opened, soon, mine = (shown.index(one) for one in ("Inscrições abertas", "Em breve", "Minhas turmas"))
    assert opened < soon < mine < shown.index("Compras")
    assert "Inscrições até sexta-feira, 19/12/2025, 18h · presencial · 20 h" in shown


async def test_two_hundred_classes_come_in_pages_that_telegram_takes(
    database: Database, maria: OfficeChat
) -> None:
    first = await entered(database, course="Curso de nome comprido " * 8)
    async with a_desk(database) as desk:
        one = await desk.session.get_one(CourseClass, first)
        for number in range(2, 201):
            again = CourseClass(
                course_id=one.course_id,
                institution_id=one.institution_id,
                code=str(number),
                created_at=NOW,
                starts_on=one.starts_on,
                ends_on=one.ends_on,
                enrol_closes_at=one.enrol_closes_at,
            )
            desk.session.add(again)
    assert len(await maria.says("/cursos")) < 4096
    assert "Há mais 192 turmas" in maria.answers[0].text
    assert "Há mais 184 turmas" in await maria.presses("Ver mais")
    assert "Há mais 192 turmas" in await maria.says("/cursos comprido")


async def test_a_class_is_found_by_number_and_by_words(database: Database, maria: OfficeChat) -> None:
    number = await entered(database, level="básico", instructor="Rita Lima")
    shown = await maria.says("/cursos gestao")
    assert shown == await maria.says(f"/cursos {number}")
    assert "segunda-feira, 12/01/2026, das 14h às 17h" in shown
    assert "presencial · 20 h · 30 vagas" in shown
    assert "Local: Salvador" in shown
    assert ("Inscrever-se", "https://www.gov.br/cursos/1") in maria.answers[0].buttons[0]
    assert "Não encontrei turma" in await maria.says("/cursos banana")
    with pytest.raises(NotYours):
        await maria.says("/cursos 99")


async def test_a_partners_class_is_shown_to_those_who_joined_through_it_alone(
    database: Database, maria: OfficeChat
) -> None:
    number = await entered(database, holder="IRECE")
    assert "pessoas de IRECE" in await (await chat_of(database, JOAO)).says(f"/cursos {number}")
    with pytest.raises(NotYours):
        await maria.says(f"/cursos {number}")


async def test_an_old_button_says_what_changed_since(database: Database, maria: OfficeChat) -> None:
    number = await entered(database)
    await maria.says("/cursos")
    async with a_desk(database) as desk:
        await change_class(desk, number, {"place": "Feira de Santana"})
    async with a_desk(database) as desk:
        await change_class(desk, number, {"seats": "31"})
    shown = await maria.presses("12/01 Gestão de convênios"[:24])
    assert "mudou depois da mensagem" in shown
    assert "Mudou: local." in shown
    assert "Feira de Santana" in shown


async def test_a_class_that_was_called_off_says_why(database: Database, maria: OfficeChat) -> None:
    number = await entered(database)
    async with a_desk(database) as desk:
        await cancel_class(desk, number, why="o instrutor adoeceu")
    assert "<b>Cancelada.</b> Motivo: o instrutor adoeceu" in await maria.says(f"/cursos {number}")
    assert "Inscrever-se" not in str(maria.answers)


async def test_an_announcement_leads_to_its_class_and_to_the_words_to_copy(
    database: Database, maria: OfficeChat
) -> None:
    await link(database, MARIA, 71)
    number = await entered(database)
    await ring(database)
    await ring(database, NOW + timedelta(minutes=1))
    async with database.read() as session:
        rows = (await session.scalars(select(Delivery.buttons).where(Delivery.address == "71"))).all()
    shown = {label: data for one in rows for row in json.loads(one) for label, data in row}
    assert shown["Abrir inscrição"] == "https://www.gov.br/cursos/1"
    assert await maria.says(f"/cursos {number}") == await maria.presses_data(shown["Ver turma"])
    assert "Banner" in await maria.presses_data(shown["Textos para divulgar"])


@pytest.mark.parametrize("words", ["/cursos", "/cursos 1"], ids=["all", "one"])
async def test_the_calendar_comes_as_a_file(database: Database, maria: OfficeChat, words: str) -> None:
    await entered(database)
    await maria.says(words)
    await maria.presses("Levar ao calendário")
    async with database.read() as session:
        file = await session.get_one(Enclosure, maria.answers[0].enclosure_id)
    assert file.name == "turmas.ics"
    assert file.content.count(b"BEGIN:VEVENT") == 2


async def test_material_is_kept_sent_on_request_and_taken_away(database: Database, maria: OfficeChat) -> None:
    ana, number = await chat_of(database, ANA), await entered(database)
    await ana.says(f"/cursos {number}")
    await ana.presses("Pôr material")
    assert "Guardei “Apostila”" in await ana.says("Apostila: https://www.gov.br/apostila")
    assert "arquivo ou o link de “Slides”" in await ana.says("Slides")
    assert "Guardei “Slides”" in await ana.sends(b"%PDF-1.4\n%%EOF", "s.pdf")
    assert "Pronto" in await ana.presses("Pronto")
    await maria.says(f"/cursos {number}")
    assert "• Apostila: https://www.gov.br/apostila" in await maria.presses("Material (2)")
    await maria.presses("Slides")
    assert maria.answers[0].enclosure_id is not None
    await ana.says(f"/cursos {number}")
    await ana.presses("Material (2)")
    assert "Retirado: Slides" in await ana.presses("Retirar Slides")
    assert "não está mais" in await maria.presses("Slides")


async def test_the_courses_that_were_told_of_are_still_there(database: Database, maria: OfficeChat) -> None:
    await import_for(database, "UPB")
    await maria.says("/entregar 2.2 20h Curso de compras em 01/12/2025 presencial em Salvador")
    assert await maria.says("/cursos informados") == await maria.presses_data(await _told_button(maria))


async def _told_button(maria: OfficeChat) -> str:
    await maria.says("/cursos")
    return maria.button("Cursos informados")
