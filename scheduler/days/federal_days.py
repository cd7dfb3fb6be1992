"""The Union's own days: the list of a year where it is known, a forecast where it is not.

The list comes out at the end of the year before. Bridge days and moved days cannot be foreseen; the fixed ones and
those that Easter moves can, pontos facultativos of Carnaval and Corpus Christi included.
"""

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, time
from functools import cache, lru_cache
from importlib.resources import files
from types import MappingProxyType

from scheduler.days.closures import ClosureKind, Closures
from scheduler.days.day_tables import read_federal_list
from scheduler.days.listed_days import ListedDay, closures_in, read_when


@dataclass(frozen=True, slots=True)
class FederalDays:
    """The lists known, by year. Immutable: a loaded list makes another value."""

    lists: Mapping[int, Closures] = field(default_factory=dict)

    @classmethod
    def published(cls) -> "FederalDays":
        """The lists that come with the program."""
        return _published()

    @property
    def years(self) -> frozenset[int]:
        """Every other year is a forecast."""
        return frozenset(self.lists)

    def with_list(self, days: Iterable[ListedDay]) -> "FederalDays":
        """These lists, where each year that appears in `days` is replaced as a whole."""
        rows = tuple(days)
        years = {row.when.year for row in rows if isinstance(row.when, date)}
        loaded = {year: closures_in(year, rows) for year in years}
        return FederalDays(MappingProxyType({**self.lists, **loaded}))

    def in_year(self, year: int) -> Closures:
        known = self.lists.get(year)
        return forecast(year) if known is None else known


@lru_cache(maxsize=256)
def forecast(year: int) -> Closures:
    """The days of a year with no list, as far as they can be foreseen."""
    return closures_in(year, [day for since, day in _foreseen() if year >= since])


@cache
def _published() -> FederalDays:
    return FederalDays().with_list(read_federal_list(_packed("federal.csv")))


@cache
def _foreseen() -> list[tuple[int, ListedDay]]:
    """Each day with the year from which the law has it."""
    rows = csv.DictReader(_packed("forecast.csv").splitlines())
    return [(int(row["since"] or 0), _foreseen_day(row)) for row in rows]


def _foreseen_day(row: Mapping[str, str]) -> ListedDay:
    closes_at, opens_at = (
        time.fromisoformat(text) if text else None for text in (row["closes_at"], row["opens_at"])
    )
    return ListedDay(read_when(row["date"]), ClosureKind(row["kind"]), row["name"], closes_at, opens_at)


def _packed(name: str) -> str:
    return files("scheduler").joinpath("data", name).read_text(encoding="utf-8")
