"""Tables come in as spreadsheets write them: separators, encodings, order and case of the header."""

import json
from pathlib import Path

import pytest
from openpyxl import Workbook

from elo.cli.ending import Ending, Failure
from elo.cli.tables import WORDS, read_rows
from rede.rows import Flaw
from tests.elo.conftest import Elo

COLUMNS, REQUIRED = ("acronym", "name", "layer", "uf"), ("acronym", "name")


@pytest.mark.parametrize(
    "content",
    [
        "acronym,name\nUPB,União\n".encode(),
        "\ufeffNAME;Acronym\r\nUnião;UPB\r\n".encode(),
        "acronym;name\nUPB;União\n".encode("latin-1"),
        "acronym\tname\nUPB\tUnião\n".encode("utf-16"),
        'name\tacronym\n"União"\tUPB\n\t\n'.encode(),
        "\n\nacronym , name,\nUPB,União,\n".encode(),
    ],
)
def test_csv_is_read_as_spreadsheets_write_it(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "table.csv"
    file.write_bytes(content)
    (row,) = read_rows(file, COLUMNS, REQUIRED)
    assert (row["acronym"], row["name"], row["uf"]) == ("UPB", "União", "")


def test_lines_are_those_of_the_file(tmp_path: Path) -> None:
    file = tmp_path / "table.csv"
    file.write_text('acronym,name\nA,"two\nlines"\n\nB,b\n')
    assert [(row.line, row["name"]) for row in read_rows(file, COLUMNS, REQUIRED)] == [
        (2, "two lines"),
        (5, "b"),
    ]


def test_xlsx_is_read_by_its_first_sheet(tmp_path: Path) -> None:
    book, file = Workbook(), tmp_path / "table.xlsx"
    sheet = book.worksheets[0]
    for line in (["Acronym", "name", "layer"], [None, None, None], ["UPB", " União ", 1.0]):
        sheet.append(line)
    book.save(file)
    (row,) = read_rows(file, COLUMNS, REQUIRED)
    assert (row.line, row["acronym"], row["name"], row["layer"]) == (3, "UPB", "União", "1")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "table.csv is empty"),
        ("acronym,name\n", "table.csv has a header and no rows"),
        ("acronym,nome\nA,b\n", "table.csv: there is no column nome"),
        ("acronym,layer\nA,1\n", "table.csv: the column name is missing"),
        ("acronym,name,name\nA,1,2\n", "table.csv: the column name is there twice"),
        ("acronym,name\nA,1,2\n", "table.csv: line 2 has 3 cells, the header 2"),
        ('acronym,name\n"A,b\n', "table.csv is not a CSV: unexpected end of data"),
        ("acronym,name\nA,b\0\n", "table.csv is not a CSV: it is no text"),
    ],
)
def test_a_table_that_cannot_be_read_says_why(tmp_path: Path, content: str, message: str) -> None:
    file = tmp_path / "table.csv"
    file.write_text(content)
    with pytest.raises(Failure) as refused:
        read_rows(file, COLUMNS, REQUIRED)
    assert str(refused.value) == message


def test_a_table_that_is_not_there_is_misuse(tmp_path: Path) -> None:
    with pytest.raises(Failure) as refused:
        read_rows(tmp_path / "table.csv", COLUMNS, REQUIRED)
    assert refused.value.ending is Ending.USAGE


def test_what_is_no_workbook_says_so(tmp_path: Path) -> None:
    file = tmp_path / "table.xlsx"
    file.write_bytes(b"PK but not really")
    with pytest.raises(Failure, match=r"table\.xlsx is not an XLSX workbook"):
        read_rows(file, COLUMNS, REQUIRED)


def test_every_flaw_has_its_words() -> None:
    assert set(WORDS) == set(Flaw)


NETWORK = "acronym;name;layer\nUPB;União dos Municípios;1\n"
PEOPLE = 'email;name;institution;functions\njoao@example.org;João Lima;UPB;"coordenador;gabinete"\n'


def test_institutions_and_people_are_imported_and_invited(started: Elo, folder: Path) -> None:
    (folder / "i.csv").write_text(NETWORK)
    (folder / "p.csv").write_text(PEOPLE)
    assert started("institutions", "import", "i.csv").out == "1 created, 0 updated, 0 unchanged\n"
    assert json.loads(started("people", "import", "p.csv", "--json").out) == {
        "created": 1,
        "updated": 0,
        "unchanged": 0,
        "dry_run": False,
    }
    assert started("invite", "joao@example.org", "--json").code == 0


def test_a_rehearsal_changes_nothing(started: Elo, folder: Path) -> None:
    (folder / "i.csv").write_text(NETWORK)
    for _ in range(2):
        ended = started("institutions", "import", "i.csv", "--dry-run")
        assert (ended.code, ended.out) == (0, "1 created, 0 updated, 0 unchanged\n")


def test_wrong_rows_are_named_by_line_and_column(started: Elo, folder: Path) -> None:
    (folder / "i.csv").write_text(NETWORK + "A;529.982.247-25;9\n")
    ended = started("institutions", "import", "i.csv", "--json")
    assert ended.code == 1
    assert {(one["line"], one["column"]) for one in json.loads(ended.out)["problems"]} == {
        (3, "name"),
        (3, "layer"),
    }
    assert "line 3, layer: must be 0, 1 or 2 (got 9)" in ended.err
    assert "error: i.csv: 1 of 2 rows wrong; nothing was imported" in ended.err
    assert "529" not in ended.out + ended.err
    assert started("institutions", "import", "i.csv", "--dry-run").code == 1


def test_an_invite_on_a_shared_mailbox_needs_a_name(started: Elo, folder: Path) -> None:
    (folder / "i.csv").write_text(NETWORK)
    (folder / "p.csv").write_text(PEOPLE + "joao@example.org;Ana;UPB;gabinete\n")
    started("institutions", "import", "i.csv")
    started("people", "import", "p.csv")
    ended = started("invite", "joao@example.org")
    assert ended.code == 1
    assert "error: several people read joao@example.org: Ana, João Lima" in ended.err
    assert started("invite", "joao@example.org", "--name", "joão lima").code == 0
    assert started("invite", "nobody@example.org").code == 1
