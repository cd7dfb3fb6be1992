"""A counter one can wait on: each change beats once, and whoever waits for a newer count wakes."""

import asyncio


class Pulse:
    def __init__(self) -> None:
        self.version = 0
        self.closed = False
        self._next = asyncio.Event()

    def beat(self) -> None:
        self.version += 1
        self._wake()

    def close(self) -> None:
        """Let every waiter go, now and for ever: the desk is being cleared."""
        self.closed = True
        self._wake()

    async def after(self, version: int) -> int:
        """Wait until the count is greater than `version` (or the pulse is closed); answer the count."""
        while self.version <= version and not self.closed:
            await self._next.wait()
        return self.version

    async def after_or_timeout(self, version: int, timeout: float) -> int:
        """As `after`, but answer the unchanged count once `timeout` seconds have gone by."""
        try:
            async with asyncio.timeout(timeout):
                return await self.after(version)
        except TimeoutError:
            return self.version

    def _wake(self) -> None:
        waiting, self._next = self._next, asyncio.Event()
        waiting.set()
