"""How days are counted: Lei 9.784/1999, art. 66, or Código Civil, art. 132. Pure arithmetic, no rule shapes.

The first day is excluded and the last included; days are continuous; months and years run date to date.
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from typing import assert_never

from scheduler.calendar import ONE_DAY, Calendar, Policy
from scheduler.rules import Span, Unit


@dataclass(frozen=True, slots=True)
class Counted:
    """Where a count ended, and what it leaned on."""

    literal: date  #: where the count itself ends; reminders aim at it
    extended: date  #: the day after which it is late; before `literal` when counted backward
    skipped: tuple[date, ...]  #: days on which it could not end, in order: they explain the date
    looked_from: date  #: first and last day whose kind of day mattered
    looked_to: date


@dataclass(frozen=True, slots=True)
class Counter:
    """Counts by one calendar and one law."""

    calendar: Calendar
    policy: Policy

    def after(self, origin: date, span: Span) -> Counted:
        """A term of `span` after `origin`, moved on to the next day of work."""
        literal = self._moved(origin, span.count, span.unit)
        looked = origin + ONE_DAY if span.unit is Unit.BUSINESS_DAYS else literal
        return self.forward(literal, looked_from=looked)

    def before(self, origin: date, span: Span) -> Counted:
        """A term of `span` before `origin`, moved back to the previous day of work."""
        literal = self._moved(origin, -span.count, span.unit)
        looked = origin if span.unit is Unit.BUSINESS_DAYS else literal
        return self._backward(literal, looked_to=looked)

    def forward(self, literal: date, *, looked_from: date | None = None) -> Counted:
        """`literal`, moved on to the next day of work where it falls on a day without."""
        extended = self.calendar.next_business_day(literal, self.policy)
        return Counted(literal, extended, _days(literal, extended), looked_from or literal, extended)

    def business_day(self, first: date, nth: int | None) -> Counted:
        """The nth business day of the month that begins on `first`; None, or too many: its last one.

        The last one is found backward, and is literal and extended at once.
        """
        day = self._business_days(first - ONE_DAY, nth) if nth else None
        if day is not None and day <= end_of_month(first):
            return self.forward(day, looked_from=first)
        found = self._backward(end_of_month(first), looked_to=end_of_month(first))
        return Counted(found.extended, found.extended, found.skipped, found.looked_from, found.looked_to)

    def is_provisional(self, counted: Counted) -> bool:
        """Whether the count leaned on a year with no list of holidays."""
        years = range(counted.looked_from.year, counted.looked_to.year + 1)
        return any(self.calendar.is_provisional(year) for year in years)

    def months_after(self, origin: date, months: int) -> date:
        """Date to date (art. 66, § 3º). A month without the day: its last one for Lei 9.784/1999, the first
        of the next for the Código Civil (art. 132, § 3º). Backward, both take the last one."""
        first = start_of_month(origin, months)
        last = end_of_month(first)
        if origin.day <= last.day:
            return first.replace(day=origin.day)
        return last + ONE_DAY if self.policy is Policy.CODIGO_CIVIL and months > 0 else last

    def _backward(self, literal: date, *, looked_to: date) -> Counted:
        extended = self.calendar.business_day_on_or_before(literal, self.policy)
        return Counted(literal, extended, _days(extended + ONE_DAY, literal + ONE_DAY), extended, looked_to)

    def _moved(self, origin: date, count: int, unit: Unit) -> date:
        match unit:
            case Unit.DAYS:
                return origin + timedelta(days=count)
            case Unit.HOURS:  # an event is known by its day only: a started day counts whole, away from it
                return origin + timedelta(days=_whole_days(count))
            case Unit.BUSINESS_DAYS:
                return self._business_days(origin, count)
            case Unit.MONTHS:
                return self.months_after(origin, count)
            case Unit.YEARS:
                return self.months_after(origin, 12 * count)
            case _:
                assert_never(unit)

    def _business_days(self, origin: date, count: int) -> date:
        step, left, day = (ONE_DAY if count > 0 else -ONE_DAY), abs(count), origin
        while left:
            day += step
            left -= self.calendar.is_business_day(day, self.policy)
        return day


def start_of_month(day: date, months: int = 0) -> date:
    """The first day of the month that comes `months` after that of `day`."""
    index = day.year * 12 + day.month - 1 + months
    return date(index // 12, index % 12 + 1, 1)


def end_of_month(day: date) -> date:
    """The last day of the month of `day`."""
    return day.replace(day=monthrange(day.year, day.month)[1])


def months_between(early: date, late: date) -> int:
    """How many months the calendar turns from one date to another; the days do not matter."""
    return (late.year - early.year) * 12 + late.month - early.month


def _whole_days(hours: int) -> int:
    days = -(-abs(hours) // 24)
    return days if hours > 0 else -days


def _days(first: date, end: date) -> tuple[date, ...]:
    return tuple(first + timedelta(days=offset) for offset in range((end - first).days))
