"""What a text knows of a notice, of its channels and of each step of its way. No sentence is written here."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from textwrap import shorten

from db.channels import ChannelKind
from db.notices import notice_code
from db.traces import Trace, TracedDelivery, TracedLine
from rede.desk import Desk
from rede.lines import nature_of_kind
from rede.sendings import GoalMark
from rede.trace import Event, masked, steps_of
from scheduler.clock import BRASILIA
from scheduler.wording import short_date

#: Goals and functions named; the rest is counted.
MOST_GOALS, MOST_FUNCTIONS = 6, 3
#: What stands for the state of what waits for a person's word.
HELD = "held"
#: Steps told one by one, and characters of an answer: a way that fits one message.
MOST_STEPS, LONGEST_ANSWER = 20, 90


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelLine:
    """One channel of a notice, as it stands."""

    channel: ChannelKind
    #: A `DeliveryState`, or HELD.
    state: str
    #: When it left, ended or may leave; empty where that is not known.
    when: str
    #: Why it ended, where a person may want to know.
    answer: str
    resent: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class StepLine:
    """One step of the way, as `rede.trace.Event`."""

    step: str
    #: `ter., 09/12/2025 9h00`; empty: not on record.
    when: str
    channel: str
    number: int
    outcome: str
    answer: str
    cause: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeLine:
    """A notice in short: to whom, about what, how it stands."""

    code: str
    #: A `NoticeKind`.
    kind: str
    #: Empty for a chat that belongs to nobody.
    person: str
    #: (acronym, function) pairs.
    functions: Sequence[tuple[str, str]]
    goals: Sequence[GoalMark]
    more: int
    #: What it is called where it is about no goal: the title of an announcement, the subject of a mail.
    subject: str
    created: str
    channels: Sequence[ChannelLine]
    acknowledged: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WayLine:
    """The steps that fit: all of them, or the newest ones, newest first."""

    code: str
    steps: Sequence[StepLine]
    #: Earlier steps, which are not told.
    earlier: int


def moment(instant: datetime | None) -> str:
    """`ter., 09/12/2025 9h00`, in Brasília; empty for None."""
    if instant is None:
        return ""
    local = instant.astimezone(BRASILIA)
    return f"{short_date(local.date())} {local.hour}h{local:%M}"


def notice_line(desk: Desk, trace: Trace) -> NoticeLine:
    notice, person = trace.notice, trace.person
    texts, served = desk.office.texts, trace.serves[:MOST_FUNCTIONS]
    named = trace.lines[:MOST_GOALS]
    return NoticeLine(
        code=notice_code(notice.id),
        kind=notice.kind,
        person=person.name if person else "",
        functions=[
            (one.acronym, texts.chat("function_name", code=one.function, axis=one.axis)) for one in served
        ],
        goals=[_mark(line) for line in named],
        more=len(trace.lines) - len(named),
        subject=_subject(trace),
        created=moment(notice.created_at),
        channels=[_channel(one) for one in trace.deliveries],
        acknowledged=moment(notice.acknowledged_at),
    )


def way_line(trace: Trace) -> WayLine:
    steps = steps_of(trace)
    shown = steps if len(steps) <= MOST_STEPS else steps[: -MOST_STEPS - 1 : -1]
    return WayLine(
        code=notice_code(trace.notice.id),
        steps=[_step(one) for one in shown],
        earlier=len(steps) - len(shown),
    )


def _mark(line: TracedLine) -> GoalMark:
    nature = nature_of_kind(line.kind, internal=line.internal)
    return GoalMark(acronym=line.acronym, key=line.key, distance="", nature=nature)


def _subject(trace: Trace) -> str:
    if trace.announcement is not None:
        return trace.announcement.title
    return next((one.subject for one in trace.deliveries if one.subject), "")


def _channel(one: TracedDelivery) -> ChannelLine:
    return ChannelLine(
        channel=one.channel,
        state=HELD if one.is_held else one.state,
        when="" if one.is_held else moment(one.settled_at or one.not_before),
        answer=_answer(one.last_error),
        resent=one.resent,
    )


def _step(event: Event) -> StepLine:
    return StepLine(
        step=event.step,
        when=moment(event.at),
        channel=event.channel or "",
        number=event.number,
        outcome=event.outcome,
        answer=_answer(event.answer),
        cause=event.cause,
    )


def _answer(words: str) -> str:
    return shorten(masked(words), LONGEST_ANSWER, placeholder="…")
