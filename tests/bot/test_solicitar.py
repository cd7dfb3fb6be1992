"""/solicitar: a request opened in one line or asked for, followed, moved, closed; a partner's draft in chat."""

from datetime import date

import pytest

from db import Database
from db.enclosures import enclosures_of
from elo.recounting import recount_all
from rede.access import NotYours
from rede.audience import AudienceRefused
from rede.bound_buttons import bound
from rede.requested import SEE_DRAFT, RequestRefused
from tests.bot.office_chat import OfficeChat
from tests.rede.happenings import NOW, TODAY, called_for, rede_of
from tests.rede.makers import ANA, JOAO, MARIA, make_office, person_id
from tests.rede.requests import begun, follows, reported, tally

LINE = '/solicitar "Relatório 2026" até 30/04/2026 de 01/01/2026 a 31/12/2026 camada:1'


async def chat(database: Database, who: str = ANA) -> OfficeChat:
    return OfficeChat(database, await person_id(database, who), TODAY)


async def test_everything_in_one_line_is_shown_and_then_asked(database: Database) -> None:
    await rede_of(database, "UPB", "IRECE")
    ana = await chat(database)
    shown = await ana.says(LINE)
    for words in (
        "Relatório 2026",
        "quinta-feira, 30/04/2026",
        "1 instituição e 1 pessoa",
        "primeira camada",
    ):
        assert words in shown
    assert "Pedido 1 aberto" in await ana.presses("Abrir pedido")
    assert await follows(database) == 1
    assert "Respostas: 0 de 1." in await ana.presses("Acompanhar")


async def test_each_thing_is_asked_for_and_a_bad_answer_loses_nothing(database: Database) -> None:
    await rede_of(database, "UPB")
    ana = await chat(database)
    assert "título" in await ana.says("/solicitar")
    assert "O que você quer pedir?" in await ana.says("Relatório Anual")
    assert "Até que dia" in await ana.presses("Pular")
    with pytest.raises(RequestRefused, match="request_in_the_past"):
        await ana.says("10/04/2026")
    with pytest.raises(RequestRefused, match="request_due_unreadable"):
        await ana.says("um dia desses")
    assert "Prazo: quinta-feira, 30/04/2026." in await ana.presses("Até 30/04/2026")
    await ana.presses("Ano de 2026")
    await ana.says("todos")
    assert "Confira antes de abrir" in await ana.presses("Pronto")
    assert "título" in await ana.presses("Mudar título")
    assert "Outro nome" in await ana.says("Outro nome")
    assert "Pedido 1 aberto" in await ana.says("sim")


async def test_an_audience_that_is_none_is_refused(database: Database) -> None:
    await rede_of(database, "UPB")
    ana = await chat(database)
    with pytest.raises(AudienceRefused):
        await ana.says('/solicitar "Relatório" até 30/04/2026 de 2026 camada:9')
    assert "Ficam" not in await ana.says('/solicitar "Relatório" até 30/04/2026 de 2026 camada:1')


async def test_the_secretariat_sees_who_is_missing_and_reminds_once(database: Database) -> None:
    await begun(database)
    ana = await chat(database)
    assert "1. Relatório 2026 · até qui., 30/04/2026 · 0 de 2 responderam" in await ana.says("/solicitar")
    await ana.presses("Ver o pedido 1")
    assert "UPB · União dos Municípios da Bahia" in await ana.presses("Quem falta")
    assert "2 instituições" in await ana.presses("Lembrar agora")
    with pytest.raises(RequestRefused, match="request_reminded_today"):
        await ana.presses("Lembrar agora")


async def test_the_date_moves_and_the_request_is_called_off(database: Database) -> None:
    await begun(database, "UPB")
    ana = await chat(database)
    await ana.says("/solicitar 1")
    await ana.presses("Mudar prazo")
    assert "Novo prazo: sexta-feira, 15/05/2026." in await ana.says("15/05/2026")
    await recount_all(database, make_office(), NOW)
    assert (await called_for(database, "UPB", "3.5"))[0][0] == date(2026, 5, 15)
    await ana.presses("Cancelar pedido")
    assert "Pedido cancelado" in await ana.presses("Sim, cancelar")


async def test_a_partner_fills_its_draft_and_sends_it(database: Database) -> None:
    number = await begun(database)
    await reported(database, "3.2", "Divulgação da turma")
    maria = await chat(database, MARIA)
    assert "1. Divulgação da turma" in await maria.says("/entregar 3.5")
    await maria.presses("Acrescentar")
    assert "2. Visita a Irecê" in await maria.says("Visita a Irecê")
    await maria.presses("Mudar item")
    assert "2. Visita a Barra" in await maria.says("2 Visita a Barra")
    await maria.presses("Tirar item")
    with pytest.raises(RequestRefused, match="request_no_such_item"):
        await maria.says("7")
    assert "1. Divulgação" in await maria.presses("Voltar ao rascunho")
    await maria.presses("Tirar item")
    assert "Divulgação" not in await maria.says("1")
    assert "Recebemos" in await maria.presses("Enviar")
    assert (await tally(database, number)).answered == 1
    assert "não espera resposta" in await maria.says("/solicitar")


async def test_the_button_of_the_notice_shows_the_draft_of_whom_it_was_sent_to(database: Database) -> None:
    number = await begun(database)
    maria, joao = await chat(database, MARIA), await chat(database, JOAO)
    data = bound(make_office().sealer, await person_id(database, MARIA), SEE_DRAFT, number)
    assert "<b>Relatório 2026</b> · UPB" in await maria.presses_data(data)
    assert "UPB" not in await joao.presses_data(data)
    await maria.presses("Nada a relatar")
    assert "já foi enviada: RP-2026-000001" in await maria.presses_data(data)


async def test_a_draft_that_somebody_else_changed_is_shown_anew(database: Database) -> None:
    await begun(database)
    await reported(database, "3.2", "Divulgação da turma")
    maria, other = await chat(database, MARIA), await chat(database, MARIA)
    await maria.says("/solicitar")
    await other.says("acrescentar Visita a Irecê")
    said = await maria.presses_data(maria.button("Enviar"))
    assert "Recebemos" not in said


async def test_nothing_to_tell_and_the_whole_draft_as_a_file(database: Database) -> None:
    number = await begun(database)
    joao = await chat(database, JOAO)
    assert "Ainda não há relatos aceitos" in await joao.says("/solicitar")
    await joao.presses("Acrescentar")
    await joao.says("Visita")
    await joao.presses("Ver em arquivo")
    enclosure = joao.answers[0].enclosure_id
    assert enclosure is not None
    async with database.read() as session:
        assert b"1. Visita" in (await enclosures_of(session, [enclosure]))[enclosure].content
    assert "Recebemos" in await joao.presses("Nada a relatar")
    assert (await tally(database, number)).answered == 1


async def test_closed_its_answers_are_summed_up_and_may_be_downloaded(database: Database) -> None:
    await begun(database)
    await reported(database, "3.2", "Divulgação da turma")
    maria, ana = await chat(database, MARIA), await chat(database)
    await maria.says("/solicitar")
    await maria.presses("Enviar")
    await ana.says("/solicitar 1")
    assert "Falta 1 instituição." in await ana.presses("Encerrar e consolidar")
    await ana.presses("Sim, encerrar")
    await follows(database)
    assert "A planilha está pronta." in await ana.says("/solicitar 1")
    assert "3.2: 1 · 1 instituição" in await ana.presses("Ver resumo")
    await ana.presses("Baixar planilha")
    assert ana.answers[0].enclosure_id is not None


async def test_a_partner_may_not_open_nor_see_a_request_of_others(database: Database) -> None:
    await begun(database)
    maria, ana = await chat(database, MARIA), await chat(database)
    await ana.says("/solicitar")
    with pytest.raises(NotYours):
        await ana.says("/solicitar 99")
    assert "Confira antes" not in await maria.says(LINE)
