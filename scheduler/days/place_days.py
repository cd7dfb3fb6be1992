"""What a State or a municipality adds to the Union's days: a list that somebody loaded, else what comes with the
program."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from itertools import groupby
from operator import attrgetter

from scheduler.days.closures import Closures
from scheduler.days.day_tables import read_local_table
from scheduler.days.listed_days import ListedDay, closures_in
from scheduler.days.places import Place
from scheduler.days.state_days import packed_state_days


@dataclass(frozen=True, slots=True)
class PlaceDays:
    """One State or municipality."""

    place: Place
    loaded: tuple[ListedDay, ...] = ()

    def in_year(self, year: int) -> Closures:
        """The loaded days, where some come back every year or are of this one; else the packed ones."""
        if any(not isinstance(day.when, date) or day.when.year == year for day in self.loaded):
            return closures_in(year, self.loaded)
        if self.place.isdigit():
            return closures_in(year, packed_days().get(self.place, ()))
        return packed_state_days(self.place, year)


@cache
def packed_days() -> Mapping[Place, tuple[ListedDay, ...]]:
    """The municipalities whose days come with the program."""
    text = files("scheduler").joinpath("data/local.csv").read_text(encoding="utf-8")
    by_place = sorted(read_local_table(text), key=attrgetter("place"))
    return {place: tuple(days) for place, days in groupby(by_place, key=attrgetter("place"))}
