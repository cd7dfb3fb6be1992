"""One channel's way out: claim what is due, send it, record what became of it.

At most one message to an address at a time, in order of id; dialogue has places of its own.
"""

import asyncio
import math
from collections.abc import Callable, Coroutine, Iterable, Sequence
from datetime import datetime, timedelta
from functools import partial

import structlog

from db import outbox
from db.database import Database, Session
from db.deliveries import Delivery, Lane, next_due
from notifier import retry
from notifier.flight import Flight, bug, parcel_of, retry_time, settlement_of
from notifier.ledger import Ledger, handed_back, pause_after
from notifier.outcome import Dead, LaneStopped, Outcome, RetryAt, Sender, Sent, Slowed, Unknown

log = structlog.get_logger(__name__)

DIALOGUE = (Lane.INTERACTIVE,)
BULK = (Lane.REMINDERS, Lane.BROADCASTS)
ALL = DIALOGUE + BULK
#: Places that only dialogue may take.
DIALOGUE_SLOTS = 8
#: Rows of one claim.
CLAIM_LIMIT = 30
#: Seconds of sleep: nothing due; due but it may not leave yet; the pace says wait.
IDLE, BLOCKED, PACED = 5.0, 0.25, 0.05
#: A stopped lane is probed at least this often, unless its fault asks for longer.
LONGEST_STOP = timedelta(seconds=15)
#: Addresses remembered as resting after a failure, the newest.
RESTING = 200
#: Seconds that outcomes may take to be written at the end.
LAST_WORDS = 1.5


class DeliveryLane:
    def __init__(
        self,
        database: Database,
        sender: Sender,
        *,
        clock: Callable[[], datetime],
        ledger: Ledger,
        holder: str,
        window: Callable[[datetime], datetime],
        monotonic: Callable[[], float],
        jitter: Callable[[], float],
    ) -> None:
        self._database, self._sender, self._now, self._ledger = database, sender, clock, ledger
        self._holder, self._window, self._monotonic, self._jitter = holder, window, monotonic, jitter
        self._queues: dict[str, list[Flight]] = {}
        #: (address, dialogue?) that a failed message will go to again: nothing overtakes it.
        self._resting: dict[tuple[str, bool], datetime] = {}
        self._stopped_until: float | None = None
        self._stops = 0
        #: The one message sent while the lane is stopped.
        self._probe: Flight | None = None
        #: Nobody wrote in a dialogue lately: until then a poke tells, the database is not asked.
        self._quiet_until = -math.inf
        self._draining = False
        self._wake = asyncio.Event()
        self._drain = asyncio.Event()
        self._landed = asyncio.Event()
        self._ended = asyncio.Event()
        self._running = False
        ledger.when_rows_return(self.poke)

    def poke(self) -> None:
        self._quiet_until = -math.inf
        self._wake.set()

    async def run(self) -> None:
        """Until `drain`, or cancelled."""
        self._running = True
        async with asyncio.TaskGroup() as tasks:
            helpers = [
                tasks.create_task(one()) for one in (self._ledger.write_forever, self._ledger.keep_forever)
            ]
            await self._claim_until_drained(tasks)
            while self._queues:
                self._landed.clear()
                await self._landed.wait()
            await _wait(self._ledger.written(), LAST_WORDS)
            for helper in helpers:
                helper.cancel()
        self._ended.set()

    async def drain(self, seconds: float) -> None:
        """Claims no more, waits for what has left; the rest goes back, or is `unknown`."""
        self._draining = True
        self._wake.set()
        self._drain.set()
        if not self._running:
            return
        self._recall(flight for flight in self._flights() if not flight.left)
        if not await _wait(self._ended.wait(), seconds):
            self._recall(self._flights())
            if not await _wait(self._ended.wait(), LAST_WORDS + 0.5):
                log.error("drain_unfinished", channel=str(self._sender.kind))

    async def _claim_until_drained(self, tasks: asyncio.TaskGroup) -> None:
        failures = 0
        while not self._draining:
            self._wake.clear()
            try:
                pause = await self._round(tasks)
            except Exception as error:
                failures += 1
                log.error("claim_failed", channel=str(self._sender.kind), error=type(error).__name__)
                await _wait(self._drain.wait(), pause_after(failures))
            else:
                failures = 0
                await _wait(self._wake.wait(), pause)

    async def _round(self, tasks: asyncio.TaskGroup) -> float:
        """Claims once and starts what it got; returns how long to sleep."""
        dialogue, bulk = self._room(dialogue=True), self._room(dialogue=False)
        if bulk <= 0 and (dialogue <= 0 or self._monotonic() < self._quiet_until):
            return PACED
        self._quiet_until = self._monotonic() + BLOCKED  # before the claim: a poke meanwhile undoes it
        async with self._database.write() as session:
            if dialogue > 0 and bulk > 0 and not self._rests():
                rows = [*await self._claim(session, ALL, min(dialogue, bulk))]
            else:
                rows = [*await self._claim(session, DIALOGUE, dialogue)]
                if self._stopped_until is None or not rows:
                    rows += await self._claim(session, BULK, bulk)
        self._start(rows, tasks)
        if rows:
            if rows[-1].lane == Lane.INTERACTIVE:  # there may be more of it
                self._quiet_until = -math.inf
            return 0
        async with self._database.read() as session:
            due = await next_due(session, self._sender.kind)
        if due is None:
            return IDLE
        wait = (due - self._now()).total_seconds()
        if wait > 0:
            return min(IDLE, wait)
        return BLOCKED if min(dialogue, bulk) > 0 else PACED

    def _room(self, *, dialogue: bool) -> int:
        if self._stopped_until is not None:
            probing = self._probe is not None and not self._probe.over
            return int(not probing and self._monotonic() >= self._stopped_until)
        mine = [flight for flight in self._flights() if flight.is_dialogue is dialogue]
        slots = min(DIALOGUE_SLOTS, self._sender.slots) if dialogue else self._sender.slots
        waiting = sum(not flight.left for flight in mine)
        paced = self._sender.room(interactive=dialogue) - waiting
        return min(slots - len(mine), paced, CLAIM_LIMIT)

    async def _claim(self, session: Session, lanes: Sequence[Lane], limit: int) -> Sequence[Delivery]:
        if limit <= 0:
            return []
        resting = {address for address, dialogue in self._rests() if dialogue is (lanes == DIALOGUE)}
        return await outbox.claim(
            session,
            self._sender.kind,
            holder=self._holder,
            now=self._now(),
            limit=limit,
            lanes=lanes,
            apart_from={*self._queues, *self._sender.held(), *resting},
            one_an_address=True,
            window=self._window(self._now()),
        )

    def _rests(self) -> dict[tuple[str, bool], datetime]:
        now = self._now()
        self._resting = {key: until for key, until in self._resting.items() if until > now}
        return self._resting

    def _start(self, rows: Sequence[Delivery], tasks: asyncio.TaskGroup) -> None:
        self._ledger.hold(rows)
        for row in sorted(rows, key=lambda row: row.id):
            queue = self._queues.setdefault(row.address, [])
            if self._draining:
                self._ledger.record(handed_back(row.id, row.fence))
            else:
                queue.append(Flight(row))
        for address in {row.address for row in rows}:
            if not self._queues[address]:
                del self._queues[address]
                continue
            task = tasks.create_task(self._fly(self._queues[address]))
            # Not a `finally` in the task: one that is cancelled before its first step never enters it.
            task.add_done_callback(partial(self._land, address))
            for flight in self._queues[address]:
                flight.task, self._probe = task, flight

    async def _fly(self, queue: list[Flight]) -> None:
        """Sends what was claimed for one address, one after the other."""
        while queue:
            await self._carry(queue[0])
            queue.pop(0)

    def _land(self, address: str, _: asyncio.Task[None]) -> None:
        del self._queues[address]
        self._landed.set()
        self._wake.set()

    async def _carry(self, flight: Flight) -> None:
        now = self._now()
        if flight.over:
            return
        if flight.row.expires_at is not None and flight.row.expires_at <= now:
            self._recall([flight], cancel=False)  # due as before: the next claim cancels it
            return
        try:
            outcome = await self._sender.send(parcel_of(flight.row, at=now), flight.leave)
        except Exception as error:
            outcome = bug(error, left=flight.left)
            log.error("delivery_bug", delivery=flight.row.id)
        if not flight.over:
            self._conclude(flight, outcome)

    def _conclude(self, flight: Flight, outcome: Outcome) -> None:
        flight.over = True
        retry_at = self._retry_at(flight, outcome) if isinstance(outcome, RetryAt) else None
        self._ledger.record(settlement_of(flight.row, outcome, retry_at=retry_at))
        self._log(flight, outcome)
        if isinstance(outcome, LaneStopped):
            self._stop(outcome)
        elif not isinstance(outcome, Unknown):
            self._resume()
        if isinstance(outcome, Slowed):
            self._recall(one for one in self._flights() if not one.left)
        elif not isinstance(outcome, Sent | Dead):
            # Nothing overtakes what goes again: the rest of its queue goes back too.
            self._recall((one for one in self._queues[flight.row.address] if not one.left), cancel=False)

    def _retry_at(self, flight: Flight, outcome: RetryAt) -> datetime | None:
        dialogue = flight.is_dialogue
        delay = retry.delay_after(flight.row.attempts, dialogue=dialogue, jitter=self._jitter())
        if delay is None:
            return None
        now = self._now()
        opens = None if dialogue else self._window(max(now + delay, now + outcome.at_least))
        at = retry_time(outcome, now=now, delay=delay, window_opens=opens)
        self._resting[flight.row.address, dialogue] = at
        while len(self._resting) > RESTING:
            del self._resting[next(iter(self._resting))]
        return at

    def _stop(self, outcome: LaneStopped) -> None:
        now = self._monotonic()
        if self._stopped_until is None or now >= self._stopped_until:
            self._stops += 1
            longest = max(LONGEST_STOP, outcome.probe_after)
            pause = min(outcome.probe_after * 2 ** min(self._stops - 1, 10), longest)
            self._stopped_until = now + pause.total_seconds()
            log.warning("lane_stopped", channel=str(self._sender.kind), code=outcome.code)
        self._ledger.begin_outage(outcome.reason)
        self._recall([flight for flight in self._flights() if not flight.left])

    def _resume(self) -> None:
        if self._stopped_until is not None:
            log.info("lane_resumed", channel=str(self._sender.kind))
        self._stopped_until, self._stops = None, 0
        self._ledger.end_outage()

    def _recall(self, flights: Iterable[Flight], *, cancel: bool = True) -> None:
        """What has not left goes back uncounted; what has is `unknown`."""
        for flight in [one for one in flights if not one.over]:
            flight.over = True
            back = handed_back(flight.row.id, flight.row.fence)
            lost = Unknown("drained", "not answered before the end")
            self._ledger.record(settlement_of(flight.row, lost, retry_at=None) if flight.left else back)
            queue = self._queues.get(flight.row.address, [])
            if cancel and flight.task is not None and queue and queue[0] is flight:
                flight.task.cancel()

    def _flights(self) -> list[Flight]:
        return [flight for queue in self._queues.values() for flight in queue]

    def _log(self, flight: Flight, outcome: Outcome) -> None:
        code = "" if isinstance(outcome, Sent) else getattr(outcome, "code", "")
        log.info(
            "delivery",
            delivery=flight.row.id,
            channel=str(self._sender.kind),
            attempt=flight.row.attempts,
            outcome=type(outcome).__name__,
            code=code,
        )


async def _wait(happening: Coroutine[object, object, object], seconds: float) -> bool:
    """Whether it happened in time."""
    try:
        async with asyncio.timeout(seconds):
            await happening
    except TimeoutError:
        return False
    return True
