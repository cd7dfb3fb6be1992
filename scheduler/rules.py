"""The shapes a deadline can have, as frozen values: what the phrase says. `deadlines` finds the days."""

from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from scheduler.recurring_rules import BusinessDayAfter as BusinessDayAfter
from scheduler.recurring_rules import Cycle as Cycle
from scheduler.recurring_rules import EveryDays as EveryDays
from scheduler.recurring_rules import MonthBusinessDay as MonthBusinessDay
from scheduler.recurring_rules import MonthlyDay as MonthlyDay
from scheduler.recurring_rules import YearlyDate as YearlyDate
from scheduler.recurring_rules import nth_business_day
from scheduler.rule_values import Anchor as Anchor
from scheduler.rule_values import Basis as Basis
from scheduler.rule_values import EventKind as EventKind
from scheduler.rule_values import Origin as Origin
from scheduler.rule_values import Quantity as Quantity
from scheduler.rule_values import QuantityUnit as QuantityUnit
from scheduler.rule_values import RuleError as RuleError
from scheduler.rule_values import Span as Span
from scheduler.rule_values import Turn as Turn
from scheduler.rule_values import Unit as Unit
from scheduler.rule_values import within


@dataclass(frozen=True, slots=True)
class Continuous:
    """During the whole vigência; nothing falls due."""


@dataclass(frozen=True, slots=True)
class State:
    """True from the anchor, or from a given day, to the end of the vigência; it opens, and has no last day."""

    anchor: Anchor | date = Anchor.STARTS


@dataclass(frozen=True, slots=True)
class After:
    """So much time after an anchor (once), after each event of a kind, or after each turn."""

    span: Span
    origin: Origin


@dataclass(frozen=True, slots=True)
class Before:
    """So much time before an anchor, event or turn: counted backward, rolled backward."""

    span: Span
    origin: Origin


@dataclass(frozen=True, slots=True)
class OnEvent:
    """On the day the event itself carries: the meeting, the date in the request, the date of the norm."""

    event: EventKind


@dataclass(frozen=True, slots=True)
class OnDay:
    """On the very day of an anchor, or of each turn (the end of the vigência is `TermEnd`)."""

    origin: Anchor | Turn

    def __post_init__(self) -> None:
        if self.origin is Anchor.ENDS:
            raise RuleError("o último dia da vigência é uma regra à parte")


@dataclass(frozen=True, slots=True)
class DayAfterMonth:
    """Day `day` of the month `months_after` that of the origin; 31 is the last one of any month.

    Several events of one month make one duty. 0 months: the month of the origin itself.
    """

    day: int
    origin: Origin
    months_after: int = 1

    def __post_init__(self) -> None:
        within(self.day, 1, 31, "o dia do mês")
        within(self.months_after, 0, 24, "o número de meses seguintes")
        if self.origin is Turn.WEEK or (self.origin is Turn.MONTH and not self.months_after):
            raise RuleError("essa regra se diz de outro modo")

    @property
    def conditional(self) -> bool:
        """Without the event there is no duty, and silence is no breach."""
        return isinstance(self.origin, EventKind)


@dataclass(frozen=True, slots=True)
class BusinessDayAfterMonth:
    """The nth business day of the month `months_after` that of an anchor or event; None: the last one."""

    nth: int | None
    origin: Anchor | EventKind
    months_after: int = 1

    def __post_init__(self) -> None:
        nth_business_day(self.nth)
        within(self.months_after, 0, 24, "o número de meses seguintes")


@dataclass(frozen=True, slots=True)
class FixedDate:
    """One given day; `opens`, when the phrase gives a whole interval (1º trimestre de 2026)."""

    on: date
    opens: date | None = None

    def __post_init__(self) -> None:
        if self.opens is not None and self.opens > self.on:
            raise RuleError("o período termina antes de começar")


@dataclass(frozen=True, slots=True)
class TermMonths:
    """From month `first` to month `last` of the vigência, both counted from 1."""

    first: int
    last: int

    def __post_init__(self) -> None:
        within(self.first, 1, 1_200, "o mês inicial")
        within(self.last, self.first, 1_200, "o mês final")


@dataclass(frozen=True, slots=True)
class TermEnd:
    """The end of the vigência, as the instrument dates it or `months` after it began; it never moves."""

    months: int | None = None

    def __post_init__(self) -> None:
        if self.months is not None:
            within(self.months, 1, 1_200, "o prazo de vigência, em meses,")


SimpleRule: TypeAlias = (
    Continuous
    | State
    | After
    | Before
    | OnEvent
    | OnDay
    | Cycle
    | EveryDays
    | DayAfterMonth
    | BusinessDayAfterMonth
    | MonthlyDay
    | YearlyDate
    | BusinessDayAfter
    | MonthBusinessDay
    | FixedDate
    | TermMonths
    | TermEnd
)


@dataclass(frozen=True, slots=True)
class Compound:
    """Two or more rules at once (meta 3.2: every cycle, and whenever the courses change)."""

    parts: tuple[SimpleRule, ...]

    def __post_init__(self) -> None:
        if len(set(self.parts)) < max(2, len(self.parts)):
            raise RuleError("uma regra composta tem pelo menos duas partes, todas diferentes")


Rule: TypeAlias = SimpleRule | Compound


def parts_of(rule: Rule) -> tuple[SimpleRule, ...]:
    """The simple rules a rule is made of: itself, unless it is compound."""
    return rule.parts if isinstance(rule, Compound) else (rule,)


def events_of(rule: Rule) -> frozenset[EventKind]:
    """The kinds of event a rule waits for; empty for a rule that needs none."""
    return frozenset(kind for part in parts_of(rule) if (kind := _event_of(part)) is not None)


def has_due_dates(rule: Rule) -> bool:
    """Whether anything can ever fall due; where nothing can, the goal is never late (periodic check-in)."""
    return not all(isinstance(part, Continuous | State) for part in parts_of(rule))


def _event_of(rule: SimpleRule) -> EventKind | None:
    match rule:
        case OnEvent(event):
            return event
        case After(_, EventKind() as event) | Before(_, EventKind() as event):
            return event
        case DayAfterMonth(_, EventKind() as event) | BusinessDayAfterMonth(_, EventKind() as event):
            return event
        case _:
            return None
