"""What a text knows of one goal that falls due, or whose date moved. No sentence is written here."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from textwrap import shorten

from db.date_moves import DateMove
from db.notices import LineKey
from db.obligations import Obligation, Owed
from db.plans import Goal, GoalKind
from rede.dues import asked_month
from rede.progress_lines import Shortfall
from scheduler.ladder import Nature, offset_of
from scheduler.wording import distance, long_date, month_of

#: Days before a date from which it is worth counting them.
NEAR = 60
#: Characters of a goal's text in a chat list.
BRIEF = 160
#: What a line that a person had put off has for a step, before the day until which.
AGAIN = "again:"
#: What a line about a move has for a step, before the move's id.
MOVED = "moved:"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """What a template knows of one goal that falls due."""

    key: str
    text: str
    #: The text cut to what a phone shows at a glance.
    brief: str
    #: `quinta-feira, 24/12/2026`
    literal: str
    #: Empty when it is the literal date.
    extended: str
    #: `faltam 10 dias`: true only today. Empty while the date is far away.
    distance: str
    why: str
    late: bool
    provisional: bool
    #: `24/12/2026`
    day: str
    #: The agreement it is owed under.
    document: str
    #: A `scheduler.ladder.Nature`.
    nature: str = Nature.DEADLINE
    #: A `scheduler.ladder.Rung`, where it is told to somebody higher up; then also who was told before.
    rung: str = ""
    told_before: Sequence[str] = ()
    #: Whether anybody of the institution could have been.
    reachable: bool = False
    #: Where one line stands for the same goal under many agreements: how many, and some of them by name.
    agreements: int = 1
    named: Sequence[str] = ()
    #: `março de 2026`, where it is asked whether anything happened then.
    asked: str = ""
    #: Where a quantity is asked for: what is missing of it.
    shortfall: Shortfall | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """The lines of one institution's instrument."""

    acronym: str
    institution: str
    document: str
    lines: Sequence[Line]


@dataclass(frozen=True, slots=True, kw_only=True)
class MovedLine:
    """What a template knows of one goal whose date moved. Dates as `quinta-feira, 24/12/2026`."""

    key: str
    text: str
    brief: str
    literal_before: str
    #: Empty when it was the literal date.
    extended_before: str
    literal: str
    extended: str
    why: str
    provisional: bool
    document: str
    #: A `scheduler.ladder.Nature`.
    nature: str = Nature.DEADLINE


@dataclass(frozen=True, slots=True, kw_only=True)
class MovedSection:
    """The moved dates of one institution's instrument."""

    acronym: str
    institution: str
    document: str
    lines: Sequence[MovedLine]


def document_of(owed: Owed) -> str:
    """`AC 15/2025 (processo SEI 19973.014253/2025-58)`; the Secretariat, which has many, sees the partner too."""
    number, sei = owed.instrument.number, owed.instrument.sei
    partner = "" if owed.partner.id == owed.institution.id else f"· {owed.partner.acronym}"
    return " ".join(part for part in (number, partner, f"(processo SEI {sei})" if sei else "") if part)


def nature_of(goal: Goal, *, internal: bool) -> Nature:
    """What the date of an obligation is."""
    return nature_of_kind(goal.kind, internal=internal)


def nature_of_kind(kind: GoalKind, *, internal: bool) -> Nature:
    match kind:
        case GoalKind.CHECK_IN:
            return Nature.CHECK_IN
        case GoalKind.TERM_END:
            return Nature.TERM_END
        case GoalKind.PLAN:
            return Nature.INTERNAL if internal else Nature.DEADLINE


def agreement_of(owed: Owed) -> str:
    """`AC 15/2025 (UPB)`: short, among many."""
    return (
        f"{owed.instrument.number} ({owed.partner.acronym})"
        if owed.instrument.number
        else owed.partner.acronym
    )


def line_of(owed: Owed, day: date) -> Line:
    """How a dated obligation stands on `day`."""
    literal, extended = owed.obligation.literal, owed.obligation.extended
    if literal is None or extended is None:
        raise ValueError("only a dated obligation can be told by a reminder")
    nature = nature_of(owed.goal, internal=owed.obligation.internal)
    month = asked_month(owed.obligation.occurrence)
    aim = literal if day <= literal else extended
    far = distance(aim, day, of_deadline=nature is Nature.DEADLINE)
    return Line(
        key=owed.goal.key,
        text=owed.goal.text,
        brief=shorten(owed.goal.text, BRIEF, placeholder="…"),
        literal=long_date(literal),
        extended=long_date(extended) if extended != literal else "",
        distance=far if (aim - day).days <= NEAR else "",
        why=owed.obligation.why,
        late=day > extended and nature is Nature.DEADLINE and owed.instrument.starts is not None,
        provisional=owed.obligation.provisional,
        day=f"{aim:%d/%m/%Y}",
        document=document_of(owed),
        nature=nature,
        asked=month_of(month) if month else "",
    )


def aim_of(obligation: Obligation, step: str) -> date:
    """The day that a step of the ladder counts from: literal before, extended once it is late."""
    literal, extended = obligation.literal, obligation.extended
    if literal is None or extended is None:
        raise ValueError("only a dated obligation has steps")
    if step.startswith(AGAIN):
        return literal if date.fromisoformat(step.removeprefix(AGAIN)) <= literal else extended
    return extended if offset_of(step) > 0 else literal


def line_of_move(move: DateMove) -> LineKey:
    """By which a person is told of this move once."""
    return LineKey(move.obligation_id, f"{MOVED}{move.id}", move.literal)


def moved_line(owed: Owed, move: DateMove) -> MovedLine:
    """From which day to which, as it was when it moved."""
    return MovedLine(
        key=owed.goal.key,
        text=owed.goal.text,
        brief=shorten(owed.goal.text, BRIEF, placeholder="…"),
        literal_before=long_date(move.literal_before),
        extended_before=_unless(move.literal_before, move.extended_before),
        literal=long_date(move.literal),
        extended=_unless(move.literal, move.extended),
        why=move.why,
        provisional=owed.obligation.provisional,
        document=document_of(owed),
        nature=nature_of(owed.goal, internal=owed.obligation.internal),
    )


def _unless(literal: date, extended: date) -> str:
    return long_date(extended) if extended != literal else ""
