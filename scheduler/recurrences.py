"""Days that come back, each computed from the origin and never from the one before: nothing drifts.

Months have numbers, so what comes back is a range of them. Each function gives what lies in the window, in order.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, timedelta
from functools import partial
from itertools import count, islice, repeat
from operator import itemgetter

from scheduler.counting import Counter, Moved, month_days, month_number, short_month
from scheduler.due_date import DueDate
from scheduler.facts import Start, Window
from scheduler.rules import BusinessDayAfter, EveryDays, MonthBusinessDay, MonthlyDay, Turn, YearlyDate

#: From its fields, in their order.
_due_date: Callable[[tuple[date, date, date, Moved, int | None]], DueDate] = partial(tuple.__new__, DueDate)


def cycles(months: int, window: Window, counter: Counter) -> list[DueDate]:
    """Each is due when it ends, date to date from the origin."""
    origin, since, until = window
    first = month_number(origin)
    begun = max(0, _whole(month_number(since) - 1 - first, months) - months)
    days = _days(origin.day, range(first + begun, month_number(until) + 1, months), counter.month)
    return _in_turn(days, window, Moved(counter, origin.day), count(begun, months))


def civil_cycles(months: int, window: Window, counter: Counter) -> Iterator[DueDate]:
    """Each is due when its civil period ends; the first is the one in which the vigência begins."""
    for period in _civil_periods(months, window):
        yield DueDate(period.opens, *counter.onward(period.on, counter.moved))


def every_days(rule: EveryDays, window: Window, counter: Counter) -> Iterator[DueDate]:
    """So many continuous days from the origin, and so many again."""
    step = timedelta(days=rule.days)
    first = max(1, (window.since - window.origin) // step)
    for turn in range(first, (window.until - window.origin) // step + 1):
        literal = window.origin + turn * step
        if literal >= window.since:
            yield DueDate(literal - step, *counter.onward(literal, counter.moved), turn * rule.days)


def monthly(rule: MonthlyDay, window: Window, counter: Counter) -> list[DueDate]:
    """The first one lies after the origin."""
    first = _first_after(window.origin, month_number(window.origin), rule.day, step=1)
    return _same_day(rule.day, range(first, month_number(window.until) + 1), window, counter)


def yearly(rule: YearlyDate, window: Window, counter: Counter) -> list[DueDate]:
    """The first one lies after the origin, and is the only one of a date that does not come back."""
    first = _first_after(window.origin, window.origin.year * 12 + rule.month - 1, rule.day, step=12)
    last = first if rule.once else month_number(window.until)
    return _same_day(rule.day, range(first, last + 1, 12), window, counter)


def month_business_days(rule: MonthBusinessDay, window: Window, counter: Counter) -> Iterator[DueDate]:
    """One business day of a month each year, after the origin."""
    first = max(window.origin, window.since).year * 12 + rule.month - 1
    for number in range(first, month_number(window.until) + 1, 12):
        found = counter.business_day(number, rule.nth)
        if window.origin < found.literal and window.since <= found.literal <= window.until:
            opens = max(counter.business_day(number - 12, rule.nth).literal, window.origin)
            yield DueDate(opens, *found)


def business_days(rule: BusinessDayAfter, window: Window, counter: Counter) -> Iterator[DueDate]:
    """After the origin; the first reference period is the civil one in which it lies."""
    first = _civil_period(window.origin, rule.period)
    early = _whole(month_number(window.since) - rule.months_after - rule.period - first, rule.period)
    for period in range(first + max(0, early), month_number(window.until) + 1, rule.period):
        month = period + rule.period - 1 + rule.months_after
        found = counter.business_day(month, rule.nth)
        if window.origin < found.literal and window.since <= found.literal <= window.until:
            yield DueDate(max(month_days(period)[0], window.origin), *found)


def turns(turn: Turn, window: Window, counter: Counter) -> Iterator[Start]:
    """The days themselves that come back, whatever is counted from them."""
    match turn:
        case Turn.WEEK:
            yield from _sundays(window)
        case Turn.ANNIVERSARY:
            for due in cycles(turn.months, window, counter):
                yield Start(due.literal, None, due.occurrence, due.opens)
        case _:
            yield from _civil_periods(turn.months, window)


def _civil_periods(months: int, window: Window) -> Iterator[Start]:
    first = _civil_period(window.origin, months)
    early = max(0, _whole(month_number(window.since) - months - first, months))
    for period in range(first + early, month_number(window.until) + 1, months):
        last = month_days(period + months - 1)[-1]
        if window.since <= last <= window.until:
            opens = max(month_days(period)[0], window.origin)
            yield Start(last, None, f"{last:%Y%m}", opens)


def _sundays(window: Window) -> Iterator[Start]:
    first = max(window.origin, window.since)
    sunday = first + timedelta(days=6 - first.weekday())
    while sunday <= window.until:
        yield Start(sunday, None, sunday.isoformat(), max(sunday - timedelta(days=6), window.origin))
        sunday += timedelta(days=7)


def _first_after(origin: date, number: int, day: int, *, step: int) -> int:
    """The numbered month whose day comes after the origin, or the next of them."""
    return number if short_month(number)[day - 1] > origin else number + step


def _same_day(day: int, numbers: range, window: Window, counter: Counter) -> list[DueDate]:
    """One day of each numbered month, or the last one where the month is shorter."""
    near = numbers[max(0, (month_number(window.since) - numbers.start) // numbers.step) :]
    opens = max(short_month(near.start - near.step)[day - 1], window.origin)
    return _in_turn([opens, *_days(day, near, short_month)], window, counter.aiming_at(day), repeat(None))


def _days(day: int, numbers: range, month: Callable[[int], tuple[date, ...]]) -> list[date]:
    """That day of each numbered month."""
    return list(map(itemgetter(day - 1), map(month, numbers)))


def _in_turn(days: Sequence[date], window: Window, how: Moved, keys: Iterable[int | None]) -> list[DueDate]:
    """Each day but the first, opened by the one before it; of `keys`, one for each day.

    A million are made at a time, so no line of Python is run for one of them alone.
    """
    first = max(1, bisect_left(days, window.since))
    last = max(first, bisect_right(days, window.until))
    literals = days[first:last]
    if not literals:
        return []
    extended = how.counter.days.moved_on.each(literals)
    made = zip(days[first - 1 :], literals, extended, repeat(how), islice(keys, first, None), strict=False)
    return list(map(_due_date, made))


def _civil_period(day: date, months: int) -> int:
    """The first month of the civil period that holds `day`, counted from January of its year."""
    return day.year * 12 + (day.month - 1) // months * months


def _whole(span: int, months: int) -> int:
    """So many months as make whole turns, at most `span`."""
    return span // months * months
