"""What States add: seeded by the package `holidays`, corrected and given their laws by our table."""

import csv
from datetime import date
from importlib.resources import files

import holidays
import pytest

from scheduler.days.closures import ClosureKind
from scheduler.days.places import states
from scheduler.days.state_days import packed_state_days

_TABLE = list(
    csv.DictReader(files("scheduler").joinpath("data/state-days.csv").read_text("utf8").splitlines())
)


def days_of(uf: str, year: int = 2026) -> list[str]:
    return [f"{day:%d/%m}" for day in sorted(packed_state_days(uf, year))]


@pytest.mark.parametrize(
    ("uf", "days"),
    [
        ("AC", ["20/01", "23/01", "08/03", "15/06", "05/09", "20/11"]),
        ("AL", ["24/06", "29/06", "16/09", "30/11"]),
        ("AM", ["05/09"]),
        ("AP", ["19/03", "13/09"]),
        ("BA", ["02/07"]),
        ("CE", ["25/03"]),
        ("DF", ["21/04", "04/06", "30/11"]),
        ("ES", ["13/04"]),
        ("GO", ["26/07", "24/10"]),
        ("MA", ["28/07"]),
        ("MG", ["21/04"]),
        ("MS", ["11/10"]),
        ("MT", []),
        ("PA", ["15/08"]),
        ("PB", ["05/08"]),
        ("PE", ["06/03"]),
        ("PI", ["19/10"]),
        ("PR", ["15/11"]),
        ("RJ", ["17/02", "23/04"]),
        ("RN", ["03/10"]),
        ("RO", ["04/01"]),
        ("RR", ["05/10"]),
        ("RS", ["20/09"]),
        ("SC", ["16/08", "29/11"]),
        ("SE", ["08/07"]),
        ("SP", ["09/07"]),
        ("TO", ["18/03", "08/09", "05/10"]),
    ],
)
def test_each_state_adds_its_own_days_and_not_the_unions(uf: str, days: list[str]) -> None:
    assert days_of(uf) == days


def test_all_states_are_in_the_table_above() -> None:
    assert {row["uf"] for row in _TABLE} | {"MT"} == set(states())


@pytest.mark.parametrize("row", _TABLE, ids=lambda row: f"{row['uf']}-{row['name']}")
def test_every_row_of_the_table_speaks_of_a_day_of_the_package_or_adds_one(row: dict[str, str]) -> None:
    seeded = holidays.country_holidays("BR", subdiv=row["uf"], years=2026, language="pt_BR")
    assert bool(row["date"]) is not bool(seeded.get_named(row["name"], lookup="exact"))
    assert row["kind"] in ({"holiday", "optional"} if row["date"] else {"", "none"})


def test_a_day_cites_the_law_it_rests_on() -> None:
    [independence] = packed_state_days("BA", 2027).values()
    assert (independence.day, independence.kind) == (date(2027, 7, 2), ClosureKind.HOLIDAY)
    assert (independence.name, independence.place) == ("Independência da Bahia", "BA")
    assert independence.law == "Constituição do Estado da Bahia de 1989"
    assert (
        packed_state_days("DF", 2026)[date(2026, 6, 4)].law == "Lei distrital 72/1989 art. 1º parágrafo único"
    )


def test_a_movable_holiday_moves() -> None:
    assert [days_of("RJ", year)[0] for year in (2025, 2026, 2027)] == ["04/03", "17/02", "09/02"]


def test_a_day_that_our_table_does_not_know_is_taken_as_the_package_has_it() -> None:
    awareness = packed_state_days("AL", 2020)[date(2020, 11, 20)]
    assert (awareness.kind, awareness.name) == (ClosureKind.HOLIDAY, "Consciência Negra")
    assert (awareness.place, awareness.law) == ("AL", "")


def test_a_day_that_only_our_table_knows_is_added() -> None:
    catholic = packed_state_days("AC", 2027)[date(2027, 1, 20)]
    assert (catholic.kind, catholic.name) == (ClosureKind.HOLIDAY, "Dia do Católico")
    assert (catholic.place, catholic.law) == ("AC", "Lei 3.137/2016")
