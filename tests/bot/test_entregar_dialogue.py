"""/entregar step by step: what the text says already, what is asked, what is corrected, what is taken back."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from db import Database
from db.deliverables import Deliverable, DeliverableState
from rede.filing import ReportRefused, evidence_in
from scheduler.plan_document import read_plan
from tests.bot.office_chat import OfficeChat
from tests.rede.makers import MARIA, PLAN, import_for, person_id, register
from tests.rede.plans import import_dated

DAY = date(2025, 12, 19)
MORE = (
    "3\tComunicação\t\t\n"
    "3.1\tPôr banner, notícia e pop-up na página\tA partir do início da vigência\tUPB\n"
    "3.3\tFazer ações conjuntas de transparência\tDurante a vigência do Acordo\tUPB\n"
    "Eixos combinados"
)


@pytest.fixture
async def maria(database: Database) -> OfficeChat:
    await register(database)
    await import_for(database, "UPB")
    return OfficeChat(database, await person_id(database, MARIA), DAY)


@pytest.fixture
async def pages(database: Database) -> OfficeChat:
    """UPB owes goals 3.1 and 3.3 as well."""
    await register(database)
    await import_dated(database, document=read_plan(PLAN.replace("Eixos combinados", MORE)))
    return OfficeChat(database, await person_id(database, MARIA), DAY)


async def reports(database: Database) -> list[Deliverable]:
    async with database.read() as session:
        return list((await session.scalars(select(Deliverable).order_by(Deliverable.id))).all())


def labels(chat: OfficeChat) -> list[str]:
    return [label for answer in chat.answers for row in answer.buttons for label, _ in row]


async def test_what_the_text_says_is_not_asked(maria: OfficeChat) -> None:
    await maria.says("/entregar 2.2")
    said = await maria.says("Curso presencial de 20 horas para 40 servidores, de 15 a 18/12")
    assert "Posso registrar?" in said
    for line in (
        "Horas de aula: 20",
        "Dias: segunda-feira, 15/12/2025 a quinta-feira, 18/12/2025",
        "Modalidade: presencial",
        "Participantes: 40",
        "Prefira totais a listas de nomes.",
    ):
        assert line in said
    assert labels(maria) == ["Enviar", "Corrigir", "Completar", "Cancelar"]


async def test_more_is_told_only_where_somebody_wants_to(maria: OfficeChat, database: Database) -> None:
    await maria.says("/entregar 2.2 Curso X")
    await maria.says("20")
    assert "Nada disto é obrigatório" in await maria.presses("Completar")
    assert "município ou lugar" in await maria.presses("Lugar")
    assert "Lugar: Irecê" in await maria.says("Irecê")
    await maria.presses("Completar")
    await maria.presses("Modalidade")
    assert "Modalidade: híbrida" in await maria.presses("Híbrida")
    await maria.presses("Completar")
    await maria.presses("Dias")
    assert "Posso registrar?" in await maria.presses("Pular")
    await maria.presses("Enviar")
    (report,) = await reports(database)
    assert evidence_in(report.evidence) == {"place": "Irecê", "modality": "híbrida"}


async def test_one_point_is_corrected_and_the_rest_stays(maria: OfficeChat) -> None:
    await maria.says("/entregar 2.2")
    await maria.says("Curso de 20 horas para 40 pessoas")
    await maria.presses("Corrigir")
    assert labels(maria) == ["Relato", "Horas de aula", "Participantes", "Outra meta", "Voltar"]
    assert "Quantas pessoas" in await maria.presses("Participantes")
    with pytest.raises(ReportRefused, match="report_count_unreadable"):
        await maria.says("umas quarenta")
    said = await maria.says("42")
    assert "Participantes: 42" in said
    assert "Horas de aula: 20" in said
    await maria.presses("Corrigir")
    await maria.presses("Relato")
    said = await maria.says("Curso novo de 12 horas")
    assert "Horas de aula: 12" in said
    assert "Participantes: 42" in said


async def test_the_address_of_the_page_is_asked_where_the_text_has_none(pages: OfficeChat) -> None:
    assert "Qual é o endereço da página?" in await pages.says('/entregar 3.1 "Banner no ar"')
    assert labels(pages) == ["Retirado (eleições)"]
    with pytest.raises(ReportRefused, match="report_link_unreadable"):
        await pages.says("na capa")
    said = await pages.says("www.upb.example.org/rede")
    assert "Endereço: https://www.upb.example.org/rede" in said
    assert "Na página: banner" in said


async def test_with_the_address_one_line_is_enough(pages: OfficeChat) -> None:
    said = await pages.says('/entregar 3.1 "Notícia em https://upb.example.org/rede"')
    assert "RP-2025-000001" in said


async def test_a_dialogue_asks_the_day_of_an_action_and_takes_no_answer_too(pages: OfficeChat) -> None:
    await pages.says("/entregar 3.3")
    assert "Em que dia foi?" in await pages.says("Oficina com o tribunal")
    assert "Dia: quinta-feira, 18/12/2025" in await pages.presses("Ontem")
    await pages.presses("Cancelar")
    await pages.says("/entregar 3.3")
    await pages.says("Oficina com o tribunal")
    assert "Posso registrar?" in await pages.presses("Pular")


async def test_nothing_to_tell_is_two_taps(pages: OfficeChat, database: Database) -> None:
    await pages.says("/entregar 3.3")
    await pages.presses("Nada a informar")
    assert "Nada a informar neste período: Não houve ação" in await pages.presses("Não houve ação")
    (report,) = await reports(database)
    assert (report.says_nothing, report.state) == (True, DeliverableState.RECORDED)


async def test_what_demands_something_offers_no_way_around(maria: OfficeChat) -> None:
    await maria.says("/entregar 2.2")
    assert labels(maria) == []


async def test_the_receipt_takes_the_report_back(maria: OfficeChat, database: Database) -> None:
    assert "A data que conta é sexta-feira, 19/12/2025" in await maria.says("/entregar 1.2 Ofício enviado")
    (receipt,) = maria.answers
    assert receipt.mail is not None
    assert receipt.mail.subject == "Recibo RP-2025-000001: UPB, meta 1.2"
    said = await maria.presses("Desfazer")
    assert "não conta mais" in said
    assert "voltou a ficar pendente, até quarta-feira, 24/12/2025" in said
    assert [one.state for one in await reports(database)] == [DeliverableState.CANCELLED]


async def test_the_same_line_twice_is_one_report(maria: OfficeChat, database: Database) -> None:
    await maria.says('/entregar 2.2 "Curso X" 20h')
    assert "Já recebemos este mesmo relato" in await maria.says('/entregar 2.2 "Curso X" 20h')
    maria.later = timedelta(minutes=11)
    await maria.says('/entregar 2.2 "Curso X" 20h')
    assert [one.protocol for one in await reports(database)] == ["RP-2025-000001", "RP-2025-000002"]


async def test_a_button_of_an_earlier_form_is_no_button_of_the_next(maria: OfficeChat) -> None:
    await maria.says("/entregar 1.2")
    await maria.says("Ofício enviado")
    send = maria.button("Enviar")
    await maria.presses("Cancelar")
    await maria.says("/entregar 1.2")
    await maria.says("Outro ofício")
    assert "Este botão expirou" in await maria.presses_data(send)


async def test_who_comes_back_after_days_is_told_what_it_was_about(maria: OfficeChat) -> None:
    await maria.says("/entregar 2.2 Curso X")
    maria.later = timedelta(days=7)
    said = await maria.says("20")
    assert "Continuando o relato da meta 2.2 que você começou em sexta-feira, 19/12/2025" in said
    assert "Posso registrar?" in said


async def test_the_bare_command_does_not_lose_what_was_begun(maria: OfficeChat) -> None:
    await maria.says("/entregar 2.2 Curso X")
    assert "da meta 2.2: Curso X" in await maria.says("/entregar")
    assert "Quantas horas" in await maria.presses("Continuar")
    await maria.says("/entregar")
    assert "Qual meta" in await maria.presses("Começar outro")


async def test_one_line_about_another_goal_leaves_the_form_open(maria: OfficeChat) -> None:
    await maria.says("/entregar 2.2 Curso X")
    await maria.says("/entregar 1.2 Ofício enviado")
    assert (await maria.fields())["description"] == "Curso X"
    await maria.says('/entregar 2.2 "Curso Y" 3h')
    assert await maria.fields() == {}
