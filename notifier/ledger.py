"""What one lane holds in the outbox: its claims, and the outcomes not yet written.

No outcome is lost while the database is away: it is written when it comes back. No network here.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import structlog

from db import claims, outages
from db.channels import ChannelKind
from db.claims import Claim, Settlement
from db.couriers import Place, check_in, check_out
from db.database import Database, Session
from db.deliveries import DeliveryState
from db.ids import DeliveryId
from db.outbox import cancel_expired
from scheduler.clock import Clock

log = structlog.get_logger(__name__)

#: Seconds before the database is asked again, at first and at most.
FIRST_PAUSE, LAST_PAUSE = 0.1, 5.0
#: Between looks for what expired.
EXPIRY = timedelta(seconds=1)


def pause_after(failures: int) -> float:
    return min(LAST_PAUSE, FIRST_PAUSE * 2.0 ** min(failures - 1, 10))


@dataclass(frozen=True, slots=True)
class Batch:
    """What one transaction writes of a lane."""

    settlements: Sequence[Settlement]
    outage: str | None
    outage_changed: bool

    @property
    def is_empty(self) -> bool:
        return not (self.settlements or self.outage_changed)


class Ledger:
    def __init__(
        self,
        database: Database,
        kind: ChannelKind,
        *,
        clock: Clock,
        holder: str,
        window: Callable[[datetime], datetime],
    ) -> None:
        self._database, self._kind, self._clock = database, kind, clock
        self._holder, self._window = holder, window
        self._held: dict[DeliveryId, int] = {}
        self._unwritten: list[Settlement] = []
        #: Why the lane stands still; None when it runs.
        self._outage: str | None = None
        # What an earlier run left open is closed by the first success.
        self._outage_changed = False
        self._outage_on_record: bool | None = None
        #: None until the first check-in: nobody knows who else is at work.
        self.place: Place | None = None
        self._expiry_due = datetime.min.replace(tzinfo=UTC)
        #: Writes in a row that the database refused.
        self._failures = 0

    def hold(self, rows: Sequence[Claim]) -> None:
        """These rows were claimed: their leases are renewed until an outcome is written."""
        self._held |= {row.id: row.fence for row in rows}

    def record(self, settlement: Settlement) -> None:
        """To be written with the lane's next transaction, together with what else is ready."""
        self._unwritten.append(settlement)

    def begin_outage(self, reason: str) -> None:
        if self._outage is None:
            self._outage, self._outage_changed = reason, True

    def end_outage(self) -> None:
        if self._outage is not None or self._outage_on_record is None:
            self._outage, self._outage_changed = None, True

    @property
    def has_news(self) -> bool:
        return bool(self._unwritten) or self._outage_changed

    def next_batch(self) -> Batch:
        """What to write now. After a failure one at a time, in turn, so that a row which the database refuses stops
        no other."""
        settlements = self._unwritten[:1] if self._failures else self._unwritten[:]
        return Batch(settlements, self._outage, self._outage_changed)

    async def write(self, session: Session, batch: Batch) -> None:
        """Within the lane's transaction; how that ended goes to `written` or `refused`."""
        now = self._clock.now()
        if batch.settlements:
            await claims.settle(session, batch.settlements, now=now, window=self._opens(now))
        if batch.outage_changed and batch.outage is not None:
            await outages.begin_outage(session, self._kind, reason=batch.outage, now=now)
        elif batch.outage_changed:
            await outages.end_outage(session, self._kind, now=now)

    def written(self, batch: Batch) -> None:
        self._failures = 0
        del self._unwritten[: len(batch.settlements)]
        for one in batch.settlements:
            if self._held.get(one.delivery_id) == one.fence:
                del self._held[one.delivery_id]
        if batch.outage_changed:
            self._outage_on_record = batch.outage is not None
            self._outage_changed = self._outage != batch.outage

    def refused(self, batch: Batch, error: Exception) -> float:
        """Something failed: what of it is not written is to be written again, after so many seconds."""
        self._failures += 1
        again = [one for one in self._unwritten if one in batch.settlements]
        self._unwritten = [*(one for one in self._unwritten if one not in again), *again]
        log.error(
            "courier_write_failed",
            channel=str(self._kind),
            error=type(error).__name__,
            waiting=len(self._unwritten),
        )
        return pause_after(self._failures)

    async def renew_and_sweep(self) -> bool:
        """Renews what is held, and finds what others let fall, in this order: after a pause of the database our own
        leases have run out too. True when there may be something to do."""
        now = self._clock.now()
        async with self._database.write() as session:
            place = await check_in(session, self._kind, self._holder)
            await claims.renew(session, list(self._held), holder=self._holder)
            lost = await claims.take_over(session, now=now, channel=self._kind, window=self._opens(now))
        if lost:
            log.warning("claims_taken_over", channel=str(self._kind), count=lost)
        moved, self.place = place != self.place, place
        return moved or lost > 0

    async def leave(self) -> None:
        """The next courier need not wait for this one."""
        async with self._database.write() as session:
            await check_out(session, self._kind, self._holder)

    async def cancel_expired(self, session: Session) -> None:
        """Now and then: whatever expired is not claimed any more."""
        now = self._clock.now()
        if now >= self._expiry_due or now < self._expiry_due - EXPIRY:
            await cancel_expired(session, now=now, window=self._opens(now))
            self._expiry_due = now + EXPIRY

    def _opens(self, now: datetime) -> datetime:
        return self._window(now).astimezone(UTC)


def handed_back(delivery_id: DeliveryId, fence: int, *, error: str = "", outcome: str = "") -> Settlement:
    """It did not leave: due as before, and the attempt does not count."""
    return Settlement(
        delivery_id=delivery_id,
        fence=fence,
        state=DeliveryState.PENDING,
        error=error,
        outcome=outcome,
        counts=False,
    )
