"""The desk's clock over HTTP, so that a program in another process can follow it and a script can move it."""

from datetime import datetime, timedelta

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from sandbox.clock import SandboxClock, elapsed
from sandbox.requests.json_values import JsonObject, as_object, read_json

LONGEST_WAIT = 60.0
_STEP = 0.5


class ClockAddress:
    """`GET /clock[?after=N&timeout=S]` and `POST /clock` {"advance": seconds} or {"now": ISO 8601}."""

    def __init__(self, clock: SandboxClock) -> None:
        self._clock = clock
        self._closed = False

    @property
    def routes(self) -> list[Route]:
        return [
            Route("/clock", self.read, methods=["GET"]),
            Route("/clock", self.move, methods=["POST"]),
        ]

    async def read(self, request: Request) -> Response:
        after = request.query_params.get("after")
        if after is None:
            return self._state()
        try:
            version, timeout = int(after), float(request.query_params.get("timeout", 25))
        except ValueError:
            return _refused("after and timeout are numbers")
        await self._wait(version, min(LONGEST_WAIT, timeout))
        return self._state()

    def close(self) -> None:
        self._closed = True

    async def _wait(self, version: int, timeout: float) -> None:
        """In short steps: a clock handed over from outside is not ours to close when the desk is cleared."""
        until = elapsed() + timeout
        while self._clock.version <= version and not self._closed and (left := until - elapsed()) > 0:
            await self._clock.changed_within(version, min(left, _STEP))

    async def move(self, request: Request) -> Response:
        try:
            self._move(as_object(read_json(await request.body())) or {})
        except (ValueError, TypeError, OverflowError) as error:
            return _refused(str(error))
        return self._state()

    def _move(self, wish: JsonObject) -> None:
        match wish:
            case {"advance": int() | float() as seconds} if not isinstance(seconds, bool):
                self._clock.advance(timedelta(seconds=seconds))
            case {"now": str() as instant}:
                self._clock.set(datetime.fromisoformat(instant))
            case _:
                raise ValueError('expected {"advance": seconds} or {"now": ISO 8601 with zone}')

    def _state(self) -> Response:
        return JSONResponse({"now": self._clock.now().isoformat(), "version": self._clock.version})


def _refused(words: str) -> Response:
    return JSONResponse({"error": words}, status_code=400)
