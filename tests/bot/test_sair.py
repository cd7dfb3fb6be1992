"""/sair: what stops and what goes on is said first; then the chat is nobody's."""

import pytest

from db import Database
from db.channels import ChannelKind, open_channel, open_channels, person_of_chat
from db.outbox import close_channel
from tests.bot.office_chat import OfficeChat
from tests.rede.makers import MARIA, NOW, a_desk, link, person_id, register


@pytest.fixture
async def chat(database: Database) -> OfficeChat:
    await register(database)
    await link(database, MARIA, 7)
    return OfficeChat(database, await person_id(database, MARIA), NOW.date())


async def is_linked(database: Database) -> bool:
    async with database.read() as session:
        return await person_of_chat(session, 7) is not None


async def test_it_is_explained_and_asked_first(database: Database, chat: OfficeChat) -> None:
    said = await chat.says("/sair")
    assert "os prazos são avisados por e-mail" in said
    assert await is_linked(database)
    assert "Nada mudou" in await chat.presses("Continuar aqui")
    assert await is_linked(database)


@pytest.mark.parametrize("typed", [True, False], ids=["in one line", "by button"])
async def test_the_chat_is_left(database: Database, chat: OfficeChat, typed: bool) -> None:
    if typed:
        said = await chat.says("/sair sim")
    else:
        await chat.says("/sair")
        said = await chat.presses("Desligar a conversa")
    assert "Os prazos continuam a chegar por e-mail." in said
    assert not await is_linked(database)


async def test_without_a_mailbox_it_says_that_nothing_arrives(database: Database, chat: OfficeChat) -> None:
    async with a_desk(database) as desk:
        opened = await open_channels(desk.session, await person_id(database, MARIA))
        mailbox = opened[ChannelKind.EMAIL]
        await close_channel(desk.session, mailbox.id, reason="bounced", now=desk.now)
    assert "os avisos deixam de chegar" in await chat.says("/sair")


async def test_a_button_of_an_earlier_link_does_nothing(database: Database, chat: OfficeChat) -> None:
    await chat.says("/sair")
    old = chat.button("Desligar a conversa")
    await chat.says("/sair sim")
    async with a_desk(database, now=NOW.replace(hour=11)) as desk:
        who = await person_id(database, MARIA)
        await open_channel(desk.session, who, ChannelKind.TELEGRAM, address="7", now=desk.now)
    assert "ligação anterior" in await chat.presses_data(old)
    assert await is_linked(database)
