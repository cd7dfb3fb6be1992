"""`elo happening` as a script meets it: recorded once, opened at once, called off with what it called for."""

import json
from pathlib import Path

import pytest

from tests.elo.conftest import Elo

EXAMPLE = str(Path(__file__).parents[2] / "docs" / "examples" / "plano-de-trabalho.txt")


@pytest.fixture
def upb(started: Elo, folder: Path) -> Elo:
    (folder / "i.csv").write_text("acronym;name;layer\nUPB;União dos Municípios;1\n")
    assert started("institutions", "import", "i.csv").code == 0
    plan = ["plan", "import", EXAMPLE, "--institution", "UPB", "--starts", "2026-01-12", "--yes"]
    assert started(*plan).code == 0
    return started


def add(elo: Elo, *arguments: str) -> dict[str, object]:
    ended = elo("happening", "add", *arguments, "--json")
    assert ended.code == 0, ended.err
    said: dict[str, object] = json.loads(ended.out)
    return said


def test_a_request_is_recorded_opened_moved_and_called_off(upb: Elo) -> None:
    first = add(upb, "request", "--institution", "upb", "--on", "2098-05-20")
    assert (first["new"], first["opened"]) == (1, 1)
    again = add(upb, "request", "--all", "--on", "20/05/2098")
    assert (again["new"], again["ids"], again["opened"]) == (0, first["ids"], 0)
    number = str(first["ids"][0])  # type: ignore[index]
    assert upb("happening", "move", number, "--on", "2098-06-10").code == 0
    assert upb("happening", "cancel", number).out.startswith(f"cancelled {number}")
    [row] = json.loads(upb("happening", "list", "--institution", "UPB", "--json").out)
    assert (row["kind"], row["day"], row["cancelled"]) == ("request", "2098-06-10", True)


def test_a_change_of_everybody_is_one_happening_and_only_when_relevant(upb: Elo) -> None:
    ended = upb("happening", "add", "course-change", "--all", "--on", "2026-02-02")
    assert (ended.code, ended.out) == (0, "")
    assert "makes nothing due" in ended.err
    said = add(upb, "course-change", "--all", "--on", "2026-02-02", "--relevant")
    assert (said["new"], said["opened"]) == (1, 2)


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["request", "--on", "2098-05-20"], 2, "say whom it concerns"),
        (["request", "--all", "--institution", "UPB", "--on", "2098-05-20"], 2, "say whom it concerns"),
        (["request", "--institution", "UPB"], 2, "--on"),
        (["request", "--institution", "UPB", "--on", "2020-05-20"], 2, "a request is for today or later"),
        (["adhesion", "--institution", "UPB", "--on", "2098-05-20"], 2, "it has not happened yet"),
        (["adhesion", "--all", "--on", "2026-02-02"], 2, "this concerns somebody in particular"),
        (["adhesion", "--institution", "NADA", "--on", "2026-02-02"], 1, "there is no institution NADA"),
        (["convocation", "--all", "--on", "2098-05-20", "--at", "25h"], 2, "write HH:MM"),
        (
            ["adhesion", "--institution", "UPB", "--on", "2026-02-02", "--detail", "CPF 529.982.247-25"],
            2,
            "a CPF, which is never kept",
        ),
    ],
    ids=[
        "nobody",
        "one and everybody",
        "no date",
        "a date in the past",
        "a termo of the future",
        "a termo of everybody",
        "an unknown institution",
        "an hour nobody can read",
        "a CPF",
    ],
)
def test_what_cannot_be_recorded_says_why(upb: Elo, arguments: list[str], code: int, message: str) -> None:
    ended = upb("happening", "add", *arguments)
    assert (ended.code, ended.out) == (code, "")
    assert message in ended.err
    assert upb("happening", "list").err == "none\n"
