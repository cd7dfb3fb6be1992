"""Whom something is for, chosen in chat: by buttons, in words, or both; nothing goes on before it is confirmed."""

import pytest

from bot import dialogues
from db import Database
from rede.access import NotYours
from rede.audience import AudienceRefused
from rede.register_institutions import register_institutions
from rede.register_person import register_people
from rede.rows import Row
from tests.bot.audience_chat import DIALOGUE, NAME, AudienceChat
from tests.rede.audiences import leave_out, rede
from tests.rede.makers import a_desk

FILTERS = ["Camada", "UF", "Elo", "Instituição", "Segunda camada de…", "Função", "Meta", "Interesse", "Canal"]
OWN_FILTERS = ["UF", "Elo", "Instituição", "Função", "Meta", "Interesse", "Canal"]


@pytest.fixture
async def eva(database: Database, monkeypatch: pytest.MonkeyPatch) -> AudienceChat:
    """Of the Secretariat."""
    monkeypatch.setitem(dialogues.DIALOGUES, NAME, DIALOGUE)
    await rede(database)
    return await AudienceChat.of(database, "Eva")


async def test_it_is_built_filter_by_filter_and_counted_at_each_step(eva: AudienceChat) -> None:
    assert "Para quem?" in await eva.begins()
    assert eva.labels() == [*FILTERS, "Todos"]
    assert await eva.presses("Camada") == "Qual camada?"
    said = await eva.presses("Segunda camada")
    assert "• segunda camada\n<code>camada:2</code>\n\n3 pessoas ao todo; recebem: 3." in said
    await eva.presses("UF")
    assert eva.labels() == ["BA", "MA", "Voltar aos filtros"]
    said = await eva.presses("BA")
    assert "• na Bahia\n<code>camada:2 uf:BA</code>\n\n2 pessoas ao todo" in said
    assert eva.labels() == [*FILTERS, "Recomeçar", "Todos", "Pronto"]
    assert await eva.confirmed("Pronto") == "camada:2 uf:BA"


async def test_two_values_of_one_filter_are_either(eva: AudienceChat) -> None:
    await eva.begins()
    await eva.presses("UF")
    await eva.presses("MA")
    await eva.presses("UF")
    assert "na Bahia ou no Maranhão\n<code>uf:BA,MA</code>" in await eva.presses("BA")
    assert "Para quem?" in await eva.presses("Recomeçar")
    assert "todas as pessoas da Rede\n<code>todos</code>\n\n6 pessoas" in await eva.presses("Todos")


TYPED = {
    ("Elo", "municípios"): "elo:Municípios",
    ("Instituição", "upb, irecê"): "instituicao:IRECÊ,UPB",
    ("Segunda camada de…", "UPB"): "segunda-camada:UPB",
    ("Função", "coordenadores e substitutos"): "funcao:coordenador,substituto",
    ("Meta", "2.2 pendente"): "meta:2.2=pendente",
    ("Interesse", "capacitação"): "interesse:eixo:2",
    ("Canal", "e-mail"): "canal:email",
    ("UF", "camada:1 -uf:MA"): "camada:1 -uf:MA",
    ("UF", "todos"): "todos",
}
PRESSED = {
    ("Elo", "Municípios"): "elo:Municípios",
    ("Função", "Coordenação"): "funcao:coordenador",
    ("Função", "Área temática, eixo 2"): "eixo:2",
    ("Meta", "1.2", "Pendente"): "meta:1.2=pendente",
    ("Meta", "1.2", "Prazo encerrado"): "meta:1.2=atrasada",
    ("Interesse", "Presencial"): "interesse:modalidade:presencial",
    ("Canal", "Telegram"): "canal:telegram",
}


async def test_what_a_filter_asks_may_be_typed(eva: AudienceChat) -> None:
    await eva.begins()
    assert {(label, said): await eva.spells((label,), said) for label, said in TYPED} == TYPED


async def test_what_a_filter_asks_may_be_pressed(eva: AudienceChat) -> None:
    await eva.begins()
    assert {labels: await eva.spells(labels) for labels in PRESSED} == PRESSED


async def test_an_institution_that_may_be_several_is_chosen_by_a_button(eva: AudienceChat) -> None:
    await eva.begins()
    await eva.presses("Instituição")
    assert await eva.says("Casa Irec") == "Qual delas?"
    assert "<code>instituicao:IRECÊ</code>" in await eva.presses("Casa IRECÊ (BA)")


async def test_typed_words_replace_what_was_chosen_and_a_plus_adds_to_it(eva: AudienceChat) -> None:
    await eva.begins()
    assert "<code>uf:BA</code>" in await eva.says("estado: Bahia")
    assert "<code>uf:BA funcao:coordenador</code>" in await eva.says("+funcao:coordenador")
    assert "<code>camada:1</code>" in await eva.says("camada:1")
    assert await eva.confirmed("Pronto") == "camada:1"


async def test_what_is_not_understood_loses_nothing(eva: AudienceChat) -> None:
    await eva.begins()
    await eva.says("uf:BA")
    for typed in ("uf:BH", "elo:nenhum", "BA", "uf:MA +camada:1", "+uf:MA"):
        with pytest.raises(AudienceRefused):
            await eva.says(typed)
    assert (await eva.fields())["audience"] == "uf:BA"


async def test_who_is_left_out_is_told_by_name_and_reason(database: Database, eva: AudienceChat) -> None:
    await leave_out(database)
    await eva.begins()
    said = await eva.presses("Todos")
    assert "6 pessoas ao todo; recebem: 3.\nPor Telegram: 1. Por e-mail: 2." in said
    assert "Ficam de fora: 3.\n• sem nenhum contato cadastrado: 1\n• com os canais fechados: 1\n" in said
    said = await eva.presses("Quem fica de fora")
    assert "Sem nenhum contato cadastrado:\n• Bia (APEMA, IRECÊ)" in said
    assert "Não querem receber comunicados:\n• Davi (CODÓ)" in said
    # The buttons above stay good.
    assert await eva.confirmed("Pronto") == "todos"


async def test_what_has_to_be_told_reaches_who_wants_no_announcements(
    database: Database, eva: AudienceChat
) -> None:
    await leave_out(database)
    await eva.begins(essential=True)
    assert "6 pessoas ao todo; recebem: 4." in await eva.presses("Todos")


async def test_an_audience_of_nobody_is_said_and_not_confirmed(database: Database, eva: AudienceChat) -> None:
    await leave_out(database)
    await eva.begins()
    assert "Não há ninguém nesse público." in await eva.says("eixo:3")
    assert "Pronto" not in eva.labels()
    assert "Ninguém desse público pode receber." in await eva.says("pronto")
    assert "Ninguém desse público pode receber. Mude os filtros." in await eva.says("segunda-camada:UPB")
    assert "Pronto" not in eva.labels()
    assert "<code>todos</code>" in await eva.presses("Todos")


async def test_a_coordinator_writes_to_their_own_second_layer_alone(
    database: Database, eva: AudienceChat
) -> None:
    ana = await AudienceChat.of(database, "Ana")
    said = await ana.begins()
    assert "• segunda camada de UPB\n<code>segunda-camada:UPB</code>\n\n2 pessoas ao todo" in said
    assert ana.labels() == [*OWN_FILTERS, "Recomeçar", "Todos", "Pronto"]
    assert "<code>segunda-camada:UPB funcao:coordenador</code>" in await ana.says("funcao:coordenador")
    assert "<code>segunda-camada:UPB</code>\n\n2 pessoas" in await ana.says("todos")
    for typed in ("segunda-camada:APEMA", "instituicao:CODÓ", "camada:1"):
        with pytest.raises(AudienceRefused):
            await ana.says(typed)
    assert await ana.confirmed("Pronto") == "segunda-camada:UPB"


@pytest.mark.parametrize("name", ["Edu", "Caio"], ids=["an area", "the second layer"])
async def test_who_may_write_to_nobody_is_asked_nothing(
    database: Database, eva: AudienceChat, name: str
) -> None:
    chat = await AudienceChat.of(database, name)
    with pytest.raises(NotYours):
        await chat.begins()


async def test_who_has_no_second_layer_hears_why(database: Database, eva: AudienceChat) -> None:
    async with a_desk(database) as desk:
        row = {"email": "ivo@example.org", "name": "Ivo", "institution": "SOLO", "functions": "coordenador"}
        house = {"acronym": "SOLO", "name": "Casa SOLO", "layer": "1"}
        await register_institutions(desk, [Row(2, house)])
        await register_people(desk, [Row(2, row)])
    with pytest.raises(AudienceRefused, match="audience_no_second_layer"):
        await (await AudienceChat.of(database, "Ivo")).begins()
