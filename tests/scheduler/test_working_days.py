"""The week, and layers upon it: what is walked to the first time is looked up afterwards."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.days.closures import Closure, ClosureKind, Closures
from scheduler.days.working_days import Week, WorkingDays, days_of
from tests.scheduler.makers import P

FRIDAY, SATURDAY, SUNDAY, MONDAY = (date(2026, 8, number) for number in (14, 15, 16, 17))


def closing(*days: date, upon: Week | None = None) -> WorkingDays:
    """A layer that closes these days, upon the week unless it is told another."""

    def in_year(year: int) -> Closures:
        return {day: Closure(day, ClosureKind.HOLIDAY, "Feriado") for day in days if day.year == year}

    return WorkingDays(upon or Week(), in_year, P)


def test_a_week_has_two_days_without_work() -> None:
    week = Week()
    assert [week.moved_on[day] for day in (FRIDAY, SATURDAY, SUNDAY)] == [FRIDAY, MONDAY, MONDAY]
    assert [week.moved_back[day] for day in (SATURDAY, SUNDAY, MONDAY)] == [FRIDAY, FRIDAY, MONDAY]
    assert (week.after(FRIDAY, 1), week.before(MONDAY, 1)) == (MONDAY, FRIDAY)
    assert len(week.business_days[2026]) == 261


def test_a_layer_steps_over_its_own_days() -> None:
    here = closing(MONDAY, date(2026, 8, 13), date(2026, 12, 31), date(2027, 1, 1))
    assert (here.moved_on[SATURDAY], here.moved_back[date(2026, 8, 13)]) == (
        date(2026, 8, 18),
        date(2026, 8, 12),
    )
    assert (here.moved_on[date(2026, 12, 31)], here.moved_back[date(2027, 1, 3)]) == (
        date(2027, 1, 4),
        date(2026, 12, 30),
    )
    assert (here.after(FRIDAY, 1), here.before(FRIDAY, 1)) == (date(2026, 8, 18), date(2026, 8, 12))


NEW_YEARS_EVE = date(2022, 12, 31)  # a Saturday
IN_TWO_YEARS = [date(2022, 12, 30), date(2023, 1, 2)]


@pytest.mark.parametrize(
    ("day", "closed", "on", "back"),
    [
        pytest.param(NEW_YEARS_EVE, date(2023, 1, 2), "2023-01-03", "2022-12-30", id="into the next year"),
        pytest.param(
            date(2023, 1, 1), date(2022, 12, 30), "2023-01-02", "2022-12-29", id="into the one before"
        ),
    ],
)
def test_a_term_moves_into_a_year_that_nobody_asked_about_yet(
    day: date, closed: date, on: str, back: str
) -> None:
    assert closing(closed).moved_on[day] == date.fromisoformat(on)
    assert closing(closed).moved_back[day] == date.fromisoformat(back)
    assert list(closing(closed).moved_on.each([day])) == [date.fromisoformat(on)]


def test_days_of_two_years_are_looked_up_together() -> None:
    assert list(closing(*IN_TWO_YEARS).moved_on.each(IN_TWO_YEARS)) == [date(2023, 1, 3)] * 2
    assert list(Week().moved_on.each([NEW_YEARS_EVE, *IN_TWO_YEARS[1:]])) == IN_TWO_YEARS[1:] * 2


#: About two turns of a year, where what one year closes moves the days of the next.
about_new_year = st.frozensets(
    st.dates(date(2026, 12, 20), date(2027, 1, 12)) | st.dates(date(2027, 12, 20), date(2028, 1, 12)),
    max_size=14,
)


def walked(day: date, step: int, *closed: frozenset[date]) -> date:
    while day.weekday() >= 5 or any(day in each for each in closed):
        day += timedelta(days=step)
    return day


@given(below=about_new_year, own=about_new_year)
def test_a_layer_upon_a_layer_moves_each_day_as_if_it_were_walked(
    below: frozenset[date], own: frozenset[date]
) -> None:
    here = closing(*own, upon=closing(*below))
    days = [date(2026, 12, 1) + timedelta(days=number) for number in range(430)]
    onward, back = ([walked(day, step, below, own) for day in days] for step in (1, -1))
    assert list(here.moved_on.each(days)) == onward
    assert ([here.moved_on[day] for day in days], [here.moved_back[day] for day in days]) == (onward, back)
    assert list(here.moved_back.each(days)) == back


@pytest.mark.parametrize("count", [1, 260, 261, 262, 522, 523])
def test_business_days_are_counted_over_the_turn_of_years(count: int) -> None:
    week, origin = Week(), date(2025, 12, 31)
    there = week.after(origin, count)
    between = [day for year in (2026, 2027, 2028) for day in week.business_days[year]]
    assert there == between[count - 1]
    assert week.before(there, count) == origin


def test_a_layer_without_days_of_a_year_shares_what_lies_below() -> None:
    week = Week()
    here = WorkingDays(week, lambda _: {}, P)
    assert here.business_days[2026] is week.business_days[2026]
    assert here.moved_on[SATURDAY] is week.moved_on[SATURDAY]


def test_days_of_a_year_are_the_same_objects_each_time() -> None:
    assert days_of(2028)[59] is days_of(2028)[59]
    assert (len(days_of(2026)), len(days_of(2028)), days_of(2028)[59]) == (365, 366, date(2028, 2, 29))
