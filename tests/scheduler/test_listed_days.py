"""The days of a list: on one date, on the same day of every year, or so far from Easter."""

from datetime import date, time

import pytest
from hypothesis import given

from scheduler.days.closures import Closure, ClosureKind
from scheduler.days.listed_days import (
    EveryYear,
    FromEaster,
    ListedDay,
    When,
    closures_in,
    day_in,
    easter,
    read_when,
)
from tests.scheduler.calendars import holiday, whens


@pytest.mark.parametrize(
    ("text", "when", "in_2026"),
    [
        pytest.param("2026-06-24", date(2026, 6, 24), date(2026, 6, 24), id="one date"),
        pytest.param("2027-06-24", date(2027, 6, 24), None, id="a date of another year"),
        pytest.param("06-24", EveryYear(6, 24), date(2026, 6, 24), id="every year"),
        pytest.param("02-29", EveryYear(2, 29), None, id="29 February, in a common year"),
        pytest.param("pascoa+60", FromEaster(60), date(2026, 6, 4), id="Corpus Christi"),
        pytest.param("pascoa-2", FromEaster(-2), date(2026, 4, 3), id="Good Friday"),
        pytest.param("pascoa", FromEaster(0), date(2026, 4, 5), id="Easter itself"),
    ],
)
def test_a_day_is_read_and_found_in_its_year(text: str, when: When, in_2026: date | None) -> None:
    assert read_when(text) == when
    assert day_in(when, 2026) == in_2026


def test_29_february_is_there_in_leap_years_only() -> None:
    found = [year for year in (1900, 2000, 2024, 2026, 2028, 2100) if day_in(EveryYear(2, 29), year)]
    assert found == [2000, 2024, 2028]


@pytest.mark.parametrize(
    "text", ["", "2026-02-30", "13-01", "02-30", "24/06", "20260624", "pascoa60", "natal"]
)
def test_what_is_no_day_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"day|month|hour"):
        read_when(text)


@given(when=whens)
def test_a_day_comes_back_from_its_text(when: When) -> None:
    assert read_when(str(when)) == when


@pytest.mark.parametrize(
    ("when", "text"),
    [
        (FromEaster(0), "pascoa"),
        (FromEaster(60), "pascoa+60"),
        (FromEaster(-2), "pascoa-2"),
        (EveryYear(7, 2), "07-02"),
    ],
)
def test_a_day_is_written_in_one_way(when: When, text: str) -> None:
    assert str(when) == text


def test_pascoa_may_have_its_accent() -> None:
    assert read_when("Páscoa+60") == FromEaster(60)


def test_easter_is_where_dateutil_finds_it() -> None:
    oracle = pytest.importorskip("dateutil.easter").easter  # it comes with `holidays`
    years = range(1583, 4000)
    assert [easter(year) for year in years] == [oracle(year) for year in years]


def test_a_row_says_all_it_knows_of_its_day() -> None:
    row = ListedDay(EveryYear(9, 5), ClosureKind.OPTIONAL, "Padroeira", time(12), time(8), "BA", "Lei 1/2000")
    closure = Closure(
        date(2026, 9, 5), ClosureKind.OPTIONAL, "Padroeira", time(12), time(8), "BA", "Lei 1/2000"
    )
    assert row.closure(2026) == closure


def test_rows_of_other_years_are_left_out() -> None:
    rows = [holiday(date(2026, 8, 11)), holiday(date(2027, 8, 11)), holiday(EveryYear(2, 29))]
    assert list(closures_in(2026, rows)) == [date(2026, 8, 11)]
