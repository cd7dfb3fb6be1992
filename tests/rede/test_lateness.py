"""Late is after the extended day, in Brasília, and not because the service stood still."""

from datetime import datetime

import pytest

from db import Database
from db.channels import ChannelKind
from db.outages import Outage
from rede.lateness import is_late
from scheduler.clock import BRASILIA
from tests.rede.makers import a_desk, import_for, owed_by, register


def instant(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=BRASILIA)


async def late(database: Database, key: str, at: str, *outages: tuple[str, str]) -> bool:
    await register(database)
    await import_for(database, "UPB")
    async with a_desk(database) as desk:
        for began, ended in outages:
            row = Outage(channel=ChannelKind.TELEGRAM, reason="service was down", began_at=instant(began))
            row.ended_at = instant(ended) if ended else None
            desk.session.add(row)
        await desk.session.flush()
        return await is_late(desk, await owed_by(database, "UPB", key), instant(at))


# Goal 1.2 is due on 24/12/2025, a half day, and counts until Friday 26/12.


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        pytest.param("2025-12-24T10:00", False, id="on the literal day"),
        pytest.param("2025-12-26T23:59", False, id="on the extended day"),
        pytest.param("2025-12-27T00:00", True, id="a minute after"),
    ],
)
async def test_late_is_after_the_end_of_the_extended_day(database: Database, at: str, expected: bool) -> None:
    assert await late(database, "1.2", at) is expected


@pytest.mark.parametrize(
    ("at", "expected", "outages"),
    [
        pytest.param(
            "2025-12-29T23:00", False, [("2025-12-26T18:00", "2025-12-27T02:00")], id="next working day"
        ),
        pytest.param("2025-12-30T00:00", True, [("2025-12-26T18:00", "2025-12-27T02:00")], id="a day later"),
        pytest.param(
            "2025-12-29T09:00", False, [("2025-12-26T12:00", "2025-12-26T23:30")], id="in the last hour"
        ),
        pytest.param("2025-12-29T09:00", True, [("2025-12-26T08:00", "2025-12-26T12:00")], id="over by noon"),
        pytest.param("2025-12-29T09:00", True, [("2025-12-27T00:00", "2025-12-28T00:00")], id="begun after"),
        pytest.param("2026-01-05T09:00", False, [("2025-12-26T18:00", "")], id="still on"),
        pytest.param(
            "2025-12-30T09:00",
            False,
            [("2025-12-26T18:00", "2025-12-27T02:00"), ("2025-12-29T20:00", "2025-12-30T01:00")],
            id="and again on the day after",
        ),
    ],
)
async def test_an_outage_as_the_day_ended_gives_the_next_working_day(
    database: Database, at: str, expected: bool, outages: list[tuple[str, str]]
) -> None:
    assert await late(database, "1.2", at, *outages) is expected


async def test_what_has_no_date_of_the_plan_is_never_late(database: Database) -> None:
    assert not await late(database, "1.1", "2035-01-01T10:00")
