"""Whether a lane may send: a fault that is everybody's closes it; one message at a time tries if it is over."""

from collections.abc import Callable, Sized
from datetime import timedelta
from typing import TypeGuard

from db.ids import DeliveryId
from notifier.outcome import SOON, LaneStopped, Outcome, RetryAt, Unknown

#: A closed gate is tried at least this often, unless its fault asks for longer.
LONGEST = timedelta(seconds=15)
#: So many messages in a row, none of which the server took or refused for a reason of its own, are no accident.
IN_A_ROW = 5


class Gate:
    """Open until a fault; pure but for the monotonic clock handed to it."""

    def __init__(self, monotonic: Callable[[], float]) -> None:
        self._monotonic = monotonic
        self._until: float | None = None
        self._closings = 0
        self._in_a_row: set[DeliveryId] = set()
        #: The server has to answer a question before a message is risked.
        self.must_ask = False
        self._nobody = False

    @property
    def is_closed(self) -> bool:
        return self._until is not None

    @property
    def may_try(self) -> bool:
        """One message, or a question, may find out whether the fault is over."""
        return self._until is None or self._monotonic() >= self._until

    def judge(self, delivery: DeliveryId, outcome: Outcome) -> LaneStopped | None:
        """The fault that this outcome shows to be everybody's, if it does."""
        if isinstance(outcome, LaneStopped):
            return outcome
        if not server_failed(outcome):
            self._in_a_row.clear()
            return None
        self._in_a_row.add(delivery)
        if len(self._in_a_row) < IN_A_ROW and not self.is_closed:
            return None
        return LaneStopped(outcome.code, f"in a row: {outcome.reason}", probe_after=SOON)

    def close(self, fault: LaneStopped, *, ask: bool) -> bool:
        """False when it is closed already, and the fault is no news. `ask`: what tries it might be lost."""
        now = self._monotonic()
        if not self.may_try:
            return False
        self._closings += 1
        longest = max(LONGEST, fault.probe_after)
        pause = min(fault.probe_after * 2 ** min(self._closings - 1, 10), longest)
        self._until = now + pause.total_seconds()
        self.must_ask = ask
        return True

    def wait_for(self, messages: Sized) -> None:
        """Who was sent out to try whether it is over: where nobody was there to be sent, a question has to do."""
        self._nobody = not messages
        self.must_ask = self.must_ask or self._nobody

    def answered(self) -> bool:
        """The server answers a question; whether that will do to open."""
        self.must_ask = False
        return self._nobody

    def open(self) -> bool:
        """Whether it was closed."""
        was_closed = self.is_closed
        self._until, self._closings = None, 0
        self.must_ask = self._nobody = False
        self._in_a_row.clear()
        return was_closed


def server_failed(outcome: Outcome) -> TypeGuard[RetryAt | Unknown]:
    """It neither took the message nor refused it for a reason of its own."""
    return isinstance(outcome, Unknown) or (isinstance(outcome, RetryAt) and outcome.everybodys)
