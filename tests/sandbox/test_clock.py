"""A clock one can push forward, in the process and over HTTP."""

import asyncio
from datetime import UTC, datetime, timedelta, timezone

import httpx
import pytest

from sandbox.clock import ClockRunsForwards, SandboxClock
from sandbox.desk import Sandbox
from sandbox.requests.json_values import JsonObject

FUTURE = datetime(2030, 3, 15, 12, 0, tzinfo=UTC)


def test_the_clock_runs_from_where_it_was_set() -> None:
    clock = SandboxClock(FUTURE)
    clock.advance(timedelta(days=7))
    assert timedelta(0) <= clock.now() - FUTURE - timedelta(days=7) < timedelta(seconds=5)
    assert (clock.now().tzinfo, clock.version) == (UTC, 1)


def test_the_clock_only_runs_forwards() -> None:
    clock = SandboxClock(FUTURE)
    with pytest.raises(ClockRunsForwards):
        clock.set(FUTURE - timedelta(seconds=1))
    with pytest.raises(ClockRunsForwards):
        clock.advance(timedelta(seconds=-1))


def test_an_instant_in_another_zone_is_the_same_instant() -> None:
    clock = SandboxClock(FUTURE)
    clock.set(datetime(2030, 3, 16, 12, 0, tzinfo=timezone(timedelta(hours=-3))))
    assert clock.now().day == 16
    assert clock.now().hour == 15


def test_an_instant_without_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        SandboxClock(datetime(2030, 3, 15))  # noqa: DTZ001


async def test_whoever_waits_is_woken_when_the_clock_is_moved() -> None:
    clock = SandboxClock()
    async with asyncio.timeout(2), asyncio.TaskGroup() as group:
        waiting = group.create_task(clock.changed(0))
        await asyncio.sleep(0)
        clock.advance(timedelta(hours=1))
    assert waiting.result() == 1


async def test_the_clock_is_read_and_moved_over_http(web: httpx.AsyncClient, sandbox: Sandbox) -> None:
    assert sandbox.clock_url == f"{sandbox.base_url}/clock"
    before = datetime.fromisoformat((await web.get("/clock")).json()["now"])
    after = (await web.post("/clock", json={"advance": 3600})).json()
    assert after["version"] == 1
    assert datetime.fromisoformat(after["now"]) - before >= timedelta(hours=1)
    set_to = (await web.post("/clock", json={"now": FUTURE.isoformat()})).json()
    assert set_to["now"].startswith("2030-03-15T12:00:00")


async def test_a_long_poll_of_the_clock_ends_when_it_moves(web: httpx.AsyncClient, sandbox: Sandbox) -> None:
    async with asyncio.timeout(3), asyncio.TaskGroup() as group:
        waiting = group.create_task(web.get("/clock?after=0&timeout=25"))
        await asyncio.sleep(0.05)
        sandbox.clock.advance(timedelta(days=1))
    assert waiting.result().json()["version"] == 1


async def test_a_long_poll_of_the_clock_ends_by_itself(web: httpx.AsyncClient) -> None:
    assert (await web.get("/clock?after=0&timeout=0.05")).json()["version"] == 0


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b'{"advance": -1}',
        b'{"advance": 1e300}',
        b'{"advance": NaN}',
        b'{"advance": true}',
        b'{"now": "yesterday"}',
        b'{"now": "2001-01-01T00:00:00+00:00"}',
        b'{"now": "2040-01-01T00:00:00"}',
        b'{"advance": 9e11}',
    ],
)
async def test_a_wish_the_clock_cannot_grant_is_refused(
    web: httpx.AsyncClient, sandbox: Sandbox, body: bytes
) -> None:
    answer = await web.post("/clock", content=body)
    assert (answer.status_code, sandbox.clock.version) == (400, 0)
    assert answer.json()["error"]


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ({"advance": 1e300}, "the sandbox clock does not go past the year 9998"),
        ({"now": "9999-12-31T23:59:59-14:00"}, "the sandbox clock does not go past the year 9998"),
        ({"now": "tomorrow"}, "an instant is written as 2027-03-15T12:00:00+00:00"),
        ({"now": "2040-01-01T00:00:00+25:00"}, "an instant is written as 2027-03-15T12:00:00+00:00"),
        ({"now": "2040-01-01T00:00:00"}, "an instant needs a time zone"),
        ({"advance": -1}, "the sandbox clock only runs forwards"),
        (
            {"advance": 1, "now": "2040-01-01T00:00:00Z"},
            'expected {"advance": seconds} or {"now": ISO 8601 with zone}',
        ),
        ({"advance": 1, "unit": "days"}, "no such field: unit; there is advance, now"),
    ],
)
async def test_the_clock_says_what_it_wants(web: httpx.AsyncClient, body: JsonObject, words: str) -> None:
    assert (await web.post("/clock", json=body)).json() == {"error": words}
