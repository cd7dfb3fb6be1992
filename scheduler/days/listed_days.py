"""A row of a list of days without work: one date, a day that comes back every year, or one that Easter moves."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import TypeAlias, assert_never

from scheduler.days.closures import Closure, ClosureKind, Closures, by_day

_ONE_DATE = re.compile(r"\d{4}-\d\d-\d\d")
_EVERY_YEAR = re.compile(r"(\d\d)-(\d\d)")
_FROM_EASTER = re.compile(r"p[aá]scoa([+-]\d{1,3})?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class EveryYear:
    """The same day of every year, `07-02`; 29 February only where there is one."""

    month: int
    day: int

    def __post_init__(self) -> None:
        date(2000, self.month, self.day)  # a leap year; ValueError where the day never exists

    def __str__(self) -> str:
        return f"{self.month:02d}-{self.day:02d}"


@dataclass(frozen=True, slots=True)
class FromEaster:
    """So many days after Easter Sunday, negative before it: `pascoa+60` is Corpus Christi."""

    days: int

    def __str__(self) -> str:
        return f"pascoa{self.days:+d}" if self.days else "pascoa"


When: TypeAlias = date | EveryYear | FromEaster


@dataclass(frozen=True, slots=True)
class ListedDay:
    """What a list says of a day, whichever year it is read for."""

    when: When
    kind: ClosureKind
    name: str
    closes_at: time | None = None
    opens_at: time | None = None
    place: str = ""
    law: str = ""

    def closure(self, year: int) -> Closure | None:
        """The day as it is in `year`; None when that year has no such day."""
        day = day_in(self.when, year)
        if day is None:
            return None
        return Closure(day, self.kind, self.name, self.closes_at, self.opens_at, self.place, self.law)


def closures_in(year: int, days: Iterable[ListedDay]) -> Closures:
    """What the rows say of one year."""
    return by_day(closure for day in days if (closure := day.closure(year)) is not None)


def day_in(when: When, year: int) -> date | None:
    """The day of `year` that is meant; None when there is none."""
    match when:
        case date():
            return when if when.year == year else None
        case FromEaster(days):
            return easter(year) + timedelta(days=days)
        case EveryYear(2, 29) if year % 4 or (year % 100 == 0 and year % 400):
            return None
        case EveryYear(month, day):
            return date(year, month, day)
        case _:
            assert_never(when)


def read_when(text: str) -> When:
    """`2026-06-04`, `07-02` or `pascoa+60`; what `str` of the result writes again.

    Raises ValueError for anything else, and for a day that does not exist.
    """
    if yearly := _EVERY_YEAR.fullmatch(text):
        return EveryYear(int(yearly[1]), int(yearly[2]))
    if movable := _FROM_EASTER.fullmatch(text):
        return FromEaster(int(movable[1] or 0))
    if not _ONE_DATE.fullmatch(text):
        raise ValueError(f"not a day: {text!r}")
    return date.fromisoformat(text)


def easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar (J.-M. Oudin, 1940)."""
    golden, century = year % 19, year // 100
    epact = (century - century // 4 - (8 * century + 13) // 25 + 19 * golden + 15) % 30
    moon = epact - (epact // 28) * (1 - (29 // (epact + 1)) * ((21 - golden) // 11))
    weekday = (year + year // 4 + moon + 2 - century + century // 4) % 7
    return date(year, 3, 28) + timedelta(days=moon - weekday)
