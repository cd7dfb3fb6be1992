"""The time in which the service did not run is an outage of each channel, written down as it runs again."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from db import Database
from db.channels import ChannelKind
from db.outages import Outage
from elo.heartbeat import Heartbeat
from tests.rede.makers import NOW


async def outages(database: Database) -> list[tuple[str, datetime, datetime | None]]:
    async with database.read() as session:
        rows = select(Outage.channel, Outage.began_at, Outage.ended_at).order_by(Outage.id)
        return [(str(row[0]), row[1], row[2]) for row in (await session.execute(rows)).all()]


@pytest.mark.parametrize(
    ("gap", "known"),
    [(timedelta(minutes=30), False), (timedelta(minutes=31), True), (timedelta(days=-1), False)],
)
async def test_a_restart_is_no_outage_and_a_long_absence_is(
    database: Database, gap: timedelta, known: bool
) -> None:
    await Heartbeat(database, [ChannelKind.TELEGRAM]).beat(NOW)
    await Heartbeat(database, [ChannelKind.TELEGRAM]).beat(NOW + gap)
    assert await outages(database) == ([("telegram", NOW, NOW + gap)] if known else [])


async def test_a_clock_moved_while_it_runs_is_none(database: Database) -> None:
    heartbeat = Heartbeat(database, [ChannelKind.TELEGRAM])
    await heartbeat.beat(NOW)
    await heartbeat.beat(NOW + timedelta(days=3))
    assert await outages(database) == []


async def test_each_channel_was_out(database: Database) -> None:
    for moment in (NOW, NOW + timedelta(hours=5)):
        await Heartbeat(database, list(ChannelKind)).beat(moment)
    assert [channel for channel, _, _ in await outages(database)] == ["email", "telegram"]
