"""The queue of updates: numbered, kept until the bot confirms them or they are too old. It belongs to one bot."""

import secrets
from collections import OrderedDict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice, takewhile

from sandbox.clock import SandboxClock
from sandbox.pulse import Pulse
from sandbox.requests.json_values import JsonObject
from sandbox.updates.kinds import BY_DEFAULT, Lane, lane_of, life_of

#: More are not kept: what comes then is lost (td, TQueue.cpp).
MOST_KEPT = 100_000
#: After so long without an update the next one gets a random number (Bot API, Update).
_SILENCE = timedelta(days=7)
_RANDOM_NUMBERS = range(2_000_001, 1_000_000_000)
#: An offset further from the queue than this is nonsense, and confirms nothing.
_FURTHEST_AHEAD, _FURTHEST_BEHIND = 10, MOST_KEPT


@dataclass(frozen=True, slots=True)
class Update:
    update_id: int
    kind: str
    payload: JsonObject
    #: Updates of one lane go to a webhook one after the other; None: it has a lane of its own.
    lane: Lane | None
    expires: datetime

    def to_json(self) -> JsonObject:
        return {"update_id": self.update_id, self.kind: self.payload}


class UpdateQueue:
    def __init__(self, clock: SandboxClock, first_id: int) -> None:
        #: The kinds the bot gets; remembered from one getUpdates or setWebhook to the next.
        self.allowed = BY_DEFAULT
        #: Beats whenever a bot that waits for updates should look again.
        self.stirred = Pulse()
        self._clock = clock
        self._next_id = first_id
        self._newest: datetime | None = None
        self._kept: OrderedDict[int, Update] = OrderedDict()
        self._owed: set[int] = set()

    @property
    def pending(self) -> Sequence[Update]:
        """All that is neither confirmed nor too old, by the sandbox clock."""
        return self.first(MOST_KEPT)

    def put(self, kind: str, payload: JsonObject, queue: int | None = None) -> int | None:
        """The new update's id; None when the bot did not ask for this kind, or the queue is full.

        `queue` is the chat or person whose updates a webhook gets in order; the payload says it if it is left out.
        """
        if kind not in self.allowed or len(self._kept) >= MOST_KEPT:
            return None
        now = self._clock.now()
        if self._newest is not None and now - self._newest >= _SILENCE:
            self._next_id = secrets.choice(_RANDOM_NUMBERS)
            self.drop_all()
        update = Update(self._next_id, kind, payload, lane_of(kind, payload, queue), now + life_of(kind))
        self._kept[update.update_id] = update
        self._next_id += 1
        self._newest = now
        self.stirred.beat()
        return update.update_id

    def listen_for(self, kinds: frozenset[str] | None) -> None:
        """None leaves the earlier choice as it is."""
        if kinds is not None:
            self.allowed = kinds

    def first(self, limit: int) -> list[Update]:
        """At most `limit` of the oldest; those too old are dropped on the way."""
        now = self._clock.now()
        found: list[Update] = []
        late: list[int] = []
        for update in self._kept.values():
            if len(found) == limit:
                break
            if update.expires < now:
                late.append(update.update_id)
            else:
                found.append(update)
        for update_id in late:
            self.drop(update_id)
        return found

    def confirm(self, offset: int) -> None:
        """Forget all before `offset`; below zero, all but the last so many."""
        if offset < 0:
            gone = list(islice(self._kept, max(0, len(self._kept) + offset)))
        elif self._is_near(offset):
            gone = list(takewhile(lambda update_id: update_id < offset, self._kept))
        else:
            return
        for update_id in gone:
            self.accept(update_id)

    def accept(self, update_id: int) -> None:
        """The bot has this one; an update that is to be given again stays for one more time."""
        if update_id in self._owed:
            self._owed.discard(update_id)
        else:
            self._kept.pop(update_id, None)

    def drop(self, update_id: int) -> None:
        self._owed.discard(update_id)
        self._kept.pop(update_id, None)

    def give_again(self, update_ids: Collection[int]) -> None:
        """Give these once more although the bot confirms them."""
        self._owed |= self._kept.keys() & set(update_ids)

    def drop_all(self) -> None:
        self._kept.clear()
        self._owed.clear()

    def close(self) -> None:
        self.stirred.close()

    def _is_near(self, offset: int) -> bool:
        head = next(iter(self._kept), self._next_id)
        return head - _FURTHEST_BEHIND <= offset <= self._next_id + _FURTHEST_AHEAD
