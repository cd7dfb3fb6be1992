"""/convidar: who may be invited is shown; who invites learns only that it was sent."""

import pytest

from db import Database
from rede.access import NotYours
from rede.invite_contact import InvitingRefused
from tests.bot.office_chat import OfficeChat
from tests.rede.makers import ANA, JOAO, MARIA, NOW, link, person_id, register


@pytest.fixture
async def rede(database: Database) -> Database:
    await register(database)
    return database


async def chat_of(database: Database, email: str) -> OfficeChat:
    return OfficeChat(database, await person_id(database, email), NOW.date())


async def test_the_institution_is_asked_then_the_person(rede: Database) -> None:
    chat = await chat_of(rede, MARIA)
    assert "De qual instituição" in await chat.says("/convidar")
    assert "Convidar pessoas de IRECE" in await chat.says("Irecê")
    assert chat.button("João").startswith("convidarpessoa:")


async def test_who_is_linked_already_is_shown_without_a_button(rede: Database) -> None:
    await link(rede, JOAO, 8)
    chat = await chat_of(rede, MARIA)
    assert "João (coordenação): já usa o Elo no Telegram" in await chat.says("/convidar IRECE")
    assert list(chat.answers[0].buttons) == []


async def test_without_mail_it_says_so_and_an_unknown_address_is_told(rede: Database) -> None:
    chat = await chat_of(rede, ANA)
    with pytest.raises(InvitingRefused, match="invite_no_mail"):
        await chat.says(f"/convidar {JOAO}")
    assert "Não encontrei esse e-mail" in await chat.says("/convidar ze@example.org")


async def test_another_institution_looks_like_a_missing_one(rede: Database) -> None:
    chat = await chat_of(rede, JOAO)
    with pytest.raises(NotYours):
        await chat.says("/convidar UPB")
    assert "Não encontrei esse e-mail" in await chat.says(f"/convidar {MARIA}")
