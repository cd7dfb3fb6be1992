"""The Union's days: lists where there are, a forecast checked against the package `holidays` where not."""

from datetime import date, time

import holidays
import pytest

from scheduler.days.closures import ClosureKind
from scheduler.days.federal_days import FederalDays, forecast


def foreseen(year: int, kind: ClosureKind) -> set[date]:
    return {day for day, closure in forecast(year).items() if closure.kind is kind}


@pytest.mark.parametrize("year", range(2000, 2061))
def test_the_forecast_is_the_packages(year: int) -> None:
    public = holidays.country_holidays("BR", years=year)
    facultative = holidays.country_holidays("BR", years=year, categories=("optional",))
    assert foreseen(year, ClosureKind.HOLIDAY) == set(public)
    assert foreseen(year, ClosureKind.OPTIONAL) == set(facultative) - set(public)


def test_half_days_are_foreseen() -> None:
    half = {day: (one.closes_at, one.opens_at) for day, one in forecast(2027).items() if one.is_half_day}
    assert half == {
        date(2027, 2, 10): (None, time(14)),
        date(2027, 12, 24): (time(13), None),
        date(2027, 12, 31): (time(13), None),
    }


@pytest.mark.parametrize("year", [2025, 2026])
def test_what_a_list_has_and_the_forecast_has_not_are_bridges_and_moved_days(year: int) -> None:
    listed, computed = FederalDays.published().in_year(year), forecast(year)
    told = {one.name for day, one in listed.items() if day not in computed}
    assert told <= {"Ponto facultativo (ponte)", "Dia do Servidor Público (adiantado de 28/10)"}
    assert all(listed[day] == computed[day] for day in listed.keys() & computed.keys())


def test_a_year_without_a_list_is_foreseen() -> None:
    assert FederalDays.published().in_year(2027) == forecast(2027)
    assert FederalDays().in_year(2026) == forecast(2026)
    assert FederalDays().years == frozenset()


def test_the_dia_da_consciencia_negra_is_national_since_2024() -> None:
    assert date(2023, 11, 20) not in forecast(2023)
    assert forecast(2024)[date(2024, 11, 20)].kind is ClosureKind.HOLIDAY
