"""One claimed delivery on its way, and what its outcome means for the row. Pure but for the two marks."""

import asyncio
import traceback
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import assert_never

from db.deliveries import Delivery, DeliveryState, Lane
from db.outbox import Settlement
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

#: What a row keeps of a reason.
REASON_LENGTH = 500


@dataclass(slots=True, eq=False)
class Flight:
    row: Delivery
    #: Something of it may have reached the server.
    left: bool = False
    #: Its outcome is recorded: what comes later does not count.
    over: bool = False
    task: asyncio.Task[None] | None = None

    def leave(self) -> None:
        self.left = True

    @property
    def is_dialogue(self) -> bool:
        return self.row.lane == Lane.INTERACTIVE


def parcel_of(row: Delivery, *, at: datetime) -> Parcel:
    """Raises ValueError for buttons that are not ours."""
    return Parcel(
        delivery_id=row.id,
        notice_id=row.notice_id,
        address=row.address,
        lane=Lane(row.lane),
        at=at,
        subject=row.subject,
        body=row.body,
        html=row.html,
        buttons=buttons_from_json(row.buttons),
        resent=row.resent,
    )


def retry_time(
    outcome: RetryAt, *, now: datetime, delay: timedelta, window_opens: datetime | None
) -> datetime:
    """`window_opens`: the first moment of the sending window from the delayed instant on."""
    at = max(now + delay, now + outcome.at_least)
    return at if window_opens is None else max(at, window_opens).astimezone(UTC)


def settlement_of(row: Delivery, outcome: Outcome, *, retry_at: datetime | None) -> Settlement:
    """`retry_at`: when a `RetryAt` is due again; None when patience has run out."""

    def settled(
        state: DeliveryState, *, remote_id: str = "", error: str = "", closes_channel: str = ""
    ) -> Settlement:
        return Settlement(
            delivery_id=row.id,
            fence=row.fence,
            state=state,
            remote_id=storable(remote_id),
            error=storable(error),
            closes_channel=storable(closes_channel),
            not_before=retry_at if state is DeliveryState.PENDING else None,
            new_address=outcome.new_address if isinstance(outcome, Moved) else "",
        )

    match outcome:
        case Sent(remote_id):
            return settled(DeliveryState.SENT, remote_id=remote_id)
        case RetryAt(_, reason):
            state = DeliveryState.FAILED if retry_at is None else DeliveryState.PENDING
            return settled(state, error=reason)
        case Moved():
            return settled(DeliveryState.PENDING, error="the chat moved")
        case Dead(code, reason, closes_channel):
            return settled(DeliveryState.FAILED, error=reason, closes_channel=code if closes_channel else "")
        case Unknown(_, reason):
            return settled(DeliveryState.UNKNOWN, error=reason)
        case Slowed(_, reason) | LaneStopped(_, reason):
            return handed_back(row.id, row.fence, error=storable(reason))
        case _:
            assert_never(outcome)


def bug(error: Exception, *, left: bool) -> Outcome:
    """An exception that nobody foresaw fails this one row."""
    # Its text may hold words or addresses: the place is enough to find it.
    last = traceback.extract_tb(error.__traceback__)[-1:]
    code = " ".join([type(error).__name__, *(f"{Path(one.filename).name}:{one.lineno}" for one in last)])
    return Unknown(code, code) if left else Dead(code, code)


def storable(text: str) -> str:
    """What a server says, without what a database refuses."""
    return text.encode("utf-8", "replace").decode().replace("\0", "?")[:REASON_LENGTH]
