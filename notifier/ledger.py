"""What one lane holds in the outbox: its claims, and the outcomes not yet written.

No outcome is lost while the database is away: it is written when it comes back. No network here.
"""

import asyncio
from collections.abc import Callable, Sequence
from datetime import UTC, datetime

import structlog

from db import outages, outbox
from db.channels import ChannelKind
from db.database import Database
from db.deliveries import Delivery, DeliveryState
from db.ids import DeliveryId
from db.outbox import Settlement
from scheduler.clock import Clock

log = structlog.get_logger(__name__)

#: Seconds between renewals: a third of the lease.
RENEWAL = 10.0
#: Seconds before the database is asked again, at first and at most.
FIRST_PAUSE, LAST_PAUSE = 0.1, 5.0
#: Rows written in one transaction.
BATCH = 200


def pause_after(failures: int) -> float:
    return min(LAST_PAUSE, FIRST_PAUSE * 2.0 ** min(failures - 1, 10))


class Ledger:
    def __init__(
        self, database: Database, kind: ChannelKind, *, clock: Clock, window: Callable[[datetime], datetime]
    ) -> None:
        self._database, self._kind, self._clock, self._window = database, kind, clock, window
        self._held: dict[DeliveryId, int] = {}
        self._unwritten: list[Settlement] = []
        self._work = asyncio.Event()
        self._written = asyncio.Event()
        self._written.set()
        #: Why the lane stands still; None when it runs.
        self._outage: str | None = None
        # What an earlier run left open is closed by the first success.
        self._outage_changed = False
        self._outage_on_record: bool | None = None
        self._failures = 0
        self._listener: Callable[[], None] = lambda: None

    def when_rows_return(self, listener: Callable[[], None]) -> None:
        """Calls `listener` after a write that may have made rows due again."""
        self._listener = listener

    def hold(self, rows: Sequence[Delivery]) -> None:
        """These rows were claimed: their leases are renewed until an outcome is written."""
        self._held |= {row.id: row.fence for row in rows}

    def record(self, settlement: Settlement) -> None:
        """To be written as soon as possible, together with what else is ready."""
        self._unwritten.append(settlement)
        self._ring()

    def begin_outage(self, reason: str) -> None:
        if self._outage is None:
            self._outage, self._outage_changed = reason, True
            self._ring()

    def end_outage(self) -> None:
        if self._outage is not None or self._outage_on_record is None:
            self._outage, self._outage_changed = None, True
            self._ring()

    def _ring(self) -> None:
        self._written.clear()
        self._work.set()

    async def written(self) -> None:
        """Returns once everything recorded is in the database."""
        await self._written.wait()

    async def write_forever(self) -> None:
        while True:
            await self._work.wait()
            self._work.clear()
            while self._unwritten or self._outage_changed:
                await self._write_some()
            self._written.set()

    async def _write_some(self) -> None:
        # After a failure one at a time, in turn, so that a row the database refuses stops no other.
        batch = self._unwritten[: 1 if self._failures else BATCH]
        try:
            await self._write(batch)
        except Exception as error:
            self._failures += 1
            self._unwritten = self._unwritten[len(batch) :] + batch
            log.error("settle_failed", error=type(error).__name__, waiting=len(self._unwritten))
            await asyncio.sleep(pause_after(self._failures))
            return
        self._failures = 0
        del self._unwritten[: len(batch)]
        for one in batch:
            if self._held.get(one.delivery_id) == one.fence:
                del self._held[one.delivery_id]
        if any(one.state is not DeliveryState.SENT for one in batch):
            self._listener()

    async def _write(self, batch: Sequence[Settlement]) -> None:
        now = self._clock.now()
        outage, changed = self._outage, self._outage_changed
        async with self._database.write() as session:
            if batch:
                await outbox.settle(session, batch, now=now, window=self._opens(now))
            if changed and outage is not None:
                await outages.begin_outage(session, self._kind, reason=outage, now=now)
            elif changed:
                await outages.end_outage(session, self._kind, now=now)
        if changed:
            self._outage_on_record = outage is not None
            self._outage_changed = self._outage != outage

    async def keep_forever(self) -> None:
        """Renews what is held, and finds what others let fall."""
        while True:
            await asyncio.sleep(RENEWAL)
            try:
                await self.renew_and_sweep()
            except Exception as error:
                log.error("renewal_failed", error=type(error).__name__)

    async def renew_and_sweep(self) -> None:
        """In this order: after a pause of the database our own leases have run out too."""
        now = self._clock.now()
        async with self._database.write() as session:
            await outbox.renew(session, list(self._held.items()))
            lost = await outbox.take_over(session, now=now, window=self._opens(now))
        if lost:
            log.warning("claims_taken_over", channel=str(self._kind), count=lost)
            self._listener()

    def _opens(self, now: datetime) -> datetime:
        return self._window(now).astimezone(UTC)


def handed_back(delivery_id: DeliveryId, fence: int, *, error: str = "") -> Settlement:
    """It did not leave: due as before, and the attempt does not count."""
    return Settlement(
        delivery_id=delivery_id, fence=fence, state=DeliveryState.PENDING, error=error, counts=False
    )
