"""Short names for the tables of phrases: what a phrase reads as, the reading adopted first."""

from scheduler.phrases import read_phrase
from scheduler.rules import (
    Anchor,
    Basis,
    Compound,
    Cycle,
    EventKind,
    OnDay,
    Quantity,
    QuantityUnit,
    Rule,
    SimpleRule,
    Span,
    Turn,
    Unit,
    YearlyDate,
)

STARTS, ENDS, SIGNED, PUBLISHED = Anchor.STARTS, Anchor.ENDS, Anchor.SIGNED, Anchor.PUBLISHED
MEETING, COURSES, ADHESION = EventKind.CONVOCATION, EventKind.COURSE_CHANGE, EventKind.ADHESION
REQUEST, NORM, AGENDA, KNOWN = EventKind.REQUEST, EventKind.NORM, EventKind.AGENDA, EventKind.KNOWLEDGE
PAID, RECEIVED, NOTIFIED = EventKind.PAYMENT, EventKind.RECEIPT, EventKind.NOTICE
EVENT = EventKind.OCCURRENCE
CIVIL = Basis.CIVIL


def readings(phrase: str) -> list[Rule]:
    """Every way to read a phrase; a single one where it is certain."""
    found = read_phrase(phrase)
    return [one.rule for one in found.alternatives] or [found.rule]


def days(count: int) -> Span:
    return Span(count, Unit.DAYS)


def business_days(count: int) -> Span:
    return Span(count, Unit.BUSINESS_DAYS)


def months(count: int) -> Span:
    return Span(count, Unit.MONTHS)


def years(count: int) -> Span:
    return Span(count, Unit.YEARS)


def hours(count: int) -> Span:
    return Span(count, Unit.HOURS)


def class_hours(count: int) -> Quantity:
    return Quantity(count, QuantityUnit.HOURS)


def times(count: int) -> Quantity:
    return Quantity(count, QuantityUnit.ITEMS)


def every(count: int, quantity: Quantity | None = None) -> list[Rule]:
    """Each so many months: from the start, or with the civil period."""
    return [Cycle(count, quantity=quantity), Cycle(count, CIVIL, quantity)]


def yearly() -> list[Rule]:
    """The three readings of `anual`."""
    return [*every(12), OnDay(Turn.ANNIVERSARY)]


def both(*parts: SimpleRule) -> Rule:
    return Compound(parts)


def each_year(*days: tuple[int, int]) -> Rule:
    """Those days (month, day) of every year."""
    found = tuple(YearlyDate(month, day) for month, day in days)
    return found[0] if len(found) == 1 else Compound(found)


def one_year(*days: tuple[int, int]) -> Rule:
    """Those days, the first ones of the vigência."""
    found = tuple(YearlyDate(month, day, once=True) for month, day in days)
    return found[0] if len(found) == 1 else Compound(found)


def year_or_once(*days: tuple[int, int]) -> list[Rule]:
    return [each_year(*days), one_year(*days)]
