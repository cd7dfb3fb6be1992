"""The desk's clock: real time plus an offset one can push forward. The only file here that reads a clock."""

import time
from datetime import UTC, datetime, timedelta

from sandbox.pulse import Pulse


class ClockRunsForwards(ValueError):
    """Somebody asked for an instant that has already gone by."""


class SandboxClock:
    def __init__(self, now: datetime | None = None) -> None:
        """Starts at `now` (aware), or at the real time; from there it runs as fast as the real one."""
        self._offset = timedelta(0) if now is None else _aware(now) - datetime.now(UTC)
        self._pulse = Pulse()

    @property
    def version(self) -> int:
        """How many times it was moved by hand."""
        return self._pulse.version

    def now(self) -> datetime:
        return datetime.now(UTC) + self._offset

    def advance(self, step: timedelta) -> None:
        """Raises ClockRunsForwards for a negative step, OverflowError past the year 9999."""
        if step < timedelta(0):
            raise ClockRunsForwards("the sandbox clock only runs forwards")
        # A year of room, so that deadlines reckoned from now never overflow in the program under test.
        self.now() + step + timedelta(days=366)
        self._offset += step
        self._pulse.beat()

    def set(self, instant: datetime) -> None:
        """Raises ClockRunsForwards when `instant` (aware) is earlier than now."""
        self.advance(_aware(instant) - self.now())

    async def changed(self, after_version: int) -> int:
        """Wait until the clock has been moved by hand since `after_version`; answer the new version."""
        return await self._pulse.after(after_version)

    async def changed_within(self, after_version: int, timeout: float) -> int:
        """As `changed`, but give up after `timeout` real seconds and answer the version as it is."""
        return await self._pulse.after_or_timeout(after_version, timeout)


def elapsed() -> float:
    """Seconds of the monotonic clock, which no hand moves: rates are measured with it."""
    return time.monotonic()


def _aware(instant: datetime) -> datetime:
    if instant.tzinfo is None:
        raise ValueError("an instant needs a time zone")
    return instant.astimezone(UTC)
