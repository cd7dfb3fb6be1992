"""`elo plan` as a script meets it: what is read, what is asked, and that a refused plan leaves nothing."""

import json
from pathlib import Path

import pytest

from tests.elo.conftest import Elo

EXAMPLE = str(Path(__file__).parents[2] / "docs" / "examples" / "plano-de-trabalho.txt")
CPF = "529.982.247-25"
IMPORT = ["plan", "import", EXAMPLE, "--institution", "UPB", "--starts", "2025-12-09"]


@pytest.fixture
def upb(started: Elo, folder: Path) -> Elo:
    (folder / "i.csv").write_text("acronym;name;layer\nUPB;União dos Municípios;1\n")
    assert started("institutions", "import", "i.csv").code == 0
    return started


def test_a_plan_is_read_as_json_without_configuration(elo: Elo) -> None:
    ended = elo("plan", "read", EXAMPLE, "--json")
    goals = json.loads(ended.out)
    assert (ended.code, ended.err, len(goals)) == (0, "", 20)
    assert goals[1].keys() == {"key", "axis", "text", "responsible", "second_layer", "deadline"}


def test_the_last_words_of_a_file_that_is_no_plan(elo: Elo, folder: Path) -> None:
    (folder / "letter.txt").write_text("Prezados,\n")
    ended = elo("plan", "read", "letter.txt")
    assert (ended.code, ended.out) == (1, "")
    assert ended.err.startswith("error: letter.txt: não há a linha de títulos")


def test_a_plan_is_imported_once(upb: Elo) -> None:
    first, second = upb(*IMPORT, "--yes", "--json"), upb(*IMPORT, "--yes", "--json")
    assert json.loads(first.out)["goals"] == 20
    assert "the document says: instrument AC" in first.err
    assert (second.code, second.out) == (1, "")
    assert "is imported already; nothing was changed" in second.err


def test_readings_that_are_assumed_need_agreement(upb: Elo) -> None:
    ended = upb(*IMPORT)
    assert (ended.code, ended.out) == (1, "")
    assert "nothing was imported" in ended.err


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["--set", "2.1=um dia desses"], 1, "goal 2.1 (line"),
        (["--set", "9.9=Anual"], 2, "--set: the plan has no goal 9.9\nhint: its goals are 1.1, 1.2"),
        (["--set", "2.11=Anual"], 2, "--set: the plan has no goal 2.11\nhint: did you mean 2.1?"),
        (
            ["--set", "2.1=Anual", "--set", " 2.1 = Mensal"],
            2,
            "--set gives goal 2.1 two phrases: Anual; Mensal",
        ),
        (["--sei", "1/26"], 2, "invalid value for '--sei': 1/26 is not a SEI process"),
        (["--sei", CPF], 2, "invalid value for '--sei': it holds a CPF"),
        (["--why", f"A pedido de {CPF}"], 2, "invalid value for '--why': it holds a CPF"),
        (["--set", f"2.1=Anual {CPF}"], 2, "invalid value: it holds a CPF"),
        (["--set", "2.1"], 2, "--set 2.1: write KEY=PHRASE"),
        (["--ends", "2025-12-09"], 2, "--ends 2025-12-09 is not after --starts 2025-12-09"),
        (["--institution", "AMM"], 1, "there is no institution AMM"),
    ],
)
def test_a_refused_plan_leaves_nothing(upb: Elo, arguments: list[str], code: int, message: str) -> None:
    refused = upb(*IMPORT, "--yes", *arguments)
    assert (refused.code, refused.out) == (code, "")
    assert f"error: {message}" in refused.err
    assert CPF not in refused.err
    assert upb(*IMPORT, "--yes").code == 0
