"""What Telegram's Bot API server itself holds back, before any rate: floods of one chat, floods of equal uploads.

All moments and waits here are in Telegram's seconds (see Patience). Source: Client.cpp, on_cmd and
fail_query_flood_limit_exceeded; Client.h, MAX_CONCURRENTLY_SENT_CHAT_MESSAGES.
"""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from sandbox.patience import Patience
from sandbox.rates import Rates
from sandbox.refusals import BadRequest, TooManyRequests
from sandbox.requests.json_values import as_integer, as_list
from sandbox.requests.parameters import Parameters

MOST_IN_FLIGHT = 310
#: A flood is told so late, and told to wait so long.
PENALTY = 3.0
RETRY_AFTER = 60

_SMALL_UPLOAD = 100_000
_SECONDS_PER_BYTE = 1e-7
_LEAST_GAP, _GREATEST_GAP = 0.2, 0.9
_BURST = 1.0
_LONGEST_BACKLOG = 5.0
#: Where a call that sends several messages lists them.
_LISTS = {"sendmediagroup": "media", "forwardmessages": "message_ids", "copymessages": "message_ids"}


class Flood(Exception):
    """More than the server takes from one bot at a time."""


@dataclass(slots=True)
class UploadThrottle:
    """Spaces uploads of the same total size, however different their files are."""

    _last: dict[int, float] = field(default_factory=dict)

    def wait(self, size: int, now: float) -> float:
        """Seconds this upload must wait; it is counted. Raises Flood when too many wait already."""
        if size <= _SMALL_UPLOAD:
            return 0.0
        last = self._last.get(size, 0.0)
        if last > now + _LONGEST_BACKLOG:
            raise Flood
        gap = min(max(size * _SECONDS_PER_BYTE, _LEAST_GAP), _GREATEST_GAP)
        self._last[size] = max(last + gap, now - _BURST)
        return max(0.0, self._last[size] - now)


@dataclass(slots=True)
class InFlight:
    """Messages accepted for a chat whose calls have not been answered yet."""

    most: int = MOST_IN_FLIGHT
    _counts: dict[int, int] = field(default_factory=dict)

    def add(self, chat_id: int, messages: int) -> None:
        """Raises Flood when the chat has its fill; one call may overfill it."""
        if self._counts.get(chat_id, 0) >= self.most:
            raise Flood
        self._counts[chat_id] = self._counts.get(chat_id, 0) + messages

    def remove(self, chat_id: int, messages: int) -> None:
        self._counts[chat_id] -= messages
        if not self._counts[chat_id]:
            del self._counts[chat_id]


class Throttles:
    """Both, for whole calls. Does nothing while rates are not enforced, or Telegram's seconds last no time here."""

    def __init__(self, elapsed: Callable[[], float], rates: Rates, patience: Patience) -> None:
        self.in_flight = InFlight()
        self.uploads = UploadThrottle()
        self._elapsed = elapsed
        self._rates = rates
        self._patience = patience

    @asynccontextmanager
    async def hold(self, method: str, p: Parameters) -> AsyncIterator[None]:
        """Around the whole of a call, until it is answered. Raises TooManyRequests, late."""
        chat, messages = as_integer(p.values.get("chat_id")), messages_of(method, p)
        if not (self._rates.enforced and self._patience.second > 0):
            yield
            return
        await self._space(p)
        if chat is None or not messages:
            yield
            return
        await self._begin(chat, messages)
        try:
            yield
        finally:
            self.in_flight.remove(chat, messages)

    async def _space(self, p: Parameters) -> None:
        size = sum(len(upload.content) for upload in p.uploads.values())
        try:
            wait = self.uploads.wait(size, self._elapsed() / self._patience.second)
        except Flood as flood:
            raise await self._late() from flood
        if wait:
            await self._patience.waits(wait)

    async def _begin(self, chat: int, messages: int) -> None:
        try:
            self.in_flight.add(chat, messages)
        except Flood as flood:
            raise await self._late() from flood

    async def _late(self) -> TooManyRequests:
        await self._patience.waits(PENALTY)
        return TooManyRequests(RETRY_AFTER)


def messages_of(method: str, p: Parameters) -> int:
    """How many messages a call wants to send; 0 for one that sends none."""
    name = method.lower()
    if not name.startswith(("send", "copy", "forward")) or name == "sendchataction":
        return 0
    if name not in _LISTS:
        return 1
    try:
        return len(as_list(p.json(_LISTS[name])) or ())
    except BadRequest:
        return 0
