"""What is stored of an update: no CPF, and a number that the open form asked for; the same when it comes again."""

from datetime import UTC, datetime
from typing import Any

import pytest

from bot.intake import has_number, take_in
from db import Database
from db.drafts import Draft, drop_draft, keep_draft
from db.inbox import Received, Stored, mark_handled, waiting_updates

NOW = datetime(2025, 12, 9, 12, 0, tzinfo=UTC)
NUMBER = "52998224725"


def message(text: str, *, chat: int = 7) -> dict[str, Any]:
    return {"update_id": chat, "message": {"chat": {"id": chat, "type": "private"}, "text": text}}


async def ask(database: Database, asked: str) -> None:
    """The form that is open in chat 7."""
    fields = f'{{"asked": "{asked}"}}'
    async with database.write() as session:
        await keep_draft(session, Draft(chat_id=7, form="f", fields=fields, version=1, updated_at=NOW))


async def take(database: Database, *updates: dict[str, Any]) -> Stored:
    async with database.write() as session:
        return await take_in(session, updates, now=NOW)


async def waiting(database: Database) -> list[Received]:
    async with database.read() as session:
        return list(await waiting_updates(session, limit=9, busy=[]))


@pytest.mark.parametrize(
    ("asked", "kept"), [("phone", True), ("sei", True), ("protocol", True), ("summary", False)]
)
async def test_a_number_is_what_the_open_form_of_its_chat_asks_for(
    database: Database, asked: str, kept: bool
) -> None:
    await ask(database, asked)
    await take(database, message(NUMBER), message(NUMBER, chat=8), message(f"cpf {NUMBER}", chat=9))
    assert [NUMBER in one.payload for one in await waiting(database)] == [kept, False, False]


async def test_an_update_that_comes_again_counts_once_whatever_is_asked_by_now(database: Database) -> None:
    await ask(database, "phone")
    await take(database, message(NUMBER))
    [received] = await waiting(database)
    async with database.write() as session:
        await drop_draft(session, 7)
    assert await take(database, message(NUMBER)) == Stored(new=0)
    async with database.write() as session:
        await mark_handled(session, received, now=NOW)
    assert await take(database, message(NUMBER)) == Stored(new=0)
    assert await waiting(database) == []


@pytest.mark.parametrize("update", [{}, 5, {"update_id": "1"}, {"update_id": True}, {"update_id": 2**70}])
def test_what_has_no_number_cannot_be_stored(update: object) -> None:
    assert not has_number(update)
