"""What a phrase is read against, the day that comes of it, and how far days are from one another. Pure."""

from calendar import monthrange
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, time, timedelta
from enum import StrEnum

#: Years that somebody may mean, on each side of today.
YEARS = 20
WEEK = timedelta(days=7)


class Doubt(StrEnum):
    """Why a day must be asked for again."""

    #: It is `Read.day` or `Read.other`.
    EITHER = "either"
    #: It is some day from `Read.day` to `Read.other`: `semana que vem`.
    BETWEEN = "between"


@dataclass(frozen=True, slots=True)
class Read:
    """The day that somebody said; in doubt it is the likelier one, or the first of those meant."""

    day: date
    #: Wall time, as it was said.
    hour: time | None = None
    doubt: Doubt | None = None
    #: The second reading, or the last day of those meant. None without doubt.
    other: date | None = None


@dataclass(frozen=True, slots=True)
class Moment:
    """What a phrase is read against."""

    today: date
    working_day: Callable[[date], bool]
    #: Something is told that has happened: a day without its year is the last one that was.
    past: bool

    @property
    def step(self) -> int:
        return -1 if self.past else 1

    @property
    def monday(self) -> date:
        """Of this week."""
        return self.today - timedelta(days=self.today.weekday())

    @property
    def months(self) -> list[date]:
        """The first days of this month and of the twelve after it, or before it."""
        return [self.month(self.step * away) for away in range(13)]

    def month(self, away: int) -> date:
        """The first day of the month that is so many away."""
        years, before = divmod(self.today.month - 1 + away, 12)
        return date(self.today.year + years, before + 1, 1)

    def same_day(self, away: int) -> date:
        """Today's day so many months away, or the last one of a month that lacks it."""
        first = self.month(away)
        return min(last_of(first), first + timedelta(days=self.today.day - 1))

    def fits(self, day: date) -> bool:
        return day <= self.today if self.past else day >= self.today

    def sure(self, day: date | None) -> Read | None:
        """A day that was said in full; None when it does not exist, or is of no likely year."""
        return None if day is None or abs(day.year - self.today.year) > YEARS else Read(day)

    def first(self, days: Iterable[date | None]) -> Read | None:
        """The nearest of `days`, which come nearest first, that is not behind, or not ahead."""
        return next((Read(day) for day in days if day and self.fits(day)), None)

    def business_day(self, count: int) -> date | None:
        """The business day that comes `count` after today, or before it; None when there is none in a year."""
        step = timedelta(days=1 if count > 0 else -1)
        days = (self.today + step * away for away in range(1, 367))
        working = [day for day in days if self.working_day(day)]
        return working[abs(count) - 1] if 1 <= abs(count) <= len(working) else None


def day_or_none(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def last_of(first: date) -> date:
    """The last day of the month."""
    return first.replace(day=monthrange(first.year, first.month)[1])
