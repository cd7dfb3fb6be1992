"""/convocar and /reunioes: convened in one line or step by step, answered, changed, attended, with its minutes."""

from datetime import date

import pytest

from bot.convening.reading import read_ufs
from db import Database
from db.convened import Reply
from db.ids import MeetingId
from rede.access import NotYours
from rede.convening import ConvocationRefused
from rede.links import LinkRefused
from tests.bot.office_chat import OfficeChat
from tests.rede.makers import ANA, JOAO, MARIA, person_id
from tests.rede.meetings import a_network, convened, kept, replies, the_bell_rings

DAY = date(2026, 4, 15)
LINE = '/convocar "Balanço" 06/05/2026 14h30 local: Auditório link: https://www.gov.br/sala pauta: Metas e prazos'


@pytest.fixture
async def network(database: Database) -> Database:
    await a_network(database)
    return database


async def chat(database: Database, email: str, *, day: date = DAY) -> OfficeChat:
    return OfficeChat(database, await person_id(database, email), day)


async def test_one_line_is_shown_and_confirmed(network: Database) -> None:
    ana = await chat(network, ANA)
    said = await ana.says(LINE)
    assert "Reunião técnica: Balanço" in said
    assert "quarta-feira, 06/05/2026, 14h30 a 16h30" in said
    assert "1 pessoa de 1 instituição" in said
    assert "Convocação registrada" in await ana.presses("Convocar")
    assert (await kept(network, MeetingId(1))).agenda == "Metas e prazos"


async def test_a_forum_is_asked_for_step_by_step(network: Database) -> None:
    ana = await chat(network, ANA)
    await ana.says("/convocar")
    assert "número" in await ana.presses("Fórum Regional")
    assert "estados" in await ana.says("nº 2")
    assert "título" in await ana.says("Bahia e Sergipe".replace("Bahia e Sergipe", "BA, SE"))
    assert "dia e a que horas" in await ana.says("Fórum do Nordeste")
    assert "termina" in await ana.says("10/06/2026 9h")
    assert "cada dia" in await ana.says("11/06/2026 18h")
    assert "local" in await ana.says("10/06/2026 9h a 18h Abertura\n11/06/2026 9h a 18h Painéis")
    assert "distância" in await ana.says("Salvador")
    assert "pauta" in await ana.presses("Pular")
    assert "inscrições" in await ana.says("Painéis")
    assert "inscrever" in await ana.says("01/06/2026 18h")
    with pytest.raises(LinkRefused):
        await ana.says("https://example.com/x")
    assert "Ninguém receberia" in await ana.presses("Pular")
    await ana.presses("Público")
    assert "1 pessoa de 1 instituição" in await ana.says("camada:1")


async def test_what_is_missing_in_the_end_is_put_right(network: Database) -> None:
    ana = await chat(network, ANA)
    await ana.says('/convocar "Balanço"')
    for said in ("06/05/2026 14h30", "16h30", "pular", "pular"):
        await ana.says(said)
    assert "Falta o local" in await ana.says("Metas e prazos")
    await ana.presses("Local")
    assert "Local: Auditório" in await ana.says("Auditório")


async def test_a_bad_answer_loses_nothing(network: Database) -> None:
    ana = await chat(network, ANA)
    await ana.says('/convocar "Balanço"')
    for said in ("nunca", "06/05/2026"):
        with pytest.raises(ConvocationRefused):
            await ana.says(said)
    assert "termina" in await ana.says("06/05/2026 14h30")
    assert (await ana.fields())["title"] == "Balanço"


async def test_who_convenes_nobody_is_told_so(network: Database) -> None:
    with pytest.raises(NotYours):
        await (await chat(network, JOAO)).says("/convocar")


async def test_who_was_convened_answers_and_sees_it_and_who_convened_sees_who(network: Database) -> None:
    number = await convened(network)
    maria, ana = await chat(network, MARIA), await chat(network, ANA)
    assert "Balanço do trimestre" in await maria.says("/reunioes")
    assert "Pauta" in await maria.presses("06/05 Balanço do trim…")
    assert "Anotado: vou." in await maria.presses("Vou")
    assert "Você respondeu: vou." in await maria.says("/reunioes")
    await ana.says(f"/reunioes {number}")
    assert "UPB: Maria" in await ana.presses("Ver respostas")


async def test_a_button_of_before_a_change_says_what_holds(network: Database) -> None:
    number = await convened(network)
    maria, ana = await chat(network, MARIA), await chat(network, ANA)
    await maria.says(f"/reunioes {number}")
    old = maria.button("Vou")
    await ana.says(f"/reunioes {number}")
    await ana.presses("Mudar")
    await ana.presses("Dia e hora")
    assert "Mudança registrada" in await ana.says("13/05/2026 9h")
    assert "mudou depois daquela mensagem" in await maria.presses_data(old)
    assert await replies(network, number) == {"Maria": None}
    await maria.presses("Vou a distância")
    assert await replies(network, number) == {"Maria": Reply.REMOTE}


async def test_it_is_called_off_with_a_reason(network: Database) -> None:
    number = await convened(network)
    ana = await chat(network, ANA)
    await ana.says(f"/reunioes {number}")
    await ana.presses("Cancelar encontro")
    assert "Cancelado" in await ana.says("Sem quórum")
    assert (await kept(network, number)).cancelled_why == "Sem quórum"


async def test_a_coordinator_passes_it_on(network: Database) -> None:
    number = await convened(network)
    maria = await chat(network, MARIA)
    await maria.says(f"/reunioes {number}")
    assert "Repassado à segunda camada da UPB" in await maria.presses("Repassar à 2ª camada")
    assert "Balanço do trimestre" in await (await chat(network, JOAO)).says("/reunioes")


async def test_who_came_is_ticked_or_typed_and_minutes_are_kept(network: Database) -> None:
    number = await convened(network)
    await the_bell_rings(network)
    ana = await chat(network, ANA, day=date(2026, 5, 7))
    await ana.says(f"/reunioes {number}")
    await ana.presses("Registrar presença")
    assert "UPB: 1" in await ana.presses("UPB")
    said = await ana.says("UPB 3, Nada")
    assert "Não encontrei entre os convocados: Nada" in said
    assert "UPB: 3" in said
    assert "Presença registrada: 1 instituição." in await ana.presses("Concluir")
    await ana.says(f"/reunioes {number}")
    await ana.presses("Anexar ata")
    assert "Ata guardada" in await ana.sends("%PDF-1.4 ata", "ata.pdf")
    maria = await chat(network, MARIA, day=date(2026, 5, 7))
    await maria.says(f"/reunioes {number}")
    await maria.presses("Ver ata")
    assert maria.answers[-1].enclosure_id is not None


async def test_another_s_meeting_looks_like_none(network: Database) -> None:
    number = await convened(network)
    for said in (f"/reunioes {number}", "/reunioes 999"):
        with pytest.raises(NotYours):
            await (await chat(network, JOAO)).says(said)


@pytest.mark.parametrize(
    ("typed", "ufs"),
    [("BA, SE e AL", "AL,BA,SE"), ("ba se", "BA,SE"), ("Bahia e Mato Grosso do Sul", "BA,MS")],
)
def test_states_are_read_by_name_or_letters(typed: str, ufs: str) -> None:
    assert ",".join(read_ufs(typed)) == ufs


@pytest.mark.parametrize("typed", ["ZZ", "BA, XX", "Nordeste", ""])
def test_what_is_no_state_is_refused(typed: str) -> None:
    with pytest.raises(ConvocationRefused, match="meeting_without_uf"):
        read_ufs(typed)
