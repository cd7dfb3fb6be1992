"""/instrumento, a plan that changes: a termo aditivo by file or by phrase, and what stands since when."""

from datetime import date

import pytest
from sqlalchemy import select

from db import Database
from db.instruments import Instrument
from db.notices import Notice, NoticeKind
from db.plans import Plan
from tests.bot.office_chat import OfficeChat
from tests.rede.makers import ANA, MARIA, PLAN, import_for, link, person_id, register

TODAY = date(2026, 3, 10)
AMENDED = PLAN.replace("Até 15 dias após", "Até 30 dias após").replace("Abrir um fórum", "Manter um fórum")


@pytest.fixture
async def ana(database: Database) -> OfficeChat:
    """Ana serves the Secretariat; UPB has an agreement, in force since December."""
    await register(database)
    await import_for(database, "UPB")
    return OfficeChat(database, await person_id(database, ANA), TODAY)


async def amends(ana: OfficeChat) -> str:
    await ana.says("/instrumento UPB")
    return await ana.presses("Termo aditivo")


async def plans(database: Database) -> list[Plan]:
    async with database.read() as session:
        return list(await session.scalars(select(Plan).order_by(Plan.version)))


async def test_one_phrase_changes_from_a_day_on(database: Database, ana: OfficeChat) -> None:
    await link(database, MARIA, 70)
    await amends(ana)
    assert "Como contar este prazo?" in await ana.says("2.2 = Anual com o mínimo de 80 horas ao ano")
    await ana.presses("1")
    await ana.presses("Pular")
    await ana.says("01/07/2026")
    await ana.presses("Não muda")
    summary = await ana.says("1º Termo Aditivo, SEI 19955.000321/2026-17")
    assert (
        "De “Anual com o mínimo de 60 horas ao ano” para “Anual com o mínimo de 80 horas ao ano”" in summary
    )
    assert len(await plans(database)) == 1
    assert "recebe um aviso: 2 pessoas" in await ana.presses("Registrar")
    (_, second) = await plans(database)
    assert (second.in_force_from, second.amendment) == (
        date(2026, 7, 1),
        "1º Termo Aditivo, SEI 19955.000321/2026-17",
    )
    assert "Depois: versão 2, 1º Termo Aditivo" in await ana.says("/instrumento UPB")
    async with database.read() as session:
        told = (await session.scalars(select(Notice.person_id).where(Notice.kind == NoticeKind.MOVED))).all()
    assert set(told) == {await person_id(database, who) for who in (MARIA, ANA)}


async def test_a_new_document_is_compared_goal_by_goal(database: Database, ana: OfficeChat) -> None:
    await amends(ana)
    told = await ana.sends(AMENDED, "aditivo.html")
    assert "A partir de que dia" in told
    await ana.says("hoje")
    await ana.presses("Não muda")
    summary = await ana.presses("Pular")
    assert "<b>1.2</b> (muda)" in summary
    assert "<b>2.2</b>" not in summary
    await ana.says("sim")
    assert [(plan.document_name, plan.amendment) for plan in await plans(database)] == [
        ("plano.txt", ""),
        ("aditivo.html", "1º Termo Aditivo"),
    ]


async def test_the_plan_is_shown_with_what_each_version_brought(ana: OfficeChat) -> None:
    await amends(ana)
    await ana.sends(AMENDED)
    await ana.says("hoje")
    await ana.presses("Não muda")
    await ana.presses("Pular")
    await ana.presses("Registrar")
    await ana.says("/instrumento UPB")
    shown = await ana.presses("Ver plano")
    assert "Plano em vigor: versão 2, 1º Termo Aditivo, desde terça-feira, 10/03/2026" in shown
    first, second = shown.index("<b>1.1</b>"), shown.index("<b>1.2</b>")
    assert "Assim desde" not in shown[first:second]
    assert "Assim desde: 1º Termo Aditivo" in shown[second:]
    assert "Termo aditivo" in await ana.presses("Termo aditivo")


async def test_what_a_replaced_version_brought_is_told_as_brought_by_the_one_in_its_place(
    ana: OfficeChat,
) -> None:
    for since, correction in (
        ("01/09/2026", "2.2 = 80 horas por ano civil"),
        ("hoje", "1.2 = Até 31 de março de cada ano"),
    ):
        await amends(ana)
        await ana.says(correction)
        for answer in (since, "não muda", "pular", "sim"):
            await ana.says(answer)
    await ana.says("/instrumento UPB")
    shown = await ana.presses("Ver plano")
    assert "Assim desde: 1º Termo Aditivo" not in shown
    assert shown.count("Assim desde: 2º Termo Aditivo") == 2


async def test_what_changes_nothing_is_refused_before_it_is_registered(
    database: Database, ana: OfficeChat
) -> None:
    await amends(ana)
    await ana.sends(PLAN)
    await ana.says("hoje")
    await ana.presses("Não muda")
    assert "Não há o que registrar" in await ana.presses("Pular")
    assert len(await plans(database)) == 1


async def test_only_the_end_of_the_vigencia_moves(database: Database, ana: OfficeChat) -> None:
    await amends(ana)
    await ana.presses("Só o fim da vigência")
    await ana.says("hoje")
    assert "Não entendi a data" in await ana.says("não muda")
    await ana.says("09/12/2037")
    assert "Novo fim da vigência: quarta-feira, 09/12/2037" in await ana.presses("Pular")
    assert "Nenhuma meta muda." in await ana.presses("Registrar")
    async with database.read() as session:
        assert (await session.scalars(select(Instrument.ends))).one() == date(2037, 12, 9)


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ("2.2 oitenta horas", "o sinal de igual"),
        ("9.9 = Até 31 de março de cada ano", "não tem a meta 9.9"),
        ("2.2 = quando der", "Escreva o prazo de outro modo"),
    ],
    ids=["no equals sign", "no such goal", "no such deadline"],
)
async def test_a_correction_typed_wrongly_is_asked_again(ana: OfficeChat, typed: str, answer: str) -> None:
    await amends(ana)
    assert answer in await ana.says(typed)
    assert "A partir de que dia" in await ana.says("2.2 = 80 horas por ano civil")


async def test_a_day_after_the_end_is_asked_again(ana: OfficeChat) -> None:
    await ana.says("/instrumento UPB")
    await ana.presses("Datas")
    await ana.presses("Fim da vigência")
    await ana.says("09/12/2026")
    await ana.presses("Confirmar")
    await amends(ana)
    await ana.says("2.2 = 80 horas por ano civil")
    await ana.says("01/07/2030")
    await ana.presses("Não muda")
    told = await ana.presses("Pular")
    assert "Depois de vencido, um acordo não pode mais ser alterado" in told
    assert "A partir de que dia" in told


async def test_correcting_begins_again_with_the_document(ana: OfficeChat) -> None:
    await amends(ana)
    await ana.sends(AMENDED)
    await ana.says("hoje")
    await ana.presses("Não muda")
    await ana.presses("Pular")
    assert "Envie o novo plano" in await ana.presses("Corrigir")
    assert set(await ana.fields()) == {"institution", "instrument", "flow", "asked"}


async def test_of_several_agreements_one_is_chosen(database: Database, ana: OfficeChat) -> None:
    async with database.write() as session:
        instrument = (await session.scalars(select(Instrument))).one()
        instrument.number = "AC 15/2025"
    await import_for(database, "UPB")
    assert "Escolha o acordo" in await ana.says("/instrumento UPB")
    assert "Não encontrei esse acordo" in await ana.says("AC 7/2020")
    assert "<b>AC 15/2025</b>" in await ana.says("15/2025")
    assert "Qual data?" in await ana.presses("Datas")
    await ana.says("/instrumento UPB")
    assert "<b>AC 99/2025</b>" in await ana.presses("AC 99/2025")


async def test_an_amendment_from_an_earlier_day_warns_of_the_one_that_it_replaces(
    database: Database, ana: OfficeChat
) -> None:
    summary = ""
    for since, hours in (("01/09/2026", 80), ("01/07/2026", 100)):
        await amends(ana)
        await ana.says(f"2.2 = {hours} horas por ano civil")
        await ana.says(since)
        await ana.presses("Não muda")
        summary = await ana.presses("Pular")
        await ana.presses("Registrar")
    assert "Deixa de valer</b>: versão 2, 1º Termo Aditivo, de terça-feira, 01/09/2026 em diante." in summary
    assert "Depois: versão 2" not in await ana.says("/instrumento UPB")
