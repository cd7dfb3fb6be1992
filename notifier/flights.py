"""What a lane has claimed and not yet landed, by address: in each, one after the other."""

from collections.abc import Callable
from datetime import datetime

from notifier.flight import Flight

#: Addresses remembered as resting after a failure, the newest.
RESTING = 200


class Flights:
    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self._queues: dict[str, list[Flight]] = {}
        #: (address, dialogue?) that a failed message will go to again: nothing overtakes it.
        self._resting: dict[tuple[str, bool], datetime] = {}

    def __bool__(self) -> bool:
        return bool(self._queues)

    def all(self) -> list[Flight]:
        return [flight for queue in self._queues.values() for flight in queue]

    def to(self, address: str) -> list[Flight]:
        """Those of one address, the one on its way first."""
        return self._queues.get(address, [])

    def add(self, flight: Flight) -> bool:
        """Whether it is the first of its address: then somebody has to carry that queue."""
        queue = self._queues.setdefault(flight.row.address, [])
        queue.append(flight)
        return len(queue) == 1

    def forget(self, address: str) -> None:
        """All of its messages have landed."""
        del self._queues[address]

    def rest(self, address: str, *, dialogue: bool, until: datetime) -> None:
        self._resting[address, dialogue] = until
        while len(self._resting) > RESTING:
            del self._resting[next(iter(self._resting))]

    def busy(self, *, dialogue: bool) -> set[str]:
        """Addresses that must be left alone: something is on its way, or a failed message comes first."""
        now = self._now()
        self._resting = {key: until for key, until in self._resting.items() if until > now}
        return {*self._queues, *(address for address, kind in self._resting if kind is dialogue)}
