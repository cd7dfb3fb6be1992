"""How many messages a lane gets rid of in a second, so that it claims ahead no more than will soon leave."""

from collections.abc import Callable

#: Seconds over which it forgets.
MEMORY = 0.25


class Throughput:
    def __init__(self, monotonic: Callable[[], float]) -> None:
        self._monotonic = monotonic
        self._since = monotonic()
        self._landed = 0
        self.per_second = 0.0

    def landed(self) -> None:
        self._landed += 1

    def measure(self) -> None:
        """Takes what landed since the last time into account."""
        now = self._monotonic()
        passed = now - self._since
        if passed <= 0:
            return
        share = min(1.0, passed / MEMORY)
        self.per_second += share * (self._landed / passed - self.per_second)
        self._since, self._landed = now, 0
