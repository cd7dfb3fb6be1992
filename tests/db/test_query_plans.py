"""What the bell asks each minute, and people all day, goes through an index: what is settled costs nothing."""

from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import Connection, event, text

from bench.network import settle
from db import Database, Session, claims
from db.adhesions import adhesions_to_admit
from db.channels import ChannelKind
from db.contact_goals import open_for_a_contact
from db.deliveries import Lane, next_due
from db.ids import InstitutionId, ObligationId
from db.instruments import instruments_behind
from db.newest_reports import newest_reports
from db.obligations import obligations_to_look_at, reportable_obligations
from db.outbox import cancel_expired
from db.page_looks import looks_due
from db.pending import missing_by_institution
from db.reviews import given_back, waiting_reports

#: So many that no database prefers to walk them all.
INSTITUTIONS = 400
TODAY = date(2026, 3, 10)
#: One for each goal, to be looked at in a year.
OWED = """
INSERT INTO obligations (goal_id, instrument_id, institution_id, occurrence, state, look_on, provisional, why,
                         last_step, closed_why, closed_sei, internal)
SELECT g.id, p.instrument_id, p.instrument_id, '', 'open', '2027-03-10', false, '', '', '', '', false
FROM goals g JOIN plans p ON p.id = g.plan_id
"""


async def plan_of(database: Database, ask: Callable[[Session], Awaitable[object]], *filled: str) -> str:
    """How a large network, filled by these statements too, answers the first statement of a question."""
    asked: list[tuple[str, object]] = []

    def listen(_: Connection, __: object, statement: str, parameters: object, *___: object) -> None:
        asked.append((statement, parameters))

    async with database.write() as session:
        for statement in (OWED, *filled, "UPDATE instruments SET counted_by = 'today'", "ANALYZE"):
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


async def test_what_is_owed_because_a_contact_was_lost_is_found_without_the_rest(database: Database) -> None:
    await settle(database, INSTITUTIONS)
    assert "ix_obligations_lost" in await plan_of(database, open_for_a_contact)


#: As many wait as ended.
ENDED = """
INSERT INTO deliveries (notice_id, channel, address, lane, state, body, not_before, subject, html, buttons, fills,
                        calendar, thread_id, attempts, fence, holder, resent, remote_id, last_error, expires_at)
SELECT 1, 'email', 'p' || g.id || '@example.org', 2, CASE WHEN g.id % 2 = 0 THEN 'pending' ELSE 'sent' END, '',
       '2026-03-10 12:00:00', '', '', '', '', '', 0, 1, 1, '', false, '', '', '2026-04-10 12:00:00'
FROM goals g
"""
NOTICE = "INSERT INTO notices (id, kind, created_at) VALUES (1, 'announcement', '2026-03-10 12:00:00')"
NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)


async def plan_among_ended(database: Database, ask: Callable[[Session], Awaitable[object]]) -> str:
    await settle(database, INSTITUTIONS)
    async with database.write() as session:
        for statement in (NOTICE, ENDED):
            await session.execute(text(statement))
    return await plan_of(database, ask)


async def test_a_claim_walks_what_waits_in_its_order_and_nothing_else(database: Database) -> None:
    async def ask(session: Session) -> object:
        return await claims.claim(
            session,
            ChannelKind.EMAIL,
            holder="x",
            now=NOON,
            limit=9,
            lanes=[Lane.BROADCASTS],
            apart_from=["a"],
        )

    plan = await plan_among_ended(database, ask)
    assert "ix_deliveries_pending" in plan
    assert "TEMP B-TREE" not in plan


async def test_what_is_due_next_is_the_first_of_each_lane(database: Database) -> None:
    plan = await plan_among_ended(database, lambda session: next_due(session, ChannelKind.EMAIL))
    assert plan.count("ix_deliveries_pending") == len(Lane)


async def test_what_expired_is_found_by_its_instant(database: Database) -> None:
    plan = await plan_among_ended(database, lambda session: cancel_expired(session, now=NOON))
    assert "ix_deliveries_expiring" in plan


async def test_what_others_let_fall_is_found_by_its_lease(database: Database) -> None:
    plan = await plan_among_ended(database, lambda session: claims.take_over(session, now=NOON))
    assert "ix_deliveries_s" in plan


#: A report for each obligation: nearly all were accepted long ago, and their pages are looked at in a year.
REPORTED = """
INSERT INTO deliverables (protocol, obligation_id, institution_id, received_at, state, version, description,
                          evidence, says_nothing, late, means, sei, reason, sampled, awaits_cpf, contested_why)
SELECT 'RP-' || id, id, institution_id, '2026-03-09', CASE WHEN id % 50 = 0 THEN 'submitted' ELSE 'accepted' END,
       1, '', '', false, false, '', '', '', false, false, ''
FROM obligations
"""
LOOKED_AT = """
INSERT INTO page_looks (institution_id, deliverable_id, url, look_on, final_url, answered, status, names_rede,
                        title, why)
SELECT institution_id, id, '', '2027-03-09', '', false, 0, false, '', '' FROM deliverables
"""
JOINED = """
INSERT INTO adhesions (instrument_id, name, cnpj, signed, informed_at, state, sei, uf, municipality_code,
                       contact_name, contact_email, reason)
SELECT p.instrument_id, '', 'X' || g.id, '2026-03-09', '2026-03-09', 'refused', '', '', '', '', '', ''
FROM goals g JOIN plans p ON p.id = g.plan_id
"""
OURS = [InstitutionId(7)]


@pytest.mark.parametrize(
    ("ask", "index"),
    [
        (
            lambda session: missing_by_institution(session, today=TODAY, until=TODAY, only=OURS),
            "ix_obligations_institution_id",
        ),
        (lambda session: reportable_obligations(session, OURS), "ix_obligations_institution_id"),
        (waiting_reports, "ix_deliverables_state"),
        (given_back, "ix_deliverables_state"),
        (
            lambda session: newest_reports(session, [ObligationId(7), ObligationId(8)]),
            "ix_deliverables_obligation_id",
        ),
        (lambda session: looks_due(session, today=TODAY, limit=20), "ix_page_looks_look_on"),
        (adhesions_to_admit, "ix_adhesions_state"),
    ],
    ids=[
        "what one institution misses",
        "what it may report on",
        "what waits to be checked",
        "what came back",
        "the newest report of an obligation",
        "pages to look at today",
        "termos to admit",
    ],
)
async def test_what_is_asked_all_day_goes_through_an_index(
    database: Database, ask: Callable[[Session], Awaitable[object]], index: str
) -> None:
    await settle(database, INSTITUTIONS)
    assert index in await plan_of(database, ask, REPORTED, LOOKED_AT, JOINED)
