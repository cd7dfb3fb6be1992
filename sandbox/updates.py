"""The queue of updates: long polls, confirmation by offset, redelivery until then, 24 hours of memory."""

import asyncio
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sandbox.clock import SandboxClock
from sandbox.json_values import JsonObject
from sandbox.pulse import Pulse
from sandbox.refusals import OTHER_POLLER, SET_WEBHOOK, WEBHOOK_ACTIVE, Conflict

KEPT_FOR = timedelta(hours=24)
LONGEST_POLL = 50.0
MOST_AT_ONCE = 100
#: What a bot must ask for by name; everything else comes unasked.
_NOT_BY_DEFAULT = frozenset({"chat_member", "message_reaction", "message_reaction_count"})


@dataclass(frozen=True, slots=True)
class Update:
    update_id: int
    kind: str
    payload: JsonObject
    at: datetime

    def to_json(self) -> JsonObject:
        return {"update_id": self.update_id, self.kind: self.payload}


@dataclass(frozen=True, slots=True)
class Poll:
    """One getUpdates: `allowed` None leaves the earlier choice as it is; empty means the default kinds."""

    offset: int = 0
    limit: int = MOST_AT_ONCE
    timeout: float = 0
    allowed: Collection[str] | None = None


class UpdateQueue:
    def __init__(self, clock: SandboxClock, first_id: int) -> None:
        self.webhook_url = ""
        self._clock = clock
        self._next_id = first_id
        self._pending: list[Update] = []
        self._allowed: frozenset[str] = frozenset()
        self._pulse = Pulse()
        self._poller = 0

    @property
    def pending(self) -> Sequence[Update]:
        """What no getUpdates has confirmed yet, and is younger than 24 hours by the sandbox clock."""
        oldest = self._clock.now() - KEPT_FOR
        self._pending = [update for update in self._pending if update.at > oldest]
        return self._pending

    def put(self, kind: str, payload: JsonObject) -> int | None:
        """The new update's id; None when the bot did not ask for this kind."""
        if not (kind in self._allowed if self._allowed else kind not in _NOT_BY_DEFAULT):
            return None
        update = Update(self._next_id, kind, payload, self._clock.now())
        self._next_id += 1
        self._pending.append(update)
        self._pulse.beat()
        return update.update_id

    def set_webhook(self, url: str) -> None:
        """While a webhook is set nobody may poll; a poll under way is ended. "" takes it off."""
        self.webhook_url = url
        self._pulse.beat()

    def drop_all(self) -> None:
        self._pending.clear()

    def close(self) -> None:
        self._pulse.close()

    async def take(self, poll: Poll) -> list[Update]:
        """Raises Conflict while a webhook is set, and for the older of two long polls."""
        if self.webhook_url:
            raise Conflict(WEBHOOK_ACTIVE)
        if poll.allowed is not None:
            self._allowed = frozenset(poll.allowed)
        self._confirm(poll.offset)
        if not self.pending and poll.timeout > 0:
            await self._wait(min(poll.timeout, LONGEST_POLL))
        return list(self.pending[: min(max(poll.limit, 1), MOST_AT_ONCE)])

    def _confirm(self, offset: int) -> None:
        if offset < 0:
            self._pending = list(self.pending)[offset:]
        else:
            self._pending = [update for update in self._pending if update.update_id >= offset]

    async def _wait(self, timeout: float) -> None:
        self._poller += 1
        mine = self._poller
        self._pulse.beat()  # an older poll wakes, sees that it is not the newest, and gives up
        try:
            async with asyncio.timeout(timeout):
                while not (self.pending or self._pulse.closed):
                    await self._pulse.after(self._pulse.version)
                    self._refuse_if_ousted(mine)
        except TimeoutError:
            return

    def _refuse_if_ousted(self, mine: int) -> None:
        if self.webhook_url:
            raise Conflict(SET_WEBHOOK)
        if mine != self._poller:
            raise Conflict(OTHER_POLLER)
