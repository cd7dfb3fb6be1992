"""Which calendar counts the days of an obligation, out of every list known: the Union's, the States' and those of
municipalities. Immutable: a loaded list makes another almanac."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from types import MappingProxyType
from typing import assert_never

from scheduler.calendar import Calendar
from scheduler.days.federal_days import FederalDays
from scheduler.days.listed_days import ListedDay
from scheduler.days.place_days import PlaceDays, packed_days
from scheduler.days.places import BRASILIA, UNION, Place, municipality, state


class Scope(StrEnum):
    """Whose days count, a setting of the network."""

    FEDERAL = "federal"
    FEDERAL_UF = "federal+UF"
    FULL = "federal+UF+municipality"  #: and Brasília, where the Secretariat sits: no work at either extends


class MunicipalityElsewhere(ValueError):
    """The municipality is in another State than the one given."""

    def __init__(self, name: str, uf: Place, given: Place) -> None:
        super().__init__(f"{name} is in {uf}, not in {given}")
        self.name, self.uf, self.given = name, uf, given


@dataclass(frozen=True, slots=True)
class Seat:
    """Where an obliged party sits; empty where it is not known."""

    uf: Place = ""
    municipality: Place = ""

    @classmethod
    def at(cls, uf: str = "", municipality_code: str = "") -> "Seat":
        """A seat as people give it; a municipality tells its UF.

        Raises UnknownPlace, or MunicipalityElsewhere where the two do not agree.
        """
        given = state(uf).uf if uf else ""
        if not municipality_code:
            return cls(given)
        found = municipality(municipality_code)
        if given and given != found.uf:
            raise MunicipalityElsewhere(found.name, found.uf, given)
        return cls(found.uf, found.code)

    def places(self, scope: Scope = Scope.FULL) -> tuple[Place, ...]:
        """Whose days count for this party, the Union first."""
        match scope:
            case Scope.FEDERAL:
                wanted = []
            case Scope.FEDERAL_UF:
                wanted = [self.uf]
            case Scope.FULL:
                wanted = [self.uf, self.municipality, BRASILIA]
            case _:
                assert_never(scope)
        return (UNION, *dict.fromkeys(filter(None, wanted)))


@dataclass(frozen=True, slots=True, eq=False)
class Almanac:
    """Every list known: what comes with the program, unless something was loaded in its place."""

    union: FederalDays = field(default_factory=FederalDays.published)
    loaded: Mapping[Place, tuple[ListedDay, ...]] = field(default_factory=dict)
    #: A municipality's costs some 6 kB, so those of all may stay.
    _ready: dict[tuple[Place, ...], Calendar] = field(default_factory=dict, repr=False)

    def with_federal_list(self, days: Iterable[ListedDay]) -> "Almanac":
        """This almanac, where each year that appears in `days` is replaced as a whole."""
        return replace(self, union=self.union.with_list(days), _ready={})

    def with_local_days(self, days: Iterable[ListedDay]) -> "Almanac":
        """This almanac, where each State or municipality that appears in `days` has these loaded days and no
        other; in a year of which they say nothing it keeps those that come with the program."""
        loaded: dict[Place, tuple[ListedDay, ...]] = {}
        for day in days:
            loaded[day.place] = (*loaded.get(day.place, ()), day)
        return replace(self, loaded=MappingProxyType({**self.loaded, **loaded}), _ready={})

    def calendar(self, seat: Seat, scope: Scope = Scope.FULL) -> Calendar:
        """The calendar of an obligation of a party that sits there.

        Parties whose municipality has no days of its own share that of their State.
        """
        return self.calendar_of(seat.places(scope))

    def calendar_of(self, places: Iterable[Place]) -> Calendar:
        """The Union's calendar with the days of `places`, the same one each time."""
        adding = (place for place in places if place != UNION and self.has_days_of(place))
        return self._ready_calendar(tuple(sorted(adding, key=_from_afar)))

    def _ready_calendar(self, places: tuple[Place, ...]) -> Calendar:
        found = self._ready.get(places)
        if found is None:
            found = self._ready[places] = self._stacked(places)
        return found

    def _stacked(self, places: tuple[Place, ...]) -> Calendar:
        """The last place upon the calendar of the others, which is shared."""
        if not places:
            return Calendar.of(self.union)
        below, place = self._ready_calendar(places[:-1]), places[-1]
        return below.with_layer(PlaceDays(place, self.loaded.get(place, ())))

    def has_days_of(self, place: Place) -> bool:
        """Whether anything is known of a municipality's own days; a State's always are."""
        return not place.isdigit() or place in self.loaded or place in packed_days()


def _from_afar(place: Place) -> tuple[bool, bool]:
    """Brasília first, then the State, then the municipality: the nearest comes last, and is named."""
    return place.isdigit(), place != BRASILIA
