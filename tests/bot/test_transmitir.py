"""/transmitir: written, shown as it will look, confirmed by its count; nothing is lost on the way."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from bot.formatted import Entity
from db import Database
from db.announcements import Wording
from db.channels import ChannelKind
from db.enclosures import Enclosure
from db.notices import NoticeKind
from db.slots import slot
from notifier.telegram_answers import without_markup
from rede.register_person import register_people
from rede.rows import Row
from sandbox.formatting.entities import utf16_length
from scheduler.clock import BRASILIA
from tests.bot.transmitting_chat import WORDS, announced, another_chat, chat_of, none_announced
from tests.rede.makers import ANA, MARIA, a_desk
from tests.rede.networks import UPB, found
from tests.rede.reviews import RUI, joins

AT_UPB = {"institution": "UPB", "functions": "gabinete"}
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"


async def test_a_whole_announcement_goes_step_by_step(database: Database) -> None:
    ana = await chat_of(database)
    assert "título na primeira linha" in await ana.says("/transmitir")
    assert "Falta algo?" in await ana.says(WORDS)
    assert "Para quem?" in await ana.presses("Continuar")
    await ana.presses("Todos")
    assert "Quando enviar?" in await ana.presses("Pronto")
    assert "Digite <b>3</b> para confirmar" in await ana.presses("Agora")
    assert "1 minuto para cancelar" in await ana.says("3")
    made = await announced(database)
    assert (made.title, made.people, made.audience) == ("Curso de Transferegov", 3, "todos")
    assert await ana.fields() == {}


async def test_what_is_left_to_do_is_watched_in_one_message(database: Database) -> None:
    ana = await chat_of(database)
    await ana.says_all("/transmitir todos", WORDS, "continuar", "agora", "3")
    watched = ana.answers[-1]
    assert (watched.once, watched.kind) == ("announcement-progress:1", NoticeKind.RECEIPT)
    assert "cancelado" in (await ana.presses("Cancelar envio"))
    assert (await announced(database)).cancelled_at is not None


async def test_formatting_is_kept_in_the_chat(database: Database) -> None:
    ana = await chat_of(database)
    await ana.says("/transmitir todos")
    await ana.writes("Curso aberto\n\nVenha já", Entity("bold", 0, 5), Entity("italic", 20, 2))
    shown = await ana.says_all("continuar", "agora")
    assert "\nVenha <i>já</i>\n" in shown
    await ana.says("3")
    async with database.read() as session:
        chat = select(Wording.body).where(Wording.channel == ChannelKind.TELEGRAM)
        assert "<b>Curso aberto</b>" in (body := (await session.scalars(chat)).one())
    assert "Venha <i>já</i>" in body


@pytest.mark.parametrize("backend", ["sqlite"])
async def test_a_button_leads_to_an_allowed_page(database: Database) -> None:
    ana = await chat_of(database)
    await ana.says_all("/transmitir todos", WORDS)
    await ana.presses("Pôr botão")
    assert "Inscreva-se → https://www.gov.br/x" in await ana.says_all("Inscreva-se", "www.gov.br/x")
    await ana.presses("Continuar")
    await ana.presses("Agora")
    assert ana.answers[1].buttons == [[("Inscreva-se", "https://www.gov.br/x")]]
    await ana.says("3")
    assert "https://www.gov.br/x" in (await announced(database)).buttons


async def test_a_file_goes_with_it_under_its_words(database: Database) -> None:
    ana = await chat_of(database)
    await ana.says("/transmitir todos")
    assert "Arquivo: cartaz.pdf" in await ana.sends(PDF, "cartaz.pdf", caption=WORDS)
    await ana.says_all("continuar", "agora")
    shown = ana.answers[1]
    await ana.says("3")
    assert shown.enclosure_id == (await announced(database)).enclosure_id is not None


@pytest.mark.parametrize("backend", ["sqlite"])
async def test_words_without_room_under_a_file_are_followed_by_it(database: Database) -> None:
    ana = await chat_of(database)
    await ana.says("/transmitir todos")
    await ana.sends(PDF, "cartaz.pdf")
    await ana.says_all(f"Curso aberto\n{'Venha. ' * 150}", "continuar", "agora")
    words, file = ana.answers[1:3]
    assert words.enclosure_id is None
    assert "Arquivo do comunicado acima" in file.text
    assert file.enclosure_id is not None


@pytest.mark.parametrize("backend", ["sqlite"])
async def test_of_an_album_the_first_file_goes(database: Database) -> None:
    ana = await chat_of(database)
    await ana.says("/transmitir todos")
    await ana.sends(PDF, "um.pdf", caption=WORDS, album="9")
    assert "um arquivo só" in await ana.sends(PDF + b"\n", "dois.pdf", album="9")
    assert (await ana.fields())["file_name"] == "um.pdf"


async def test_a_file_that_is_not_wanted_any_more_is_not_kept(database: Database) -> None:
    ana = await chat_of(database)
    await ana.says("/transmitir todos")
    await ana.sends(PDF, "cartaz.pdf", caption=WORDS)
    await ana.presses("Tirar o arquivo")
    async with database.read() as session:
        assert (await session.scalars(select(Enclosure))).all() == []


async def test_it_may_begin_at_a_day_and_hour_said_in_full(database: Database) -> None:
    ana = await chat_of(database)
    await ana.says_all("/transmitir todos", WORDS, "continuar", "agendar")
    assert "A que horas de sexta-feira, 12/12/2025?" in await ana.says("12/12")
    assert "sexta-feira, 12/12/2025, às 14h30" in await ana.says("14h30")
    await ana.says("3")
    assert (await announced(database)).not_before == datetime(2025, 12, 12, 14, 30, tzinfo=BRASILIA)


@pytest.mark.parametrize("backend", ["sqlite"])
async def test_whatever_the_hour_needs_a_reason(database: Database) -> None:
    ana = await chat_of(database)
    ana.later = timedelta(hours=15)
    await ana.says_all("/transmitir todos", WORDS, "continuar")
    assert "Por que não pode esperar" in await ana.presses("A qualquer hora")
    assert "Motivo: Mudou a sala do curso" in await ana.says("Mudou a sala do curso")
    await ana.says("3")
    made = await announced(database)
    assert (made.urgent, made.not_before.astimezone(BRASILIA).hour) == ("Mudou a sala do curso", 23)


@pytest.mark.parametrize("backend", ["sqlite"])
async def test_one_gets_a_real_one_by_both_channels_before(database: Database) -> None:
    ana = await chat_of(database)
    await ana.says_all("/transmitir todos", WORDS, "continuar", "agora")
    await ana.presses("Enviar para mim")
    mail = ana.answers[0].mail
    assert mail is not None
    assert "Olá, Ana." in mail.text
    assert "só a você" in ana.answers[-1].text
    assert await none_announced(database)
    assert "1 minuto" in await ana.says("3")


@pytest.mark.parametrize("backend", ["sqlite"])
async def test_every_step_leads_back(database: Database) -> None:
    ana = await chat_of(database)
    await ana.says_all("/transmitir todos", WORDS, "continuar", "agora")
    steps = []
    for _ in range(4):
        await ana.says("voltar")
        steps.append((await ana.fields())["asked"])
    assert steps == ["when", "audience", "extras", "words"]


async def test_a_kill_between_any_two_steps_loses_nothing(database: Database) -> None:
    await chat_of(database)
    for said in ("/transmitir", WORDS, "botão", "Veja https://www.gov.br/x", "continuar", "todos", "pronto"):
        ana = await another_chat(database, ANA)
        await ana.says(said)
    await (await another_chat(database, ANA)).says("agora")
    await (await another_chat(database, ANA)).says("3")
    assert (await announced(database)).people == 3


@pytest.mark.parametrize("backend", ["sqlite"])
async def test_what_was_begun_is_offered_and_may_be_given_up(database: Database) -> None:
    ana = await chat_of(database)
    await ana.says_all("/transmitir todos", WORDS)
    assert "começado em quarta-feira, 10/12/2025" in await ana.says("/transmitir canal:email")
    assert "Novo comunicado" in await ana.presses("Começar outro")
    assert (await ana.fields())["audience"] == "canal:email"


async def test_a_first_layer_writes_to_its_own_second_layer_alone(database: Database) -> None:
    maria = await chat_of(database, MARIA)
    await maria.says_all("/transmitir", WORDS, "continuar")
    await maria.presses("Pronto")
    shown = await maria.presses("Agora")
    assert "<b>Mensagem da UPB</b>" in shown
    assert "Digite <b>1</b>" in shown
    await maria.says("1")
    assert (await announced(database)).sender_id is not None


async def test_the_same_words_again_are_warned_of(database: Database) -> None:
    ana = await chat_of(database)
    await ana.says_all("/transmitir todos", WORDS, "continuar", "agora", "3")
    shown = await ana.says_all("/transmitir todos", WORDS, "continuar", "agora")
    assert "as mesmas palavras foram para o mesmo público na última hora, no comunicado 1" in shown


@pytest.mark.parametrize("backend", ["sqlite"])
async def test_a_button_of_an_earlier_step_does_nothing(database: Database) -> None:
    ana = await chat_of(database)
    await ana.says_all("/transmitir todos", WORDS)
    early = ana.button("Continuar")
    await ana.says("continuar")
    assert "Este botão expirou" in await ana.presses_data(early)
    assert (await ana.fields())["asked"] == "when"


@pytest.mark.parametrize("backend", ["sqlite"])
async def test_giving_up_announces_nothing(database: Database) -> None:
    ana = await chat_of(database)
    await ana.says_all("/transmitir todos", WORDS, "continuar", "agora")
    assert "Cancelado" in await ana.presses("Cancelar")
    assert await none_announced(database)
    assert await ana.fields() == {}


@pytest.mark.parametrize("backend", ["sqlite"])
async def test_over_two_hundred_people_wait_for_a_second_person(database: Database) -> None:
    ana = await chat_of(database)
    await joins(database, RUI, "Rui", "SEGES", "coordenador")
    rows = [{"email": f"p{one}@example.org", "name": f"Pessoa {one}", **AT_UPB} for one in range(198)]
    async with a_desk(database) as desk:
        await register_people(desk, [Row(line, row) for line, row in enumerate(rows, start=2)])
    shown = await ana.says_all("/transmitir todos", WORDS, "continuar", "agora")
    assert "outra pessoa precisa aprovar" in shown
    assert "nada sai antes da aprovação de outra pessoa" in await ana.says("202")
    assert (await announced(database)).waits_for_approval


async def test_who_leads_several_institutions_says_for_which(database: Database) -> None:
    await found(database, UPB, ("UCMB", "1", "", "BA", "", ""), people=[("Bia", "UPB", "coordenador")])
    await joins(database, "bia@example.org", "Bia", "UCMB", "coordenador")
    bia = await another_chat(database, "bia@example.org")
    await bia.says("/transmitir")
    assert sorted(bia.labels()) == ["UCMB", "UPB"]
    assert "Novo comunicado" in await bia.presses("UCMB")
    assert "sender" in await bia.fields()


@pytest.mark.parametrize("backend", ["sqlite"])
async def test_nobody_types_a_slot(database: Database) -> None:
    ana = await chat_of(database)
    await ana.says_all("/transmitir todos", f"Curso\nVenha {slot('name')}!", "continuar", "agora")
    assert "Venha name!" in ana.answers[1].text


@pytest.mark.parametrize("backend", ["sqlite"])
async def test_a_long_text_is_shown_whole_and_its_mail_in_part(database: Database) -> None:
    ana = await chat_of(database)
    long = "Curso\n" + "Aulas & provas.\n" * 220
    await ana.says_all("/transmitir todos", long, "continuar", "agora")
    shown = [without_markup(answer.text) for answer in ana.answers]
    assert shown[1].count("Aulas & provas.") == 220
    assert "O e-mail continua" in shown[2]
    assert max(utf16_length(text) for text in shown) <= 4096
