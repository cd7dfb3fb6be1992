"""`elo audit export` as a script meets it: CSV that no spreadsheet runs, JSON, by days; itself on record."""

import csv
import io
import json
from pathlib import Path

import pytest

from tests.elo.conftest import Elo


@pytest.fixture
def upb(started: Elo, folder: Path) -> Elo:
    (folder / "i.csv").write_text("acronym;name;layer\nUPB;União dos Municípios;1\n")
    people = "email;name;institution;functions\njoana@example.org;=CMD();UPB;coordenador\n"
    (folder / "p.csv").write_text(people)
    assert started("institutions", "import", "i.csv").code == 0
    assert started("people", "import", "p.csv").code == 0
    return started


def test_entries_come_as_csv_in_portuguese(upb: Elo) -> None:
    ended = upb("audit", "export")
    rows = list(csv.DictReader(io.StringIO(ended.out)))
    assert (ended.code, ended.err) == (0, "")
    told = {(row["act"], row["what"], row["of"]) for row in rows}
    assert ("institution.register", "cadastrou uma instituição", "UPB") in told
    assert [int(row["number"]) for row in rows] == sorted(int(row["number"]) for row in rows)


def test_a_name_that_looks_like_a_formula_is_words(upb: Elo) -> None:
    rows = list(csv.DictReader(io.StringIO(upb("audit", "export").out)))
    assert "'=CMD()" in {row["of"] for row in rows}


def test_the_export_is_on_record(upb: Elo) -> None:
    rows = json.loads(upb("audit", "export", "--json").out)
    assert rows[-1]["act"] == "audit.export"
    assert rows[-1]["person_id"] is None


def test_days_are_of_brasilia_and_both_are_included(upb: Elo) -> None:
    today = json.loads(upb("audit", "export", "--json").out)[0]["at"][:10]
    assert json.loads(upb("audit", "export", "--since", today, "--until", today, "--json").out)
    assert json.loads(upb("audit", "export", "--until", "2020-01-01", "--json").out) == []
    assert upb("audit", "export", "--since", "2026-02-01", "--until", "2026-01-01").code == 2


def test_a_file_is_for_this_user_only(upb: Elo, folder: Path) -> None:
    ended = upb("audit", "export", "--out", "atos.csv")
    assert (ended.code, ended.out) == (0, "")
    assert (folder / "atos.csv").read_bytes().startswith("\ufeffnumber,at,".encode())
    assert (folder / "atos.csv").stat().st_mode & 0o777 == 0o600
    assert upb("audit", "export", "--out", "atos.csv").code == 1
