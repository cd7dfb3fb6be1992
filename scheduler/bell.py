"""The bell: it rings at fixed intervals and does nothing else. What is due lives in the database.

The only module that knows APScheduler. A missed ring is not made up for: the rung ask what is due.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from apscheduler.executors.asyncio import AsyncIOExecutor
from apscheduler.jobstores.memory import MemoryJobStore
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.interval import IntervalTrigger

from scheduler.clock import BRASILIA, Clock


@dataclass(frozen=True, slots=True)
class Ring:
    """One row of the bell: who is rung, and how often. `callable` gets the instant read from the clock."""

    name: str
    every: timedelta
    callable: Callable[[datetime], Awaitable[None]]


class Bell:
    """Rings each row once at the start, then at its interval, and all of them when the clock is moved."""

    def __init__(
        self, clock: Clock, rings: Sequence[Ring], *, on_error: Callable[[str, Exception], None]
    ) -> None:
        self._clock = clock
        self._rings = tuple(rings)
        self._on_error = on_error

    async def run(self) -> None:
        """Ring until cancelled. Rings of one row never overlap: what comes meanwhile rings once, after."""
        pulls = [asyncio.Event() for _ in self._rings]
        scheduler = _scheduler()
        for ring, pull in zip(self._rings, pulls, strict=True):
            pull.set()
            trigger = IntervalTrigger(seconds=ring.every.total_seconds(), timezone=BRASILIA)
            scheduler.add_job(_pull, trigger, args=[pull], id=ring.name, name=ring.name)
        scheduler.start()
        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(self._follow_clock(pulls))
                for ring, pull in zip(self._rings, pulls, strict=True):
                    group.create_task(self._answer(ring, pull))
        finally:
            scheduler.shutdown(wait=False)
            await asyncio.sleep(0)  # the shutdown is queued in the loop: let it happen before leaving

    async def _follow_clock(self, pulls: Sequence[asyncio.Event]) -> None:
        while True:
            await self._clock.changed()
            for pull in pulls:
                pull.set()

    async def _answer(self, ring: Ring, pull: asyncio.Event) -> None:
        while True:
            await pull.wait()
            pull.clear()
            try:
                await ring.callable(self._clock.now())
            except Exception as error:  # a door: one failed ring must not silence the others
                self._on_error(ring.name, error)


def _scheduler() -> AsyncIOScheduler:
    return AsyncIOScheduler(
        jobstores={"default": MemoryJobStore()},
        executors={"default": AsyncIOExecutor()},
        job_defaults={"coalesce": True, "misfire_grace_time": None, "max_instances": 1},
        timezone=BRASILIA,
    )


async def _pull(pull: asyncio.Event) -> None:
    """A coroutine, because APScheduler would run a plain function in another thread."""
    pull.set()
