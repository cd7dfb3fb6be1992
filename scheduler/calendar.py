"""Days without work, and days with half of it: what moves a deadline and what a business-day count skips.

The lists of holidays and pontos facultativos come out once a year, so they are data. A year with no list is
computed and called provisional. Nothing here depends on a holiday's name, which is only shown to people.
"""

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from enum import StrEnum
from functools import cache, lru_cache
from importlib.resources import files
from types import MappingProxyType
from typing import Self

import holidays

ONE_DAY = timedelta(days=1)
_COLUMNS = ("date", "kind", "name", "closes_at", "opens_at")


class CalendarError(ValueError):
    """A list of days that cannot be read; `line` is the line of the file, counted from 1."""

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(f"linha {line}: {reason}")
        self.line = line
        self.reason = reason


class Policy(StrEnum):
    """Which law counts the days of an instrument."""

    LEI_9784 = "lei-9784"  #: Lei 9.784/1999, art. 66
    CODIGO_CIVIL = "codigo-civil"  #: Lei 10.406/2002, art. 132


class ClosureKind(StrEnum):
    """Why there is no work on a day, or less of it."""

    HOLIDAY = "holiday"
    OPTIONAL = "optional"  #: ponto facultativo


@dataclass(frozen=True, slots=True)
class Closure:
    """One day of the list; with an hour, work stops at `closes_at` or begins at `opens_at` (Brasília)."""

    day: date
    kind: ClosureKind
    name: str
    closes_at: time | None = None
    opens_at: time | None = None

    @property
    def is_half_day(self) -> bool:
        return self.closes_at is not None or self.opens_at is not None

    @property
    def weight(self) -> int:
        """How much it closes, to choose between two closures of one day: the heavier one is kept."""
        if self.is_half_day:
            return 1 if self.closes_at is not None else 0
        return 3 if self.kind is ClosureKind.HOLIDAY else 2


@dataclass(frozen=True, slots=True)
class Calendar:
    """Holidays, pontos facultativos and half days. Immutable: loading a list makes another calendar."""

    years: frozenset[int] = frozenset()  #: years whose list is known; every other one is provisional
    _listed: Mapping[date, Closure] = field(default_factory=dict)
    _added: Mapping[date, Closure] = field(default_factory=dict)

    @classmethod
    def federal(cls) -> "Calendar":
        """The lists published by the Union for its own offices."""
        return _federal()

    @classmethod
    def from_csv(cls, text: str) -> Self:
        """A calendar from `date,kind,name,closes_at,opens_at` rows; every year that appears becomes listed.

        Raises CalendarError, which names the line.
        """
        return cls.of(_read_rows(text))

    @classmethod
    def of(cls, closures: Iterable[Closure]) -> Self:
        """A calendar whose listed years are those of `closures`."""
        listed = _by_day(closures)
        return cls(frozenset(day.year for day in listed), listed)

    def with_lists(self, other: "Calendar") -> "Calendar":
        """This calendar, where the years listed in `other` take the place of what was known of them."""
        kept = {day: closure for day, closure in self._listed.items() if day.year not in other.years}
        added = _by_day([*self._added.values(), *other._added.values()])
        return Calendar(self.years | other.years, MappingProxyType({**kept, **other._listed}), added)

    def with_closures(self, closures: Iterable[Closure]) -> "Calendar":
        """This calendar plus days of a State or municipality; it lists no further year by that."""
        return Calendar(self.years, self._listed, _by_day([*self._added.values(), *closures]))

    def closure(self, day: date) -> Closure | None:
        """What the list says of a day; None on an ordinary day, Saturdays and Sundays included."""
        known = self._listed.get(day) if day.year in self.years else _computed(day.year).get(day)
        added = self._added.get(day)
        if known is None or added is None:
            return known or added
        return max(known, added, key=lambda closure: closure.weight)

    def is_provisional(self, year: int) -> bool:
        """Whether the list of a year is not known, so that its days are a computed forecast."""
        return year not in self.years

    def is_business_day(self, day: date, policy: Policy = Policy.LEI_9784) -> bool:
        """Whether a count of business days counts this one; half days count.

        A full-day ponto facultativo is no business day for Lei 9.784/1999, and is one for the Código Civil.
        """
        if day.weekday() >= 5:
            return False
        closure = self.closure(day)
        if closure is None or closure.is_half_day:
            return True
        return closure.kind is ClosureKind.OPTIONAL and policy is Policy.CODIGO_CIVIL

    def extends(self, day: date, policy: Policy = Policy.LEI_9784) -> bool:
        """Whether a term that ends here moves on to the next business day.

        Lei 9.784/1999, art. 66, § 1º (no office work, or work that ends early); Código Civil, art. 132, § 1º
        (holidays and weekends only). A day that opens late is a day of work for both.
        """
        if not self.is_business_day(day, policy):
            return True
        closure = self.closure(day)
        return policy is Policy.LEI_9784 and closure is not None and closure.closes_at is not None

    def next_business_day(self, day: date, policy: Policy = Policy.LEI_9784) -> date:
        """`day` itself or the first day after it on which a term may end."""
        while self.extends(day, policy):
            day += ONE_DAY
        return day

    def business_day_on_or_before(self, day: date, policy: Policy = Policy.LEI_9784) -> date:
        """`day` itself or the last day before it on which a term may end (days that close early may not)."""
        while self.extends(day, policy):
            day -= ONE_DAY
        return day

    def working_day_on_or_after(self, day: date) -> date:
        """`day` itself or the first day after it with any office work, half days included: for sending."""
        while not self.is_business_day(day):
            day += ONE_DAY
        return day

    def working_day_on_or_before(self, day: date) -> date:
        """`day` itself or the last day before it with any office work, half days included: for sending."""
        while not self.is_business_day(day):
            day -= ONE_DAY
        return day


@cache
def _federal() -> Calendar:
    return Calendar.from_csv(files("scheduler").joinpath("data/federal.csv").read_text(encoding="utf-8"))


def _by_day(closures: Iterable[Closure]) -> Mapping[date, Closure]:
    days: dict[date, Closure] = {}
    for closure in closures:
        known = days.get(closure.day)
        if known is None or known.weight <= closure.weight:
            days[closure.day] = closure
    return MappingProxyType(days)


@lru_cache(maxsize=256)
def _computed(year: int) -> Mapping[date, Closure]:
    """The days of a year with no list, as far as they can be foreseen: bridges and moved days cannot."""
    public = holidays.country_holidays("BR", years=year, language="pt_BR")
    optional = holidays.country_holidays("BR", years=year, language="pt_BR", categories=("optional",))
    days = {day: _foreseen_optional(day, name) for day, name in optional.items()}
    days.update((day, Closure(day, ClosureKind.HOLIDAY, name)) for day, name in public.items())
    return MappingProxyType(days)


def _foreseen_optional(day: date, name: str) -> Closure:
    """A ponto facultativo by its place in the year: Christmas and New Year's eves close at 13h, and the only
    Wednesday before April is Quarta-feira de Cinzas, which opens at 14h."""
    if (day.month, day.day) in {(12, 24), (12, 31)}:
        return Closure(day, ClosureKind.OPTIONAL, name, closes_at=time(13))
    if day.month < 4 and day.weekday() == 2:
        return Closure(day, ClosureKind.OPTIONAL, name, opens_at=time(14))
    return Closure(day, ClosureKind.OPTIONAL, name)


def _read_rows(text: str) -> list[Closure]:
    rows = csv.reader(io.StringIO(text.removeprefix("\ufeff")))
    header = tuple(cell.strip() for cell in next(rows, []))
    if header != _COLUMNS:
        raise CalendarError(1, f"o cabeçalho deve ser {','.join(_COLUMNS)}")
    closures: dict[date, Closure] = {}
    for row in rows:
        if not any(cell.strip() for cell in row):
            continue
        closure = _read_row(rows.line_num, [cell.strip() for cell in row])
        if closure.day in closures:
            raise CalendarError(rows.line_num, f"o dia {closure.day.isoformat()} aparece duas vezes")
        closures[closure.day] = closure
    if not closures:
        raise CalendarError(1, "a lista não tem nenhum dia")
    return list(closures.values())


def _read_row(line: int, cells: list[str]) -> Closure:
    if not 3 <= len(cells) <= len(_COLUMNS):
        raise CalendarError(line, f"são esperadas {len(_COLUMNS)} colunas, há {len(cells)}")
    day, kind, name, closes_at, opens_at = [*cells, "", ""][: len(_COLUMNS)]
    if not name:
        raise CalendarError(line, "falta o nome do dia")
    return Closure(
        _read_day(line, day),
        _read_kind(line, kind),
        name,
        _read_hour(line, closes_at),
        _read_hour(line, opens_at),
    )


def _read_day(line: int, text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise CalendarError(line, f"{text!r} não é uma data AAAA-MM-DD que exista") from error


def _read_kind(line: int, text: str) -> ClosureKind:
    try:
        return ClosureKind(text)
    except ValueError as error:
        raise CalendarError(line, f"o tipo {text!r} não é holiday nem optional") from error


def _read_hour(line: int, text: str) -> time | None:
    try:
        return time.fromisoformat(text) if text else None
    except ValueError as error:
        raise CalendarError(line, f"{text!r} não é uma hora HH:MM") from error
