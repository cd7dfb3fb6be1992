"""Makers of calendars, for the tests of counting."""

from datetime import date, time

from hypothesis import strategies as st

from scheduler.calendar import Calendar
from scheduler.days.almanac import Almanac, Scope, Seat
from scheduler.days.closures import ClosureKind, Policy
from scheduler.days.listed_days import EveryYear, FromEaster, ListedDay, When

SALVADOR, FORTALEZA, BRASILIA = "2927408", "2304400", "5300108"
PACKED = Almanac()

moments = st.dates(date(2024, 1, 1), date(2040, 12, 31))
policies = st.sampled_from(Policy)
whens: st.SearchStrategy[When] = st.one_of(
    st.dates(date(2024, 1, 1), date(2041, 12, 31)),
    st.builds(EveryYear, st.integers(1, 12), st.integers(1, 28)),
    st.builds(FromEaster, st.integers(-60, 200)),
)
hours = st.sampled_from([None, time(12), time(13, 30)])
listed_days = st.builds(
    ListedDay, whens, st.sampled_from(ClosureKind), st.just("Padroeira"), hours, hours, st.just(SALVADOR)
)
#: The Union's, or one with a State's days and any days of a municipality upon them.
calendars = st.sampled_from([Calendar.federal(), PACKED.calendar(Seat("BA"))]) | (
    st.lists(listed_days, max_size=12).map(lambda days: salvador_with(*days))
)


def holiday(when: When, name: str = "Padroeira", place: str = SALVADOR) -> ListedDay:
    return ListedDay(when, ClosureKind.HOLIDAY, name, place=place)


def optional(when: When, *, closes_at: time | None = None, opens_at: time | None = None) -> ListedDay:
    return ListedDay(when, ClosureKind.OPTIONAL, "Ponto facultativo", closes_at, opens_at, SALVADOR)


def salvador_with(*days: ListedDay) -> Calendar:
    """Salvador's calendar, were these days loaded for it."""
    return Almanac().with_local_days(days).calendar(Seat("BA", SALVADOR), Scope.FULL)
