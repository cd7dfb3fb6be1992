"""The way of a notice, step by step: planned, worded, each attempt, the other channel, who acknowledged.

What is not on record is not guessed: the moment of such a step is None. A tool of acts, and of the command line.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from db.audit import record
from db.channels import ChannelKind
from db.deliveries import DeliveryState
from db.fallback import UNACKNOWLEDGED_AFTER, WAKING
from db.ids import NoticeId
from db.notices import Notice
from db.traces import Trace, TracedDelivery, trace_of
from rede.access import require_secretariat
from rede.desk import Desk


class Step(StrEnum):
    PLANNED = "planned"
    WORDED = "worded"
    #: Of an announcement: the notice of one of many was put.
    QUEUED = "queued"
    #: Lines of it ended, and were taken out.
    WITHDRAWN = "withdrawn"
    ATTEMPT = "attempt"
    #: Put back after an answer that was lost.
    RESENT = "resent"
    #: The channel that stood by was called in.
    WOKEN = "woken"
    #: It ended, and no attempt on record says so.
    ENDED = "ended"
    STANDS_BY = "stands_by"
    WAITS = "waits"
    #: Its announcement would have begun too late: it waits for a person's word.
    HELD = "held"
    LEAVING = "leaving"
    ACKNOWLEDGED = "acknowledged"


class Cause(StrEnum):
    """Why the channel that stood by was called in, as far as it is known."""

    NONE = ""
    #: The channel before it failed, stayed unknown or came too late.
    FAILURE = "failure"
    UNACKNOWLEDGED = "unacknowledged"
    #: On record is only that it went: both at once, or for a reason that nobody wrote down.
    UNRECORDED = "unrecorded"


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    step: Step
    #: None: not on record.
    at: datetime | None = None
    channel: ChannelKind | None = None
    #: Of an attempt: its place among those of its delivery; of WITHDRAWN, how many lines.
    number: int = 0
    #: Of an attempt, its outcome (db/attempts.py); of ENDED, the state of the delivery.
    outcome: str = ""
    #: What the server said, or why it ended.
    answer: str = ""
    cause: Cause = Cause.NONE


#: Outcomes of an attempt that a state follows from.
TOLD_BY = {
    DeliveryState.SENT: ("sent",),
    DeliveryState.FAILED: ("failed", "bounced"),
    DeliveryState.UNKNOWN: ("unknown",),
    DeliveryState.CANCELLED: (),
}
#: What ended so calls in the next channel.
UNTOLD = (DeliveryState.FAILED, DeliveryState.UNKNOWN, DeliveryState.CANCELLED)
ADDRESS = re.compile(r"""([^\s@<>,;:"'()\[\]])[^\s@<>,;:"'()\[\]]*@([\w.-]+)""")


async def look_up(desk: Desk, notice_id: NoticeId) -> Trace | None:
    """For the Secretariat; that somebody looked is on record. None: there is no such notice.

    Raises:
        NotYours: the actor serves others only.
    """
    await require_secretariat(desk)
    found = await trace_of(desk.session, notice_id)
    if found is not None:
        record(desk.session, "notice.look_up", f"notices:{notice_id}", now=desk.now, person_id=desk.actor)
    return found


def masked(text: str) -> str:
    """Without the names in people's addresses: `m***@example.org`."""
    return ADDRESS.sub(r"\1***@\2", text)


def steps_of(trace: Trace) -> list[Event]:
    """In the order in which they happened; one that is not dated stands beside what it belongs to."""
    put, announcement = trace.notice.created_at, trace.announcement
    held_at = announcement.held_at if announcement is not None else None
    dated = [*_dated(_made(trace), put), *_dated(_withdrawn(trace), put), *_dated(_acknowledged(trace), put)]
    before: TracedDelivery | None = None
    for one in trace.deliveries:
        events = [*_woken(one, before, trace.notice), *_tried(one), *_stands(one, held_at)]
        dated += _dated(events, put if before is None else _left(one) or put)
        before = one
    return [event for _, event in sorted(dated, key=lambda pair: pair[0])]


def _dated(events: Iterable[Event], moment: datetime) -> Iterator[tuple[datetime, Event]]:
    for event in events:
        # What waits comes after what was tried, even where its hour has passed.
        moment = max(event.at or moment, moment) if event.step is Step.WAITS else event.at or moment
        yield moment, event


def _made(trace: Trace) -> Iterator[Event]:
    put, announcement = trace.notice.created_at, trace.announcement
    began = announcement.created_at if announcement is not None else put
    yield Event(step=Step.PLANNED, at=began)
    yield Event(step=Step.WORDED, at=began)
    if announcement is not None:
        yield Event(step=Step.QUEUED, at=put)


def _withdrawn(trace: Trace) -> Iterator[Event]:
    gone = [line.withdrawn_at for line in trace.lines if line.withdrawn_at is not None]
    for moment in sorted(set(gone)):
        yield Event(step=Step.WITHDRAWN, at=moment, number=gone.count(moment))


def _acknowledged(trace: Trace) -> Iterator[Event]:
    if trace.notice.acknowledged_at is not None:
        yield Event(step=Step.ACKNOWLEDGED, at=trace.notice.acknowledged_at)


def _tried(one: TracedDelivery) -> Iterator[Event]:
    numbers: dict[int, int] = {}
    resent = not one.resent
    for tried in one.attempts:
        # A claim that was given up for lost may still be answered: the same attempt, twice on record.
        number = numbers.setdefault(tried.number, len(numbers) + 1)
        yield Event(
            step=Step.ATTEMPT,
            at=tried.ended_at,
            channel=one.channel,
            number=number,
            outcome=tried.outcome,
            answer=tried.answer,
        )
        if not resent and tried.outcome == DeliveryState.UNKNOWN:
            resent = True
            yield Event(step=Step.RESENT, at=tried.ended_at, channel=one.channel)
    if not resent:
        yield Event(step=Step.RESENT, channel=one.channel)


def _stands(one: TracedDelivery, held_at: datetime | None) -> Iterator[Event]:
    """How it stands now, where the attempts do not say."""
    match one.state:
        case DeliveryState.STANDBY:
            yield Event(step=Step.STANDS_BY, channel=one.channel)
        case DeliveryState.PENDING if one.is_held:
            yield Event(step=Step.HELD, at=held_at, channel=one.channel)
        case DeliveryState.PENDING:
            yield Event(step=Step.WAITS, at=one.not_before, channel=one.channel)
        case DeliveryState.SENDING:
            yield Event(step=Step.LEAVING, channel=one.channel)
        case ended if not any(_tells(one, number) for number in range(len(one.attempts))):
            yield Event(
                step=Step.ENDED, at=one.settled_at, channel=one.channel, outcome=ended, answer=one.last_error
            )


def _tells(one: TracedDelivery, number: int) -> bool:
    tried, last = one.attempts[number], number == len(one.attempts) - 1
    return tried.outcome in TOLD_BY[one.state] and (last or tried.ended_at == one.settled_at)


def _woken(one: TracedDelivery, before: TracedDelivery | None, notice: Notice) -> Iterator[Event]:
    """That a channel after the first was called in. When is known where the one before it failed: in the same
    transaction."""
    idle = (DeliveryState.STANDBY, DeliveryState.CANCELLED, DeliveryState.FAILED)
    if before is None or (one.state in idle and not one.attempts):
        return
    left, cause, at = _left(one), Cause.UNRECORDED, None
    if before.settled_at is not None and left is not None:
        waited = left - before.settled_at
        if before.state in UNTOLD and waited >= timedelta(0):
            cause, at = Cause.FAILURE, before.settled_at
        elif notice.kind in WAKING and waited >= UNACKNOWLEDGED_AFTER:
            cause = Cause.UNACKNOWLEDGED
    yield Event(step=Step.WOKEN, at=at, channel=one.channel, cause=cause)


def _left(one: TracedDelivery) -> datetime | None:
    """When it first left, or may."""
    return one.attempts[0].ended_at if one.attempts else one.settled_at or one.not_before
