"""The calendar: federal lists, years without one, half days, and days added by a State."""

from datetime import date, time, timedelta

import pytest
from hypothesis import given

from scheduler.calendar import Calendar, CalendarError, Closure, ClosureKind, Policy
from tests.scheduler.makers import CC, FEDERAL, P, days, policies

_HEADER = "date,kind,name,closes_at,opens_at\n"


@pytest.mark.parametrize(
    ("day", "business_p", "extends_p", "business_cc", "extends_cc"),
    [
        pytest.param(date(2026, 2, 16), False, True, True, False, id="segunda de Carnaval"),
        pytest.param(date(2026, 2, 18), True, False, True, False, id="Quarta-feira de Cinzas abre tarde"),
        pytest.param(date(2025, 12, 24), True, True, True, False, id="véspera de Natal fecha às 13h"),
        pytest.param(date(2025, 12, 25), False, True, False, True, id="Natal"),
        pytest.param(date(2026, 4, 20), False, True, True, False, id="ponte"),
        pytest.param(date(2025, 12, 27), False, True, False, True, id="sábado"),
        pytest.param(date(2025, 12, 9), True, False, True, False, id="dia comum"),
        pytest.param(date(2027, 2, 9), False, True, True, False, id="Carnaval de um ano sem lista"),
        pytest.param(date(2027, 2, 10), True, False, True, False, id="Cinzas de um ano sem lista"),
        pytest.param(date(2027, 5, 27), False, True, True, False, id="Corpus Christi de um ano sem lista"),
        pytest.param(date(2027, 10, 28), False, True, True, False, id="Dia do Servidor de um ano sem lista"),
        pytest.param(date(2027, 12, 31), True, True, True, False, id="31/12 de um ano sem lista"),
    ],
)
def test_each_law_sees_the_day_its_own_way(
    day: date, business_p: bool, extends_p: bool, business_cc: bool, extends_cc: bool
) -> None:
    assert (FEDERAL.is_business_day(day, P), FEDERAL.extends(day, P)) == (business_p, extends_p)
    assert (FEDERAL.is_business_day(day, CC), FEDERAL.extends(day, CC)) == (business_cc, extends_cc)


def test_the_listed_years_are_2025_and_2026() -> None:
    assert FEDERAL.years == {2025, 2026}
    assert not FEDERAL.is_provisional(2026)
    assert FEDERAL.is_provisional(2027)


def test_a_list_overrides_what_was_computed() -> None:
    assert FEDERAL.closure(date(2025, 10, 28)) is None
    assert FEDERAL.closure(date(2025, 10, 27)) is not None


def test_loading_a_list_makes_its_year_certain_and_keeps_the_others() -> None:
    loaded = FEDERAL.with_lists(Calendar.from_csv(f"{_HEADER}2027-01-01,holiday,Confraternização,,\n"))
    assert loaded.years == {2025, 2026, 2027}
    assert loaded.closure(date(2027, 2, 9)) is None
    assert loaded.closure(date(2026, 2, 16)) is not None


def test_a_state_holiday_is_added_without_making_its_year_listed() -> None:
    added = FEDERAL.with_closures([Closure(date(2027, 7, 2), ClosureKind.HOLIDAY, "Independência da Bahia")])
    assert added.extends(date(2027, 7, 2))
    assert added.is_provisional(2027)
    assert not FEDERAL.extends(date(2027, 7, 2))


def test_of_two_closures_of_one_day_the_heavier_counts() -> None:
    eve = date(2026, 12, 24)
    added = FEDERAL.with_closures([Closure(eve, ClosureKind.HOLIDAY, "Padroeira")])
    assert not added.is_business_day(eve)
    half = FEDERAL.with_closures([Closure(date(2026, 12, 25), ClosureKind.OPTIONAL, "Tarde", time(13))])
    assert not half.is_business_day(date(2026, 12, 25))


def test_a_list_may_come_from_a_spreadsheet_with_a_mark_and_blank_lines() -> None:
    read = Calendar.from_csv(f"\ufeff{_HEADER}\r\n2027-12-24,optional,Véspera,13:00,\r\n,,,,\r\n")
    closure = read.closure(date(2027, 12, 24))
    assert closure is not None
    assert closure.closes_at == time(13)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        pytest.param("", 1, id="empty"),
        pytest.param("day,what\n", 1, id="other columns"),
        pytest.param(_HEADER, 1, id="no day"),
        pytest.param(f"{_HEADER}2027-02-30,holiday,X,,\n", 2, id="day that does not exist"),
        pytest.param(f"{_HEADER}2027-01-01,holiday,X,,\n\n01/02/2027,holiday,X,,\n", 4, id="date not in ISO"),
        pytest.param(f"{_HEADER}2027-01-01,feriado,X,,\n", 2, id="unknown kind"),
        pytest.param(f"{_HEADER}2027-01-01,holiday,,,\n", 2, id="no name"),
        pytest.param(f"{_HEADER}2027-01-01,optional,X,13h,\n", 2, id="hour badly written"),
        pytest.param(f"{_HEADER}2027-01-01,holiday\n", 2, id="too few columns"),
        pytest.param(f"{_HEADER}2027-01-01,holiday,X,,\n2027-01-01,optional,Y,,\n", 3, id="day twice"),
    ],
)
def test_a_bad_list_is_refused_by_line(text: str, line: int) -> None:
    with pytest.raises(CalendarError) as refused:
        Calendar.from_csv(text)
    assert refused.value.line == line


@given(day=days, policy=policies)
def test_business_days_around_a_day_enclose_it(day: date, policy: Policy) -> None:
    before, after = FEDERAL.business_day_on_or_before(day, policy), FEDERAL.next_business_day(day, policy)
    assert before <= day <= after
    assert after - before < timedelta(days=12)
    assert FEDERAL.working_day_on_or_before(day) <= day <= FEDERAL.working_day_on_or_after(day)
