"""`elo classes` as a script meets it: a table is shown, taken in at a word, changed and called off."""

import json
from pathlib import Path

import pytest

from tests.elo.conftest import Elo

TABLE = """Curso;Turma;Carga horária;Início;Inscrições até;Link
Convênios;1;20h;12/01/2098;05/01/2098 18h;www.gov.br/cursos
Convênios;2;20h;12/02/2098;;
"""


@pytest.fixture
def table(started: Elo, folder: Path) -> Elo:
    (folder / "t.csv").write_text(TABLE, "utf8")
    return started


def test_a_table_is_rehearsed_taken_in_and_the_same_twice(table: Elo) -> None:
    ended = table("classes", "import", "t.csv", "--dry-run")
    assert (ended.code, ended.out) == (0, "2 new, 0 changed, 0 unchanged\n")
    assert "line 2: new: Convênios · 1" in ended.err
    assert table("classes", "import", "t.csv").code == 1
    assert json.loads(table("classes", "list", "--json").out) == []
    assert json.loads(table("classes", "import", "t.csv", "--yes", "--json").out)["new"] == 2
    assert table("classes", "import", "t.csv").out == "0 new, 0 changed, 2 unchanged\n"
    [first, _] = json.loads(table("classes", "list", "--json").out)
    assert (first["course"], first["code"], first["state"]) == ("Convênios", "1", "open")


def test_every_wrong_row_is_named_and_nothing_is_taken_in(table: Elo, folder: Path) -> None:
    (folder / "t.csv").write_text(TABLE + "Convênios;3;;ontem;;\n", "utf8")
    ended = table("classes", "import", "t.csv", "--yes", "--json")
    assert ended.code == 1
    assert "1 of 3 rows wrong; nothing was taken in" in ended.err
    problems = json.loads(ended.out)["problems"]
    assert {(one["line"], one["column"]) for one in problems} == {(4, "starts"), (4, "workload")}


def test_a_class_is_changed_and_called_off_by_its_number(table: Elo) -> None:
    assert table("classes", "import", "t.csv", "--yes").code == 0
    assert (
        table("classes", "change", "1", "starts=13/01/2098", "ends=14/01/2098").out
        == "changed 1: starts, ends\n"
    )
    assert table("classes", "change", "1", "seats=0").code == 1
    assert table("classes", "change", "1", "vagas=3").code == 2
    assert table("classes", "cancel", "1", "--why", "Sem sala", "--yes").out == "cancelled 1\n"
    assert table("classes", "change", "1", "seats=3").code == 1
    assert table("classes", "cancel", "99", "--why", "Sem sala", "--yes").code == 1


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (("missing.csv",), 2, "No such file"),
        (("config.toml",), 1, "no line names the columns"),
        (("t.csv", "--institution", "NADA"), 1, "there is no institution NADA"),
    ],
)
def test_what_cannot_be_taken_in_is_said(
    table: Elo, arguments: tuple[str, ...], code: int, message: str
) -> None:
    ended = table("classes", "import", *arguments)
    assert ended.code == code
    assert message in ended.err
