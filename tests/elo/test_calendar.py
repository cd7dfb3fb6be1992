"""`elo calendar` as a script meets it: what a list moves is said first, a wrong line is named."""

import json
from pathlib import Path

import pytest

from db.ids import InstrumentId
from elo.recounting import Outcome
from scheduler.days.federal_days import forecast
from tests.elo.conftest import Elo

EXAMPLE = str(Path(__file__).parents[2] / "docs" / "examples" / "plano-de-trabalho.txt")
HEADER = "date,kind,name,closes_at,opens_at\n"
LOCAL = (
    "municipality_code;date;kind;name;law;closes_at;opens_at\n2914604;05-28;holiday;Padroeiro;Lei 1/1999;;\n"
)


def list_of_2099(*bridges: str) -> str:
    days = [f"{one.day},{one.kind},{one.name},," for one in forecast(2099).values()]
    return HEADER + "\n".join([*days, *(f"{day},optional,Ponte,," for day in bridges)]) + "\n"


@pytest.fixture
def upb(started: Elo, folder: Path) -> Elo:
    """With a cycle that ends on Friday, 12 June 2099."""
    (folder / "i.csv").write_text("acronym;name;layer\nUPB;União dos Municípios;1\n")
    assert started("institutions", "import", "i.csv").code == 0
    plan = ["plan", "import", EXAMPLE, "--institution", "UPB", "--starts", "2098-06-12", "--yes"]
    assert started(*plan).code == 0
    (folder / "2099.csv").write_text(list_of_2099("2099-06-12"))
    return started


def test_a_rehearsal_says_what_would_move(upb: Elo) -> None:
    ended = upb("calendar", "load", "2099.csv", "--dry-run", "--json")
    said = json.loads(ended.out)
    assert (ended.code, said["lists"], said["dry_run"]) == (0, ["União 2099"], True)
    assert said["moved"] > 0
    assert json.loads(upb("calendar", "show", "2099", "--json").out)["provisional"] is True


def test_dates_move_only_at_somebodys_word(upb: Elo) -> None:
    ended = upb("calendar", "load", "2099.csv")
    assert (ended.code, ended.out) == (1, "")
    assert "error: this needs your agreement; nothing was loaded" in ended.err
    assert upb("calendar", "load", "2099.csv", "--yes").out.startswith("loaded União 2099\n")


def test_loading_twice_changes_nothing(upb: Elo) -> None:
    first = json.loads(upb("calendar", "load", "2099.csv", "--yes", "--json").out)
    second = upb("calendar", "load", "2099.csv", "--json")
    assert first["moved"] > 0
    assert (second.code, json.loads(second.out)) == (
        0,
        {"lists": [], "moved": 0, "told": 0, "dry_run": False},
    )


def test_a_list_that_some_agreement_could_not_be_counted_by_is_partly_loaded(
    upb: Elo, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def recount(*_: object) -> Outcome:
        return Outcome(moved=3, told=1, failed=frozenset({InstrumentId(7), InstrumentId(8)}))

    monkeypatch.setattr("elo.recounting.recount_all", recount)
    ended = upb("calendar", "load", "2099.csv", "--yes")
    assert (ended.code, "3 dates moved, 1 people told" in ended.out) == (4, True)
    assert "2 agreements could not be counted" in ended.err


def test_days_of_a_municipality_are_shown_with_their_law(started: Elo, folder: Path) -> None:
    (folder / "irece.csv").write_text(LOCAL)
    assert started("calendar", "load", "irece.csv").out.startswith("loaded Irecê (BA)\n")
    shown = started("calendar", "show", "2027", "--municipality", "2914604").out
    assert "2027-05-28  holiday   Padroeiro (Irecê (BA), Lei 1/1999)\n" in shown
    assert "Padroeiro" not in started("calendar", "show", "2027", "--uf", "BA").out


def test_a_year_without_a_list_is_said_to_be_provisional(started: Elo) -> None:
    ended = started("calendar", "show", "2099")
    assert ended.code == 0
    assert "2099-12-25  holiday   Natal" in ended.out
    assert ended.err.startswith("provisional: the Union's list of 2099 is not loaded")


@pytest.mark.parametrize(
    ("text", "arguments", "code", "message"),
    [
        (f"{HEADER}2027-02-30,holiday,Nada,,\n", [], 1, "linha 2: '2027-02-30' não é uma data que exista"),
        (f"{HEADER}2027-02-08,feriado,Carnaval,,\n", [], 1, "linha 2: o tipo 'feriado'"),
        ("day;name\n", [], 1, "linha 1: o cabeçalho deve ser"),
        (LOCAL, ["--place", "2927408"], 2, "has days of Irecê (BA), not of Salvador (BA) alone"),
        (LOCAL, ["--place", "XX"], 2, "there is no place XX"),
    ],
)
def test_a_wrong_list_leaves_nothing(
    started: Elo, folder: Path, text: str, arguments: list[str], code: int, message: str
) -> None:
    (folder / "days.csv").write_text(text)
    ended = started("calendar", "load", "days.csv", "--yes", *arguments)
    assert (ended.code, ended.out) == (code, "")
    assert message in ended.err
