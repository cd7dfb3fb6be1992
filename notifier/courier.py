"""The courier: carries what is due in the outbox, each channel at its own pace, and records facts only.

Open no transaction while the network is awaited; never lose an outcome; never send twice without a mark.
"""

import asyncio
import random
import time
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime

import structlog

from db import claims
from db.couriers import nobody_at_work
from db.database import Database
from notifier.lane import DeliveryLane
from notifier.ledger import Ledger, pause_after
from notifier.outcome import Sender
from scheduler.clock import Clock

log = structlog.get_logger(__name__)

#: A process told to end is killed 15 s later: 12 s for the answers, the rest to write them down.
DRAIN_SECONDS = 12.0


async def _nothing(_: datetime) -> None:
    pass


class Courier:
    def __init__(
        self,
        database: Database,
        *,
        senders: Sequence[Sender],
        clock: Clock,
        holder: str,
        window: Callable[[datetime], datetime],
        alone: bool = False,
        before: Callable[[datetime], Awaitable[object]] = _nothing,
        monotonic: Callable[[], float] = time.monotonic,
        jitter: Callable[[], float] = random.random,
    ) -> None:
        """`window(instant)` is the first instant of the sending window from `instant` on.

        `alone`: nobody else can hold a claim (SQLite under the lock of `data_dir`), so that what an earlier
        run left in flight is taken over at once. `before(now)` is awaited before anything is claimed, and may be
        repeated. The senders stay the caller's to close.
        """
        self._database, self._clock, self._window, self._alone = database, clock, window, alone
        self._before = before
        self._lanes = [
            DeliveryLane(
                database,
                sender,
                clock=clock.now,
                ledger=Ledger(database, sender.kind, clock=clock, holder=holder, window=window),
                holder=holder,
                window=window,
                monotonic=monotonic,
                jitter=jitter,
            )
            for sender in senders
        ]
        self._ended = False
        database.when_outbox_grows(self.poke)

    def poke(self) -> None:
        """Something was put into the outbox."""
        for lane in self._lanes:
            lane.poke()

    async def run(self) -> None:
        """Until `drain`, or cancelled."""
        await self._take_over()
        if self._ended:
            return
        async with asyncio.TaskGroup() as tasks:
            watch = tasks.create_task(self._follow_clock())
            async with asyncio.TaskGroup() as lanes:
                for lane in self._lanes:
                    lanes.create_task(lane.run())
            watch.cancel()

    async def drain(self, seconds: float = DRAIN_SECONDS) -> None:
        """Lets what is in flight land, for so long; then `run` returns, with nothing left `sending`."""
        self._ended = True
        async with asyncio.TaskGroup() as tasks:
            for lane in self._lanes:
                tasks.create_task(lane.drain(seconds))

    async def _take_over(self) -> None:
        """What an earlier run had in flight is `unknown`, before anything is claimed."""
        failures = 0
        while not self._ended:
            now = self._clock.now()
            try:
                await self._before(now)
                async with self._database.write() as session:
                    if self._alone:
                        await nobody_at_work(session)
                    lost = await claims.take_over(
                        session, now=now, everything=self._alone, window=self._window(now).astimezone(UTC)
                    )
            except Exception as error:
                failures += 1
                log.error("take_over_failed", error=type(error).__name__)
                await asyncio.sleep(pause_after(failures))
            else:
                if lost:
                    log.warning("claims_taken_over", count=lost)
                return

    async def _follow_clock(self) -> None:
        while True:
            await self._clock.changed()
            self.poke()
