"""/divulgar: banner, news and pop-up to copy; the Secretariat writes campaigns."""

from datetime import UTC, date, datetime

import pytest

from db import Database
from db.classes import CourseClass
from db.courses import Course
from db.institutions import institution_by_acronym
from rede.access import NotYours
from rede.write_kit import KitRefused
from tests.bot.office_chat import OfficeChat
from tests.rede.makers import ANA, MARIA, a_desk, person_id, register

DAY = date(2026, 3, 2)
PNG = b"\x89PNG\r\n\x1a\n" + bytes(40)


@pytest.fixture
async def maria(database: Database) -> OfficeChat:
    await register(database)
    return OfficeChat(database, await person_id(database, MARIA), DAY)


async def ana_of(database: Database) -> OfficeChat:
    return OfficeChat(database, await person_id(database, ANA), DAY)


async def a_class(database: Database) -> None:
    async with a_desk(database) as desk:
        place = await institution_by_acronym(desk.session, "SEGES")
        assert place is not None
        course = Course(institution_id=place.id, title="Gestão de parcerias", created_at=desk.now)
        desk.session.add(course)
        await desk.session.flush()
        desk.session.add(
            CourseClass(
                course_id=course.id,
                institution_id=place.id,
                code="T1",
                created_at=desk.now,
                starts_on=date(2026, 3, 16),
                ends_on=date(2026, 3, 20),
                enrol_closes_at=datetime(2026, 3, 12, 21, tzinfo=UTC),
                link="https://www.gov.br/cursos",
            )
        )


async def test_the_words_of_goal_3_1_are_always_there(maria: OfficeChat) -> None:
    assert "Nenhuma turma ou campanha" in await maria.says("/divulgar")
    shown = await maria.presses("Meta 3.1: página")
    assert "<pre>Participamos da Rede de Parcerias</pre>" in shown
    assert "/entregar 3.1" in shown


async def test_the_words_of_a_class_say_until_when_one_enrols(database: Database, maria: OfficeChat) -> None:
    await a_class(database)
    assert "Nenhuma" not in await maria.says("/divulgar")
    shown = await maria.presses("16/03 Gestão de parcerias"[:24])
    assert "inscrições até quinta-feira, 12/03/2026, às 18h" in shown
    assert "https://www.gov.br/cursos" in shown
    assert shown == await maria.says("/divulgar turma 1")


async def test_a_campaign_is_written_by_the_secretariat_and_copied_by_partners(
    database: Database, maria: OfficeChat
) -> None:
    ana = await ana_of(database)
    assert "Como se chama" in await ana.says("/divulgar nova")
    assert "banner" in await ana.says("Semana da transparência")
    assert "notícia" in await ana.says("Transparência começa aqui")
    assert "pop-up" in await ana.says("Leia a notícia")
    assert "imagem" in await ana.says("Veja os dados do seu município")
    assert "/divulgar campanha 1" in await ana.sends(PNG, "banner.png")
    shown = await maria.says("/divulgar campanha 1")
    assert "<pre>Transparência começa aqui</pre>" in shown
    assert "Reescrever" not in str(maria.answers)
    assert maria.answers[-1].enclosure_id is not None


async def test_what_the_secretariat_writes_takes_the_place_of_ready_words(
    database: Database, maria: OfficeChat
) -> None:
    ana = await ana_of(database)
    await ana.says("/divulgar 3.1")
    await ana.presses("Reescrever")
    for part in ("Página da Rede", "Somos parte da Rede", "Notícia", "Aviso"):
        await ana.says(part)
    await ana.presses("Pular")
    assert "Somos parte da Rede" in await maria.says("/divulgar 3.1")


@pytest.mark.parametrize(
    ("words", "key"),
    [
        ("x" * 91, "kit_too_long"),
        ("...", "kit_empty"),
        ("CPF 529.982.247-25", "kit_with_cpf"),
    ],
    ids=["long", "empty", "cpf"],
)
async def test_a_part_that_cannot_be_is_refused_and_asked_again(
    database: Database, maria: OfficeChat, words: str, key: str
) -> None:
    ana = await ana_of(database)
    await ana.says("/divulgar nova")
    with pytest.raises(KitRefused) as refused:
        await ana.says(words)
    assert refused.value.key == key
    assert "banner" in await ana.says("Semana da transparência")


async def test_only_the_secretariat_writes(maria: OfficeChat) -> None:
    with pytest.raises(NotYours):
        await maria.says("/divulgar nova")


@pytest.mark.parametrize("said", ["/divulgar turma 9", "/divulgar campanha 9", "/divulgar banana"])
async def test_what_is_not_there_is_said_so(maria: OfficeChat, said: str) -> None:
    with pytest.raises(KitRefused) as refused:
        await maria.says(said)
    assert refused.value.key == "kit_gone"
