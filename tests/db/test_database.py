"""The way into the database: what is out of reach for a while is told from what is wrong."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from db import Database
from db.database import StoreFull, StoreUnreachable


@pytest.mark.parametrize("backend", ["postgresql"])
async def test_a_connection_that_the_server_ends_is_a_store_out_of_reach(database: Database) -> None:
    with pytest.raises(StoreUnreachable):
        await _write(database, "SELECT pg_terminate_backend(pg_backend_pid())")
    async with database.read() as session:
        await session.execute(text("SELECT 1"))


@pytest.mark.parametrize("backend", ["postgresql"])
async def test_a_statement_that_an_operator_cancels_is_a_store_out_of_reach(database: Database) -> None:
    with pytest.raises(StoreUnreachable):
        await _write(database, "SELECT pg_cancel_backend(pg_backend_pid()), pg_sleep(5)")


@pytest.mark.parametrize(
    ("backend", "statement"),
    [
        ("sqlite", "CREATE TABLE more AS SELECT zeroblob(100000) AS bytes"),
        ("postgresql", "DO $$ BEGIN RAISE EXCEPTION 'no room' USING ERRCODE = 'disk_full'; END $$"),
    ],
)
async def test_a_full_disk_is_said_as_such_and_leaves_nothing_half_done(
    database: Database, statement: str
) -> None:
    add = "INSERT INTO protocol_counters (year, last) VALUES (2025, 1)"
    limit = ["PRAGMA max_page_count = 1"] if database.is_sqlite else []
    with pytest.raises(StoreFull):
        await _write(database, *limit, add, statement)
    async with database.read() as session:
        assert (await session.scalars(text("SELECT count(*) FROM protocol_counters"))).one() == 0


async def test_an_error_does_not_quote_what_was_to_be_stored(database: Database) -> None:
    add = "INSERT INTO protocol_counters (year, last) VALUES (:year, :last)"
    with pytest.raises(IntegrityError) as refused:
        await _write(database, add, add, year=2025, last=4711)
    assert "4711" not in str(refused.value)


async def _write(database: Database, *statements: str, **parameters: int) -> None:
    async with database.write() as session:
        for statement in statements:
            await session.execute(text(statement), parameters)
