"""`elo dispense` as a script meets it: one obligation is meant, or those that could be are named."""

from pathlib import Path

import pytest

from tests.elo.conftest import Elo

EXAMPLE = str(Path(__file__).parents[2] / "docs" / "examples" / "plano-de-trabalho.txt")
REASON = ("--reason", "Cronograma único da Secretaria")


@pytest.fixture
def upb(started: Elo, folder: Path) -> Elo:
    (folder / "i.csv").write_text("acronym;name;layer\nUPB;União dos Municípios;1\n")
    assert started("institutions", "import", "i.csv").code == 0
    plan = ("plan", "import", EXAMPLE, "--institution", "UPB", "--starts", "2030-12-09", "--yes")
    assert started(*plan).code == 0
    return started


def test_a_dispensation_and_back(upb: Elo) -> None:
    first = upb("dispense", "upb", "1.2", *REASON)
    assert first.code == 0
    assert first.err.startswith("dispensed: UPB 1.2 due 2030-12-24 AC ")
    assert upb("dispense", "UPB", "1.2", *REASON).code == 1
    assert upb("dispense", "UPB", "1.2", "--undo").err.startswith("owed again: UPB 1.2")
    assert upb("dispense", "UPB", "1.2", *REASON).code == 0


def test_the_process_is_kept_and_told(upb: Elo) -> None:
    assert upb("dispense", "UPB", "1.2", *REASON, "--sei", "12/2025").code == 1
    assert upb("dispense", "UPB", "1.2", *REASON, "--sei", "19999.000123/2025-07").code == 0


def test_of_several_periods_one_is_named_by_its_day(upb: Elo) -> None:
    several = upb("dispense", "UPB", "semestre", *REASON)
    assert several.code == 2
    assert "choose with --by, --occurrence or --agreement" in several.err
    assert "UPB semestre due 2031-06-30" in several.err
    chosen = upb("dispense", "UPB", "semestre", "--by", "30/06/2031", *REASON)
    assert chosen.err.startswith("dispensed: UPB semestre due 2031-06-30")


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (("UPB", "1.2"), 2, "a dispensation needs --reason"),
        (("NADA", "1.2", *REASON), 1, "there is no institution NADA"),
        (("UPB", "9.9", *REASON), 1, "UPB has nothing like that under 9.9"),
        (("UPB", "1.2", "--by", "2031-01-01", *REASON), 1, "there is: UPB 1.2 due 2030-12-24"),
        (("UPB", "1.2", "--undo"), 1, "nothing like that"),
        (("UPB", "1.2", "--reason", "…"), 1, "refused: dispense_without_reason"),
    ],
    ids=["no reason", "no institution", "no goal", "no such day", "not dispensed", "an empty reason"],
)
def test_what_is_not_dispensed_is_said(upb: Elo, arguments: tuple[str, ...], code: int, message: str) -> None:
    ended = upb("dispense", *arguments)
    assert (ended.code, ended.out) == (code, "")
    assert message in ended.err
