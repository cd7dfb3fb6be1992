"""How days are counted: Lei 9.784/1999, art. 66, or Código Civil, art. 132. Pure arithmetic, no rule shapes.

The first day is excluded and the last included; days are continuous; months and years run date to date, hours
minute to minute. The literal date moves to a day of work: onward, or back where the count itself runs back.
"""

from calendar import monthrange
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import NamedTuple, TypeAlias, assert_never

from scheduler.calendar import ONE_DAY, Calendar, Policy
from scheduler.clock import BRASILIA
from scheduler.days.working_days import WorkingDays
from scheduler.rules import Span, Unit


@dataclass(frozen=True, slots=True)
class Moved:
    """The literal date was moved to a day of work, where it was none."""

    counter: "Counter"
    aimed_day: int = 0  #: the day of the month aimed at, which a short month lacks; 0: none was


@dataclass(frozen=True, slots=True)
class BusinessDays:
    """Business days were counted from `origin`, itself excluded; what they came to was moved like any date."""

    counter: "Counter"
    origin: date


@dataclass(frozen=True, slots=True)
class LastBusinessDay:
    """The last business day up to `month_end`, found backward: literal and extended at once."""

    counter: "Counter"
    month_end: date


@dataclass(frozen=True, slots=True)
class ToTheMinute:
    """Hours were counted from an instant; the term ends at `at`, on the literal or the extended day."""

    counter: "Counter"
    at: datetime


@dataclass(frozen=True, slots=True)
class TermEnds:
    """The vigência itself ends: no day of work is looked for."""


#: How a date was found: what explains it, and whose holidays it leaned on.
Count: TypeAlias = Moved | BusinessDays | LastBusinessDay | ToTheMinute | TermEnds


class Counted(NamedTuple):
    """Where a count ended. A plain tuple, for a million are made at a time."""

    literal: date  #: where the count itself ends; reminders aim at it
    extended: date  #: the day after which it is late; before `literal` when counted backward
    how: Count


def unlisted_years(counted: Counted) -> list[int]:
    """The years without a list of holidays that a date leaned on; any makes it provisional."""
    literal, extended, how = counted
    if isinstance(how, TermEnds):
        return []
    days = [literal, extended]
    if isinstance(how, BusinessDays):
        days.append(how.origin + ONE_DAY if how.origin < literal else how.origin - ONE_DAY)
    years = range(min(days).year, max(days).year + 1)
    return [year for year in years if how.counter.calendar.is_provisional(year)]


@dataclass(frozen=True, slots=True)
class Counter:
    """Counts by one calendar and one law."""

    calendar: Calendar
    policy: Policy
    days: WorkingDays = field(repr=False, compare=False)
    month: Callable[[int], tuple[date, ...]] = field(repr=False, compare=False)  #: for `months_after`

    @property
    def moved(self) -> Moved:
        return Moved(self)

    def after(self, origin: date, span: Span) -> Counted:
        """A term of `span` after `origin`, moved on to the next day of work."""
        match span.unit:
            case Unit.BUSINESS_DAYS:
                return self.onward(self.days.after(origin, span.count), BusinessDays(self, origin))
            case Unit.MONTHS | Unit.YEARS:
                return self.onward(self.months_after(origin, _months(span)), Moved(self, origin.day))
            case Unit.DAYS | Unit.HOURS:
                return self.onward(origin + timedelta(days=_whole_days(span)), self.moved)
            case _:
                assert_never(span.unit)

    def before(self, origin: date, span: Span) -> Counted:
        """A term of `span` before `origin`, moved back to the previous day of work."""
        match span.unit:
            case Unit.BUSINESS_DAYS:
                return self.back(self.days.before(origin, span.count), BusinessDays(self, origin))
            case Unit.MONTHS | Unit.YEARS:
                return self.back(self.months_after(origin, -_months(span)), Moved(self, origin.day))
            case Unit.DAYS | Unit.HOURS:
                return self.back(origin - timedelta(days=_whole_days(span)), self.moved)
            case _:
                assert_never(span.unit)

    def hours_after(self, instant: datetime, hours: int) -> Counted:
        """A term of hours, minute to minute (Código Civil, art. 132, § 4º); where it ends on a day without
        work, it ends at the same hour of the next day with it.

        Raises ValueError for a naive instant.
        """
        ends = _elapsed(instant, hours)
        return self.onward(ends.date(), ToTheMinute(self, _on(self.days.moved_on, ends)))

    def hours_before(self, instant: datetime, hours: int) -> Counted:
        """Hours of notice before an instant, moved back to the same hour of a day of work.

        Raises ValueError for a naive instant.
        """
        ends = _elapsed(instant, -hours)
        return self.back(ends.date(), ToTheMinute(self, _on(self.days.moved_back, ends)))

    def aiming_at(self, day: int) -> Moved:
        """For a day of the month that may lack it; 31 means the last one, whichever it is."""
        return Moved(self, 0 if day == 31 else day)

    def onward(self, literal: date, how: Count) -> Counted:
        """`literal`, and the day of work on which the term may end from there on."""
        return Counted(literal, self.days.moved_on[literal], how)

    def back(self, literal: date, how: Count) -> Counted:
        """`literal`, and the day of work on which the term may end from there back."""
        return Counted(literal, self.days.moved_back[literal], how)

    def business_day(self, month: int, nth: int | None) -> Counted:
        """The nth business day of a month; None, or too many: its last one.

        The last one is found backward, and is literal and extended at once.
        """
        first, last = month_days(month)[0], month_days(month)[-1]
        if nth is not None:
            found = self.days.after(first - ONE_DAY, nth)
            if found <= last:
                return self.onward(found, BusinessDays(self, first - ONE_DAY))
        found = self.days.moved_back[last]
        return Counted(found, found, LastBusinessDay(self, last))

    def months_after(self, origin: date, months: int) -> date:
        """Date to date (art. 66, § 3º). A month without the day: its last one for Lei 9.784/1999, the first
        of the next for the Código Civil (art. 132, § 3º). Backward, both take the last one."""
        month = self.month if months > 0 else short_month
        return month(month_number(origin) + months)[origin.day - 1]


@lru_cache(maxsize=256)
def counter_by(calendar: Calendar, policy: Policy) -> Counter:
    """The counter of a calendar and a law, made once while it is in use."""
    return Counter(calendar, policy, calendar.seen_by(policy), _MONTHS[policy])


def month_number(day: date) -> int:
    """Months counted from the year 0: the next month has the next number."""
    return day.year * 12 + day.month - 1


@lru_cache(maxsize=4096)
def month_days(number: int) -> tuple[date, ...]:
    """The days of a month, in order."""
    first = date(number // 12, number % 12 + 1, 1)
    return tuple(first + timedelta(days=after) for after in range(monthrange(first.year, first.month)[1]))


@lru_cache(maxsize=4096)
def short_month(number: int) -> tuple[date, ...]:
    """Thirty-one days, where a day that the month lacks is its last one."""
    days = month_days(number)
    return (*days, *[days[-1]] * (31 - len(days)))


@lru_cache(maxsize=4096)
def _spilling_month(number: int) -> tuple[date, ...]:
    """Thirty-one days, where a day that the month lacks is the first of the next."""
    days = month_days(number)
    return (*days, *[days[-1] + ONE_DAY] * (31 - len(days)))


_MONTHS = {Policy.LEI_9784: short_month, Policy.CODIGO_CIVIL: _spilling_month}


def _months(span: Span) -> int:
    return span.count * 12 if span.unit is Unit.YEARS else span.count


def _whole_days(span: Span) -> int:
    """An event is known by its day only: of hours, a day begun counts whole."""
    return -(-span.count // 24) if span.unit is Unit.HOURS else span.count


def _elapsed(instant: datetime, hours: int) -> datetime:
    """Brasília's clock, so many hours of real time away."""
    if instant.tzinfo is None:
        raise ValueError("the instant has no zone")
    return (instant.astimezone(UTC) + timedelta(hours=hours)).astimezone(BRASILIA)


def _on(moved: Mapping[date, date], ends: datetime) -> datetime:
    return datetime.combine(moved[ends.date()], ends.timetz())
