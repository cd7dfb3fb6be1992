"""One claimed delivery on its way, and what its outcome means for the row. Pure but for the two marks."""

import asyncio
import json
import traceback
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import assert_never

import structlog

from db.announcements import Wording
from db.channels import ChannelKind
from db.claims import Claim, Settlement
from db.deliveries import DeliveryState, Lane
from db.enclosures import Enclosed
from db.ids import DeliveryId
from notifier.ledger import handed_back
from notifier.outcome import (
    Dead,
    LaneStopped,
    Moved,
    Outcome,
    Parcel,
    RetryAt,
    Sent,
    Slowed,
    Unknown,
    buttons_from_json,
)

log = structlog.get_logger(__name__)

#: What a row keeps of a reason.
REASON_LENGTH = 500


@dataclass(slots=True, eq=False)
class Flight:
    row: Claim
    #: Something of it may have reached the server.
    left: bool = False
    #: Its outcome is recorded: what comes later does not count.
    over: bool = False
    task: asyncio.Task[None] | None = None
    #: The words that the row shares with others.
    wording: Wording | None = None
    #: The file that goes with it.
    enclosure: Enclosed | None = None
    #: Earlier e-mails about the same.
    refers_to: Sequence[DeliveryId] = ()

    def leave(self) -> None:
        self.left = True

    @property
    def is_dialogue(self) -> bool:
        return self.row.lane == Lane.INTERACTIVE

    def parcel(self, *, at: datetime) -> Parcel:
        """Raises ValueError for buttons or fills that are not ours."""
        row, words = self.row, self.wording or self.row
        return Parcel(
            delivery_id=row.id,
            notice_id=row.notice_id,
            address=row.address,
            lane=Lane(row.lane),
            at=at,
            subject=words.subject,
            body=words.body,
            html=words.html,
            buttons=buttons_from_json(row.buttons),
            wording_id=row.wording_id,
            fills=json.loads(row.fills) if row.fills else {},
            calendar=row.calendar,
            enclosure=self.enclosure,
            thread_id=row.thread_id,
            refers_to=self.refers_to,
            resent=row.resent,
        )


def retry_time(
    outcome: RetryAt, *, now: datetime, delay: timedelta, window_opens: datetime | None
) -> datetime:
    """`window_opens`: the first moment of the sending window from the delayed instant on."""
    at = max(now + delay, now + outcome.at_least)
    return at if window_opens is None else max(at, window_opens).astimezone(UTC)


def settlement_of(row: Claim, outcome: Outcome, *, retry_at: datetime | None) -> Settlement:
    """`retry_at`: when a `RetryAt` is due again; None when patience has run out."""

    def settled(state: DeliveryState, what: str, *, error: str = "", **more: str) -> Settlement:
        return Settlement(
            delivery_id=row.id,
            fence=row.fence,
            state=state,
            outcome=what,
            error=storable(error),
            not_before=retry_at if state is DeliveryState.PENDING else None,
            **more,  # type: ignore[arg-type]
        )

    match outcome:
        case Sent(remote_id):
            return settled(DeliveryState.SENT, "sent", remote_id=storable(remote_id))
        case RetryAt(_, reason) if retry_at is None:
            return settled(DeliveryState.FAILED, "failed", error=reason)
        case RetryAt(_, reason):
            return settled(DeliveryState.PENDING, "retry", error=reason)
        case Moved(new_address):
            return settled(DeliveryState.PENDING, "moved", error="the chat moved", new_address=new_address)
        case Dead(code, reason, closes_channel):
            closes = storable(code) if closes_channel else ""
            return settled(DeliveryState.FAILED, "failed", error=reason, closes_channel=closes)
        case Unknown(_, reason):
            return settled(DeliveryState.UNKNOWN, "unknown", error=reason)
        case Slowed(_, reason):
            return handed_back(row.id, row.fence, error=storable(reason), outcome="slowed")
        case LaneStopped(_, reason):
            return handed_back(row.id, row.fence, error=storable(reason), outcome="stopped")
        case _:
            assert_never(outcome)


def log_outcome(flight: Flight, outcome: Outcome, *, channel: ChannelKind) -> None:
    if isinstance(outcome, Sent):
        return  # the row says so; a line for each would cost more than sending
    log.info(
        "delivery",
        delivery=flight.row.id,
        channel=str(channel),
        attempt=flight.row.attempts,
        outcome=type(outcome).__name__,
        code="" if isinstance(outcome, Moved) else outcome.code,
    )


def bug(error: Exception, *, left: bool) -> Outcome:
    """An exception that nobody foresaw fails this one row."""
    # Its text may hold words or addresses: the place is enough to find it.
    last = traceback.extract_tb(error.__traceback__)[-1:]
    code = " ".join([type(error).__name__, *(f"{Path(one.filename).name}:{one.lineno}" for one in last)])
    return Unknown(code, code) if left else Dead(code, code)


def storable(text: str) -> str:
    """What a server says, without what a database refuses."""
    return text.encode("utf-8", "replace").decode().replace("\0", "?")[:REASON_LENGTH]
