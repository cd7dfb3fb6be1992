"""Takes updates to one webhook: in order within a lane, several lanes side by side, again and again until accepted.

The waits between tries and what ends a webhook are Telegram's (WebhookActor.cpp); waits are in real seconds, ages
by the sandbox clock.
"""

import asyncio
import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sandbox.clock import elapsed
from sandbox.exchange import Exchange
from sandbox.faults.kinds import DELIVERY, Drop, Fault
from sandbox.requests.json_values import as_integer, as_object
from sandbox.updates.queue import Update
from sandbox.webhook.line import Answer, Line, Silence
from sandbox.webhook.lines import Lines
from sandbox.webhook.registration import Endpoint

LONGEST_RETRY_AFTER = 3600
#: From the third failure on an update waits twice as long, up to something between these.
_LONGEST_WAITS = range(60, 121)
#: A webhook that answers only 410 for so long is taken off.
GONE_AFTER = timedelta(hours=23)
_GONE = 410

#: Carries out the method a webhook named in its answer.
CarryOut = Callable[[Answer], Awaitable[None]]


@dataclass(slots=True)
class Parcel:
    """An update and its history."""

    update: Update
    delay: int = 1
    failures: int = 0
    #: Not to be sent before, by the monotonic clock.
    at: float = 0.0
    is_out: bool = False


class Courier:
    def __init__(self, exchange: Exchange, endpoint: Endpoint, carry_out: CarryOut) -> None:
        self._exchange = exchange
        self._updates = exchange.updates
        self._patience = exchange.patience
        self._endpoint = endpoint
        self._carry_out = carry_out
        self._parcels: dict[int, Parcel] = {}
        self._lines = Lines(endpoint, exchange.patience)
        self._gone_since: datetime | None = None

    async def run(self) -> None:
        """Until cancelled, or the desk closes."""
        pulse = self._updates.stirred
        try:
            async with asyncio.TaskGroup() as errands:
                while not pulse.closed:
                    version = pulse.version
                    self._load()
                    again = self._dispatch(errands)
                    if again is None:
                        await pulse.after(version)
                    else:
                        await pulse.after_or_timeout(version, max(0.0, again - elapsed()))
        finally:
            await self._lines.close()

    def _load(self) -> None:
        """Telegram looks no further than twice as many updates as there may be connections."""
        window = self._updates.first(2 * self._endpoint.max_connections)
        known = self._parcels
        self._parcels = {
            update.update_id: known.get(update.update_id) or Parcel(update) for update in window
        } | {number: parcel for number, parcel in known.items() if parcel.is_out}

    def _dispatch(self, errands: asyncio.TaskGroup) -> float | None:
        """Send what may go; the moment at which more may, None when only news can change that."""
        now = elapsed()
        heads = self._heads()
        ready = sorted(
            (parcel for parcel in heads if not parcel.is_out and parcel.at <= now),
            key=lambda parcel: parcel.at,
        )
        later = [parcel.at for parcel in heads if not parcel.is_out and parcel.at > now]
        for parcel in ready:
            line = self._lines.take(len(heads))
            if line is None:
                later.append(self._lines.next_at())
                break
            parcel.is_out = True
            errands.create_task(self._deliver(parcel, line))
        return min((moment for moment in later if moment > now), default=None)

    def _heads(self) -> list[Parcel]:
        """The first of each lane: the others wait for it."""
        heads: dict[object, Parcel] = {}
        for number in sorted(self._parcels):
            parcel = self._parcels[number]
            heads.setdefault(parcel.update.lane or number, parcel)
        return list(heads.values())

    async def _deliver(self, parcel: Parcel, line: Line) -> None:
        fault = self._exchange.faults.strike(lambda fault: _harms(fault, parcel.update))
        outcome = await self._outcome(parcel.update, line, fault)
        parcel.is_out = False
        await self._lines.put_back(line, keep=isinstance(outcome, Answer) and outcome.is_kept)
        if isinstance(outcome, Answer) and outcome.is_yes:
            self._accept(parcel, fault)
            await self._carry_out(outcome)
        else:
            self._refuse(parcel, outcome)
        self._updates.stirred.beat()

    async def _outcome(self, update: Update, line: Line, fault: Fault | None) -> Answer | Silence:
        """As it comes, or as a planned fault makes it."""
        if fault is None:
            return await line.send(update, self._patience.answer)
        await self._exchange.faults.pause(fault, fault.delay_before)
        if fault.drop is Drop.BEFORE_WORK:
            return Silence("")
        outcome = await line.send(update, self._patience.answer)
        await self._exchange.faults.pause(fault, fault.delay_after)
        return Silence("") if fault.drop else outcome

    def _accept(self, parcel: Parcel, fault: Fault | None) -> None:
        self._lines.note_success()
        self._gone_since = None
        update_id = parcel.update.update_id
        if fault is not None and fault.duplicate:
            self._updates.give_again([update_id])
        self._updates.accept(update_id)
        self._parcels.pop(update_id, None)

    def _refuse(self, parcel: Parcel, outcome: Answer | Silence) -> None:
        retry_after = 0
        match outcome:
            case Answer():
                retry_after = min(outcome.retry_after, LONGEST_RETRY_AFTER)
                self._complain(f"Wrong response from the webhook: {outcome.status} {outcome.reason}")
                self._note_gone(outcome.status)
            case Silence():
                self._complain(outcome.words)
        self._put_off(parcel, retry_after)

    def _complain(self, words: str) -> None:
        """Unless another webhook was set meanwhile, whose fault it is not."""
        if words and self._exchange.webhook.endpoint is self._endpoint:
            self._exchange.webhook.complain(words)

    def _note_gone(self, status: int) -> None:
        now = self._exchange.clock.now()
        if status != _GONE:
            self._gone_since = None
        elif self._gone_since is None:
            self._gone_since = now
        elif now > self._gone_since + GONE_AFTER:
            self._exchange.webhook.take_off()

    def _put_off(self, parcel: Parcel, retry_after: int) -> None:
        """The first failure costs nothing, each other twice the last; an update that cannot wait is dropped."""
        wait = retry_after
        if not retry_after and parcel.failures:
            wait = parcel.delay = min(secrets.choice(_LONGEST_WAITS), parcel.delay * 2)
        if self._exchange.clock.now() + timedelta(seconds=wait) > parcel.update.expires:
            self._updates.drop(parcel.update.update_id)
            return
        parcel.failures += 1
        parcel.at = elapsed() + self._patience.of(wait)


def _harms(fault: Fault, update: Update) -> bool:
    """Only a fault that names deliveries: others are meant for what the bot asks."""
    chat = update.payload.get("chat") or (as_object(update.payload.get("message")) or {}).get("chat")
    return fault.method is not None and fault.matches(DELIVERY, as_integer((as_object(chat) or {}).get("id")))
