"""Groups on the page: who wrote what in which topic, and who writes next."""

import re

import httpx
import pytest
import telegram
from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from sandbox.chats import Chat, ChatKind
from sandbox.desk import Sandbox
from sandbox.groups.life import rename, upgrade
from sandbox.groups.standing import kick, restrict
from sandbox.phone import Phone

ATTACK = "<script>alert('x')</script>"


@pytest.fixture
def forum(sandbox: Sandbox) -> Chat:
    return sandbox.telegram.group("Rede de multiplicadores", forum=True, rights=["can_manage_topics"])


async def _shown(web: httpx.AsyncClient, chat: Chat, **look: int) -> str:
    query = "".join(f"&{name}={value}" for name, value in look.items())
    return (await web.get(f"/page?chat={chat.id}{query}")).text


async def test_a_group_is_listed_with_who_wrote_last(
    web: httpx.AsyncClient, forum: Chat, maria: Phone
) -> None:
    await (await maria.joins(forum)).says("bom dia")
    page = (await web.get("/page")).text
    assert f'href="/page?chat={forum.id}"' in page
    assert "Maria: bom dia" in page


async def test_each_message_says_who_wrote_it_and_in_which_topic(
    web: httpx.AsyncClient, bot: telegram.Bot, forum: Chat, maria: Phone
) -> None:
    await maria.joins(forum)
    await (await maria.opens_topic(forum, "Dúvidas")).says("/ajuda")
    await bot.send_message(forum.id, "pois não")
    page = await _shown(web, forum)
    lines = re.findall(r'class="author"><b>([^<]+)</b>.*?tópico</span> ([^<]+)</span>', page)
    assert lines == [("Maria Souza", "Dúvidas"), ("Robô", "Geral")]
    assert "Maria Souza abriu o tópico “Dúvidas”" in page
    assert "grupo de 2" in page


async def test_one_chooses_who_writes_and_in_which_topic(
    web: httpx.AsyncClient, bot: telegram.Bot, sandbox: Sandbox, forum: Chat, maria: Phone
) -> None:
    joao = await sandbox.telegram.phone("João Lima").joins(forum)
    await maria.joins(forum)
    topic = (await joao.opens_topic(forum, "Dúvidas")).topic
    form = {"chat": forum.id, "voz": maria.chat_id, "topico": topic, "text": "/ajuda"}
    answer = await web.post("/page/messages", data=form)
    assert answer.headers["location"] == f"/page?chat={forum.id}&voz={maria.chat_id}&topico={topic}"
    said = (await bot.get_updates(offset=-1))[0].message
    assert said
    assert said.from_user
    assert (said.from_user.id, said.message_thread_id) == (maria.chat_id, topic)
    page = await _shown(web, forum, voz=maria.chat_id, topico=topic or 0)
    assert re.findall(r'<option value="\d+" selected>([^<]+)<', page) == ["Maria Souza", "Dúvidas"]
    assert all(f'for="{field}"' in page for field in ("quem", "onde"))


async def test_who_is_chosen_presses(
    web: httpx.AsyncClient, bot: telegram.Bot, sandbox: Sandbox, forum: Chat, maria: Phone
) -> None:
    await sandbox.telegram.phone("João Lima").joins(forum)
    await maria.joins(forum)
    keyboard = InlineKeyboardMarkup([[InlineKeyboardButton("Sim", callback_data="s")]])
    sent = await bot.send_message(forum.id, "Confirma?", reply_markup=keyboard)
    press = {"chat": forum.id, "voz": maria.chat_id, "message": sent.message_id, "place": "0.0"}
    await web.post("/page/presses", data=press)
    query = (await bot.get_updates(offset=-1))[0].callback_query
    assert query
    assert query.from_user.id == maria.chat_id


async def test_a_group_of_nobody_can_be_read(web: httpx.AsyncClient, forum: Chat) -> None:
    assert "Ninguém está neste grupo além do robô." in await _shown(web, forum)
    form = {"chat": forum.id, "text": "oi"}
    told = (await web.post("/page/messages", data=form, headers={"accept": "application/json"})).json()[
        "slip"
    ]
    assert told == {"field": "text", "slip": "Não há ninguém neste grupo para escrever."}


async def test_who_is_restricted_is_told_so(
    web: httpx.AsyncClient, sandbox: Sandbox, forum: Chat, maria: Phone
) -> None:
    await maria.joins(forum)
    restrict(sandbox.telegram, forum, maria.person)
    form = {"chat": forum.id, "text": "oi"}
    told = (await web.post("/page/messages", data=form, headers={"accept": "application/json"})).json()[
        "slip"
    ]
    assert told["slip"].startswith("Esta pessoa não pode escrever aqui")


async def test_what_happens_in_a_group_is_said(
    web: httpx.AsyncClient, bot: telegram.Bot, sandbox: Sandbox, maria: Phone
) -> None:
    group = sandbox.telegram.group("Turma", kind=ChatKind.GROUP, rights=["can_pin_messages"])
    await maria.joins(group)
    await (await bot.send_message(group.id, "Calendário")).pin()
    await maria.leaves(group)
    rename(sandbox.telegram, group, "Turma 2026", by=maria.person)
    upgrade(sandbox.telegram, group)
    page = await _shown(web, group)
    for words in (
        "Maria Souza entrou",
        "Robô fixou “Calendário”",
        "Maria Souza saiu",
        "Turma 2026",
        "supergrupo",
    ):
        assert words in page


async def test_a_group_that_shut_the_bot_out_says_so(
    web: httpx.AsyncClient, sandbox: Sandbox, forum: Chat
) -> None:
    kick(sandbox.telegram, forum, sandbox.telegram.bot)
    page = await _shown(web, forum)
    assert "O robô foi expulso deste grupo." in page
    assert "Telegram tirou do grupo: Robô" in page


async def test_a_file_of_a_group_can_be_saved(web: httpx.AsyncClient, forum: Chat, maria: Phone) -> None:
    sent = await (await maria.joins(forum)).sends("a.txt", b"texto")
    assert (await web.get(f"/page/files/{forum.id}/{sent.message_id}")).content == b"texto"


async def test_names_of_groups_and_topics_are_escaped(
    web: httpx.AsyncClient, sandbox: Sandbox, maria: Phone
) -> None:
    group = sandbox.telegram.group(ATTACK, forum=True)
    await maria.joins(group)
    await (await maria.opens_topic(group, ATTACK)).says("/oi")
    rename(sandbox.telegram, group, ATTACK, by=maria.person)
    assert ATTACK not in await _shown(web, group)
