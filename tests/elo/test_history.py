"""`elo history` as a script meets it: a table of past reports goes in, and what is to be checked comes out."""

import json
from datetime import datetime
from pathlib import Path

import pytest
from openpyxl import Workbook

from tests.elo.conftest import Elo

PLAN = str(Path(__file__).parents[2] / "docs" / "examples" / "plano-de-trabalho.txt")
REPORTS = """institution;goal;date;description;hours
UPB;2.2;03/05/2021;Curso A;20
UPB;1.2;2020-12-20;Ofício 7;
"""


@pytest.fixture
def upb(started: Elo, folder: Path) -> Elo:
    (folder / "i.csv").write_text("acronym;name;layer\nUPB;União dos Municípios;1\n")
    assert started("institutions", "import", "i.csv").code == 0
    imported = started("plan", "import", PLAN, "--institution", "UPB", "--starts", "2020-12-09", "--yes")
    assert imported.code == 0
    return started


def test_past_reports_are_imported_once_and_listed(upb: Elo, folder: Path) -> None:
    (folder / "r.csv").write_text(REPORTS)
    assert upb("history", "import", "r.csv", "--dry-run").out == "2 created, 0 updated, 0 unchanged\n"
    assert upb("history", "import", "r.csv").out == "2 created, 0 updated, 0 unchanged\n"
    assert json.loads(upb("history", "import", "r.csv", "--json").out)["unchanged"] == 2
    listed = json.loads(upb("history", "list", "--institution", "upb", "--json").out)
    reported = {one["goal"]: one for one in listed if one["reports"]}
    assert reported["2.2"] == {
        "institution": "UPB",
        "partner": "UPB",
        "number": reported["2.2"]["number"],
        "goal": "2.2",
        "literal": "2021-12-09",
        "extended": "2021-12-09",
        "state": "history",
        "reports": [
            {"protocol": "RH-2021-000001", "date": "2021-05-03", "description": "Curso A", "hours": 20.0}
        ],
    }
    assert reported["1.2"]["reports"][0]["protocol"] == "RH-2020-000001"
    assert "\t2.2\t2021-12-09\thistory\tRH-2021-000001\n" in upb("history", "list").out


def test_a_workbook_has_dates_and_numbers_of_its_own(upb: Elo, folder: Path) -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append(["Institution", "goal", "date", "description", "hours"])
    sheet.append(["UPB", 2.2, datetime(2021, 5, 3), "Curso A", 1.5])  # noqa: DTZ001  as spreadsheets have it
    book.save(folder / "r.xlsx")
    ended = upb("history", "import", "r.xlsx", "--json")
    assert (ended.code, json.loads(ended.out)["created"]) == (0, 1)


def test_one_wrong_row_keeps_all_of_them_out(upb: Elo, folder: Path) -> None:
    (folder / "r.csv").write_text(REPORTS + "UPB;2.2;2021-05-04;CPF 529.982.247-25;20\nUPB;2.2;ontem;B;20\n")
    ended = upb("history", "import", "r.csv")
    assert ended.code == 1
    assert "line 4, description: has a CPF, which is never kept: remove it" in ended.err
    assert "line 5, date: is not a date as 2025-12-09 or 09/12/2025 (got ontem)" in ended.err
    assert "error: r.csv: 2 of 4 rows wrong; nothing was imported" in ended.err
    assert "529" not in ended.out + ended.err
    assert "RH-" not in upb("history", "list").out


def test_an_institution_that_is_not_there_has_no_history(upb: Elo) -> None:
    ended = upb("history", "list", "--institution", "AMM")
    assert (ended.code, ended.out) == (1, "")
    assert "there is no institution AMM" in ended.err
