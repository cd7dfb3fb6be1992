"""How fast letters may leave: over all, and to each domain; a domain that asks us to slow down rests, alone."""

import asyncio
import math
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from notifier.pace import NO_LIMIT, Bucket, Limit

#: Seconds that a domain rests after it asked for less: at first, doubled each time it asks again, and at most.
FIRST_REST, LONGEST_REST = 60.0, 900.0
#: Domains whose bucket is full again are forgotten above this many.
DOMAINS_REMEMBERED = 5_000


@dataclass(slots=True)
class _Rest:
    until: float
    times: int = 1


def _limit(rate_per_second: float) -> Limit:
    return Limit(rate_per_second, max(1, math.floor(rate_per_second / 4)))


class MailPace:
    """Buckets for everything and for each domain; a rate of 0 is no limit."""

    def __init__(
        self,
        rate_per_second: float,
        domain_rate_per_second: float = 0,
        *,
        monotonic: Callable[[], float],
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._monotonic, self._sleep = monotonic, sleep
        self._rate, self._domain_rate, self._couriers = rate_per_second, domain_rate_per_second, 1
        self._all = Bucket(_limit(rate_per_second), at=monotonic()) if rate_per_second > 0 else None
        self._by_domain = _limit(domain_rate_per_second) if domain_rate_per_second > 0 else None
        self._domains: dict[str, Bucket] = {}
        self._rests: dict[str, _Rest] = {}

    def divide(self, couriers: int) -> None:
        """So many share the rates from now on."""
        if couriers == self._couriers:
            return
        self._couriers = couriers
        if self._all is not None:
            self._all.limit = _limit(self._rate / couriers)
        if self._by_domain is not None:
            self._by_domain = _limit(self._domain_rate / couriers)
            self._domains.clear()

    def room(self) -> int:
        """How many messages could leave about now."""
        return NO_LIMIT if self._all is None else math.floor(self._all.tokens(self._monotonic()))

    async def acquire(self, domain: str) -> None:
        """Returns when one message may leave there, having taken its tokens."""
        if self._all is None and self._by_domain is None:
            return
        while (wait := max(bucket.wait(self._monotonic()) for bucket in self._buckets(domain))) > 0:
            await self._sleep(wait)
        for bucket in self._buckets(domain):
            bucket.take(self._monotonic())

    def slow_down(self, domain: str) -> float:
        """Seconds for which nothing should go there, because the server said so."""
        now = self._monotonic()
        rest = self._rests.setdefault(domain, _Rest(until=now, times=0))
        if rest.until <= now:
            # What was on its way when the rest began does not prolong it.
            rest.times += 1
            rest.until = now + min(LONGEST_REST, FIRST_REST * 2.0 ** min(rest.times - 1, 10))
        return rest.until - now

    def rest_of(self, domain: str) -> float:
        """Seconds that the domain still rests; 0 when it does not."""
        rest = self._rests.get(domain)
        return max(0.0, rest.until - self._monotonic()) if rest else 0.0

    def went_well(self, domain: str) -> None:
        """The domain took a message; what it took while it rests had left before."""
        rest = self._rests.get(domain)
        if rest is not None and rest.until <= self._monotonic():
            del self._rests[domain]

    def held(self) -> frozenset[str]:
        """Domains that rest now, or whose bucket is empty."""
        now = self._monotonic()
        resting = {domain for domain, rest in self._rests.items() if rest.until > now}
        return frozenset(resting | {domain for domain, one in self._domains.items() if one.wait(now) > 0})

    def _buckets(self, domain: str) -> list[Bucket]:
        found = [] if self._all is None else [self._all]
        if self._by_domain is not None:
            if domain not in self._domains:
                if len(self._domains) >= DOMAINS_REMEMBERED:
                    self._forget()
                self._domains[domain] = Bucket(self._by_domain, at=self._monotonic())
            found.append(self._domains[domain])
        return found

    def _forget(self) -> None:
        now = self._monotonic()
        self._domains = {
            domain: one for domain, one in self._domains.items() if one.tokens(now) < one.limit.burst
        }
