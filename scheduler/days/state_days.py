"""The holidays of a State: the package `holidays` is the seed, our table cites the law and corrects it. Only what
the State adds is here, never the Union's own days."""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from importlib.resources import files

from scheduler.days.closures import Closure, ClosureKind, Closures, by_day
from scheduler.days.listed_days import day_in, read_when
from scheduler.days.places import Place

_LANGUAGE = "pt_BR"
#: In the table: the package has the day, and it is no holiday of the whole State.
_NO_HOLIDAY = "none"


@lru_cache(maxsize=1024)
def packed_state_days(uf: Place, year: int) -> Closures:
    """What comes with the program of one State, or the Distrito Federal, and one year."""
    return by_day([*_seeds(uf, year), *_additions(uf, year)])


@dataclass(frozen=True, slots=True)
class _Entry:
    date: str  #: empty: on the day that the package gives it
    kind: str
    law: str


def _seeds(uf: Place, year: int) -> Iterator[Closure]:
    table = _table(uf)
    for day, name in _seeded(uf, year):
        entry = table.get(name, _Entry("", "", ""))
        if entry.kind != _NO_HOLIDAY:
            yield Closure(day, ClosureKind.HOLIDAY, name, place=uf, law=entry.law)


def _additions(uf: Place, year: int) -> Iterator[Closure]:
    for name, entry in _table(uf).items():
        day = day_in(read_when(entry.date), year) if entry.date else None
        if day is not None:
            yield Closure(day, ClosureKind(entry.kind), name, place=uf, law=entry.law)


def _seeded(uf: Place, year: int) -> Iterable[tuple[date, str]]:
    """The package's days that the State has and the country has not."""
    import holidays  # a third of a second: only where a State's calendar is asked for

    everywhere = holidays.country_holidays("BR", years=year, language=_LANGUAGE)
    here = holidays.country_holidays("BR", subdiv=uf, years=year, language=_LANGUAGE)
    for day in sorted(here):
        yield from ((day, name) for name in here.get_list(day) if name not in everywhere.get_list(day))


@cache
def _table(uf: Place) -> dict[str, _Entry]:
    text = files("scheduler").joinpath("data/state-days.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(text.splitlines())
    return {row["name"]: _Entry(row["date"], row["kind"], row["law"]) for row in rows if row["uf"] == uf}
