"""Telegram gives a chat another number: who is reached there is reached at the new one."""

import json

import pytest

from bot.door import Door
from db import Database
from db.channels import person_of_chat
from db.inbox import Received, store_updates
from tests.bot.test_door import NOW, door, telegram
from tests.rede.makers import ANA, MARIA, link, register

__all__ = ("door", "telegram")


async def move(database: Database, door: Door, *, old: int, new: int) -> None:
    message = {"chat": {"id": old, "type": "group"}, "migrate_to_chat_id": new}
    received = Received(1, old, json.dumps({"update_id": 1, "message": message}))
    async with database.write() as session:
        await store_updates(session, [received], now=NOW)
    await door.handle(received)


async def name_at(database: Database, chat_id: int) -> str:
    async with database.read() as session:
        person = await person_of_chat(session, chat_id)
    return person.name if person else ""


async def test_the_address_of_a_chat_moves_with_it(database: Database, door: Door) -> None:
    await register(database)
    await link(database, ANA, -5)
    ana = await name_at(database, -5)
    await move(database, door, old=-5, new=-1005)
    assert (await name_at(database, -5), await name_at(database, -1005)) == ("", ana)


@pytest.mark.parametrize("backend", ["sqlite"])
async def test_a_chat_that_has_its_person_keeps_it(database: Database, door: Door) -> None:
    await register(database)
    await link(database, ANA, -5)
    await link(database, MARIA, -1005)
    ana, maria = await name_at(database, -5), await name_at(database, -1005)
    await move(database, door, old=-5, new=-1005)
    assert [await name_at(database, chat) for chat in (-5, -1005)] == [ana, maria]
