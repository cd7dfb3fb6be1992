"""Which days count for whom: the lists that come with the program and those that were loaded. A tool of acts."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from hashlib import sha256
from importlib.resources import files

from db import Session
from db.calendar_days import CalendarDay, calendar_stamp, loaded_days
from db.institutions import Institution
from scheduler.calendar import Calendar, ClosureKind
from scheduler.days.almanac import Almanac, MunicipalityElsewhere, Scope, Seat
from scheduler.days.listed_days import ListedDay, read_when
from scheduler.days.places import UNION, Place, UnknownPlace

#: The tables of days that come with the program.
PACKED = ("federal.csv", "forecast.csv", "local.csv", "state-days.csv")


@dataclass(frozen=True, slots=True)
class Calendars:
    """Every list as it is known at one moment, and whose days count."""

    almanac: Almanac = field(default_factory=Almanac)
    scope: Scope = Scope.FULL
    stamp: int = 0

    @property
    def federal(self) -> Calendar:
        """For sending: people work, or not, by the Union's days."""
        return self.almanac.calendar_of(())

    @property
    def mark(self) -> str:
        """Another for any other lists or scope: what was counted by another mark has to be counted anew."""
        return f"{self.stamp} {self.scope} {_packed_mark()}"

    def of(self, institution: Institution) -> Calendar:
        """What counts the days of an obligation of this institution."""
        return self.almanac.calendar(seat_of(institution), self.scope)

    def with_days(self, days: Iterable[ListedDay], *, stamp: int) -> "Calendars":
        """These, where `days` take the place of what they replace: a year of the Union, all days of a place."""
        by_place: dict[Place, list[ListedDay]] = {}
        for day in days:
            by_place.setdefault(day.place, []).append(day)
        almanac = self.almanac.with_federal_list(by_place.pop(UNION, []))
        for local in by_place.values():
            almanac = almanac.with_local_days(local)
        return Calendars(almanac, self.scope, stamp)


class KnownDays:
    """The calendars of today; whoever opens a desk has them looked after."""

    def __init__(self, scope: Scope = Scope.FULL) -> None:
        self.current = Calendars(scope=scope)

    async def refresh(self, session: Session) -> Calendars:
        """Reads the loaded lists again if others were loaded since: one small question when none was."""
        stamp = await calendar_stamp(session)
        if stamp != self.current.stamp:
            days = [listed(row.place, day) for row, day in await loaded_days(session)]
            self.current = Calendars(scope=self.current.scope).with_days(days, stamp=stamp)
        return self.current


def listed(place: str, row: CalendarDay) -> ListedDay:
    """A stored day as the scheduler knows it."""
    return ListedDay(
        read_when(row.day), ClosureKind(row.kind), row.name, row.closes_at, row.opens_at, place, row.law
    )


def stored(days: Sequence[ListedDay]) -> list[CalendarDay]:
    """Days as they are stored; whose they are is said by their list."""
    return [
        CalendarDay(
            day=str(day.when),
            kind=day.kind,
            name=day.name,
            law=day.law,
            closes_at=day.closes_at,
            opens_at=day.opens_at,
        )
        for day in days
    ]


def seat_of(institution: Institution) -> Seat:
    """Where it sits, as far as its record can be believed."""
    for code in (institution.municipality_code, ""):
        try:
            return Seat.at(institution.uf, code)
        except (UnknownPlace, MunicipalityElsewhere):
            continue
    return Seat()


@cache
def _packed_mark() -> str:
    folder = files("scheduler") / "data"
    return sha256(b"".join((folder / name).read_bytes() for name in PACKED)).hexdigest()[:8]
