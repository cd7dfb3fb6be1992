"""What is owed, seen from several sides: /metas, /agenda, /pendencias, and words without a command."""

from datetime import date, timedelta

import pytest

from db import Database
from db.institutions import institution_by_acronym
from db.people import Membership
from tests.bot.office_chat import OfficeChat
from tests.rede.makers import ANA, JOAO, MARIA, STARTS, a_desk, import_for, person_id, register

#: 1.2 is over since 26/12.
OVER = STARTS + timedelta(days=30)


async def chat_of(database: Database, email: str, day: date = STARTS) -> OfficeChat:
    """The Secretariat, UPB and Irecê, with their plans."""
    await register(database)
    for acronym in ("UPB", "IRECE"):
        await import_for(database, acronym)
    return OfficeChat(database, await person_id(database, email), day)


async def test_the_goals_of_a_plan_are_listed_with_how_each_stands(database: Database) -> None:
    told = await (await chat_of(database, MARIA)).says("/metas")

    assert "<b>UPB</b>" in told
    assert "1.1 · Dizer quem acompanha o Acordo\npendente · meta interna, qua., 24/12/2025" in told
    assert "pendente · qua., 24/12/2025 (faltam 15 dias)" in told


@pytest.mark.parametrize(
    ("day", "line"),
    [
        (16, "pendente · sex., 26/12/2025 (vence amanhã)"),
        (30, "prazo encerrado · sex., 26/12/2025"),
    ],
    ids=["the law still gives a day", "it is over"],
)
async def test_after_the_literal_day_the_list_tells_the_day_that_counts(
    database: Database, day: int, line: str
) -> None:
    assert line in await (await chat_of(database, MARIA, STARTS + timedelta(days=day))).says("/metas")


async def test_a_word_without_its_slash_is_handled_once_the_institution_is_chosen(database: Database) -> None:
    maria = await chat_of(database, MARIA)
    async with a_desk(database) as desk:
        place = await institution_by_acronym(desk.session, "IRECE")
        assert place is not None
        who = await person_id(database, MARIA)
        desk.session.add(Membership(person_id=who, institution_id=place.id, function="coordenador"))

    assert "Por qual instituição você fala agora?" in await maria.says("metas")
    assert "<b>IRECE</b>" in await maria.presses("IRECE")
    assert "/trocar" in await maria.says("/ajuda")


async def test_a_goal_is_told_whole_and_handed_in_from_there(database: Database) -> None:
    maria = await chat_of(database, MARIA)
    await maria.says("/metas")

    told = await maria.presses("Meta 1.2")

    assert "No plano: “Até 15 dias após o início da vigência”" in told
    assert "Pela lei, o prazo vai até sexta-feira, 26/12/2025." in told
    assert "Meta 1.2" in await maria.presses("Entregar")


async def test_who_coordinates_sees_the_goals_of_whoever_joined_through_it(database: Database) -> None:
    assert "<b>IRECE</b>" in await (await chat_of(database, MARIA)).says("/metas Irecê")


async def test_the_goals_of_others_look_as_what_is_not_there(database: Database) -> None:
    joao = await chat_of(database, JOAO)
    with pytest.raises(Exception, match="not_found"):
        await joao.says("/metas UPB")


async def test_the_agenda_comes_as_a_file_for_a_calendar_too(database: Database) -> None:
    maria = await chat_of(database, MARIA)

    assert "qua., 24/12/2025</b> (faltam 15 dias) · UPB, meta 1.2" in await maria.says("/agenda")
    assert "Abra o arquivo" in await maria.presses("Levar ao calendário")
    assert maria.answers[0].enclosure_id is not None


async def test_the_secretariat_sees_what_is_missing_by_institution_and_by_goal(database: Database) -> None:
    ana = await chat_of(database, ANA, OVER)

    assert "<b>UPB</b> · prazo encerrado: 1" in await ana.says("/pendencias")
    assert "Meta 1.2 · prazo encerrado há 13 dias" in await ana.presses("UPB")
    assert "<b>IRECE</b> · Município de Irecê" in await ana.says("/pendencias 1.2")


async def test_what_is_missing_everywhere_is_the_secretariats_to_see(database: Database) -> None:
    maria = await chat_of(database, MARIA)
    with pytest.raises(Exception, match="not_found"):
        await maria.says("/pendencias")


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("1.2", "<b>Meta 1.2</b>"),
        ("meta 1.2", "<b>Meta 1.2</b>"),
        ("24/12", "quarta-feira, 24/12/2025</b>\nUPB, meta 1.1"),
        ("amanhã", "Nada vence em quarta-feira, 10/12/2025"),
        ("irece", "<b>IRECE</b>"),
        ("RP-2025-000009", "RP-2025-000009"),
        ("bom dia, tudo bem?", "/prazos"),
    ],
)
async def test_words_without_a_command_are_understood(database: Database, said: str, told: str) -> None:
    assert told in await (await chat_of(database, MARIA)).says(said)
