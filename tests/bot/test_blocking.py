"""A channel that closed opens again as soon as the person lets the bot in, or greets it."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime

import pytest

from bot.door import Door
from db import Database
from db.channels import channel_of_chat
from db.inbox import Received, store_updates
from db.outbox import close_channel
from tests.bot.test_door import door, telegram
from tests.rede.makers import ANA, link, register

__all__ = ("door", "telegram")

NOW = datetime(2025, 12, 9, 12, 0, tzinfo=UTC)
CHAT = {"id": 7, "type": "private"}
START = {"message": {"message_id": 1, "chat": CHAT, "text": "/start"}}
UNBLOCKED = {"my_chat_member": {"chat": CHAT, "new_chat_member": {"status": "member"}}}
BLOCKED = {"my_chat_member": {"chat": CHAT, "new_chat_member": {"status": "kicked"}}}


async def is_open(database: Database) -> bool:
    async with database.read() as session:
        channel = await channel_of_chat(session, 7)
    assert channel is not None
    return channel.closed_at is None


async def receive(database: Database, number: int, update: Mapping[str, object]) -> Received:
    received = Received(update_id=number, sender=7, payload=json.dumps({"update_id": number, **update}))
    async with database.write() as session:
        await store_updates(session, [received], now=NOW)
    return received


@pytest.mark.parametrize("update", [START, UNBLOCKED], ids=["/start", "my_chat_member"])
async def test_a_closed_channel_opens_again(
    database: Database, door: Door, update: Mapping[str, object]
) -> None:
    await register(database)
    await link(database, ANA, 7)
    async with database.write() as session:
        channel = await channel_of_chat(session, 7)
        assert channel is not None
        await close_channel(session, channel.id, reason="http 400 chat not found", now=NOW)
    await door.handle(await receive(database, 1, update))
    assert await is_open(database)


async def test_a_block_closes_the_channel_until_it_is_undone(database: Database, door: Door) -> None:
    await register(database)
    await link(database, ANA, 7)
    await door.handle(await receive(database, 1, BLOCKED))
    assert not await is_open(database)
    await door.handle(await receive(database, 2, UNBLOCKED))
    assert await is_open(database)
