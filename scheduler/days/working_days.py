"""A calendar as one law sees it: on which days business is counted, and on which a term may end.

Layers lie one upon the other, the week at the bottom: each is the one below, but for the few days that it closes.
What was found is kept. No table knows who asks it, so a calendar that nobody uses any more is gone at once.
"""

from abc import abstractmethod
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import MAXYEAR, MINYEAR, date, timedelta
from functools import cache
from typing import Generic, NamedTuple, TypeVar

from scheduler.days.closures import Closures, Policy

ONE_DAY = timedelta(days=1)
Value = TypeVar("Value")


class Week:
    """Nothing is closed but Saturdays and Sundays."""

    def __init__(self) -> None:
        #: Where a term that ends on a day ends, once moved on to a day of work: often the day itself.
        self.moved_on = Moved(ONE_DAY)
        #: Where it ends once moved back.
        self.moved_back = Moved(-ONE_DAY)
        #: The business days of a year, in order.
        self.business_days: Mapping[int, Sequence[date]] = _WeekCounted()

    def counts(self, day: date) -> bool:
        """Whether a count of business days counts this one."""
        return day.weekday() < 5

    def bars(self, day: date) -> bool:
        """Whether a term that ends here moves."""
        return self.moved_on[day] != day

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


class Moved(dict[date, date]):
    """Where a term that ends on a day ends, once moved a `step` at a time to a day of work."""

    __slots__ = ("step",)

    def __init__(self, step: timedelta) -> None:
        super().__init__()
        self.step = step

    def __missing__(self, day: date) -> date:
        found = self[day] = self.find(day)
        return found

    def find(self, day: date) -> date:
        """What is not kept yet."""
        while day.weekday() >= 5:
            day += self.step
        return day

    def each(self, days: Sequence[date]) -> Iterable[date]:
        """Of days in order, at least one: a million at a time, with no line of Python for one of them alone."""
        return map(self.__getitem__, days)


class WorkingDays(Week):
    """What lies below, without the days that one more layer closes."""

    def __init__(self, below: Week, closures: Callable[[int], Closures], policy: Policy) -> None:
        self._below = below
        self._closed = _Closings(closures, policy)
        self.moved_on = _LayerMoved(below.moved_on, self._closed)
        self.moved_back = _LayerMoved(below.moved_back, self._closed)
        self.business_days = _LayerCounted(below.business_days, self._closed)

    def counts(self, day: date) -> bool:
        return self._below.counts(day) and day not in self._closed[day.year].idle


class _Years(dict[int, Value], Generic[Value]):
    """A table that finds a year that it does not have, and keeps it."""

    @abstractmethod
    def find(self, year: int) -> Value: ...

    def __missing__(self, year: int) -> Value:
        found = self[year] = self.find(year)
        return found


class _Closed(NamedTuple):
    """What one layer closes in one year, for one law."""

    idle: frozenset[date]
    barred: frozenset[date]


class _Closings(_Years[_Closed]):
    def __init__(self, closures: Callable[[int], Closures], policy: Policy) -> None:
        super().__init__()
        self._closures, self._policy = closures, policy

    def find(self, year: int) -> _Closed:
        closures, policy = self._closures(year).values(), self._policy
        return _Closed(
            frozenset(closure.day for closure in closures if closure.idles(policy)),
            frozenset(closure.day for closure in closures if closure.bars(policy)),
        )


class _LayerMoved(Moved):
    """As below, but from the few days from which a term would end on one that this layer closes."""

    __slots__ = ("_below", "_closed", "_own", "_years")

    def __init__(self, below: Moved, closed: _Closings) -> None:
        super().__init__(below.step)
        self._below, self._closed = below, closed
        self._own: dict[date, date] = {}
        #: Those of which `_own` has every day.
        self._years: set[int] = set()

    def find(self, day: date) -> date:
        self._know(day.year)
        return self._own.get(day, self._below[day])

    def each(self, days: Sequence[date]) -> Iterable[date]:
        # Nothing is kept here: a table of its own for each municipality would cost more than to look twice.
        for year in range(days[0].year, days[-1].year + 1):
            self._know(year)
        return map(self._own.get, days, map(self._below.__getitem__, days))

    def _know(self, year: int) -> None:
        if year not in self._years:
            for closed in self._ends_lost(year):
                self._own.update(dict.fromkeys(self._ending_on(closed), self._onto(closed)))
            self._years.add(year)

    def _ends_lost(self, year: int) -> Iterator[date]:
        """The days closed on which a term ends below: those of the year, and of the one that it may run into."""
        for near in (year, year + self.step.days):
            if MINYEAR <= near <= MAXYEAR:
                yield from (day for day in self._closed[near].barred if self._below[day] == day)

    def _ending_on(self, closed: date) -> Iterator[date]:
        day = closed
        while self._below[day] == closed:
            yield day
            day -= self.step

    def _onto(self, day: date) -> date:
        while day in self._closed[day.year].barred:
            day = self._below[day + self.step]
        return day


class _WeekCounted(_Years[Sequence[date]]):
    def find(self, year: int) -> Sequence[date]:
        return tuple(day for day in days_of(year) if day.weekday() < 5)


class _LayerCounted(_Years[Sequence[date]]):
    def __init__(self, below: Mapping[int, Sequence[date]], closed: _Closings) -> None:
        super().__init__()
        self._below, self._closed = below, closed

    def find(self, year: int) -> Sequence[date]:
        below, idle = self._below[year], self._closed[year].idle
        return below if idle.isdisjoint(below) else tuple(day for day in below if day not in idle)


@cache
def week() -> Week:
    """The same for every calendar and law."""
    return Week()


@cache
def days_of(year: int) -> tuple[date, ...]:
    """Every day of a year, in order; the same objects each time, so that they are hashed once."""
    first = date(year, 1, 1)
    return tuple(first + timedelta(days=after) for after in range((date(year, 12, 31) - first).days + 1))
