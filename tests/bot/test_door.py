"""The door: each update counts once, also under a number that was used before; none of them ends the service."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from sqlalchemy import text

from bot.door import TRIES, Door
from db import Database
from db.inbox import Received, store_updates
from notifier.by_telegram import TelegramSender
from notifier.texts import Texts
from rede.invite_person import issue_invite
from tests.bot.test_inbox import StoppedClock, stored
from tests.notifier.conftest import make_telegram
from tests.notifier.scripted_servers import serving_api
from tests.rede.makers import ANA, JOAO, a_desk, link, make_office, person_id, register

NOW = datetime(2025, 12, 9, 12, 0, tzinfo=UTC)


@pytest.fixture
async def telegram() -> AsyncIterator[TelegramSender]:
    async with serving_api() as api:
        sender = make_telegram(api.url)
        yield sender
        await sender.close()


@pytest.fixture
def door(database: Database, telegram: TelegramSender) -> Door:
    return Door(database, make_office(), clock=StoppedClock(), telegram=telegram)


async def receive(database: Database, said: str) -> Received:
    chat = '{"id": 7, "type": "private"}'
    payload = f'{{"update_id": 1, "message": {{"message_id": 1, "chat": {chat}, "text": "{said}"}}}}'
    received = Received(update_id=1, sender=7, payload=payload)
    async with database.write() as session:
        await store_updates(session, [received], now=NOW)
    return received


async def answers(database: Database) -> int:
    async with database.read() as session:
        return int((await session.execute(text("SELECT count(*) FROM deliveries"))).scalar_one())


async def test_an_update_under_a_number_used_before_is_answered_too(database: Database, door: Door) -> None:
    for said in ("Oi", "Oi", "/ajuda"):
        await door.handle(await receive(database, said))
    assert await answers(database) == 2


async def test_control_characters_are_no_reason_to_fail(database: Database, door: Door) -> None:
    await door.handle(await receive(database, r"/entregar\u0000 1.2 \u0007feito"))
    assert await answers(database) == 1
    assert await stored(database) == []


class Wordless(Texts):
    """Every word fails, the apology too."""

    def chat(self, key: str, /, **_: object) -> str:
        raise LookupError(key)


async def test_a_poisonous_update_is_set_aside_even_when_that_cannot_be_said(
    database: Database, telegram: TelegramSender
) -> None:
    office = replace(make_office(), texts=Wordless())
    door = Door(database, office, clock=StoppedClock(), telegram=telegram)
    received = await receive(database, "Oi")
    for _ in range(TRIES):
        await door.handle(received)
    assert await stored(database) == []
    assert await answers(database) == 0


async def test_a_chat_that_passes_to_somebody_else_loses_the_commands_of_the_secretariat(
    database: Database,
) -> None:
    await register(database)
    async with a_desk(database) as desk:
        token = (await issue_invite(desk, await person_id(database, JOAO))).token
    async with serving_api() as api:
        telegram = make_telegram(api.url)
        door = Door(database, make_office(), clock=StoppedClock(), telegram=telegram)
        await link(database, ANA, 7)
        await door.handle(await receive(database, f"/start {token}"))
        await telegram.close()
    assert [(method, form["scope"]) for method, form in api.calls] == [
        ("deleteMyCommands", '{"chat_id": 7, "type": "chat"}')
    ]
