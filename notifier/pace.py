"""How fast messages may leave by Telegram: token buckets on monotonic time, and the waits that a 429 orders.

Bot API FAQ: about 30/s over all, 1/s to a person, 20/min to a group. Nobody overdraws: a waiter takes its
tokens when they are there, so that a wait which ends does not let a crowd through at once.
"""

import asyncio
import math
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from db.deliveries import Lane

#: Chats whose bucket is full again are forgotten above this many.
CHATS_REMEMBERED = 5_000
#: Messages claimed ahead of their tokens: at 25/s they wait a tenth of a second.
AHEAD = 3
#: Absorbs rounding: a token that is there but for this is there.
GRAIN = 1e-6


@dataclass(frozen=True, slots=True)
class Limit:
    """`per_second` tokens flow in; at most `burst` are kept."""

    per_second: float
    burst: int


INTERACTIVE = Limit(per_second=4, burst=4)
PRIVATE = Limit(per_second=1, burst=3)
#: 3 + 17 in any sixty seconds are the twenty that a group allows.
GROUP = Limit(per_second=17 / 60, burst=3)
BULK_BURST = 2
NO_LIMIT = 1_000_000


class Bucket:
    def __init__(self, limit: Limit, *, at: float) -> None:
        self.limit = limit
        self._tokens = float(limit.burst)
        self._at = at

    def tokens(self, now: float) -> float:
        self._tokens = min(self.limit.burst, self._tokens + max(0.0, now - self._at) * self.limit.per_second)
        self._at = max(now, self._at)
        return self._tokens

    def wait(self, now: float, *, need: int = 1) -> float:
        """Seconds until `need` tokens are there. Takes nothing."""
        missing = need - self.tokens(now)
        return missing / self.limit.per_second if missing > GRAIN else 0.0

    def take(self, now: float) -> None:
        self._tokens = self.tokens(now) - 1


class PlainPace:
    """One bucket for everything; a rate of 0 is no limit."""

    def __init__(
        self,
        rate_per_second: float,
        *,
        monotonic: Callable[[], float],
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._monotonic, self._sleep = monotonic, sleep
        limit = Limit(rate_per_second, max(1, math.floor(rate_per_second / 4)))
        self._bucket = Bucket(limit, at=monotonic()) if rate_per_second > 0 else None

    def room(self) -> int:
        """How many messages could leave about now."""
        return NO_LIMIT if self._bucket is None else math.floor(self._bucket.tokens(self._monotonic()))

    async def acquire(self) -> None:
        """Returns when one message may leave, having taken its token."""
        if self._bucket is None:
            return
        while (wait := self._bucket.wait(self._monotonic())) > 0:
            await self._sleep(wait)
        self._bucket.take(self._monotonic())


class Pace:
    """The bot's buckets: one over all, one per lane kind, one per chat."""

    def __init__(
        self,
        rate_per_second: float,
        *,
        monotonic: Callable[[], float],
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._monotonic = monotonic
        self._sleep = sleep
        now = monotonic()
        self._bulk = Bucket(Limit(rate_per_second, BULK_BURST), at=now)
        self._interactive = Bucket(INTERACTIVE, at=now)
        self._all = Bucket(Limit(rate_per_second + INTERACTIVE.per_second, 1), at=now)
        self._chats: dict[str, Bucket] = {}
        self._held_until = -math.inf
        self._chats_held: dict[str, float] = {}

    def hold(self, seconds: float, *, chat: str | None = None) -> None:
        """Nothing leaves for so long, to one chat or at all. A deadline only grows."""
        until = self._monotonic() + seconds
        if chat is None:
            self._held_until = max(self._held_until, until)
        else:
            self._chats_held[chat] = max(self._chats_held.get(chat, until), until)

    def held(self) -> set[str]:
        """The chats that must be left alone now: by order of a 429, or because their bucket is empty."""
        now = self._monotonic()
        self._chats_held = {chat: until for chat, until in self._chats_held.items() if until > now}
        return set(self._chats_held)

    def room(self, *, interactive: bool) -> int:
        """How many messages could leave about now; a few more, so that there is always one to leave."""
        now = self._monotonic()
        if now < self._held_until:
            return 0
        buckets = (self._interactive, self._bulk) if interactive else (self._bulk,)
        tokens = sum(math.floor(bucket.tokens(now) + GRAIN) for bucket in buckets)
        return tokens + AHEAD

    async def acquire(self, lane: Lane, chat: str | None = None) -> None:
        """Returns when one message may leave, having taken its tokens."""
        while (wait := self.wait(lane, chat)) > 0:
            await self._sleep(wait)
        now = self._monotonic()
        for bucket in self._buckets(lane, chat):
            bucket.take(now)
        if chat is not None and (wait := self._chat(chat).wait(now)) > 0:
            self.hold(wait, chat=chat)

    def wait(self, lane: Lane, chat: str | None = None) -> float:
        """Seconds until one message may leave; 0 when it may now. Takes nothing."""
        now = self._monotonic()
        # In a chat, what is not dialogue leaves the burst to the dialogue.
        need = 1 if lane is Lane.INTERACTIVE else PRIVATE.burst
        waits = [bucket.wait(now) for bucket in self._buckets(lane, None)]
        if chat is not None:
            waits.append(self._chat(chat).wait(now, need=need))
            waits.append(self._chats_held.get(chat, now) - now)
        return max(0.0, self._held_until - now, *waits)

    def _buckets(self, lane: Lane, chat: str | None) -> list[Bucket]:
        now = self._monotonic()
        # Dialogue has its own, and what the others leave; never the other way round.
        own = (self._interactive, self._bulk) if lane is Lane.INTERACTIVE else (self._bulk,)
        buckets = [self._all, min(own, key=lambda bucket: bucket.wait(now))]
        return buckets if chat is None else [*buckets, self._chat(chat)]

    def _chat(self, chat: str) -> Bucket:
        if chat not in self._chats:
            now = self._monotonic()
            if len(self._chats) >= CHATS_REMEMBERED:
                self._forget(now)
            self._chats[chat] = Bucket(GROUP if chat.startswith(("-", "@")) else PRIVATE, at=now)
        return self._chats[chat]

    def _forget(self, now: float) -> None:
        kept = {chat: one for chat, one in self._chats.items() if one.tokens(now) < one.limit.burst - GRAIN}
        self._chats = kept
