"""The sandbox's clock, followed over HTTP: for demonstrations and journeys, never against a real server."""

import asyncio
from datetime import UTC, datetime
from time import monotonic

import httpx
import structlog

log = structlog.get_logger(__name__)

#: Seconds that the clock's server holds a question open.
HOLD = 20


class ClockUnreachable(Exception):
    """Nobody answers at the clock's address."""


class FollowedClock:
    """Between two answers it runs on by monotonic time, as the sandbox's own clock does."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._http = httpx.AsyncClient(timeout=HOLD + 10, trust_env=False)
        self._version = -1
        self._then = datetime.fromtimestamp(0, UTC)
        self._since = 0.0
        self._moved = asyncio.Event()

    def now(self) -> datetime:
        from datetime import timedelta

        return self._then + timedelta(seconds=monotonic() - self._since)

    async def changed(self) -> None:
        """Returns once the clock has been moved by hand."""
        await self._moved.wait()
        self._moved.clear()

    async def start(self) -> None:
        """Reads the clock once; it must answer before anything asks for the time.

        Raises:
            ClockUnreachable: it does not.
        """
        try:
            self._read(await self._http.get(self._url))
        except (httpx.HTTPError, ValueError, KeyError) as error:
            raise ClockUnreachable(self._url) from error

    async def run(self) -> None:
        """Follows until cancelled."""
        try:
            while True:
                try:
                    answer = await self._http.get(self._url, params={"after": self._version, "timeout": HOLD})
                    before = self._version
                    self._read(answer)
                    if self._version != before:
                        self._moved.set()
                except (httpx.HTTPError, ValueError, KeyError) as error:
                    log.warning("clock.unreachable", error=type(error).__name__)
                    await asyncio.sleep(0.5)
        finally:
            await self._http.aclose()

    def _read(self, answer: httpx.Response) -> None:
        answer.raise_for_status()
        shown = answer.json()
        self._then = datetime.fromisoformat(shown["now"])
        self._since = monotonic()
        self._version = int(shown["version"])
