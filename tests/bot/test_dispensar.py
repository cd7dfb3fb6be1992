"""/dispensar: a reason and a SEI number, shown before it counts; back by a tap; and cycles without an event."""

from datetime import date

import pytest
from sqlalchemy import update

from bot.dispense_words import read_dispensation
from db import Database
from db.obligations import Obligation, ObligationState
from db.plans import Goal
from elo.ending_cycles import end_cycles_without_event
from rede.access import NotYours
from rede.dispense import DispensationRefused
from tests.bot.office_chat import OfficeChat
from tests.rede.makers import ANA, MARIA, NOW, a_desk, make_office, owed_by, person_id
from tests.rede.reviews import a_network, handed_in

DAY, SEI = date(2025, 12, 10), "19999.000123/2025-07"


async def chat(database: Database, who: str = ANA) -> OfficeChat:
    await a_network(database)
    return OfficeChat(database, await person_id(database, who), DAY)


async def upb(database: Database, key: str = "1.2") -> Obligation:
    number = (await owed_by(database, "UPB", key)).obligation.id
    async with database.read() as session:
        return await session.get_one(Obligation, number)


async def test_everything_in_one_line_is_shown_and_then_counts(database: Database) -> None:
    ana = await chat(database)
    number = (await upb(database)).id
    shown = await ana.says(f'/dispensar UPB 1.2 "Decisão da Secretaria" {SEI}')
    for words in ("Meta 1.2", "quarta-feira, 24/12/2025", "Motivo: Decisão da Secretaria", SEI):
        assert words in shown
    assert "Entrega dispensada" in await ana.presses("Confirmar")
    async with database.read() as session:
        ended = await session.get_one(Obligation, number)
    assert (ended.state, ended.closed_sei) == (ObligationState.DISPENSED, SEI)
    assert "Dispensa desfeita" in await ana.presses("Desfazer")
    again = await upb(database)
    assert (again.state, again.closed_sei) == (ObligationState.OPEN, "")


async def test_each_thing_is_asked_for(database: Database) -> None:
    ana = await chat(database)
    assert "qual instituição" in await ana.says("/dispensar")
    assert "Qual meta de UPB?" in await ana.says("upb")
    assert "Por que dispensar?" in await ana.presses("1.2")
    assert "processo SEI" in await ana.says("Decisão da Secretaria")
    assert "Dispensar esta entrega?" in await ana.says(SEI)
    assert "Entrega dispensada" in await ana.says("sim")


async def test_without_a_process_there_is_no_dispensation(database: Database) -> None:
    ana = await chat(database)
    await ana.says('/dispensar UPB 1.2 "Decisão da Secretaria"')
    with pytest.raises(DispensationRefused, match="dispense_without_sei"):
        await ana.says("123/2025")
    assert "Dispensar esta entrega?" in await ana.says(SEI)


async def test_undone_in_one_line(database: Database) -> None:
    ana = await chat(database)
    await ana.says(f'/dispensar UPB 1.2 "Decisão" {SEI}')
    await ana.presses("Confirmar")
    assert "Desfazer esta dispensa?" in await ana.says("/dispensar desfazer UPB 1.2")
    assert "Dispensa desfeita" in await ana.presses("Confirmar")


async def test_a_report_that_is_being_checked_may_be_let_off(database: Database) -> None:
    ana = await chat(database)
    await handed_in(database, "1.2")
    await ana.says("/conferir")
    assert "Por que dispensar?" in await ana.presses("Dispensar")
    await ana.says("Decisão da Secretaria")
    await ana.says(SEI)
    await ana.presses("Confirmar")
    assert "Nenhum relato espera" in await ana.says("/conferir")
    await ana.presses("Desfazer")
    assert (await upb(database)).state is ObligationState.FULFILLED


async def test_a_cycle_without_a_forum_ends_for_everybody(database: Database) -> None:
    ana = await chat(database)
    async with a_desk(database) as desk:
        await desk.session.execute(update(Goal).where(Goal.key == "2.2").values(key="3.4"))
    number = (await upb(database, "3.4")).id
    with pytest.raises(Exception, match="no_event_no_cycle"):
        await ana.says("/dispensar sem-evento 3.4")
    assert "9/12/2026" in await ana.says("/dispensar sem-evento 3.4 09/12/2026")
    assert "Anotado" in await ana.presses("Confirmar")
    await end_cycles_without_event(database, make_office(), NOW)
    async with database.read() as session:
        assert (await session.get_one(Obligation, number)).state is ObligationState.NO_EVENT


async def test_nobody_else_lets_off(database: Database) -> None:
    maria = await chat(database, MARIA)
    for words in ("", "UPB 1.2", "sem-evento 3.4"):
        with pytest.raises(NotYours):
            await maria.says(f"/dispensar {words}")


@pytest.mark.parametrize(
    "typed",
    [f'UPB 2.2 "Um motivo" {SEI}', f'meta 2.2 {SEI} UPB "Um motivo"', f"“Um motivo” 2,2 UPB, {SEI}"],
)
def test_the_parts_of_a_line_come_in_any_order(typed: str) -> None:
    words = read_dispensation(typed)
    assert (words.rest, words.key, words.reason, words.sei) == ("UPB", "2.2", "Um motivo", SEI)


@pytest.mark.parametrize(
    "data", ["obligation:x", "obligation:999999999999", "key:9.9", "place:x", "do:x", "event:3.4"]
)
async def test_a_button_that_we_did_not_make_lets_nobody_off(database: Database, data: str) -> None:
    ana = await chat(database)
    await ana.says("/dispensar UPB")
    assert await ana.presses_data(f"form:1:{data}")
    assert (await upb(database)).state is ObligationState.OPEN


def test_the_check_in_of_a_semester_is_named_too() -> None:
    words = read_dispensation("UPB semestre")
    assert (words.rest, words.key) == ("UPB", "semestre")
