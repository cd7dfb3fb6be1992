"""getUpdates: the long poll, the single poller, and the curbs on a bot that asks too often."""

import json
from dataclasses import dataclass, replace

from sandbox.clock import elapsed
from sandbox.patience import Patience
from sandbox.refusals import OTHER_POLLER, SET_WEBHOOK, WEBHOOK_ACTIVE, Conflict
from sandbox.updates.queue import Update, UpdateQueue
from sandbox.webhook.registration import Webhook

LONGEST_POLL = 50
MOST_AT_ONCE = 100
#: An answer ends before the update that would make it longer than this; each is reckoned 50 bytes longer.
MOST_BYTES, _FRAME = 1 << 22, 50
#: A poll that repeats the last offset within so many seconds, lasts as long and (sooner) brings one update.
_SOON, _AT_ONCE = 3, 0.5
#: Conflicts that follow one another faster are answered so many seconds late.
_CONFLICT_PAUSE = 3


@dataclass(frozen=True, slots=True)
class Poll:
    """One getUpdates: `allowed` None leaves the earlier choice as it is."""

    offset: int = 0
    limit: int = MOST_AT_ONCE
    timeout: float = 0
    allowed: frozenset[str] | None = None


class Polls:
    def __init__(self, updates: UpdateQueue, webhook: Webhook, patience: Patience) -> None:
        self._updates = updates
        self._webhook = webhook
        self._patience = patience
        self._poller = 0
        self._last_offset: int | None = None
        self._began = 0.0
        self._next_conflict = 0.0

    async def take(self, poll: Poll) -> list[Update]:
        """Raises Conflict while a webhook is set or when one is being set, and for the older of two long polls."""
        if self._webhook.url:
            raise await self._conflict(WEBHOOK_ACTIVE)
        self._updates.listen_for(poll.allowed)
        poll = self._curbed(poll)
        self._updates.confirm(poll.offset)
        found = self._updates.first(poll.limit)
        if not found and poll.timeout > 0:
            found = await self._wait(poll)
        return _that_fit(found)

    def _curbed(self, poll: Poll) -> Poll:
        """What Telegram makes of a poll that repeats the last one's offset too soon; it says nothing of it."""
        now = elapsed()
        is_same, since = poll.offset == self._last_offset, now - self._began
        self._last_offset, self._began = poll.offset, now
        if is_same and poll.timeout < _SOON and since < self._patience.of(_SOON):
            poll = replace(poll, timeout=max(poll.timeout, self._patience.of(_SOON)))
        if is_same and since < self._patience.of(_AT_ONCE):
            poll = replace(poll, limit=1)
        return poll

    async def _wait(self, poll: Poll) -> list[Update]:
        self._poller += 1
        mine, asked = self._poller, self._webhook.asked
        # An older poll wakes, sees that it is not the newest, and gives up.
        self._updates.stirred.beat()
        pulse = self._updates.stirred
        until = elapsed() + poll.timeout
        while not (found := self._updates.first(poll.limit)) and not pulse.closed:
            if (left := until - elapsed()) <= 0:
                break
            await pulse.after_or_timeout(pulse.version, left)
            if asked != self._webhook.asked:
                raise await self._conflict(SET_WEBHOOK)
            if mine != self._poller:
                raise await self._conflict(OTHER_POLLER)
        return found

    async def _conflict(self, words: str) -> Conflict:
        now = elapsed()
        if now >= self._next_conflict:
            self._next_conflict = now + self._patience.of(_CONFLICT_PAUSE)
        else:
            await self._patience.waits(_CONFLICT_PAUSE)
        return Conflict(words)


def _that_fit(updates: list[Update]) -> list[Update]:
    """As many as one answer holds; the first is never too long for it."""
    left = MOST_BYTES
    for index, update in enumerate(updates):
        left -= _FRAME + len(json.dumps(update.payload)) + len(update.kind)
        if left <= 0:
            return updates[: max(index, 1)]
    return updates
