"""The calendar: what each law makes of a day, layers upon layers, years without a list."""

from dataclasses import replace
from datetime import date, time, timedelta

import pytest
from hypothesis import given

from scheduler.calendar import Calendar, Change, changed_days
from scheduler.days.closures import Policy
from scheduler.days.day_tables import read_federal_list
from scheduler.days.federal_days import FederalDays
from scheduler.days.listed_days import EveryYear
from scheduler.days.place_days import PlaceDays
from tests.scheduler.calendars import calendars, holiday, moments, optional, policies, salvador_with
from tests.scheduler.makers import CC, FEDERAL, P

_2027 = "date,kind,name,closes_at,opens_at\n2027-01-01,holiday,Confraternização Universal,,\n"


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


def test_lei_9784_counts_unless_another_law_is_named() -> None:
    monday = date(2026, 2, 16)
    assert not FEDERAL.is_business_day(monday)
    assert FEDERAL.extends(monday)
    assert FEDERAL.next_business_day(monday) == date(2026, 2, 18)
    assert FEDERAL.business_day_on_or_before(monday) == date(2026, 2, 13)


def test_the_listed_years_are_2025_and_2026() -> None:
    assert FEDERAL.years == {2025, 2026}
    assert not FEDERAL.is_provisional(2026)
    assert FEDERAL.is_provisional(2024)
    assert FEDERAL.is_provisional(2027)


def test_a_list_overrides_what_was_computed() -> None:
    assert FEDERAL.closure(date(2025, 10, 28)) is None
    assert FEDERAL.closure(date(2025, 10, 27)) is not None


def test_loading_a_list_makes_its_year_certain_and_keeps_the_others() -> None:
    loaded = Calendar.of(FederalDays.published().with_list(read_federal_list(_2027)))
    assert loaded.years == {2025, 2026, 2027}
    assert loaded.closure(date(2027, 2, 9)) is None
    assert loaded.closure(date(2026, 2, 16)) is not None
    assert FEDERAL.years == {2025, 2026}


def test_a_list_that_changes_in_mid_year_takes_the_place_of_the_earlier_one() -> None:
    changed = FederalDays.published().with_list(read_federal_list(_2027.replace("2027", "2026")))
    assert list(Calendar.of(changed).closures(2026)) == [date(2026, 1, 1)]


def test_a_layer_adds_days_without_listing_their_year() -> None:
    here = salvador_with(holiday(EveryYear(8, 11)))
    assert here.extends(date(2027, 8, 11))
    assert here.is_provisional(2027)
    assert not FEDERAL.extends(date(2027, 8, 11))


def test_of_two_closures_of_one_day_the_heavier_counts() -> None:
    eve, christmas = date(2026, 12, 24), date(2026, 12, 25)
    assert not salvador_with(holiday(eve)).is_business_day(eve, CC)
    assert salvador_with(optional(christmas, closes_at=time(13))).closure(christmas) == FEDERAL.closure(
        christmas
    )


def test_a_municipality_that_closes_early_bars_terms_and_counts_the_day() -> None:
    afternoon = date(2026, 8, 12)
    here = salvador_with(optional(afternoon, closes_at=time(12)))
    assert here.is_business_day(afternoon)
    assert here.extends(afternoon)
    assert not here.extends(afternoon, CC)
    assert not salvador_with(optional(afternoon, opens_at=time(12))).extends(afternoon)


def test_a_day_that_two_places_close_alike_is_told_as_the_nearer_ones() -> None:
    corpus_christi, christmas = date(2026, 6, 4), date(2026, 12, 25)
    here = salvador_with(holiday(corpus_christi), holiday(christmas))
    assert [closure and closure.place for closure in map(here.closure, (corpus_christi, christmas))] == [
        "2927408",
        "",
    ]


def test_messages_leave_on_half_days_too() -> None:
    assert FEDERAL.working_day_on_or_after(date(2026, 2, 14)) == date(2026, 2, 18)
    assert FEDERAL.working_day_on_or_after(date(2026, 2, 18)) == date(2026, 2, 18)
    assert FEDERAL.working_day_on_or_before(date(2026, 12, 27)) == date(2026, 12, 24)
    assert FEDERAL.working_day_on_or_before(date(2026, 12, 24)) == date(2026, 12, 24)
    assert FEDERAL.working_day_on_or_before(date(2026, 2, 17)) == date(2026, 2, 13)


def test_the_days_that_a_list_changed_are_told_with_both_natures() -> None:
    old = FEDERAL
    new = Calendar.of(FederalDays.published().with_list(read_federal_list(_2027)))
    changes = changed_days(old, new, [2027, 2026])
    assert [change.day for change in changes][:2] == [date(2027, 2, 8), date(2027, 2, 9)]
    assert changes[0] == Change(date(2027, 2, 8), old.closure(date(2027, 2, 8)), None)
    assert date(2027, 1, 1) not in {change.day for change in changes}


def test_a_new_name_is_no_change_and_other_hours_are() -> None:
    day = date(2026, 8, 11)
    early, late = (
        salvador_with(optional(day, closes_at=time(12))),
        salvador_with(optional(day, opens_at=time(12))),
    )
    renamed = salvador_with(replace(optional(day, closes_at=time(9)), name="Outro nome"))
    assert changed_days(early, renamed, [2026]) == ()
    assert changed_days(early, late, [2026]) == (Change(day, early.closure(day), late.closure(day)),)


def test_a_day_that_comes_to_end_early_is_a_change() -> None:
    day = date(2026, 8, 11)
    known = holiday(date(2026, 9, 8))
    before, after = salvador_with(known), salvador_with(known, optional(day, closes_at=time(12)))
    assert changed_days(before, after, [2026]) == (Change(day, None, after.closure(day)),)


def test_what_was_found_once_is_kept() -> None:
    calendar = Calendar.of(FederalDays.published())
    here = calendar.with_layer(PlaceDays("BA"))
    assert here.closures(2026) is here.closures(2026)
    assert here.seen_by(P) is here.seen_by(P)
    assert here.seen_by(P) is not here.seen_by(CC)


@given(day=moments, policy=policies, calendar=calendars)
def test_business_days_around_a_day_enclose_it(day: date, policy: Policy, calendar: Calendar) -> None:
    before, after = calendar.business_day_on_or_before(day, policy), calendar.next_business_day(day, policy)
    assert before <= day <= after
    assert after - before < timedelta(days=32)
    assert (before == after) is not calendar.extends(day, policy)
    assert calendar.working_day_on_or_before(day) <= day <= calendar.working_day_on_or_after(day)


@given(day=moments, calendar=calendars)
def test_the_codigo_civil_never_bars_a_day_that_lei_9784_does_not(day: date, calendar: Calendar) -> None:
    assert calendar.extends(day, P) or not calendar.extends(day, CC)
    assert calendar.is_business_day(day, CC) or not calendar.is_business_day(day, P)
    assert calendar.extends(day, P) or calendar.is_business_day(day, P)
