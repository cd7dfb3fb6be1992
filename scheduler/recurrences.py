"""Days that come back, each computed from the origin and never from the one before: nothing drifts."""

from collections.abc import Iterator
from datetime import date
from itertools import count

from scheduler.calendar import ONE_DAY
from scheduler.counting import Counted, Counter, end_of_month, months_between, start_of_month
from scheduler.rules import Basis, BusinessDayAfter, Cycle, MonthlyDay, YearlyDate

Occurrence = tuple[date, Counted]  #: the first day of the cycle, and where it ends


def cycles(rule: Cycle, starts: date, since: date, counter: Counter) -> Iterator[Occurrence]:
    """Endless, in order, from the first cycle that can end on or after `since`."""
    if rule.basis is Basis.CIVIL:
        yield from _civil_cycles(rule.months, starts, since, counter)
        return
    for turn in count(_turns_before(starts, since, rule.months)):
        opens = counter.months_after(starts, turn * rule.months)
        yield opens, counter.forward(counter.months_after(starts, (turn + 1) * rule.months))


def monthly(rule: MonthlyDay, starts: date, since: date, counter: Counter) -> Iterator[Occurrence]:
    """Endless; the first one lies after `starts`."""
    opens = starts
    for turn in count(_turns_before(starts, since, 1)):
        literal = _clamped(start_of_month(starts, turn), rule.day)
        if literal > starts:
            yield max(opens, starts), counter.forward(literal)
            opens = literal


def yearly(rule: YearlyDate, starts: date, since: date, counter: Counter) -> Iterator[Occurrence]:
    """Endless; the first one lies after `starts`."""
    first_year = max(starts.year, min(since.year, 9000) - 2)
    opens = starts
    for year in count(first_year):
        literal = _clamped(date(year, rule.month, 1), rule.day)
        if literal > starts:
            yield max(opens, starts), counter.forward(literal)
            opens = literal


def business_days(
    rule: BusinessDayAfter, starts: date, since: date, counter: Counter
) -> Iterator[Occurrence]:
    """Endless; the first reference period is the civil one in which the vigência begins."""
    first = _civil_period(starts, rule.period)
    for turn in count(max(0, _turns_before(first, since, rule.period) - rule.months_after // rule.period)):
        opens = start_of_month(first, turn * rule.period)
        month = start_of_month(opens, rule.period - 1 + rule.months_after)
        found = counter.business_day(month, rule.nth)
        if found.literal > starts:
            yield max(opens, starts), found


def _civil_cycles(months: int, starts: date, since: date, counter: Counter) -> Iterator[Occurrence]:
    first = _civil_period(starts, months)
    for turn in count(_turns_before(first, since, months)):
        opens = start_of_month(first, turn * months)
        last = start_of_month(opens, months) - ONE_DAY
        yield max(opens, starts), counter.forward(last)


def _civil_period(day: date, months: int) -> date:
    """The first day of the civil period of `months` that holds `day`, counted from January of its year."""
    return date(day.year, (day.month - 1) // months * months + 1, 1)


def _turns_before(origin: date, since: date, months: int) -> int:
    """How many whole turns surely end before `since`: those need not be looked at."""
    return max(0, months_between(origin, since) // months - 2)


def _clamped(first: date, day: int) -> date:
    return min(end_of_month(first), first.replace(day=min(day, 28)) + ONE_DAY * max(0, day - 28))
