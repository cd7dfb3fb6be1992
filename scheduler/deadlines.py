"""From a rule to its days: what falls due in a window, by which law, and why on that day.

Nothing is stored and nothing is invented: where an anchor is unknown there is no date at all.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import takewhile
from typing import assert_never

from scheduler.calendar import Calendar, Policy
from scheduler.counting import Counted, Counter, end_of_month, start_of_month
from scheduler.recurrences import business_days, cycles, monthly, yearly
from scheduler.rule_json import rule_from_json, rule_to_json
from scheduler.rules import (
    After,
    Anchor,
    Basis,
    Before,
    BusinessDayAfter,
    Compound,
    Continuous,
    Cycle,
    DayAfterMonth,
    EventKind,
    FixedDate,
    MonthlyDay,
    OnEvent,
    Origin,
    Quantity,
    QuantityUnit,
    Rule,
    RuleError,
    SimpleRule,
    Span,
    State,
    TermEnd,
    TermMonths,
    Unit,
    YearlyDate,
    events_of,
    has_due_dates,
    parts_of,
)
from scheduler.wording import due_reason, term_end_reason

__all__ = [
    "After",
    "Anchor",
    "Anchors",
    "Basis",
    "Before",
    "BusinessDayAfter",
    "Compound",
    "Continuous",
    "Cycle",
    "DayAfterMonth",
    "DueDate",
    "Event",
    "EventKind",
    "FixedDate",
    "MonthlyDay",
    "OnEvent",
    "Origin",
    "Policy",
    "Quantity",
    "QuantityUnit",
    "Rule",
    "RuleError",
    "SimpleRule",
    "Span",
    "State",
    "TermEnd",
    "TermMonths",
    "Unit",
    "YearlyDate",
    "due_dates",
    "events_of",
    "has_due_dates",
    "parts_of",
    "rule_from_json",
    "rule_to_json",
]


@dataclass(frozen=True, slots=True)
class Anchors:
    """The four dates of an instrument; None: not known yet."""

    starts: date | None = None
    ends: date | None = None
    signed: date | None = None
    published: date | None = None

    def day(self, anchor: Anchor) -> date | None:
        match anchor:
            case Anchor.STARTS:
                return self.starts
            case Anchor.ENDS:
                return self.ends
            case Anchor.SIGNED:
                return self.signed
            case Anchor.PUBLISHED:
                return self.published
            case _:
                assert_never(anchor)


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened, or was called for.

    `on`: the day from which a rule counts (termo signed, fact known), or, for an event that carries its own
    deadline (convocation, request, norm, change in the courses), the day by which it asks.
    """

    kind: EventKind
    on: date


@dataclass(frozen=True, slots=True)
class DueDate:
    """One day on which something falls due."""

    opens: date | None  #: first day of the cycle, or the day counted from; None: nothing opens it
    literal: date  #: where the count ends: reminders aim at it
    extended: date  #: only after it is the goal late; earlier than `literal` in a term counted backward
    provisional: bool  #: it leaned on a year whose list of holidays is not out
    why: str  #: a Portuguese sentence that explains the date


def due_dates(
    rule: Rule,
    *,
    anchors: Anchors,
    events: Iterable[Event],
    calendar: Calendar,
    policy: Policy,
    since: date,
    until: date,
) -> list[DueDate]:
    """Every date whose literal day lies in `since`..`until`, both included, in order of the literal day.

    Cycles and other recurrences stop at the end of the vigência, when it is known.
    """
    counter, known = Counter(calendar, policy), tuple(events)
    window = _Window(anchors, known, counter, since, until)
    found = {due for part in parts_of(rule) for due in _due(part, window)}
    return sorted(found, key=lambda due: (due.literal, due.extended, due.opens or date.min, due.why))


@dataclass(frozen=True, slots=True)
class _Window:
    anchors: Anchors
    events: Sequence[Event]
    counter: Counter
    since: date
    until: date

    def origins(self, origin: Origin) -> list[date]:
        """The days an origin stands for: one anchor at most, or every event of the kind."""
        if isinstance(origin, Anchor):
            day = self.anchors.day(origin)
            return [] if day is None else [day]
        return sorted({event.on for event in self.events if event.kind is origin})

    def has(self, day: date) -> bool:
        return self.since <= day <= self.until


def _due(rule: SimpleRule, window: _Window) -> Iterator[DueDate]:
    for opens, counted in _occurrences(rule, window):
        if not window.has(counted.literal):
            continue
        if isinstance(rule, TermEnd):
            yield DueDate(opens, counted.literal, counted.literal, False, term_end_reason(counted.literal))
            continue
        provisional = window.counter.is_provisional(counted)
        yield DueDate(
            opens, counted.literal, counted.extended, provisional, due_reason(counted, window.counter)
        )


def _occurrences(rule: SimpleRule, window: _Window) -> Iterable[tuple[date | None, Counted]]:
    counter = window.counter
    match rule:
        case Continuous() | State():
            return ()
        case After(span, origin):
            return [(day, counter.after(day, span)) for day in window.origins(origin)]
        case Before(span, origin):
            opens = window.anchors.starts if isinstance(origin, Anchor) else None
            return [(opens, counter.before(day, span)) for day in window.origins(origin)]
        case OnEvent(event):
            return [(None, counter.forward(day)) for day in window.origins(event)]
        case DayAfterMonth():
            return _days_after_months(rule, window)
        case FixedDate(on, opens):
            return [(opens, counter.forward(on))]
        case TermMonths(first, last):
            return [
                (counter.months_after(day, first - 1), counter.forward(counter.months_after(day, last)))
                for day in window.origins(Anchor.STARTS)
            ]
        case TermEnd(months):
            if months is None:
                return [(window.anchors.starts, counter.forward(day)) for day in window.origins(Anchor.ENDS)]
            return [
                (day, counter.forward(counter.months_after(day, months)))
                for day in window.origins(Anchor.STARTS)
            ]
        case Cycle() | MonthlyDay() | YearlyDate() | BusinessDayAfter():
            return _recurring(rule, window)
        case _:
            assert_never(rule)


def _days_after_months(rule: DayAfterMonth, window: _Window) -> Iterator[tuple[date | None, Counted]]:
    """One duty for each month with an event: the month's first day opens it, so events merge."""
    for month in sorted({start_of_month(day) for day in window.origins(rule.origin)}):
        following = start_of_month(month, 1)
        literal = following.replace(day=min(rule.day, end_of_month(following).day))
        yield month, window.counter.forward(literal)


def _recurring(
    rule: Cycle | MonthlyDay | YearlyDate | BusinessDayAfter, window: _Window
) -> Iterable[tuple[date, Counted]]:
    starts, ends = window.anchors.starts, window.anchors.ends
    if starts is None:
        return ()
    last = min(window.until, ends or window.until, date(9000, 1, 1))
    if window.since > last:
        return ()
    endless = _endless(rule, starts, window)
    return takewhile(lambda occurrence: occurrence[1].literal <= last, endless)


def _endless(
    rule: Cycle | MonthlyDay | YearlyDate | BusinessDayAfter, starts: date, window: _Window
) -> Iterator[tuple[date, Counted]]:
    match rule:
        case Cycle():
            return cycles(rule, starts, window.since, window.counter)
        case MonthlyDay():
            return monthly(rule, starts, window.since, window.counter)
        case YearlyDate():
            return yearly(rule, starts, window.since, window.counter)
        case BusinessDayAfter():
            return business_days(rule, starts, window.since, window.counter)
        case _:
            assert_never(rule)
