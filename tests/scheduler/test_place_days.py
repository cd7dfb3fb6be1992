"""A State's or municipality's own days: those that were loaded, else those that come with the program."""

from datetime import date

import pytest

from scheduler.days.listed_days import EveryYear, ListedDay
from scheduler.days.place_days import PlaceDays, packed_days
from scheduler.days.places import municipality
from tests.scheduler.calendars import FORTALEZA, SALVADOR, holiday


@pytest.mark.parametrize(
    ("place", "days"),
    [
        ("BA", ["02/07"]),
        (SALVADOR, ["03/04", "04/06", "24/06", "08/12"]),
        (FORTALEZA, ["19/03", "03/04", "04/06", "15/08"]),
        ("1100015", []),
    ],
)
def test_days_that_come_with_the_program(place: str, days: list[str]) -> None:
    assert [f"{day:%d/%m}" for day in sorted(PlaceDays(place).in_year(2026))] == days


def test_every_packed_day_of_a_municipality_cites_its_law() -> None:
    assert all(day.law for days in packed_days().values() for day in days)
    assert {municipality(code).name for code in packed_days()} == {
        "Feira de Santana",
        "Fortaleza",
        "Salvador",
    }


@pytest.mark.parametrize("place", ["BA", SALVADOR])
@pytest.mark.parametrize(
    ("loaded", "in_2026", "in_2027"),
    [
        pytest.param(holiday(EveryYear(8, 11)), True, True, id="every year"),
        pytest.param(holiday(date(2026, 8, 11)), True, False, id="of one year: the others stay as packed"),
    ],
)
def test_loaded_days_take_the_place_of_the_packed_ones(
    place: str, loaded: ListedDay, in_2026: bool, in_2027: bool
) -> None:
    here, packed = PlaceDays(place, (loaded,)), PlaceDays(place)
    assert (list(here.in_year(2026)) == [date(2026, 8, 11)]) is in_2026
    assert (list(here.in_year(2027)) == [date(2027, 8, 11)]) is in_2027
    assert (here.in_year(2027) == packed.in_year(2027)) is not in_2027
