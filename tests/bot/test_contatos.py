"""/contatos: who serves is seen, named, replaced and let go, by buttons or in one line."""

import pytest

from bot.contacts.words import ContactWords, read_contact
from db import Database
from db.institutions import institution_by_acronym
from db.people import membership, people_by_email
from rede.access import NotYours
from rede.administrators import LastAdministrator
from rede.naming import NamingRefused
from tests.bot.office_chat import OfficeChat
from tests.rede.makers import ANA, JOAO, MARIA, NOW, link, person_id, register

TODAY = NOW.date()
JOANA = "joana@upb.example.org"
LINE = f'/contatos adicionar "Joana Lima" {JOANA} servidor_designado'


@pytest.fixture
async def rede(database: Database) -> Database:
    await register(database)
    return database


async def chat_of(database: Database, email: str) -> OfficeChat:
    return OfficeChat(database, await person_id(database, email), TODAY)


def labels(chat: OfficeChat) -> list[str]:
    return [label for answer in chat.answers for row in answer.buttons for label, _ in row]


async def functions_of(database: Database, email: str, acronym: str = "UPB") -> list[str]:
    async with database.read() as session:
        place = await institution_by_acronym(session, acronym)
        assert place is not None
        people = await people_by_email(session, email)
        rows = [row for one in people for row in await membership(session, one.id, place.id)]
        return sorted(row.function for row in rows)


async def test_a_coordinator_sees_their_people_and_what_can_be_done(rede: Database) -> None:
    await link(rede, MARIA, 7)
    chat = await chat_of(rede, MARIA)
    said = await chat.says("/contatos")
    assert "Contatos de UPB" in said
    assert "Recebe avisos no Telegram." in said
    assert labels(chat) == ["Maria", "Adicionar pessoa"]
    await chat.presses("Maria")
    assert labels(chat) == ["Trocar", "Encerrar função"]


@pytest.mark.parametrize(
    ("who", "named", "seen"), [(MARIA, "Irecê", True), (ANA, "UPB", True), (JOAO, "UPB", False)]
)
async def test_another_institution_is_seen_where_that_is_allowed(
    rede: Database, who: str, named: str, seen: bool
) -> None:
    chat = await chat_of(rede, who)
    if seen:
        assert "Contatos de" in await chat.says(f"/contatos {named}")
    else:
        with pytest.raises(NotYours):
            await chat.says(f"/contatos {named}")


async def test_a_person_is_named_step_by_step(rede: Database) -> None:
    chat = await chat_of(rede, MARIA)
    await chat.says("/contatos")
    assert "Qual é o nome completo?" in await chat.presses("Adicionar pessoa")
    assert "e-mail institucional" in await chat.says("Joana Lima")
    with pytest.raises(NamingRefused):
        await chat.says("joana")
    assert "Qual é a função" in await chat.says(JOANA)
    assert "telefone" in await chat.presses("Acompanhamento")
    assert (await chat.fields())["asked"] == "phone"
    said = await chat.says("71 98765-4321")
    assert "Telefone: (71) 98765-4321" in said
    assert "98765" not in (await chat.fields())["phone"]
    assert "Joana Lima agora atua em UPB" in await chat.presses("Confirmar")
    assert await functions_of(rede, JOANA) == ["servidor_designado"]
    assert "(71) •••••-4321" in await chat.says("/contatos")


async def test_one_line_leads_to_the_phone_and_the_summary(rede: Database) -> None:
    chat = await chat_of(rede, MARIA)
    assert "telefone" in await chat.says(LINE)
    said = await chat.presses("Sem telefone")
    assert "Função: acompanhamento do acordo" in said
    await chat.says("confirmar")
    assert await functions_of(rede, JOANA) == ["servidor_designado"]


async def test_corrected_or_cancelled_nothing_is_registered(rede: Database) -> None:
    chat = await chat_of(rede, MARIA)
    await chat.says(LINE)
    await chat.presses("Sem telefone")
    assert "Qual é o nome completo?" in await chat.presses("Corrigir")
    await chat.says(LINE)
    await chat.presses("Sem telefone")
    assert "Nada foi registrado" in await chat.presses("Cancelar")
    assert await functions_of(rede, JOANA) == []


async def test_of_the_second_layer_a_coordinator_names_coordinators_without_being_asked(
    rede: Database,
) -> None:
    chat = await chat_of(rede, MARIA)
    await chat.says("/contatos IRECE")
    await chat.presses("Adicionar pessoa")
    await chat.says("Bia Prado")
    assert "telefone" in await chat.says("bia@irece.example.org")
    with pytest.raises(NamingRefused):
        await chat.says('/contatos adicionar "Bia Prado" bia@irece.example.org gabinete IRECE')


async def test_somebody_takes_anothers_place(rede: Database) -> None:
    chat = await chat_of(rede, ANA)
    await chat.says(f'/contatos trocar {MARIA} "Joana Lima" {JOANA}')
    said = await chat.presses("Sem telefone")
    assert "Maria deixa esta função e recebe um aviso." in said
    assert "Joana Lima agora atua em UPB" in await chat.presses("Confirmar")
    assert (await functions_of(rede, MARIA), await functions_of(rede, JOANA)) == ([], ["coordenador"])


async def test_an_old_button_says_that_the_place_was_taken(rede: Database) -> None:
    """On SQLite the number of a deleted row comes again: the button is bound to the person, too."""
    chat = await chat_of(rede, ANA)
    await chat.says("/contatos UPB")
    await chat.presses("Maria")
    old = chat.button("Encerrar função")
    await chat.says(f'/contatos trocar {MARIA} "Joana Lima" {JOANA}')
    await chat.presses("Sem telefone")
    await chat.presses("Confirmar")
    assert "já não está nesta função" in await chat.presses_data(old)
    assert await functions_of(rede, JOANA) == ["coordenador"]


async def test_a_function_ends_after_a_tap(rede: Database) -> None:
    chat = await chat_of(rede, MARIA)
    await chat.says(LINE)
    await chat.presses("Sem telefone")
    await chat.presses("Confirmar")
    await chat.says(f"/contatos encerrar {JOANA}")
    assert "Joana Lima deixou a função em UPB" in await chat.presses("Sim, encerrar")
    assert await functions_of(rede, JOANA) == []


async def test_whoever_coordinates_alone_is_warned_and_offered_a_successor(rede: Database) -> None:
    chat = await chat_of(rede, MARIA)
    assert "Ninguém mais coordena" in await chat.says(f"/contatos encerrar {MARIA}")
    assert labels(chat) == ["Indicar quem entra", "Encerrar mesmo assim"]
    assert "sem coordenação" in await chat.presses("Encerrar mesmo assim")
    assert await functions_of(rede, MARIA) == []


async def test_the_last_administrator_is_not_removed(rede: Database) -> None:
    chat = await chat_of(rede, ANA)
    await chat.says(f"/contatos encerrar {ANA}")
    with pytest.raises(LastAdministrator):
        await chat.presses("Sim, encerrar")


async def test_the_secretariat_says_what_a_phone_is_for(rede: Database) -> None:
    coordinator = await chat_of(rede, MARIA)
    await coordinator.says(LINE)
    await coordinator.says("71 98765-4321")
    await coordinator.presses("Confirmar")
    chat = await chat_of(rede, ANA)
    assert "4321" not in await chat.says("/contatos UPB")
    await chat.presses("Joana Lima")
    assert "Para que" in await chat.presses("Ver telefone")
    assert "(71) 98765-4321" in await chat.says("convocar para a reunião de março")
    assert await chat.fields() == {}


async def test_a_member_sees_everybody_and_may_only_leave(rede: Database) -> None:
    coordinator = await chat_of(rede, JOAO)
    await coordinator.says('/contatos adicionar "Bia Prado" bia@irece.example.org gabinete')
    await coordinator.says("71 98765-4321")
    await coordinator.presses("Confirmar")
    chat = await chat_of(rede, "bia@irece.example.org")
    assert "(71) 98765-4321" in await chat.says("/contatos")
    assert labels(chat) == ["João", "Bia Prado"]
    await chat.presses("João")
    assert labels(chat) == []
    await chat.presses("Bia Prado")
    assert labels(chat) == ["Encerrar função"]


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("Irecê/BA", ContactWords("", place="Irecê/BA")),
        (
            'adicionar "Joana Lima" joana@x.org servidora designada UPB',
            ContactWords("add", "", "Joana Lima", "joana@x.org", "servidor_designado", "UPB"),
        ),
        (
            "adicionar Joana Lima joana@x.org",
            ContactWords("add", "", "Joana Lima", "joana@x.org"),
        ),
        ("adicionar", ContactWords("add")),
        (
            'adicionar "Bia" bia@x.org coordenador (71) 3333-4444 UPB',
            ContactWords("add", "", "Bia", "bia@x.org", "coordenador", "UPB", "(71) 3333-4444"),
        ),
        (
            'incluir "Zé" ze@x.org area_tematica:2',
            ContactWords("add", "", "Zé", "ze@x.org", "area_tematica:2"),
        ),
        ("encerrar joana@x.org", ContactWords("end", "joana@x.org")),
        ("encerrar Joana Lima", ContactWords("end", "Joana Lima")),
        (
            'trocar “Joana Lima” "Bia" bia@x.org',
            ContactWords("replace", "Joana Lima", "Bia", "bia@x.org"),
        ),
    ],
)
def test_one_line_is_read_part_by_part(said: str, read: ContactWords) -> None:
    assert read_contact(said) == read
