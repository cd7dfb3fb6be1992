"""/transmitir: what cannot be sent is said in one clear sentence, nothing leaves, and nothing is lost."""

import pytest
from sqlalchemy import update

from bot.formatted import Entity
from db import Database
from db.channels import Channel
from rede.refusal import Refusal
from tests.bot.transmitting_chat import (
    WORDS,
    WritersChat,
    announced,
    another_chat,
    chat_of,
    none_announced,
)
from tests.rede.makers import JOAO, a_desk, make_office

LONG = "x" * 91


async def answer_to(chat: WritersChat, text: str) -> str:
    """As the door gives it: a refusal's text is the answer, and nothing of the turn counts."""
    try:
        return await chat.says(text)
    except Refusal as refused:
        return make_office().texts.chat(refused.key, **refused.facts)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("Só um título", "só o título"),
        (f"{LONG}\nTexto", "91 caracteres"),
        ("Título\nO CPF é 529.982.247-25", "CPF"),
    ],
    ids=["title alone", "long title", "a CPF"],
)
@pytest.mark.parametrize("backend", ["sqlite"])
async def test_words_that_cannot_be_sent(database: Database, typed: str, said: str) -> None:
    ana = await chat_of(database)
    await ana.says("/transmitir todos")
    assert said in await answer_to(ana, typed)
    assert "title" not in await ana.fields()
    assert "Falta algo?" in await ana.says(WORDS)


@pytest.mark.parametrize(
    "mark",
    [Entity("text_link", 11, 4, "https://golpe.example.com/x"), Entity("url", 16, 27)],
    ids=["behind words", "written out"],
)
@pytest.mark.parametrize("backend", ["sqlite"])
async def test_words_that_lead_elsewhere(database: Database, mark: Entity) -> None:
    ana = await chat_of(database)
    await ana.says("/transmitir todos")
    said = await ana.writes("Curso\nVeja aqui https://golpe.example.com/x", mark)
    assert "golpe.example.com" in said
    assert "title" not in await ana.fields()


@pytest.mark.parametrize("text", ["Veja www.golpe.example.com", "Curso", "Veja bit.ly/x"])
@pytest.mark.parametrize("backend", ["sqlite"])
async def test_an_address_without_a_mark_leads_elsewhere_too(database: Database, text: str) -> None:
    ana = await chat_of(database)
    await ana.says_all("/transmitir todos")
    marks = [Entity("url", 11, 8)] if "bit.ly" in text else []
    title = "Em https://golpe.example.com" if text == "Curso" else "Curso"
    said = await ana.writes(f"{title}\n{text}", *marks)
    assert "O endereço leva a" in said
    assert "title" not in await ana.fields()


@pytest.mark.parametrize("backend", ["sqlite"])
async def test_whoever_goes_before_the_confirmation_is_not_told(database: Database) -> None:
    ana = await chat_of(database)
    await ana.says_all("/transmitir camada:2", WORDS, "continuar", "agora")
    async with a_desk(database) as desk:
        await desk.session.execute(update(Channel).values(closed_at=desk.now))
    said = await ana.says("1")
    assert "Ninguém desse público pode receber" in said
    assert await none_announced(database)
    assert (await ana.fields())["title"] == "Curso de Transferegov"


@pytest.mark.parametrize("backend", ["sqlite"])
async def test_the_name_of_a_site_is_a_word(database: Database) -> None:
    ana = await chat_of(database)
    await ana.says("/transmitir todos")
    assert "Falta algo?" in await ana.writes("Curso\nDo Transferegov.br", Entity("url", 9, 15))


@pytest.mark.parametrize("backend", ["sqlite"])
async def test_a_film_is_not_sent_to_many(database: Database) -> None:
    ana = await chat_of(database)
    await ana.says("/transmitir todos")
    with pytest.raises(Refusal) as refused:
        await ana.sends(b"\x00\x00\x00\x18ftypmp42 and so on", "filme.mp4", caption=WORDS)
    assert refused.value.key == "transmit_file_kind"


@pytest.mark.parametrize(
    ("asked", "typed", "said"),
    [
        ("botão", "x" * 41, "40 caracteres"),
        ("botão", "Veja https://bit.ly/x", "bit.ly"),
        ("agendar", "ontem", "já passou"),
        ("agendar", "hoje 7h", "já passou"),
        ("agendar", "10/12/2020 9h", "já passou"),
        ("agendar", "14h30", "falta o dia"),
        ("agendar", "qualquer dia", "Não entendi o dia"),
        ("já", "porque", "10 a 300"),
        ("agora", "99", "99"),
        ("agora", "sim", "sim"),
    ],
    ids=[
        "long label",
        "elsewhere",
        "yesterday",
        "this morning",
        "years ago",
        "no day",
        "no date",
        "no reason",
        "another number",
        "a word",
    ],
)
@pytest.mark.parametrize("backend", ["sqlite"])
async def test_what_is_answered_wrongly_is_asked_again(
    database: Database, asked: str, typed: str, said: str
) -> None:
    ana = await chat_of(database)
    await ana.says_all("/transmitir todos", WORDS, *(() if asked == "botão" else ("continuar",)), asked)
    before = await ana.fields()
    assert said in await answer_to(ana, typed)
    after = await ana.fields()
    assert (after["asked"], after["title"]) == (before["asked"], before["title"])
    assert await none_announced(database)


@pytest.mark.parametrize("backend", ["sqlite"])
async def test_too_long_a_text_is_counted_and_never_cut(database: Database) -> None:
    ana = await chat_of(database)
    await ana.says_all("/transmitir todos", f"Curso\n{'a' * 4000}", "continuar")
    assert "4096" in await ana.says("agora")
    assert (await ana.fields())["asked"] == "extras"
    assert len((await ana.fields())["text"]) == 4000


@pytest.mark.parametrize("backend", ["sqlite"])
async def test_an_audience_of_nobody_is_chosen_anew_and_the_moment_stays(database: Database) -> None:
    ana = await chat_of(database)
    await ana.says_all("/transmitir uf:BA", WORDS, "continuar", "agendar")
    assert "Público escolhido" in await ana.says("12/12 14h30")
    assert "sexta-feira, 12/12/2025, às 14h30" in await ana.says_all("todos", "pronto")


@pytest.mark.parametrize("backend", ["sqlite"])
async def test_a_name_that_nobody_has_is_said_before_anything_is_written(database: Database) -> None:
    ana = await chat_of(database)
    assert "XYZ" in await answer_to(ana, "/transmitir instituicao:XYZ")
    assert await ana.fields() == {}


async def test_another_count_is_shown_before_it_counts(database: Database) -> None:
    ana = await chat_of(database)
    await ana.says_all("/transmitir todos", WORDS, "continuar", "agora")
    await (await another_chat(database, JOAO)).says("/preferencias comunicados não")
    assert "Digite <b>2</b> para confirmar" in await ana.says("3")
    assert await none_announced(database)
    await ana.says("2")
    assert (await announced(database)).people == 2


@pytest.mark.parametrize("command", ["/transmitir", "/comunicados", "/comunicados 1"])
@pytest.mark.parametrize("backend", ["sqlite"])
async def test_who_speaks_for_nobody_is_told_kindly(database: Database, command: str) -> None:
    joao = await chat_of(database, JOAO)
    assert "cabe à Secretaria-Executiva" in await joao.says(command)
    assert await joao.fields() == {}
