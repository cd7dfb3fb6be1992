"""/prazos: dated goals, the check-in as one line, what is owed all the time, and ledgers of hours."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import update

from bot.commands import prazos
from bot.turn import Turn
from bot.update import Said
from db import Database
from db.instruments import Instrument
from db.people import Person, institutions_served
from notifier.texts import Texts
from rede.lines import BRIEF
from rede.open_obligations import open_obligations
from tests.house.check_in_samples import PROGRESS
from tests.house.reminder_samples import make_line
from tests.rede.makers import ANA, MARIA, a_desk, import_for, morning, person_id, register
from tests.rede.reviews import a_network, gives_back, handed_in


async def asked(database: Database, who: str, arguments: str = "", *, day: date = date(2026, 3, 10)) -> str:
    actor = await person_id(database, who)
    async with a_desk(database, actor=actor, now=morning(day)) as desk:
        person = await desk.session.get_one(Person, actor)
        served = await institutions_served(desk.session, person.id)
        said = Said(update_id=1, chat_id=7, private=True, text="/prazos")
        turn = Turn(desk=desk, said=said, person=person, served=served, menu=(), arguments=arguments)
        await prazos.handle(turn)
        return "\n---\n".join(answer.text for answer in turn.answers)


@pytest.fixture
async def upb(database: Database) -> Database:
    await register(database)
    await import_for(database, "UPB")
    return database


async def test_the_check_in_is_one_line_and_continuous_goals_have_no_date(upb: Database) -> None:
    told = await asked(upb, MARIA)
    assert told.count("Acompanhamento semestral") == 1
    assert "Até terça-feira, 30/06/2026. Para responder: <code>/entregar semestre</code>" in told
    assert "Valem o tempo todo: 1.1." in told


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2025, 12, 20), "O próximo é até terça-feira, 30/06/2026."),
        (date(2026, 6, 30), "Até terça-feira, 30/06/2026."),
        (date(2026, 7, 20), "Ainda pode ser respondido"),
    ],
    ids=["before its semester", "on its day", "after its day"],
)
async def test_a_check_in_is_never_late(upb: Database, day: date, words: str) -> None:
    told = await asked(upb, MARIA, "semestre", day=day)
    assert words in told
    assert "encerrado" not in told


async def test_a_ledger_comes_with_the_goal_that_is_asked_for(upb: Database) -> None:
    told = await asked(upb, MARIA, "2.2", day=date(2026, 6, 9))
    assert "Horas deste ciclo: 0 de 60. Faltam 60." in told
    assert "Por ano civil: 2025, 0 h; 2026, 0 h." in told
    assert "Horas deste ciclo" not in await asked(upb, MARIA)


async def test_the_end_of_the_vigencia_shows_when_it_comes_near(upb: Database) -> None:
    async with a_desk(upb) as desk:
        await desk.session.execute(update(Instrument).values(ends=date(2026, 12, 9)))
    async with a_desk(upb) as desk:
        await open_obligations(desk, await desk.session.get_one(Instrument, 1))
    assert "Fim da vigência" not in await asked(upb, MARIA, day=date(2026, 6, 11))
    assert "<b>Fim da vigência</b>: quarta-feira, 09/12/2026." in await asked(
        upb, MARIA, day=date(2026, 6, 12)
    )


async def test_many_agreements_of_the_secretariat_fit_one_message(upb: Database) -> None:
    for number in range(12):
        async with a_desk(upb) as desk:
            first = update(Instrument).where(Instrument.number == "AC 99/2025")
            await desk.session.execute(first.values(number=f"AC {number}/2024"))
        await import_for(upb, "UPB")
    told = await asked(upb, ANA)
    assert "(13 acordos)" in told
    assert told.count("Acompanhamento semestral") == 1
    assert len(told) < 4096


@pytest.mark.parametrize("who", [MARIA, ANA])
async def test_an_agreement_is_asked_for_by_the_partner(upb: Database, who: str) -> None:
    await import_for(upb, "IRECE")
    told = await asked(upb, who, "upb")
    assert "Meta 2.2" in told
    assert "Horas deste ciclo" in told
    assert "IRECE" not in told


async def test_what_nobody_owes_is_not_found(upb: Database) -> None:
    assert "Não encontrei essa meta" in await asked(upb, MARIA, "9.9")


def test_the_longest_list_fits_one_message() -> None:
    document = "AC 115/2025 · SAOSEBASTIAODOPASSE (processo SEI 19999.000123/2025-07)"
    line = replace(make_line(extended="quarta-feira, 25/12/2026", document=document), brief="x" * BRIEF)
    section = {
        "acronym": "SEGES",
        "document": "",
        "lines": [line] * prazos.SHOWN,
        "more": 270,
        "back": [prazos.BackLine(key="2.2", protocol="RP-2026-000142", day=line.literal)] * prazos.MOST_BACK,
        "ends": [line] * prazos.MOST_ENDS,
        "check_in": line,
        "stage": "asked",
        "continuous": ["1.1"] * 12,
        "occasional": ["1.4"] * 12,
    }
    ledger = {
        "acronym": "SEGES",
        "document": document,
        "key": "2.2",
        "brief": "x" * BRIEF,
        "progress": PROGRESS,
    }
    texts = Texts()
    assert len(texts.chat("due_list", sections=[section])) <= 4096
    assert len(texts.chat("progress_list", goals=[ledger] * prazos.MOST_LEDGERS, more=270)) <= 4096


async def test_what_came_back_has_an_internal_date_and_is_not_over(database: Database) -> None:
    await a_network(database)
    report = await handed_in(database, "1.2")
    await gives_back(database, ANA, report)
    said = await asked(database, MARIA)
    assert f"relato {report.protocol} devolvido para ajuste, até terça-feira, 23/12/2025." in said
    assert "<b>Meta 1.2</b> · " not in said
