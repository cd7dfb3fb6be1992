"""Telegram's sending rates as token buckets: 30/s over all, 1/s to a person, 20/min to a group.

Telegram's own flood control is dynamic; these are the numbers it publishes. Time is monotonic and injected.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass, field

from sandbox.refusals import TooManyRequests


@dataclass(frozen=True, slots=True)
class Limit:
    """`per_second` tokens flow in; at most `burst` are kept."""

    per_second: float
    burst: int


OVERALL = Limit(per_second=30, burst=30)
#: Telegram lets a short burst to one person pass, without saying how long; five is a guess.
PRIVATE = Limit(per_second=1, burst=5)
GROUP = Limit(per_second=20 / 60, burst=20)


@dataclass(slots=True)
class Bucket:
    limit: Limit
    tokens: float
    at: float
    #: Nothing passes before this moment: a 429 was answered, and its wait must be kept.
    shut_until: float = 0.0

    def wait(self, now: float) -> float:
        """Seconds until one message may pass; 0 when it may now. Takes nothing out."""
        self.tokens = min(self.limit.burst, self.tokens + (now - self.at) * self.limit.per_second)
        self.at = now
        missing = max(0.0, 1 - self.tokens) / self.limit.per_second
        return max(missing, self.shut_until - now)


@dataclass(slots=True)
class Rates:
    elapsed: Callable[[], float]
    overall: Limit = OVERALL
    private: Limit = PRIVATE
    group: Limit = GROUP
    enforced: bool = True
    _buckets: dict[int | None, Bucket] = field(default_factory=dict)

    def spend(self, chat_id: int, messages: int = 1) -> None:
        """Take messages out of the chat's bucket and the bot's; raises TooManyRequests, taking nothing.

        What one call sends passes as a whole if one message would; the buckets then owe the rest. A person's
        counts it as one: an album is one thing to look at (a guess: Telegram does not say).
        """
        if not self.enforced:
            return
        now = self.elapsed()
        overall, own = (
            self._bucket(None, self.overall, now),
            self._bucket(chat_id, self._limit_of(chat_id), now),
        )
        for bucket in (overall, own):
            self._refuse_if_empty(bucket, now)
        overall.tokens -= messages
        own.tokens -= 1 if chat_id > 0 else messages

    def _refuse_if_empty(self, bucket: Bucket, now: float) -> None:
        wait = bucket.wait(now)
        if wait <= 1e-9:
            return
        retry_after = max(1, math.ceil(wait - 1e-9))
        if now >= bucket.shut_until:
            bucket.shut_until = now + retry_after
        raise TooManyRequests(retry_after)

    def _limit_of(self, chat_id: int) -> Limit:
        return self.private if chat_id > 0 else self.group

    def _bucket(self, key: int | None, limit: Limit, now: float) -> Bucket:
        if key not in self._buckets:
            self._buckets[key] = Bucket(limit=limit, tokens=limit.burst, at=now)
        return self._buckets[key]
