"""/instituicoes and /elos: the Rede at a glance, and where an institution stands."""

import pytest

from db import Database
from db.elos import elos_counted
from db.institutions import Institution, institution_by_acronym
from rede.access import NotYours
from rede.keep_elos import EloRefused
from rede.register_person import register_people
from rede.rows import Row
from tests.bot.office_chat import OfficeChat
from tests.rede.makers import ANA, MARIA, NOW, a_desk, import_for, person_id, register


@pytest.fixture
async def chat(database: Database) -> OfficeChat:
    await register(database)
    return OfficeChat(database, await person_id(database, ANA), NOW.date())


async def upb(database: Database) -> Institution:
    async with database.read() as session:
        found = await institution_by_acronym(session, "UPB")
        assert found is not None
        return found


def labels(chat: OfficeChat) -> list[str]:
    return [label for answer in chat.answers for row in answer.buttons for label, _ in row]


async def test_without_a_name_the_rede_is_counted(chat: OfficeChat) -> None:
    said = await chat.says("/instituicoes")
    assert "Primeira camada: 1. Segunda camada: 1." in said
    assert "UPB</b> · União dos Municípios da Bahia" in await chat.says("união dos municípios")


async def test_one_institution_is_shown_with_what_it_owes(database: Database, chat: OfficeChat) -> None:
    await import_for(database, "UPB")
    said = await chat.says("/instituicoes UPB")
    assert "AC 99/2025 (processo SEI 19999.000123/2025-07): vigência desde 09/12/2025" in said
    assert "Coordenação: Maria." in said
    assert "Vencem em até 30 dias: 1." in said
    assert labels(chat) == ["Contatos", "Metas", "Mudar elo", "Delegar conferência"]
    assert "Contatos de UPB" in await chat.presses("Contatos")
    assert "Meta" in await chat.presses("Metas") or "UPB" in chat.answers[0].text


async def test_the_checking_is_left_to_it_and_taken_back(database: Database, chat: OfficeChat) -> None:
    await chat.says("/instituicoes UPB")
    assert "passa a conferir" in await chat.presses("Delegar conferência")
    assert (await upb(database)).reviews_second_layer
    await chat.says("/instituicoes UPB")
    assert "volta a conferir" in await chat.presses("Retomar conferência")


async def test_an_elo_is_added_chosen_renamed_and_left(database: Database, chat: OfficeChat) -> None:
    assert "A lista ainda está vazia." in await chat.says("/elos")
    await chat.presses("Adicionar elo")
    assert "O elo Municípios está na lista" in await chat.says("Municípios")
    await chat.says("/instituicoes UPB")
    await chat.presses("Mudar elo")
    assert "UPB está no elo Municípios" in await chat.presses("Municípios")
    assert "Municípios · primeira camada: 1" in await chat.says("/elos")
    assert "UPB · União dos Municípios da Bahia" in await chat.presses("Municípios")
    assert "se chama Consórcios" in await chat.says("/elos renomear municipios por Consórcios")
    assert "UPB está sem elo" in await chat.says("/elos mover UPB nenhum")
    assert "saiu da lista" in await chat.says("/elos retirar Consórcios")
    with pytest.raises(EloRefused, match="elo_gone"):
        await chat.says("/elos Consórcios")
    async with database.read() as session:
        assert await elos_counted(session) == []


async def test_an_institution_changes_its_layer_in_one_line(chat: OfficeChat) -> None:
    assert "IRECE está na primeira camada" in await chat.says("/elos camada IRECE 1")
    assert "IRECE está na segunda camada, por UPB" in await chat.says("/elos camada IRECE 2 UPB")
    assert "Diga a sigla" in await chat.says("/elos camada")


@pytest.mark.parametrize("said", ["/instituicoes", "/instituicoes UPB", "/elos", "/elos adicionar X"])
async def test_partners_look_elsewhere(database: Database, chat: OfficeChat, said: str) -> None:
    maria = OfficeChat(database, await person_id(database, MARIA), NOW.date())
    with pytest.raises(NotYours):
        await maria.says(said)


async def test_an_area_tematica_looks_and_changes_nothing(database: Database, chat: OfficeChat) -> None:
    async with a_desk(database) as desk:
        row = {"email": "edu@seges.example.org", "name": "Edu", "institution": "SEGES"}
        await register_people(desk, [Row(2, {**row, "functions": "area_tematica:2"})])
    edu = OfficeChat(database, await person_id(database, "edu@seges.example.org"), NOW.date())
    await edu.says("/instituicoes UPB")
    assert labels(edu) == ["Contatos", "Metas"]
    await edu.says("/elos")
    with pytest.raises(NotYours):
        await edu.says("/elos adicionar Estados")
