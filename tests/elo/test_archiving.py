"""What ended long ago: that it happened stays on record, the words and the addresses go."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, text

from db import Database, claims, outbox
from db.archive import ArchivedDelivery
from db.channels import ChannelKind
from db.claims import Settlement
from db.deliveries import Delivery, DeliveryState, Lane
from db.notices import Notice, NoticeKind
from elo.archiving import PART, archive_deliveries

LONG_AGO = datetime(2025, 1, 10, 12, tzinfo=UTC)
NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)


async def tell(database: Database, count: int, *, at: datetime = LONG_AGO, standby: bool = False) -> None:
    one = outbox.NewDelivery(channel=ChannelKind.EMAIL, address="ana@example.org", body="Olá, Ana")
    deliveries = [one, replace(one, standby=True)] if standby else [one]
    new = outbox.NewNotice(
        kind=NoticeKind.REMINDER, lane=Lane.REMINDERS, created_at=at, not_before=at, deliveries=deliveries
    )
    async with database.write() as session:
        await outbox.put_all(session, [new] * count)


async def settle(database: Database, *states: DeliveryState) -> None:
    """Claims as many, oldest first, and settles each so, long ago."""
    async with database.write() as session:
        rows = await claims.claim(
            session, ChannelKind.EMAIL, holder="x", now=LONG_AGO, limit=len(states), lanes=[Lane.REMINDERS]
        )
        done = [
            Settlement(delivery_id=row.id, fence=row.fence, state=state, outcome=str(state), error="resposta")
            for row, state in zip(rows, states, strict=True)
        ]
        await claims.settle(session, done, now=LONG_AGO)


async def counted(database: Database, table: str) -> int:
    async with database.read() as session:
        return int((await session.execute(text(f"SELECT count(*) FROM {table}"))).scalar_one())


async def test_what_ended_long_ago_leaves_a_record_without_words_or_address(database: Database) -> None:
    await tell(database, 1)
    await settle(database, DeliveryState.FAILED)
    assert await archive_deliveries(database, NOW, months=12) == 1
    async with database.read() as session:
        (kept,) = (await session.scalars(select(ArchivedDelivery))).all()
        assert (kept.id, kept.state, kept.settled_at) == (1, DeliveryState.FAILED, LONG_AGO)
        assert json.loads(kept.history) == [[1, LONG_AGO.isoformat(), "failed", "resposta"]]
        assert (await session.get(Notice, 1)) is not None
    assert "ana@" not in kept.history
    assert await counted(database, "deliveries") == await counted(database, "attempts") == 0


@pytest.mark.parametrize("state", [None, DeliveryState.PENDING], ids=["never claimed", "to be tried again"])
async def test_what_has_not_ended_stays_however_old(database: Database, state: DeliveryState | None) -> None:
    await tell(database, 1)
    await settle(database, *([state] if state else []))
    assert await archive_deliveries(database, NOW, months=12) == 0
    assert await counted(database, "deliveries") == 1


@pytest.mark.parametrize(
    ("first", "left"), [(DeliveryState.SENT, 0), (None, 2)], ids=["told by the first", "still to be told"]
)
async def test_what_stood_by_for_nothing_goes_too(
    database: Database, first: DeliveryState | None, left: int
) -> None:
    await tell(database, 1, standby=True)
    await settle(database, *([first] if first else []))
    await archive_deliveries(database, NOW, months=12)
    assert await counted(database, "deliveries") == left
    async with database.read() as session:
        kept = (await session.scalars(select(ArchivedDelivery).order_by(ArchivedDelivery.id))).all()
    assert [(row.state, row.last_error) for row in kept[1:]] == [
        (DeliveryState.CANCELLED, "no longer needed")
    ] * (1 - left // 2)


async def test_what_ended_of_late_stays(database: Database) -> None:
    await tell(database, 1)
    await settle(database, DeliveryState.SENT)
    assert await archive_deliveries(database, LONG_AGO + timedelta(days=359), months=12) == 0


async def test_however_many_they_are_all_of_them_go_in_one_morning(database: Database) -> None:
    await tell(database, PART + 1)
    await settle(database, *[DeliveryState.SENT] * (PART + 1))
    assert await archive_deliveries(database, NOW, months=12) == PART + 1
    async with database.read() as session:
        assert (await session.scalars(select(Delivery.id))).first() is None


async def test_once_a_day_is_enough_and_zero_months_keep_everything(database: Database) -> None:
    await tell(database, 1)
    await settle(database, DeliveryState.SENT)
    assert await archive_deliveries(database, NOW, months=0) == 0
    assert await archive_deliveries(database, NOW, months=12) == 1
    assert await archive_deliveries(database, NOW + timedelta(hours=1), months=12) == 0
