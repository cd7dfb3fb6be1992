"""Which calendar counts the days of whom: the Union, the State, the municipality, and Brasília."""

from datetime import date

import pytest

from scheduler.calendar import Calendar
from scheduler.days.almanac import MunicipalityElsewhere, Scope, Seat
from scheduler.days.day_tables import read_federal_list, read_local_table
from scheduler.days.listed_days import EveryYear
from scheduler.days.place_days import packed_days
from scheduler.days.places import UnknownPlace, municipalities
from tests.scheduler.calendars import BRASILIA, FORTALEZA, PACKED, SALVADOR, holiday
from tests.scheduler.makers import CC, P

IN_SALVADOR = Seat("BA", SALVADOR)
SAO_JOAO, DOIS_DE_JULHO, EVANGELICO = date(2026, 6, 24), date(2026, 7, 2), date(2026, 11, 30)


@pytest.mark.parametrize(
    ("scope", "extending"),
    [
        (Scope.FEDERAL, []),
        (Scope.FEDERAL_UF, [DOIS_DE_JULHO]),
        (Scope.FULL, [SAO_JOAO, DOIS_DE_JULHO, EVANGELICO]),
    ],
)
def test_the_setting_says_whose_days_extend(scope: Scope, extending: list[date]) -> None:
    calendar = PACKED.calendar(IN_SALVADOR, scope)
    found = [day for day in (SAO_JOAO, DOIS_DE_JULHO, EVANGELICO) if calendar.extends(day, CC)]
    assert found == extending


def test_the_places_that_count_are_told_in_order() -> None:
    assert IN_SALVADOR.places() == ("", "BA", SALVADOR, "DF")
    assert IN_SALVADOR.places(Scope.FEDERAL_UF) == ("", "BA")
    assert IN_SALVADOR.places(Scope.FEDERAL) == ("",)
    assert Seat("DF", BRASILIA).places() == ("", "DF", BRASILIA)
    assert Seat().places() == ("", "DF")
    assert Seat().places(Scope.FEDERAL_UF) == ("",)


def test_a_seat_is_told_by_its_municipality() -> None:
    assert Seat.at("", SALVADOR) == Seat.at("ba", SALVADOR) == IN_SALVADOR
    assert Seat.at("ba") == Seat("BA")
    assert Seat.at() == Seat()


def test_a_municipality_of_another_state_is_refused() -> None:
    with pytest.raises(MunicipalityElsewhere, match="Salvador is in BA, not in SP") as refused:
        Seat.at("SP", SALVADOR)
    assert (refused.value.name, refused.value.uf, refused.value.given) == ("Salvador", "BA", "SP")


@pytest.mark.parametrize("given", [("XX", ""), ("", "123"), ("BA", "9999999")])
def test_a_seat_that_is_nowhere_is_refused(given: tuple[str, str]) -> None:
    with pytest.raises(UnknownPlace):
        Seat.at(*given)


def test_row_24_corpus_christi_is_a_holiday_in_salvador_and_in_brasilia() -> None:
    corpus_christi = date(2026, 6, 4)
    for seat in (IN_SALVADOR, Seat("SP")):
        assert PACKED.calendar(seat).extends(corpus_christi, CC)
    assert not PACKED.calendar(IN_SALVADOR, Scope.FEDERAL_UF).extends(corpus_christi, CC)
    told = PACKED.calendar(IN_SALVADOR).closure(corpus_christi)
    assert (told and told.place, told and told.law) == (SALVADOR, "Lei municipal 1.997/1967")


def test_a_day_that_brasilia_and_the_state_both_close_is_told_as_the_states() -> None:
    told = PACKED.calendar(Seat("AL")).closure(EVANGELICO)
    assert (told and told.place) == "AL"


def test_the_federal_scope_is_the_federal_calendar() -> None:
    calendar, federal = PACKED.calendar(IN_SALVADOR, Scope.FEDERAL), Calendar.federal()
    assert [calendar.closures(year) for year in (2026, 2027)] == [
        federal.closures(year) for year in (2026, 2027)
    ]


def test_municipalities_without_days_of_their_own_share_the_calendar_of_their_state() -> None:
    ready = {PACKED.calendar(Seat.at("", code)) for code in municipalities()}
    assert len(ready) == 27 + len(packed_days())


def test_a_calendar_is_made_once_and_lies_upon_its_states() -> None:
    assert PACKED.calendar(IN_SALVADOR) is PACKED.calendar(IN_SALVADOR)
    assert PACKED.calendar(IN_SALVADOR).below is PACKED.calendar(Seat("BA"))


def test_calendars_stay_ready_however_many_are_asked_for() -> None:
    codes = list(municipalities())[:500]
    almanac = PACKED.with_local_days([holiday(EveryYear(8, 11), place=code) for code in codes])
    first = almanac.calendar(Seat.at("", codes[0]))
    assert all(almanac.calendar(Seat.at("", code)).extends(date(2026, 8, 11)) for code in codes)
    assert almanac.calendar(Seat.at("", codes[0])) is first


def test_a_loaded_federal_list_counts_everywhere_and_the_old_almanac_stays() -> None:
    text = "date,kind,name,closes_at,opens_at\n2027-08-11,holiday,Dia novo,,\n"
    loaded = PACKED.with_federal_list(read_federal_list(text))
    assert loaded.calendar(IN_SALVADOR).extends(date(2027, 8, 11))
    assert loaded.calendar(IN_SALVADOR).years == {2025, 2026, 2027}
    assert loaded.calendar(IN_SALVADOR).extends(date(2027, 7, 2))
    assert not PACKED.calendar(IN_SALVADOR).extends(date(2027, 8, 11))


def test_a_loaded_table_takes_the_place_of_the_municipalitys_own_days_only() -> None:
    text = (
        f"municipality_code,date,kind,name,law,closes_at,opens_at\n{SALVADOR},03-29,holiday,Aniversário,,,\n"
    )
    loaded = PACKED.with_local_days(read_local_table(text))
    salvador, fortaleza = loaded.calendar(IN_SALVADOR), loaded.calendar(Seat("CE", FORTALEZA))
    assert (salvador.extends(date(2027, 3, 29)), salvador.extends(SAO_JOAO)) == (True, False)
    assert fortaleza.extends(date(2026, 3, 19))
    assert PACKED.calendar(IN_SALVADOR).extends(SAO_JOAO)


def test_days_loaded_for_brasilia_count_for_everybody() -> None:
    loaded = PACKED.with_local_days([holiday(EveryYear(8, 11), place="DF")])
    assert loaded.calendar(Seat("SP")).extends(date(2026, 8, 11))
    assert not loaded.calendar(Seat("SP")).extends(EVANGELICO)
    assert not loaded.calendar(Seat("SP"), Scope.FEDERAL_UF).extends(date(2026, 8, 11))


def test_whether_a_place_has_days_of_its_own_is_known() -> None:
    known = [PACKED.has_days_of(place) for place in ("BA", SALVADOR, "1100015")]
    assert known == [True, True, False]


def test_both_laws_see_the_days_of_a_municipality() -> None:
    calendar = PACKED.calendar(IN_SALVADOR)
    assert [calendar.is_business_day(SAO_JOAO, policy) for policy in (P, CC)] == [False, False]
