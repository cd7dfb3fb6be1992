"""The connections to one webhook: how many there may be, and how fast new ones are opened (WebhookActor.cpp)."""

from collections import deque

from sandbox.clock import elapsed
from sandbox.patience import Patience
from sandbox.webhook.line import Line
from sandbox.webhook.registration import Endpoint

#: Without a success for so many (real) seconds there is one connection at a time.
_QUIET = 10.0


class Gate:
    """Lets so many through in so many of Telegram's seconds."""

    def __init__(self, most: int, seconds: float, patience: Patience) -> None:
        self._passed: deque[float] = deque(maxlen=most)
        self._most = most
        self._seconds = seconds
        self._patience = patience

    def opens_at(self) -> float:
        if len(self._passed) < self._most:
            return 0.0
        return self._passed[0] + self._patience.of(self._seconds)

    def let_through(self, now: float) -> None:
        self._passed.append(now)


class Lines:
    def __init__(self, endpoint: Endpoint, patience: Patience) -> None:
        self._endpoint = endpoint
        self._idle: list[Line] = []
        self._out: set[Line] = set()
        self._busy_gate = Gate(10, 0.5, patience)
        self._quiet_gate = Gate(1, 2, patience)
        self._last_success = elapsed() - _QUIET

    def take(self, lanes: int) -> Line | None:
        """One to send by, as long as so many `lanes` have something to send; None when none is free now."""
        line = self._idle.pop() if self._idle else self._open(lanes, elapsed())
        if line is not None:
            self._out.add(line)
        return line

    async def put_back(self, line: Line, *, keep: bool) -> None:
        self._out.discard(line)
        if keep:
            self._idle.append(line)
        else:
            await line.close()

    def note_success(self) -> None:
        self._last_success = elapsed()

    def next_at(self) -> float:
        """The moment before which none is opened."""
        return self._gate(elapsed()).opens_at()

    async def close(self) -> None:
        for line in [*self._idle, *self._out]:
            await line.close()

    def _open(self, lanes: int, now: float) -> Line | None:
        most = 1 if self._is_quiet(now) else min(lanes, self._endpoint.max_connections)
        gate = self._gate(now)
        if len(self._out) >= most or gate.opens_at() > now:
            return None
        gate.let_through(now)
        return Line(self._endpoint)

    def _gate(self, now: float) -> Gate:
        return self._quiet_gate if self._is_quiet(now) else self._busy_gate

    def _is_quiet(self, now: float) -> bool:
        return self._last_success + _QUIET <= now
