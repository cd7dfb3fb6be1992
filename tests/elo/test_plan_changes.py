"""`elo plan` after the first import: decided readings, late dates, amendments, many agreements at once."""

import json
from pathlib import Path

import pytest

from tests.elo.conftest import Elo, Ended
from tests.elo.test_plan import EXAMPLE

SEI = "19999.000123/2026-07"
FOR_UPB = ["plan", "import", EXAMPLE, "--institution", "UPB"]
TABLE = "institution;number;starts;published\nUPB;AC 1/2025;09/12/2025;\nAMM;AC 2/2025;2026-01-10;\n"


@pytest.fixture
def rede(started: Elo, folder: Path) -> Elo:
    (folder / "i.csv").write_text(
        "acronym;name;layer\nUPB;União dos Municípios;1\nAMM;Associação Mineira;1\n"
    )
    assert started("institutions", "import", "i.csv").code == 0
    return started


def data(ended: Ended) -> dict[str, object]:
    assert ended.code == 0, ended.err
    found: dict[str, object] = json.loads(ended.out)
    return found


def import_many(rede: Elo, folder: Path, table: str, *arguments: str) -> Ended:
    (folder / "many.csv").write_text(table)
    return rede("plan", "import", EXAMPLE, "--many", "many.csv", "--yes", *arguments)


def test_what_was_accepted_is_a_decision_and_is_not_asked_again(rede: Elo) -> None:
    assert rede(*FOR_UPB, "--starts", "2025-12-09", "--yes", "--why", "Ata 3", "--sei", SEI).code == 0
    decided = data(rede("plan", "readings", "--json"))["decided"]
    assert isinstance(decided, list)
    assert {(one["why"], one["sei"], one["person_id"]) for one in decided} == {("Ata 3", SEI, None)}
    assert rede("plan", "import", EXAMPLE, "--institution", "AMM", "--starts", "2025-12-09").code == 0


def test_a_decision_is_revised_and_the_dates_are_counted_anew(rede: Elo) -> None:
    rede(*FOR_UPB, "--starts", "2025-12-09", "--yes")
    revised = data(rede("plan", "decide", "Anual", "--as", "Até 31 de dezembro de cada ano", "--json"))
    shown = data(rede("plan", "show", "UPB", "--json"))
    assert revised["goals"] != 0
    goals = shown["goals"]
    assert isinstance(goals, list)
    assert {goal["reading"] for goal in goals if goal["deadline"] == "Anual"} == {revised["reading"]}


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["Anual"], 2, "say which reading"),
        (["Anual", "--choice", "9"], 2, "--choice 9: there are"),
        (["Anual", "--as", "Mensal", "--choice", "1"], 2, "not both"),
        (["Anual 529.982.247-25", "--choice", "1"], 2, "'PHRASE': it holds a CPF"),
        (["Anual", "--as", "Mensal"], 2, "--as Mensal: this reads several ways too"),
        (["Até 31 de março de cada ano", "--choice", "1"], 1, "this phrase reads one way only"),
    ],
)
def test_a_decision_that_cannot_be(rede: Elo, arguments: list[str], code: int, message: str) -> None:
    ended = rede("plan", "decide", *arguments)
    assert (ended.code, ended.out) == (code, "")
    assert message in ended.err


def test_a_start_that_is_not_known_is_given_later(rede: Elo) -> None:
    first = rede(*FOR_UPB, "--published", "2026-01-12", "--yes", "--json")
    assert data(first)["provisional"] is True
    assert "dates are provisional" in first.err
    rehearsed = data(rede("plan", "start", "UPB", "--starts", "2026-02-02", "--dry-run", "--json"))
    done = data(rede("plan", "start", "UPB", "--starts", "02/02/2026", "--yes", "--json"))
    assert (rehearsed["set"], done["set"]) == (["starts"], ["starts"])
    assert rehearsed["moved"] == done["moved"] != 0
    assert "nothing new" in rede("plan", "start", "UPB", "--starts", "2026-02-02").out


def test_a_start_that_was_stopped_before_anybody_was_told_is_told_when_it_is_set_again(
    rede: Elo, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def stopped(*_: object) -> None:
        raise KeyboardInterrupt

    rede(*FOR_UPB, "--starts", "2025-12-09", "--yes")
    order = ["plan", "start", "UPB", "--starts", "2026-02-02", "--yes", "--json"]
    with monkeypatch.context() as killed:
        killed.setattr("elo.recounting.recount_all", stopped)
        assert rede(*order).code == 130
    first, second = data(rede(*order)), data(rede(*order))
    assert (first["set"], first["told"], second["told"]) == ([], 1, 0)


def test_dates_that_move_need_agreement(rede: Elo) -> None:
    rede(*FOR_UPB, "--starts", "2025-12-09", "--yes")
    ended = rede("plan", "start", "UPB", "--starts", "2026-02-02")
    assert (ended.code, ended.out) == (1, "")
    assert "nothing was changed" in ended.err
    assert data(rede("plan", "show", "UPB", "--json"))["starts"] == "2025-12-09"


def test_a_plan_is_amended_and_shown_as_it_is_in_force_on_a_day(rede: Elo) -> None:
    rede(*FOR_UPB, "--starts", "2025-12-09", "--yes")
    order = ["plan", "amend", "--institution", "UPB", "--from", "2027-07-01", "--yes", "--json"]
    amended = data(rede(*order, "--set", "1.2=Até 31 de março de cada ano", "--ends", "2035-12-09"))
    assert (amended["version"], amended["changed"]) == (2, {"1.2": ["deadline"]})
    before, after = (
        data(rede("plan", "show", "UPB", "--on", day, "--json")) for day in ("2027-06-30", "2027-07-01")
    )
    assert (before["version"], after["version"], after["ends"]) == (1, 2, "2035-12-09")


def test_a_rehearsed_amendment_says_what_would_change_and_changes_nothing(rede: Elo, folder: Path) -> None:
    rede(*FOR_UPB, "--starts", "2025-12-09", "--yes")
    order = ["plan", "amend", EXAMPLE, "--institution", "UPB", "--from", "2027-07-01", "--dry-run"]
    ended = rede(*order, "--set", "1.2=Até 31 de março de cada ano")
    assert (ended.code, "rehearsal: nothing was changed" in ended.err) == (0, True)
    assert "version 2, 1º Termo Aditivo" in ended.out
    versions = data(rede("plan", "show", "UPB", "--json"))["versions"]
    assert isinstance(versions, list)
    assert len(versions) == 1


def test_an_amendment_from_an_earlier_day_says_whose_place_it_takes_and_both_are_shown(rede: Elo) -> None:
    rede(*FOR_UPB, "--starts", "2025-12-09", "--yes")
    order = ["plan", "amend", "--institution", "UPB", "--yes", "--from"]
    rede(*order, "2027-07-01", "--set", "1.2=Até 31 de março de cada ano")
    amended = rede(*order, "2027-06-01", "--set", "2.1=Até 31 de março de cada ano")
    assert "replaced version 2, 1º Termo Aditivo, from 2027-07-01" in amended.out
    shown = rede("plan", "show", "UPB")
    assert "version 2  from 2027-07-01, on no day: version 3 took its place  1º Termo Aditivo" in shown.out
    assert "version 3  from 2027-06-01  2º Termo Aditivo" in shown.out


def test_an_amendment_that_changes_nothing_is_none(rede: Elo) -> None:
    ended = rede("plan", "amend", "--institution", "UPB", "--from", "2027-07-01")
    assert (ended.code, ended.out) == (2, "")


def test_many_agreements_are_imported_once(rede: Elo, folder: Path) -> None:
    rehearsed = data(import_many(rede, folder, TABLE, "--dry-run", "--json"))
    first = data(import_many(rede, folder, TABLE, "--json"))
    again = data(import_many(rede, folder, TABLE, "--json"))
    assert (rehearsed["created"], first["created"]) == (2, 2)
    assert (again["created"], again["unchanged"]) == (0, 2)
    assert data(rede("plan", "show", "AMM", "--json"))["number"] == "AC 2/2025"


def test_the_law_given_counts_the_days_of_the_rows_that_name_none(rede: Elo, folder: Path) -> None:
    table = TABLE.replace("published", "policy").replace("10;", "10;lei-9784")
    assert data(import_many(rede, folder, table, "--policy", "codigo-civil", "--json"))["created"] == 2
    again = import_many(rede, folder, table)
    assert "line 2, number: AC 1/2025 is imported already, otherwise" in again.err
    assert "line 3" not in again.err


def test_a_wrong_row_leaves_nothing(rede: Elo, folder: Path) -> None:
    ended = import_many(rede, folder, TABLE + "UPB;AC 3/2025;ontem;\n")
    assert (ended.code, ended.out) == (1, "")
    assert "line 4, starts: is not a date" in ended.err
    assert "UPB has no agreement" in rede("plan", "show", "UPB").err


@pytest.mark.parametrize(
    "arguments",
    [[], ["--institution", "UPB", "--many", "many.csv"], ["--many", "many.csv", "--starts", "2025-12-09"]],
)
def test_an_import_is_of_one_or_of_many(rede: Elo, arguments: list[str]) -> None:
    ended = rede("plan", "import", EXAMPLE, *arguments)
    assert (ended.code, ended.out) == (2, "")
