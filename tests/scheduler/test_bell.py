"""The bell rings at the start, at its intervals and when the clock is moved, and never twice at once."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime, timedelta

import pytest

from scheduler.bell import Bell, Ring
from scheduler.clock import BRASILIA, Clock, SystemClock, local_day

HOUR = timedelta(hours=1)
NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)


class HandClock:
    """A clock moved by the test."""

    def __init__(self) -> None:
        self._now = NOW
        self._moved = asyncio.Event()

    def now(self) -> datetime:
        return self._now

    async def changed(self) -> None:
        await self._moved.wait()
        self._moved.clear()

    def move(self, by: timedelta) -> None:
        self._now += by
        self._moved.set()


class Heard:
    """What a row heard, with a way to wait for the nth ring."""

    def __init__(self) -> None:
        self.at: list[datetime] = []
        self._rang = asyncio.Event()

    async def __call__(self, now: datetime) -> None:
        self.at.append(now)
        self._rang.set()

    async def times(self, count: int) -> None:
        async with asyncio.timeout(5):
            while len(self.at) < count:
                self._rang.clear()
                await self._rang.wait()


@asynccontextmanager
async def ringing(
    clock: Clock, *rings: Ring, errors: list[tuple[str, Exception]] | None = None
) -> AsyncIterator[None]:
    """The bell at work for the length of the block, and then cancelled."""
    on_error = [] if errors is None else errors
    bell = Bell(clock, rings, on_error=lambda name, error: on_error.append((name, error)))
    async with asyncio.TaskGroup() as group:
        running = group.create_task(bell.run())
        yield
        running.cancel()
    assert running.cancelled()
    assert errors is not None or on_error == []


async def test_every_row_rings_at_the_start_with_the_clocks_time() -> None:
    first, second = Heard(), Heard()
    async with ringing(HandClock(), Ring("first", HOUR, first), Ring("second", HOUR, second)):
        await first.times(1)
        await second.times(1)
    assert (first.at, second.at) == ([NOW], [NOW])


async def test_a_row_rings_again_at_its_interval() -> None:
    often, seldom = Heard(), Heard()
    async with ringing(
        HandClock(), Ring("often", timedelta(milliseconds=20), often), Ring("seldom", HOUR, seldom)
    ):
        await often.times(4)
    assert len(seldom.at) == 1


async def test_moving_the_clock_rings_every_row() -> None:
    clock, first, second = HandClock(), Heard(), Heard()
    async with ringing(clock, Ring("first", HOUR, first), Ring("second", HOUR, second)):
        await first.times(1)
        clock.move(HOUR)
        await first.times(2)
        await second.times(2)
    assert first.at[1] == NOW + HOUR


async def test_a_row_that_fails_is_reported_and_rings_again() -> None:
    clock, healthy, errors = HandClock(), Heard(), list[tuple[str, Exception]]()
    heard = Heard()

    async def fail(now: datetime) -> None:
        await heard(now)
        raise LookupError("no such row")

    async with ringing(clock, Ring("broken", HOUR, fail), Ring("healthy", HOUR, healthy), errors=errors):
        await heard.times(1)
        clock.move(HOUR)
        await heard.times(2)
        await healthy.times(2)
    assert [(name, type(error)) for name, error in errors] == [("broken", LookupError)] * 2


async def test_rings_of_one_row_never_overlap_and_what_came_meanwhile_rings_once() -> None:
    clock, entered, leave = HandClock(), Heard(), asyncio.Event()
    inside: list[int] = []

    async def slow(now: datetime) -> None:
        inside.append(len(entered.at))
        await entered(now)
        await leave.wait()

    other = Heard()
    async with ringing(clock, Ring("slow", HOUR, slow), Ring("other", HOUR, other)):
        await entered.times(1)
        for turn in range(3):
            clock.move(HOUR)
            await other.times(turn + 2)
        assert len(entered.at) == 1
        leave.set()
        await entered.times(2)
        await other.times(4)
    assert len(entered.at) == 2


async def test_a_bell_without_rows_waits_for_its_end() -> None:
    async with ringing(SystemClock()):
        await asyncio.sleep(0)


async def test_the_system_clock_is_aware_and_never_moved_by_hand() -> None:
    clock = SystemClock()
    assert clock.now().tzinfo is UTC
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(clock.changed(), 0.01)


def test_the_local_day_is_that_of_brasilia() -> None:
    assert local_day(datetime(2026, 3, 11, 2, 59, tzinfo=UTC)) == date(2026, 3, 10)
    assert local_day(datetime(2026, 3, 11, 3, 0, tzinfo=UTC), BRASILIA) == date(2026, 3, 11)


def test_a_naive_instant_has_no_local_day() -> None:
    with pytest.raises(ValueError, match="no zone"):
        local_day(NOW.replace(tzinfo=None))
