"""Updates on both databases: stored once, handled once, also when their numbers come again."""

from datetime import UTC, datetime

from db import Database
from db.inbox import (
    Received,
    Stored,
    forget_set_aside,
    mark_handled,
    set_aside,
    store_updates,
    waiting_updates,
)

NOW = datetime(2025, 12, 9, 12, 0, tzinfo=UTC)


def make_update(text: str, *, number: int = 1) -> Received:
    return Received(update_id=number, sender=77, payload=f'{{"text": "{text}", "update_id": {number}}}')


async def store(database: Database, *updates: Received) -> Stored:
    async with database.write() as session:
        return await store_updates(session, updates, now=NOW)


async def handle(database: Database, received: Received) -> bool:
    async with database.write() as session:
        return await mark_handled(session, received, now=NOW)


async def waiting(database: Database) -> list[Received]:
    async with database.read() as session:
        return list(await waiting_updates(session, limit=9, busy=[]))


async def test_a_redelivered_update_is_neither_stored_nor_handled_again(database: Database) -> None:
    update = make_update("Oi")
    assert await store(database, update) == Stored(new=1)
    assert await store(database, update) == Stored(new=0)
    assert await handle(database, update)
    assert await store(database, update) == Stored(new=0)
    assert not await handle(database, update)
    assert await waiting(database) == []


async def test_an_update_with_the_number_of_a_handled_one_waits_to_be_handled(database: Database) -> None:
    await store(database, make_update("Oi"))
    await handle(database, make_update("Oi"))
    later = make_update("Olá")
    assert await store(database, later, make_update("Novo", number=2)) == Stored(new=2)
    assert await waiting(database) == [later, make_update("Novo", number=2)]
    assert await handle(database, later)


async def test_an_update_with_the_number_of_one_set_aside_waits_to_be_handled(database: Database) -> None:
    poison, later = make_update("Oi"), make_update("Olá")
    await store(database, poison)
    async with database.write() as session:
        await set_aside(session, 1, error_code="AB12", now=NOW)
    assert await store(database, poison) == Stored(new=0)
    assert await store(database, later) == Stored(new=1)
    assert await waiting(database) == [later]


async def test_an_update_with_the_number_of_one_that_waits_is_not_confirmed_yet(database: Database) -> None:
    first, later = make_update("Oi"), make_update("Olá")
    await store(database, first)
    assert await store(database, later) == Stored(new=0, taken=(1,))
    assert await waiting(database) == [first]


async def test_of_one_set_aside_the_words_may_go_and_its_number_still_comes_again(database: Database) -> None:
    poison, later = make_update("Oi"), make_update("Olá")
    await store(database, poison)
    async with database.write() as session:
        await set_aside(session, 1, error_code="AB12", now=NOW)
        assert [await forget_set_aside(session), await forget_set_aside(session)] == [1, 0]
    assert await store(database, poison) == Stored(new=0)
    assert await store(database, later) == Stored(new=1)
