"""One channel's way out: claim what is due, send it, record what became of it.

At most one message to an address at a time, in order of id; dialogue has places of its own. Outcomes are written
and new rows claimed in one transaction; no more is claimed than will soon leave, since whatever is claimed when
the process dies counts as if it had left.
"""

import asyncio
import math
from collections.abc import Callable, Coroutine, Iterable, Sequence
from datetime import datetime
from functools import partial

import structlog

from db.database import Database
from notifier import retry
from notifier.claiming import PACED, Claiming, Room
from notifier.flight import Flight, bug, log_outcome, retry_time, settlement_of
from notifier.flights import Flights
from notifier.gate import Gate, server_failed
from notifier.ledger import Batch, Ledger, handed_back
from notifier.outcome import SOON, Dead, LaneStopped, Outcome, RetryAt, Sender, Sent, Slowed, Unknown
from notifier.throughput import Throughput

log = structlog.get_logger(__name__)

#: Places that only dialogue may take.
DIALOGUE_SLOTS = 8
#: Rows of one claim.
CLAIM_LIMIT = 500
#: Seconds of sending that are claimed ahead; seconds in which outcomes gather, to be written together.
AHEAD, GATHER = 0.08, 0.03
#: Seconds between renewals: a third of the shorter lease; of a courier that only waits for another to go.
RENEWAL, STANDING_BY = 5.0, 1.0
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
        self._window, self._monotonic, self._jitter = window, monotonic, jitter
        self._flights = Flights(clock)
        self._gate = Gate(monotonic)
        self._throughput = Throughput(monotonic)
        self._claims = Claiming(sender, clock=clock, holder=holder, monotonic=monotonic)
        self._round_began = -math.inf
        self._asking: asyncio.Task[None] | None = None
        self._draining = self._running = False
        #: Something to do; something that cannot wait until more has gathered.
        self._wake, self._hurry = asyncio.Event(), asyncio.Event()
        self._drain, self._ended = asyncio.Event(), asyncio.Event()

    def poke(self) -> None:
        self._claims.listen()
        self._hurry.set()
        self._wake.set()

    async def run(self) -> None:
        """Until `drain`, or cancelled."""
        self._running = True
        async with asyncio.TaskGroup() as tasks:
            renewing = tasks.create_task(self._renew_forever())
            while not self._draining:
                await self._rest(await self._try(partial(self._round, tasks)))
            while self._flights:
                await self._rest(await self._try(self._write_down))
            await _wait(self._write_rest(), LAST_WORDS)
            renewing.cancel()
            await _wait(self._leave(), LAST_WORDS)
            if self._asking is not None:
                self._asking.cancel()
        self._ended.set()

    async def drain(self, seconds: float) -> None:
        """Claims no more, waits for what has left; the rest goes back, or is `unknown`."""
        self._draining = True
        self._drain.set()
        self.poke()
        if not self._running:
            return
        self._recall(flight for flight in self._flights.all() if not flight.left)
        if not await _wait(self._ended.wait(), seconds):
            self._recall(self._flights.all())
            self.poke()
            if not await _wait(self._ended.wait(), LAST_WORDS + 0.5):
                log.error("drain_unfinished", channel=str(self._sender.kind))

    async def _rest(self, pause: float) -> None:
        """Until there is something to do; outcomes are let gather a little."""
        await _wait(self._wake.wait(), pause)
        gather = self._round_began + GATHER - self._monotonic()
        if gather > 0 and self._flights:
            await _wait(self._hurry.wait(), gather)

    async def _try(self, work: Callable[[Batch], Coroutine[None, None, float]]) -> float:
        """Does it; seconds to sleep. A database that is away is asked again, later each time."""
        self._wake.clear()
        self._hurry.clear()
        self._round_began = self._monotonic()
        batch = self._ledger.next_batch()
        try:
            return await work(batch)
        except Exception as error:
            await _wait(self._drain.wait(), self._ledger.refused(batch, error))
            return 0.0

    async def _write_down(self, batch: Batch) -> float:
        if not batch.is_empty:
            async with self._database.write() as session:
                await self._ledger.write(session, batch)
            self._ledger.written(batch)
        return PACED

    async def _write_rest(self) -> None:
        while self._ledger.has_news:
            if await self._try(self._write_down) == 0:
                await asyncio.sleep(PACED)  # refused: while draining nothing else waits

    async def _leave(self) -> None:
        try:
            await self._ledger.leave()
        except Exception as error:
            log.info("check_out_failed", error=type(error).__name__)

    async def _round(self, tasks: asyncio.TaskGroup, batch: Batch) -> float:
        """Writes what landed, claims once and starts what it got; returns how long to sleep."""
        self._throughput.measure()
        self._ask(tasks)
        room = self._claims.room(
            Room(self._room(dialogue=True), self._room(dialogue=False), one=self._gate.is_closed)
        )
        if not room and batch.is_empty:
            return PACED
        async with self._database.write() as session:
            await self._ledger.write(session, batch)
            await self._ledger.cancel_expired(session)
            rows = await self._claims.take(session, room, busy=self._flights.busy)
        self._ledger.written(batch)
        self._start(rows, tasks)
        if self._gate.is_closed and room:
            self._gate.wait_for(rows)
        return 0 if rows else await self._claims.pause(self._database, room)

    def _room(self, *, dialogue: bool) -> int:
        if not self._may_send:
            return 0
        if self._gate.is_closed:
            return int(self._gate.may_try and not self._gate.must_ask and not self._flights)
        mine = [flight for flight in self._flights.all() if flight.is_dialogue is dialogue]
        waiting = sum(not flight.left for flight in mine)
        paced = self._sender.room(interactive=dialogue) - waiting
        slots = min(DIALOGUE_SLOTS, self._sender.slots) if dialogue else self._sender.slots + self._ahead
        return min(slots - len(mine), paced, CLAIM_LIMIT)

    @property
    def _may_send(self) -> bool:
        return self._ledger.place is not None and self._sender.work_as(self._ledger.place)

    @property
    def _ahead(self) -> int:
        return round(self._throughput.per_second * AHEAD)

    def _start(self, flights: Sequence[Flight], tasks: asyncio.TaskGroup) -> None:
        self._ledger.hold([flight.row for flight in flights])
        for flight in flights:
            row = flight.row
            if self._draining:
                self._ledger.record(handed_back(row.id, row.fence))
            elif self._flights.add(flight):
                flight.task = tasks.create_task(self._fly(row.address))
                # Not a `finally` in the task: one that is cancelled before its first step never enters it.
                flight.task.add_done_callback(partial(self._land, row.address))

    async def _fly(self, address: str) -> None:
        """Sends what was claimed for one address, one after the other."""
        queue = self._flights.to(address)
        while queue:
            queue[0].task = asyncio.current_task()
            await self._carry(queue[0])
            queue.pop(0)

    def _land(self, address: str, _: asyncio.Task[None]) -> None:
        self._flights.forget(address)
        self._wake.set()
        if not self._flights:
            self._hurry.set()

    async def _carry(self, flight: Flight) -> None:
        now = self._now()
        if flight.over:
            return
        if flight.row.expires_at is not None and flight.row.expires_at <= now:
            self._recall([flight], cancel=False)  # due as before, and soon cancelled
            return
        try:
            outcome = await self._sender.send(flight.parcel(at=now), flight.leave)
        except Exception as error:
            outcome = bug(error, left=flight.left)
            log.error("delivery_bug", delivery=flight.row.id)
        if not flight.over:
            self._conclude(flight, outcome)

    def _conclude(self, flight: Flight, outcome: Outcome) -> None:
        flight.over = True
        self._throughput.landed()
        retry_at = self._retry_at(flight, outcome) if isinstance(outcome, RetryAt) else None
        self._ledger.record(settlement_of(flight.row, outcome, retry_at=retry_at))
        log_outcome(flight, outcome, channel=self._sender.kind)
        fault = self._gate.judge(flight.row.id, outcome)
        if fault is not None:
            self._stop(fault, ask=not isinstance(outcome, LaneStopped))
        elif not server_failed(outcome):
            self._resume()
        if isinstance(outcome, Slowed):
            self._recall(one for one in self._flights.all() if not one.left)
        elif not isinstance(outcome, Sent | Dead):
            # Nothing overtakes what goes again: the rest of its queue goes back too.
            self._recall((one for one in self._flights.to(flight.row.address) if not one.left), cancel=False)

    def _retry_at(self, flight: Flight, outcome: RetryAt) -> datetime | None:
        dialogue = flight.is_dialogue
        delay = retry.delay_after(flight.row.attempts, dialogue=dialogue, jitter=self._jitter())
        if delay is None:
            return None
        now = self._now()
        opens = None if dialogue else self._window(max(now + delay, now + outcome.at_least))
        at = retry_time(outcome, now=now, delay=delay, window_opens=opens)
        self._flights.rest(flight.row.address, dialogue=dialogue, until=at)
        return at

    def _stop(self, fault: LaneStopped, *, ask: bool) -> None:
        if self._gate.close(fault, ask=ask):
            log.warning("lane_stopped", channel=str(self._sender.kind), code=fault.code)
        self._ledger.begin_outage(fault.reason)
        self._recall([flight for flight in self._flights.all() if not flight.left])

    def _resume(self) -> None:
        if self._gate.open():
            log.info("lane_resumed", channel=str(self._sender.kind))
        self._ledger.end_outage()

    def _ask(self, tasks: asyncio.TaskGroup) -> None:
        """Where a message might be lost in finding out whether the fault is over, a question goes first."""
        if self._gate.must_ask and self._gate.may_try and self._asking is None:
            self._asking = tasks.create_task(self._sender_answers())

    async def _sender_answers(self) -> None:
        try:
            fault = await self._sender.alive()
        except Exception as error:
            fault = LaneStopped(type(error).__name__, "asking failed", probe_after=SOON)
        self._asking = None
        if fault is not None:
            self._gate.close(fault, ask=True)
        elif self._gate.answered():
            self._resume()
        self.poke()

    def _recall(self, flights: Iterable[Flight], *, cancel: bool = True) -> None:
        """What has not left goes back uncounted; what has is `unknown`."""
        for flight in [one for one in flights if not one.over]:
            flight.over = True
            lost = settlement_of(flight.row, Unknown("drained", "not answered before the end"), retry_at=None)
            self._ledger.record(lost if flight.left else handed_back(flight.row.id, flight.row.fence))
            queue = self._flights.to(flight.row.address)
            if cancel and flight.task is not None and queue and queue[0] is flight:
                flight.task.cancel()

    async def _renew_forever(self) -> None:
        """Renews what is held, and finds what others let fall."""
        while True:
            try:
                if await self._ledger.renew_and_sweep():
                    self.poke()
            except Exception as error:
                log.error("renewal_failed", error=type(error).__name__)
            await asyncio.sleep(RENEWAL if self._may_send else STANDING_BY)


async def _wait(happening: Coroutine[object, object, object], seconds: float) -> bool:
    """Whether it happened in time."""
    try:
        async with asyncio.timeout(seconds):
            await happening
    except TimeoutError:
        return False
    return True
