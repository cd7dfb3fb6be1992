"""A calendar as one law sees it: on which days business is counted, and on which a term may end.

Layers lie one upon the other, the week at the bottom: each asks the one below and steps over its own days. What was
found is kept, so that a day is looked up, and walked to only the first time.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from functools import cache
from typing import Generic, NamedTuple, TypeVar

from scheduler.days.closures import Closures, Policy

ONE_DAY = timedelta(days=1)
Key = TypeVar("Key")
Value = TypeVar("Value")


class Week:
    """Nothing is closed but Saturdays and Sundays."""

    def __init__(self) -> None:
        #: Where a term that ends on a day ends, once moved on to a day of work: often the day itself.
        self.moved_on: Mapping[date, date] = _Kept(self._onward)
        #: Where it ends once moved back.
        self.moved_back: Mapping[date, date] = _Kept(self._back)
        #: The business days of a year, in order.
        self.business_days: Mapping[int, Sequence[date]] = _Kept(self._counted)

    def counts(self, day: date) -> bool:
        """Whether a count of business days counts this one."""
        return day.weekday() < 5

    def bars(self, day: date) -> bool:
        """Whether a term that ends here moves."""
        return day.weekday() >= 5

    def after(self, origin: date, count: int) -> date:
        """The business day that comes `count` after `origin`, at least 1; `origin` is not counted."""
        year, days = origin.year, self.business_days[origin.year]
        at = bisect_right(days, origin) + count - 1
        while at >= len(days):
            at, year = at - len(days), year + 1
            days = self.business_days[year]
        return days[at]

    def before(self, origin: date, count: int) -> date:
        """The business day that comes `count` before `origin`, at least 1; `origin` is not counted."""
        year, days = origin.year, self.business_days[origin.year]
        at = bisect_left(days, origin) - count
        while at < 0:
            year -= 1
            days = self.business_days[year]
            at += len(days)
        return days[at]

    def _counted(self, year: int) -> Sequence[date]:
        return tuple(day for day in days_of(year) if self.counts(day))

    def _onward(self, day: date) -> date:
        while self.bars(day):
            day += ONE_DAY
        return day

    def _back(self, day: date) -> date:
        while self.bars(day):
            day -= ONE_DAY
        return day


class WorkingDays(Week):
    """What lies below, without the days that one more layer closes."""

    def __init__(self, below: Week, closures: Callable[[int], Closures], policy: Policy) -> None:
        super().__init__()
        self._below = below
        self._closures = closures
        self._policy = policy
        self._closed: Mapping[int, _Closed] = _Kept(self._closed_in)
        self.moved_on = _MovedBy(below.moved_on, self._closed, ONE_DAY)
        self.moved_back = _MovedBy(below.moved_back, self._closed, -ONE_DAY)

    def counts(self, day: date) -> bool:
        return self._below.counts(day) and day not in self._closed[day.year].idle

    def bars(self, day: date) -> bool:
        return self._below.bars(day) or day in self._closed[day.year].barred

    def _counted(self, year: int) -> Sequence[date]:
        below, idle = self._below.business_days[year], self._closed[year].idle
        return below if idle.isdisjoint(below) else tuple(day for day in below if day not in idle)

    def _closed_in(self, year: int) -> "_Closed":
        closures, policy = self._closures(year).values(), self._policy
        return _Closed(
            frozenset(closure.day for closure in closures if closure.idles(policy)),
            frozenset(closure.day for closure in closures if closure.bars(policy)),
        )


class _Closed(NamedTuple):
    """What one layer closes in one year, for one law."""

    idle: frozenset[date]
    barred: frozenset[date]


class _Kept(dict[Key, Value], Generic[Key, Value]):
    """A table that finds what it does not have, and keeps it."""

    def __init__(self, find: Callable[[Key], Value]) -> None:
        super().__init__()
        self._find = find

    def __missing__(self, key: Key) -> Value:
        found = self[key] = self._find(key)
        return found


class _MovedBy(dict[date, date]):
    """Where terms that end on a day end, once the layer below and this one have moved them. A table of its own, for
    each municipality has one: a day is found in a single call."""

    __slots__ = ("_below", "_closed", "_step")

    def __init__(self, below: Mapping[date, date], closed: Mapping[int, _Closed], step: timedelta) -> None:
        super().__init__()
        self._below, self._closed, self._step = below, closed, step

    def __missing__(self, day: date) -> date:
        found = self._below[day]
        while found in self._closed[found.year].barred:
            found = self._below[found + self._step]
        self[day] = found
        return found


@cache
def week() -> Week:
    """The same for every calendar and law."""
    return Week()


@cache
def days_of(year: int) -> tuple[date, ...]:
    """Every day of a year, in order; the same objects each time, so that they are hashed once."""
    first = date(year, 1, 1)
    return tuple(first + timedelta(days=after) for after in range((date(year, 12, 31) - first).days + 1))
