"""The questions that the bell asks each minute go through an index: what is settled costs nothing."""

from collections.abc import Awaitable, Callable
from datetime import date

from sqlalchemy import Connection, event, text

from bench.network import settle
from db import Database, Session
from db.instruments import instruments_behind
from db.obligations import obligations_to_look_at

#: So many that no database prefers to walk them all.
INSTITUTIONS = 400
TODAY = date(2026, 3, 10)
#: One for each goal, to be looked at in a year.
OWED = """
INSERT INTO obligations (goal_id, instrument_id, institution_id, occurrence, state, look_on, provisional, why,
                         last_step, closed_why, internal)
SELECT g.id, p.instrument_id, p.instrument_id, '', 'open', '2027-03-10', false, '', '', '', false
FROM goals g JOIN plans p ON p.id = g.plan_id
"""


async def plan_of(database: Database, ask: Callable[[Session], Awaitable[object]]) -> str:
    """How a large network answers the first statement of a question."""
    asked: list[tuple[str, object]] = []

    def listen(_: Connection, __: object, statement: str, parameters: object, *___: object) -> None:
        asked.append((statement, parameters))

    async with database.write() as session:
        for statement in (OWED, "UPDATE instruments SET counted_by = 'today'", "ANALYZE"):
            await session.execute(text(statement))
        connection = await session.connection()
        event.listen(connection.sync_connection, "before_cursor_execute", listen)
        await ask(session)
        (statement, parameters), *_ = asked
        explain = "EXPLAIN QUERY PLAN" if database.is_sqlite else "EXPLAIN"
        rows = await connection.exec_driver_sql(f"{explain} {statement}", parameters)  # type: ignore[arg-type]
        return str(rows.all())


async def test_what_has_something_to_say_today_is_found_by_its_day(database: Database) -> None:
    await settle(database, INSTITUTIONS)
    plan = await plan_of(database, lambda session: obligations_to_look_at(session, today=TODAY))
    assert "ix_obligations_look_on" in plan


async def test_agreements_that_were_counted_by_other_days_are_found_by_those(database: Database) -> None:
    await settle(database, INSTITUTIONS)
    plan = await plan_of(database, lambda session: instruments_behind(session, "today"))
    assert "ix_instruments_counted_by" in plan
