"""/registrar: what came by another way is entered, in one line or step by step; the institution may contest it."""

from datetime import date, datetime

import pytest
from sqlalchemy import select

from bot.register_words import ArrivalWords, read_arrival
from db import Database
from db.deliverables import Deliverable, DeliverableState
from db.deliveries import Delivery
from rede.access import NotYours
from rede.filing import ReportRefused
from rede.register_received import Means
from scheduler.clock import BRASILIA
from tests.bot.office_chat import OfficeChat
from tests.rede.makers import ANA, JOAO, MARIA, import_for, link, person_id, register

DAY = date(2025, 12, 12)
SEI = "19973.014253/2025-58"
LINE = f'/registrar IRECE 1.2 "Indicado João" ofício 10/12/2025 SEI {SEI}'


@pytest.fixture
async def network(database: Database) -> Database:
    await register(database)
    await import_for(database, "UPB")
    await import_for(database, "IRECE")
    return database


async def chat(database: Database, email: str) -> OfficeChat:
    return OfficeChat(database, await person_id(database, email), DAY)


async def the_report(database: Database) -> Deliverable:
    async with database.read() as session:
        return (await session.scalars(select(Deliverable))).one()


async def told(database: Database) -> dict[str, str]:
    """Subject of the last mail about a report, to each address."""
    async with database.read() as session:
        rows = await session.scalars(select(Delivery).order_by(Delivery.id))
        return {one.address: one.subject for one in rows if one.subject.startswith(("Relato", "Registro"))}


async def test_one_line_enters_it(network: Database) -> None:
    ana = await chat(network, ANA)
    said = await ana.says(LINE)
    assert "Registrado · Protocolo <b>RP-2025-000001</b>" in said
    assert "A data que conta é quarta-feira, 10/12/2025" in said
    report = await the_report(network)
    assert (report.person_id, report.registered_by) == (None, await person_id(network, ANA))
    assert (report.means, report.sei, report.state) == ("ofício", SEI, DeliverableState.SUBMITTED)
    assert report.received_at == datetime(2025, 12, 10, 12, tzinfo=BRASILIA)


async def test_the_institution_is_told_and_who_entered_it_is_not(network: Database) -> None:
    await (await chat(network, ANA)).says(LINE)
    assert await told(network) == {JOAO: "Relato registrado para IRECE: RP-2025-000001, meta 1.2"}


async def test_step_by_step_everything_is_asked_and_shown(network: Database) -> None:
    maria = await chat(network, MARIA)
    assert "De qual instituição" in await maria.says("/registrar")
    assert "De qual meta" in await maria.says("irece")
    assert "O que foi relatado?" in await maria.says("2.2")
    assert "Quantas horas" in await maria.says("Curso em Irecê")
    assert "Como o relato chegou?" in await maria.says("20")
    assert "Em que dia ele chegou?" in await maria.presses("Telefone")
    with pytest.raises(ReportRefused, match="report_day_to_come"):
        await maria.says("20/12/2025")
    assert "processo SEI" in await maria.presses("Ontem")
    said = await maria.presses("Pular")
    assert "Em nome de <b>IRECE</b>" in said
    assert "Chegou por telefone, em quinta-feira, 11/12/2025" in said
    await maria.presses("Corrigir")
    await maria.presses("Meio")
    assert "Chegou por reunião" in await maria.says("na reunião")
    assert "RP-2025-000001" in await maria.presses("Enviar")
    assert set(await told(network)) == {ANA, JOAO}


async def test_a_first_layer_enters_for_its_second_layer_alone(network: Database) -> None:
    maria = await chat(network, MARIA)
    assert "Não encontrei essa instituição" in await maria.says(LINE.replace("IRECE", "UPB"))
    with pytest.raises(NotYours):
        await (await chat(network, JOAO)).says(LINE)


async def test_the_button_contests_it_and_asks_why(network: Database) -> None:
    await link(network, JOAO, 9)
    await (await chat(network, ANA)).says(LINE)
    joao = await chat(network, JOAO)
    async with network.read() as session:
        to_joao = select(Delivery).where(Delivery.address == "9")
        button = (await session.scalars(to_joao)).one().buttons.split('"')[3]
    assert "O que não confere" in await joao.presses_data(button)
    assert "está marcado como contestado" in await joao.says("Não enviamos este ofício.")
    report = await the_report(network)
    assert (report.contested_why, report.contested_at is None) == ("Não enviamos este ofício.", False)
    assert (await told(network))[ANA] == "Registro contestado: RP-2025-000001, IRECE, meta 1.2"
    with pytest.raises(ReportRefused, match="register_contested_already"):
        await joao.presses_data(button)


async def test_it_is_contested_in_one_line_by_the_institution_alone(network: Database) -> None:
    await (await chat(network, ANA)).says(LINE)
    line = '/registrar contestar RP-2025-000001 "Não fomos nós"'
    with pytest.raises(NotYours):
        await (await chat(network, MARIA)).says(line)
    assert "contestado" in await (await chat(network, JOAO)).says(line)


async def test_what_was_handed_in_is_not_contested(network: Database) -> None:
    joao = await chat(network, JOAO)
    await joao.says("/entregar 1.2 Ofício")
    with pytest.raises(NotYours):
        await joao.says("/registrar contestar RP-2025-000001 não")


async def test_who_entered_it_may_take_it_back(network: Database) -> None:
    ana = await chat(network, ANA)
    await ana.says(LINE)
    assert "não conta mais" in await ana.presses("Desfazer")


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("", ArrivalWords()),
        ("Irecê", ArrivalWords(whom="Irecê")),
        ("prefeitura de Irecê 2.2", ArrivalWords(whom="prefeitura de Irecê", key="2.2")),
        (
            f'IRECE 1.2 "texto" ofício 10/12/2025 SEI {SEI}',
            ArrivalWords("IRECE", "1.2", "texto", None, Means.LETTER, "10/12/2025", SEI),
        ),
        (
            f"IRECE c1 “texto”, {SEI}, ontem",
            ArrivalWords("IRECE", "C1", "texto", None, Means.SEI, "ontem", SEI),
        ),
        (
            'IRECE 2.2 "Curso" 20h por e-mail em 10/12',
            ArrivalWords("IRECE", "2.2", "Curso", None, Means.MAIL, "10/12", ""),
        ),
    ],
)
def test_one_line_is_read(typed: str, read: ArrivalWords) -> None:
    found = read_arrival(typed)
    named = (found.whom, found.key, found.description, found.means, found.day, found.sei)
    assert named == (read.whom, read.key, read.description, read.means, read.day, read.sei)
    assert (found.hours == 20) is ("20h" in typed)
