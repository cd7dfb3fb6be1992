"""What falls due once, or once for each event or turn: a term before or after it, or a day of a month near it."""

from collections.abc import Iterable, Iterator
from operator import attrgetter
from typing import TypeAlias, assert_never

from scheduler.counting import Counted, Counter, Moved, TermEnds, month_days, month_number, short_month
from scheduler.due_date import ONCE, DueDate
from scheduler.facts import Anchors, Facts, Start
from scheduler.recurrences import turns
from scheduler.rules import (
    After,
    Anchor,
    Before,
    BusinessDayAfterMonth,
    DayAfterMonth,
    EventKind,
    FixedDate,
    MonthBusinessDay,
    OnDay,
    OnEvent,
    Origin,
    Span,
    TermEnd,
    TermMonths,
    Turn,
    Unit,
)

Term: TypeAlias = (
    After
    | Before
    | OnEvent
    | OnDay
    | DayAfterMonth
    | BusinessDayAfterMonth
    | FixedDate
    | MonthBusinessDay
    | TermMonths
    | TermEnd
)
#: The days that one of a unit takes at most, over a long span.
_DAYS = {Unit.HOURS: 1, Unit.DAYS: 1, Unit.BUSINESS_DAYS: 2, Unit.MONTHS: 31, Unit.YEARS: 366}
#: More than a run of days without work.
_SLACK = 31


def terms(rule: Term, facts: Facts, counter: Counter) -> list[DueDate]:
    """In order of the literal day; what counts from a turn keeps within the vigência."""
    since, until = facts.since, facts.until
    if isinstance(rule, After | Before | OnDay | DayAfterMonth) and isinstance(rule.origin, Turn):
        since, until = max(since, facts.anchors.starts or since), facts.last
    found = (due for due in _found(rule, facts, counter) if since <= due.literal <= until)
    return sorted(found, key=attrgetter("literal"))


def _found(rule: Term, facts: Facts, counter: Counter) -> Iterator[DueDate]:
    match rule:
        case After(span, origin):
            for start in _starts(origin, facts, counter, earlier=_reach(span)):
                yield DueDate(start.on, *_after(start, span, counter), start.key)
        case Before(span, origin):
            for start in _starts(origin, facts, counter, later=_reach(span)):
                yield DueDate(start.opens, *_before(start, span, counter), start.key)
        case OnEvent(origin) | OnDay(origin):
            for start in _starts(origin, facts, counter):
                yield DueDate(start.opens, *counter.onward(start.on, counter.moved), start.key)
        case DayAfterMonth() | BusinessDayAfterMonth():
            yield from _months_after(rule, facts, counter)
        case FixedDate(on, opens):
            yield DueDate(opens, *counter.onward(on, counter.moved), ONCE)
        case MonthBusinessDay(nth, month, year):
            if year is not None:
                yield DueDate(None, *counter.business_day(year * 12 + month - 1, nth), ONCE)
        case TermMonths() | TermEnd():
            yield from _of_the_vigencia(rule, facts.anchors, counter)
        case _:
            assert_never(rule)


def _starts(
    origin: Origin, facts: Facts, counter: Counter, *, earlier: int = 0, later: int = 0
) -> Iterable[Start]:
    """What the term counts from; of turns, also those so many days before and after the days asked about."""
    match origin:
        case Anchor():
            return facts.anchored(origin)
        case EventKind():
            return facts.happened(origin)
        case Turn():
            window = facts.wider(earlier=earlier, later=later).window()
            return () if window is None else turns(origin, window, counter)
        case _:
            assert_never(origin)


def _after(start: Start, span: Span, counter: Counter) -> Counted:
    if span.unit is Unit.HOURS and start.at is not None:
        return counter.hours_after(start.at, span.count)
    return counter.after(start.on, span)


def _before(start: Start, span: Span, counter: Counter) -> Counted:
    if span.unit is Unit.HOURS and start.at is not None:
        return counter.hours_before(start.at, span.count)
    return counter.before(start.on, span)


def _months_after(
    rule: DayAfterMonth | BusinessDayAfterMonth, facts: Facts, counter: Counter
) -> Iterator[DueDate]:
    """One duty for each month with an event: the month's first day opens it, so events merge."""
    before = _reach(Span(rule.months_after + 1, Unit.MONTHS))
    # With no month after, the day may come before the turn itself.
    starts = _starts(rule.origin, facts, counter, earlier=before, later=_SLACK)
    for month, start in {month_number(start.on): start for start in starts}.items():
        opens = start.opens if isinstance(rule.origin, Turn) else month_days(month)[0]
        key = f"{opens:%Y%m}" if isinstance(rule.origin, EventKind) else start.key
        yield DueDate(opens, *_in_month(rule, month + rule.months_after, counter), key)


def _in_month(rule: DayAfterMonth | BusinessDayAfterMonth, month: int, counter: Counter) -> Counted:
    if isinstance(rule, BusinessDayAfterMonth):
        return counter.business_day(month, rule.nth)
    return counter.onward(short_month(month)[rule.day - 1], counter.aiming_at(rule.day))


def _of_the_vigencia(rule: TermMonths | TermEnd, anchors: Anchors, counter: Counter) -> Iterator[DueDate]:
    starts, ends = anchors.starts, anchors.ends
    if isinstance(rule, TermMonths):
        if starts is not None:
            opens, literal = (counter.months_after(starts, months) for months in (rule.first - 1, rule.last))
            yield DueDate(opens, *counter.onward(literal, Moved(counter, starts.day)), ONCE)
        return
    if rule.months is not None:
        ends = counter.months_after(starts, rule.months) if starts is not None else None
    if ends is not None:
        yield DueDate(starts, ends, ends, TermEnds(), ONCE)


def _reach(span: Span) -> int:
    """At least as many days as a span takes."""
    return span.count * _DAYS[span.unit] + _SLACK
