"""The shapes a deadline can have, as frozen values: what the phrase says. `deadlines` finds the days."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeAlias


class RuleError(ValueError):
    """A rule that cannot be: a count out of range, an unknown shape, a text that is no rule."""


class Anchor(StrEnum):
    """A date of the instrument from which a term is counted."""

    STARTS = "starts"  #: início da vigência
    ENDS = "ends"  #: fim da vigência
    SIGNED = "signed"  #: last signature
    PUBLISHED = "published"  #: extract published in the DOU


class EventKind(StrEnum):
    """Something that happens during the vigência and creates a duty; without it there is none."""

    CONVOCATION = "convocacao"
    COURSE_CHANGE = "alteracao-nos-cursos"
    ADHESION = "termo-de-adesao"
    REQUEST = "solicitacao"
    NORM = "norma"
    AGENDA = "agenda"
    KNOWLEDGE = "conhecimento"
    PAYMENT = "adimplemento"
    RECEIPT = "recebimento"
    NOTICE = "notificacao"
    OCCURRENCE = "evento"


Origin: TypeAlias = Anchor | EventKind


class Unit(StrEnum):
    """What a span is counted in; `days` are continuous (dias corridos)."""

    HOURS = "hours"
    DAYS = "days"
    BUSINESS_DAYS = "business-days"
    MONTHS = "months"
    YEARS = "years"


#: The longest span accepted: a hundred years, whatever the unit.
_LONGEST = {
    Unit.HOURS: 876_000,
    Unit.DAYS: 36_500,
    Unit.BUSINESS_DAYS: 3_650,
    Unit.MONTHS: 1_200,
    Unit.YEARS: 100,
}


@dataclass(frozen=True, slots=True)
class Span:
    """A length of time, at least 1 and at most a hundred years (ten, in business days)."""

    count: int
    unit: Unit

    def __post_init__(self) -> None:
        _within(self.count, 1, _LONGEST[self.unit], "a quantidade do prazo")


class QuantityUnit(StrEnum):
    """What a minimum is counted in: class hours, or occurrences of what the goal asks for."""

    HOURS = "hours"
    ITEMS = "items"


@dataclass(frozen=True, slots=True)
class Quantity:
    """The least to be done in each cycle."""

    minimum: int
    unit: QuantityUnit

    def __post_init__(self) -> None:
        _within(self.minimum, 1, 1_000_000, "o mínimo")


class Basis(StrEnum):
    """From where cycles are counted: the início da vigência, or the civil year."""

    FROM_START = "from-start"
    CIVIL = "civil"


@dataclass(frozen=True, slots=True)
class Continuous:
    """During the whole vigência; nothing falls due."""


@dataclass(frozen=True, slots=True)
class State:
    """True from the anchor to the end of the vigência; it opens, and has no last day."""

    anchor: Anchor = Anchor.STARTS


@dataclass(frozen=True, slots=True)
class After:
    """So much time after an anchor (once) or after each event of a kind."""

    span: Span
    origin: Origin


@dataclass(frozen=True, slots=True)
class Before:
    """So much time before an anchor or event: counted backward, rolled backward."""

    span: Span
    origin: Origin


@dataclass(frozen=True, slots=True)
class OnEvent:
    """On the day the event itself carries: the meeting, the date in the request, the date of the norm."""

    event: EventKind


@dataclass(frozen=True, slots=True)
class Cycle:
    """Once in each cycle of `months`, due when the cycle ends; with a quantity, at least so much of it."""

    months: int
    basis: Basis = Basis.FROM_START
    quantity: Quantity | None = None  #: None: doing it once is enough

    def __post_init__(self) -> None:
        _within(self.months, 1, 1_200, "o ciclo, em meses,")


@dataclass(frozen=True, slots=True)
class DayAfterMonth:
    """Day `day` of the month after that of the origin; several events of one month make one duty.

    `conditional`: without the event there is no duty, and silence is no breach.
    """

    day: int
    origin: Origin
    conditional: bool = True

    def __post_init__(self) -> None:
        _within(self.day, 1, 31, "o dia do mês")


@dataclass(frozen=True, slots=True)
class MonthlyDay:
    """Day `day` of every month (the last one, in a month that lacks it)."""

    day: int

    def __post_init__(self) -> None:
        _within(self.day, 1, 31, "o dia do mês")


@dataclass(frozen=True, slots=True)
class YearlyDate:
    """The same day of every year; 29 February becomes 28 in a common year."""

    month: int
    day: int

    def __post_init__(self) -> None:
        _within(self.month, 1, 12, "o mês")
        try:
            date(2028, self.month, self.day)  # a leap year, so that 29/02 is accepted
        except ValueError as error:
            raise RuleError("essa data não existe") from error


@dataclass(frozen=True, slots=True)
class BusinessDayAfter:
    """The nth business day of the month that comes `months_after` each civil period of `period` months ends.

    With 0, it is the last month of the period itself. `nth` None: the last one, found backward.
    """

    nth: int | None
    period: int = 1
    months_after: int = 1

    def __post_init__(self) -> None:
        if self.nth is not None:
            _within(self.nth, 1, 18, "o dia útil do mês")
        _within(self.period, 1, 12, "o período, em meses,")
        _within(self.months_after, 0, 24, "o número de meses seguintes")


@dataclass(frozen=True, slots=True)
class FixedDate:
    """One given day; `opens`, when the phrase gives a whole interval (1º trimestre de 2026)."""

    on: date
    opens: date | None = None


@dataclass(frozen=True, slots=True)
class TermMonths:
    """From month `first` to month `last` of the vigência, both counted from 1."""

    first: int
    last: int

    def __post_init__(self) -> None:
        _within(self.first, 1, 1_200, "o mês inicial")
        _within(self.last, self.first, 1_200, "o mês final")


@dataclass(frozen=True, slots=True)
class TermEnd:
    """The end of the vigência, as the instrument dates it or `months` after it began; it never moves."""

    months: int | None = None

    def __post_init__(self) -> None:
        if self.months is not None:
            _within(self.months, 1, 1_200, "o prazo de vigência, em meses,")


SimpleRule: TypeAlias = (
    Continuous
    | State
    | After
    | Before
    | OnEvent
    | Cycle
    | DayAfterMonth
    | MonthlyDay
    | YearlyDate
    | BusinessDayAfter
    | FixedDate
    | TermMonths
    | TermEnd
)


@dataclass(frozen=True, slots=True)
class Compound:
    """Two or more rules at once (meta 3.2: every cycle, and whenever the courses change)."""

    parts: tuple[SimpleRule, ...]

    def __post_init__(self) -> None:
        if len(self.parts) < 2:
            raise RuleError("uma regra composta tem pelo menos duas partes")


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
        case DayAfterMonth(_, EventKind() as event):
            return event
        case _:
            return None


def _within(value: int, least: int, most: int, what: str) -> None:
    if not least <= value <= most:
        raise RuleError(f"{what} deve ficar entre {least} e {most}, e é {value}")
