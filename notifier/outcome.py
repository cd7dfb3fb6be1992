"""What a sender is handed, and what can become of it. Failure outside is a value, never an exception.

Outcome = Sent | RetryAt | Slowed | Moved | Dead | Unknown | LaneStopped
LaneError = Unreachable | Unauthorized      raised by checks only, never by a send
"""

import json
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol

from db.channels import ChannelKind
from db.couriers import Place
from db.deliveries import Lane
from db.enclosures import Enclosed
from db.ids import DeliveryId, NoticeId, WordingId


@dataclass(frozen=True, slots=True)
class Button:
    label: str
    #: What comes back when it is pressed, at most 64 bytes; or where it leads, an address of the web.
    data: str

    @property
    def leads_away(self) -> bool:
        return self.data.startswith(("https://", "http://"))


Buttons = Sequence[Sequence[Button]]


def buttons_from_json(text: str) -> Buttons:
    """Rows of buttons out of `[[["label", "data"], …], …]`; empty text is no button. Raises ValueError."""
    rows = json.loads(text) if text else []
    try:
        return tuple(tuple(Button(str(label), str(data)) for label, data in row) for row in rows)
    except TypeError as error:
        raise ValueError("buttons are rows of [label, data]") from error


@dataclass(frozen=True, slots=True, kw_only=True)
class Parcel:
    """One message to one address, as it was rendered when put."""

    delivery_id: DeliveryId
    notice_id: NoticeId
    address: str
    lane: Lane
    #: Of this attempt.
    at: datetime
    body: str
    subject: str = ""
    html: str = ""
    buttons: Buttons = ()
    #: Words that many share have slots (db/slots.py), and these fill them; escape where it is HTML.
    wording_id: WordingId | None = None
    fills: Mapping[str, str] = field(default_factory=dict)
    #: An iCalendar object that goes with the e-mail; empty for none.
    calendar: str = ""
    #: A file that goes with it.
    enclosure: Enclosed | None = None
    #: The topic of a forum group that it goes to; 0 for none.
    thread_id: int = 0
    #: Earlier e-mails about the same, oldest first.
    refers_to: Sequence[DeliveryId] = ()
    #: Its answer was lost once: the person may have it twice.
    resent: bool = False


@dataclass(frozen=True, slots=True)
class Sent:
    """The server took it."""

    #: Telegram's message id, or the SMTP server's last answer.
    remote_id: str


@dataclass(frozen=True, slots=True)
class RetryAt:
    """It did not leave, and may later. `code` is for logs, `reason` for the row."""

    code: str
    reason: str
    #: The server asked for at least this much (greylisting).
    at_least: timedelta = timedelta(0)
    #: The server failed, rather than the message: many in a row stop the lane.
    everybodys: bool = False


@dataclass(frozen=True, slots=True)
class Slowed:
    """The server asked us to slow down; the sender itself keeps the wait, and the attempt does not count."""

    code: str
    reason: str


@dataclass(frozen=True, slots=True)
class Moved:
    """The chat has another address now; nothing was delivered."""

    new_address: str


@dataclass(frozen=True, slots=True)
class Dead:
    """It will never leave by this channel."""

    code: str
    reason: str
    #: Nothing else will reach the person there either.
    closes_channel: bool = False


@dataclass(frozen=True, slots=True)
class Unknown:
    """It left, and the answer was lost: the person may have it."""

    code: str
    reason: str


@dataclass(frozen=True, slots=True)
class LaneStopped:
    """The fault is not the message's: nothing would leave now. The attempt does not count."""

    code: str
    reason: str
    #: One message is tried again after this long; longer each time it fails, up to a quarter of a minute.
    probe_after: timedelta = timedelta(seconds=60)


Outcome = Sent | RetryAt | Slowed | Moved | Dead | Unknown | LaneStopped

#: How soon a server that cannot be reached is tried again, at first.
SOON = timedelta(seconds=1)


class LaneError(Exception):
    """A check of the channel failed; says why, without personal data."""


class Unreachable(LaneError):
    """The server does not answer, or not in its protocol."""


class Unauthorized(LaneError):
    """The server answers and refuses us: token, password or certificate."""


class Sender(Protocol):
    """One channel. Two are real: `by_telegram`, `by_email`."""

    @property
    def kind(self) -> ChannelKind: ...

    @property
    def slots(self) -> int:
        """How many messages may be on their way at once."""

    def room(self, *, interactive: bool) -> int:
        """How many messages the pace would let through about now."""

    def held(self) -> Collection[str]:
        """Addresses that the server asked us to leave alone for a while."""

    def held_domains(self) -> Collection[str]:
        """Domains, as in `example.org`, that have to be left alone for a while."""

    def work_as(self, place: Place) -> bool:
        """Whether a courier in this place may send; the pace is divided where several may."""

    async def alive(self) -> LaneStopped | None:
        """Asks the server whether it would take messages, sending none; None: it would."""

    async def send(self, parcel: Parcel, leaving: Callable[[], None]) -> Outcome:
        """Carries one message; calls `leaving` just before the first byte that could deliver it leaves.

        Cancelled before `leaving` was called, the message has certainly not left.
        """
