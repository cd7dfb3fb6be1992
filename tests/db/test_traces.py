"""Lists of deliveries: newest first, and by a stretch of an index each, however many have settled."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import Connection, event, text, update

from db import Database
from db.channels import ChannelKind
from db.deliveries import Delivery, DeliveryState, Lane
from db.notices import NoticeKind
from db.outbox import NewDelivery, NewNotice, put_all
from db.traces import listed

NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)
FAILED, UNKNOWN, SENT = DeliveryState.FAILED, DeliveryState.UNKNOWN, DeliveryState.SENT


@pytest.fixture
async def settled(database: Database) -> Database:
    """Deliveries 1 to 12, by Telegram and by e-mail in turn: two sent, two failed, two unknown, and again."""
    new = NewNotice(
        kind=NoticeKind.REMINDER,
        lane=Lane.REMINDERS,
        created_at=NOW,
        not_before=NOW,
        deliveries=[NewDelivery(channel=channel, address="a", body="words") for channel in ChannelKind],
    )
    async with database.write() as session:
        await put_all(session, [new] * 6)
        for number in range(12):
            state = (SENT, FAILED, UNKNOWN)[number // 2 % 3]
            await session.execute(update(Delivery).where(Delivery.id == number + 1).values(state=state))
    return database


async def test_deliveries_are_listed_newest_first_over_states_and_channels(settled: Database) -> None:
    async with settled.read() as session:
        every = await listed(session, states=[FAILED, UNKNOWN])
        newest = await listed(session, states=[FAILED, UNKNOWN], limit=3)
        mails = await listed(session, states=[SENT], channels=[ChannelKind.EMAIL])
    assert [one.id for one in every] == [12, 11, 10, 9, 6, 5, 4, 3]
    assert [one.id for one in newest] == [12, 11, 10]
    assert [(one.id, one.notice_id, one.kind) for one in mails] == [
        (8, 4, NoticeKind.REMINDER),
        (2, 1, NoticeKind.REMINDER),
    ]


async def test_a_list_reads_no_more_than_it_shows(settled: Database) -> None:
    if not settled.is_sqlite:
        pytest.skip("PostgreSQL chooses by what it counted")
    asked: list[tuple[str, object]] = []

    def listen(_: Connection, __: object, statement: str, parameters: object, *___: object) -> None:
        asked.append((statement, parameters))

    async with settled.write() as session:
        await session.execute(text("ANALYZE"))
        connection = await session.connection()
        event.listen(connection.sync_connection, "before_cursor_execute", listen)
        await listed(session, states=[SENT])
        for statement, parameters in list(asked):
            explained = await connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)  # type: ignore[arg-type]
            plan = str(explained.all())
            assert "ix_deliveries_state_channel" in plan
            assert "TEMP B-TREE" not in plan
