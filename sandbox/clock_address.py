"""The desk's clock over HTTP, so that a program in another process can follow it and a script can move it."""

from datetime import datetime, timedelta

from starlette.requests import Request
from starlette.routing import Route

from sandbox.clock import SandboxClock, elapsed
from sandbox.control.address import in_json
from sandbox.requests.json_values import Json, JsonObject
from sandbox.requests.orders import Wrong, read_order
from sandbox.requests.waits import Wait, read_wait

_USUAL_WAIT = 25.0
_STEP = 0.5


class ClockAddress:
    """`GET /clock[?after=N&timeout=S]` and `POST /clock` {"advance": seconds} or {"now": ISO 8601}."""

    def __init__(self, clock: SandboxClock) -> None:
        self._clock = clock
        self._closed = False

    @property
    def routes(self) -> list[Route]:
        return [
            Route("/clock", in_json(self.read), methods=["GET"]),
            Route("/clock", in_json(self.move), methods=["POST"]),
        ]

    async def read(self, request: Request) -> Json:
        await self._wait(read_wait(request, usual=_USUAL_WAIT))
        return self._state()

    def close(self) -> None:
        self._closed = True

    async def _wait(self, wait: Wait) -> None:
        """In short steps: a clock handed over from outside is not ours to close when the desk is cleared."""
        after, until = wait.after, elapsed() + wait.timeout
        while after is not None and self._clock.version <= after and not self._closed:
            if (left := until - elapsed()) <= 0:
                return
            await self._clock.changed_within(after, min(left, _STEP))

    async def move(self, request: Request) -> Json:
        try:
            self._move(await read_order(request, "advance", "now"))
        except OverflowError as error:
            raise Wrong("the sandbox clock does not go past the year 9998") from error
        return self._state()

    def _move(self, order: JsonObject) -> None:
        match order:
            case {"advance": int() | float() as seconds} if len(order) == 1 and not isinstance(seconds, bool):
                self._clock.advance(timedelta(seconds=seconds))
            case {"now": str() as instant} if len(order) == 1:
                self._clock.set(_instant(instant))
            case _:
                raise Wrong('expected {"advance": seconds} or {"now": ISO 8601 with zone}')

    def _state(self) -> Json:
        return {"now": self._clock.now().isoformat(), "version": self._clock.version}


def _instant(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text)
    except ValueError as error:
        raise Wrong("an instant is written as 2027-03-15T12:00:00+00:00") from error
