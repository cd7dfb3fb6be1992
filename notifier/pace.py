"""How fast messages may leave by Telegram: token buckets on monotonic time, and the waits that a 429 orders.

Bot API FAQ: about 30/s over all, 1/s to a person, 20/min to a group. Nobody overdraws: a waiter takes its
tokens when they are there, so that a wait which ends does not let a crowd through at once.
"""

import asyncio
import itertools
import math
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from db.deliveries import Lane

#: Chats whose bucket is full again are forgotten above this many.
CHATS_REMEMBERED = 5_000
#: Messages claimed ahead of their tokens: those of so many seconds, and no fewer than so many.
AHEAD_SECONDS, AHEAD = 0.1, 3
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
#: What a late wake-up of the event loop must not cost; the bucket over all lets no two leave at once.
BULK_BURST = 5
#: Seconds that a waiter lets a better one go first.
MOMENT = 0.001
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


class Pace:
    """The bot's buckets: one over all, one per lane kind, one per chat. Better lanes first, then who came first."""

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
        self._loan = Bucket(Limit(rate_per_second / 2, 1), at=now)
        self._all = Bucket(Limit(rate_per_second + INTERACTIVE.per_second, 1), at=now)
        self._chats: dict[str, Bucket] = {}
        self._held_until = -math.inf
        #: Held by order of a 429; and for want of tokens.
        self._ordered: dict[str, float] = {}
        self._spent: dict[str, float] = {}
        #: When the newest messages left: as many as half a second has at full rate.
        self._left: deque[float] = deque(maxlen=max(1, math.ceil(rate_per_second / 2)))
        #: Who waits for a token: (lane, number) → chat.
        self._waiting: dict[tuple[Lane, int], str | None] = {}
        self._numbers = itertools.count()

    def obey(self, seconds: float, *, chat: str | None) -> bool:
        """A 429 ordered a wait. Returns whether the whole bot keeps it, or only `chat`.

        Nothing in a 429 tells which is meant. What is no person's chat (a group, a menu) has limits of its own
        and waits alone. A person's chat waits alone while the bot sends too little to have angered anybody else,
        and no second person's chat was refused meanwhile: then it is the bot.
        """
        others = {one for one, until in self._ordered.items() if until > self._monotonic()} - {chat}
        personal = chat is not None and chat.isdecimal()
        everyone = chat is None or (personal and (self._is_busy() or any(map(str.isdecimal, others))))
        if chat is not None:
            self.hold(seconds, chat=chat)
        if everyone:
            self.hold(seconds)
        return everyone

    def hold(self, seconds: float, *, chat: str | None = None) -> None:
        """Nothing leaves for so long, to one chat or at all. A deadline only grows."""
        until = self._monotonic() + seconds
        if chat is None:
            self._held_until = max(self._held_until, until)
        else:
            self._ordered[chat] = max(self._ordered.get(chat, until), until)

    def order(self, chat: str | None = None) -> float:
        """Seconds that a 429 still holds the whole bot, or this chat."""
        until = self._held_until if chat is None else self._ordered.get(chat, -math.inf)
        return max(0.0, self._held_until - self._monotonic(), until - self._monotonic())

    def held(self) -> set[str]:
        """The chats that must be left alone now: by order of a 429, or because their bucket is empty."""
        now = self._monotonic()
        self._ordered = {chat: until for chat, until in self._ordered.items() if until > now}
        self._spent = {chat: until for chat, until in self._spent.items() if until > now}
        return {*self._ordered, *self._spent}

    def room(self, *, interactive: bool) -> int:
        """How many messages could leave about now; a few more, so that there is always one to leave."""
        now = self._monotonic()
        if now < self._held_until:
            return 0
        buckets = (self._interactive, self._bulk) if interactive else (self._bulk,)
        tokens = sum(math.floor(bucket.tokens(now) + GRAIN) for bucket in buckets)
        return tokens + max(AHEAD, math.ceil(self._bulk.limit.per_second * AHEAD_SECONDS))

    async def acquire(self, lane: Lane, chat: str | None = None) -> None:
        """Returns when one message may leave, having taken its tokens."""
        ticket = (lane, next(self._numbers))
        self._waiting[ticket] = chat
        try:
            while (wait := self.wait(lane, chat) or self._courtesy(ticket)) > 0:
                await self._sleep(wait)
        finally:
            del self._waiting[ticket]
        now = self._monotonic()
        for bucket in self._buckets(lane, chat):
            bucket.take(now)
        self._left.append(now)
        if chat is not None and (wait := self._chat(chat).wait(now)) > 0:
            self._spent[chat] = now + wait

    def wait(self, lane: Lane, chat: str | None = None) -> float:
        """Seconds until one message may leave; 0 when it may now. Takes nothing."""
        now = self._monotonic()
        # In a chat, what is not dialogue leaves the burst to the dialogue.
        need = 1 if lane is Lane.INTERACTIVE else PRIVATE.burst
        waits = [bucket.wait(now) for bucket in self._buckets(lane, None)]
        if chat is not None:
            waits.append(self._chat(chat).wait(now, need=need))
        return max(self.order(chat), *waits)

    def _courtesy(self, ticket: tuple[Lane, int]) -> float:
        """A moment, if somebody with a better lane or an older number could go now as well and is about to wake."""
        before = [(lane, chat) for (lane, number), chat in self._waiting.items() if (lane, number) < ticket]
        return MOMENT if any(self.wait(lane, chat) <= 0 for lane, chat in before) else 0.0

    def _is_busy(self) -> bool:
        return len(self._left) == self._left.maxlen and self._monotonic() - self._left[0] <= 1

    def _buckets(self, lane: Lane, chat: str | None) -> list[Bucket]:
        now = self._monotonic()
        of_lane = [self._bulk]
        if lane is Lane.INTERACTIVE:
            # Dialogue has its own, and up to half of what the others have; never the other way round.
            of_lane = min(
                ([self._interactive], [self._bulk, self._loan]),
                key=lambda buckets: max(bucket.wait(now) for bucket in buckets),
            )
        buckets = [self._all, *of_lane]
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
