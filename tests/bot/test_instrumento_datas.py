"""/instrumento, the dates of an agreement: what setting one moves is shown before it is done."""

from datetime import date

import pytest
from sqlalchemy import select

from db import Database
from db.instruments import Instrument
from db.obligations import Obligation, ObligationState
from db.plans import Goal
from tests.bot.office_chat import OfficeChat
from tests.rede.makers import ANA, import_for, person_id, register


@pytest.fixture
async def upb(database: Database) -> OfficeChat:
    """Ana's chat. UPB has an agreement, in force since December."""
    await register(database)
    await import_for(database, "UPB")
    return OfficeChat(database, await person_id(database, ANA), date(2026, 3, 10))


async def test_setting_a_date_shows_what_moves_before_it_does(database: Database, upb: OfficeChat) -> None:
    await upb.says("/instrumento UPB")
    await upb.presses("Datas")
    assert "Data registrada: terça-feira, 09/12/2025" in await upb.presses("Início da vigência")
    assert "já é a data registrada" in await upb.says("09/12/2025")
    summary = await upb.says("12/01/2026")
    assert "Datas que mudam: " in summary
    assert "Meta C1: de sex., 19/12/2025 para qui., 22/01/2026" in summary
    async with database.read() as session:
        assert (await session.scalars(select(Instrument.starts))).one() == date(2025, 12, 9)
    assert "Data registrada" in await upb.presses("Confirmar")
    async with database.read() as session:
        assert (await session.scalars(select(Instrument.starts))).one() == date(2026, 1, 12)
        c1 = select(Obligation.literal).join(Goal).where(Goal.key == "C1")
        assert (await session.scalars(c1)).all() == [date(2026, 1, 22)]


async def test_a_date_that_cannot_be_is_asked_again(upb: OfficeChat) -> None:
    await upb.says("/instrumento UPB")
    await upb.presses("Datas")
    assert "Toque em uma das datas" in await upb.says("a de baixo")
    await upb.says("fim da vigência")
    told = await upb.says("01/01/2020")
    assert "tem de vir depois do início" in told
    assert "Fim da vigência" in told
    assert "Posso registrar?" in await upb.says("09/12/2035")
    shorter = await upb.says("10 de dezembro de 2026")
    assert "Fim da vigência: quinta-feira, 10/12/2026" in shorter
    assert "Datas que deixam de valer: " in shorter


async def test_a_start_that_was_not_known_can_be_confirmed_in_a_word(
    database: Database, upb: OfficeChat
) -> None:
    async with database.write() as session:
        instrument = (await session.scalars(select(Instrument))).one()
        instrument.starts, instrument.published, instrument.counted_by = None, date(2025, 12, 9), ""
    await upb.says("/instrumento UPB")
    assert "Início da vigência: sem data" in await upb.presses("Datas")
    await upb.presses("Início da vigência")
    assert "As datas deixam de ser provisórias" in await upb.says("hoje")
    assert "dia, mês e ano" in await upb.presses("Outra data") + await upb.says("logo")
    await upb.says("09/12/2025")
    assert "Toque em Confirmar" in await upb.says("talvez")
    await upb.says("sim")
    async with database.read() as session:
        assert (await session.scalars(select(Instrument.starts))).one() == date(2025, 12, 9)


async def test_cancelling_at_the_end_sets_nothing(database: Database, upb: OfficeChat) -> None:
    await upb.says("/instrumento UPB")
    await upb.presses("Datas")
    await upb.presses("Publicação no DOU")
    await upb.says("hoje")
    assert "Cancelado" in await upb.presses("Cancelar")
    async with database.read() as session:
        assert (await session.scalars(select(Instrument.published))).one() is None


async def test_another_law_may_count_the_days(database: Database, upb: OfficeChat) -> None:
    await upb.says("/instrumento UPB")
    assert "Contagem dos dias: Lei 9.784/1999" in await upb.presses("Datas")
    assert "Toque na lei que vale" in await upb.presses("Contagem dos dias")
    assert "Toque em uma das leis" in await upb.says("a de antes")
    assert "Esta já é a lei registrada" in await upb.says("9.784")
    summary = await upb.presses("Código Civil")
    assert "Contagem dos dias: de Lei 9.784/1999 para Código Civil" in summary
    assert "Meta 1.2: de sex., 26/12/2025 para qua., 24/12/2025 (último dia pela lei)" in summary
    assert "Toque em Confirmar, Corrigir ou Cancelar" in await upb.says("09/12/2025")
    assert "Contagem registrada" in await upb.presses("Confirmar")
    async with database.read() as session:
        assert (await session.scalars(select(Instrument.policy))).one() == "codigo-civil"
        extended = select(Obligation.extended).join(Goal).where(Goal.key == "1.2")
        assert set(await session.scalars(extended)) == {date(2025, 12, 24)}
    assert "Contagem dos dias: Código Civil" in await upb.says("/instrumento UPB")


async def test_the_day_from_which_an_agreement_is_lived_with_can_be_set(
    database: Database, upb: OfficeChat
) -> None:
    await upb.says("/instrumento UPB")
    await upb.presses("Datas")
    assert "primeiro dia do acordo com lembretes" in await upb.says("entrada em operacao")
    assert "Datas que passam a ser histórico: 8" in await upb.says("01/01/2027")
    assert "Data registrada" in await upb.says("sim")
    async with database.read() as session:
        states = select(Obligation.state).join(Goal).where(Goal.key == "1.2")
        assert set(await session.scalars(states)) == {ObligationState.HISTORY}
    assert "Entrada em operação: sexta-feira, 01/01/2027" in await upb.says("/instrumento UPB")
