"""`elo person` as a script meets it: data taken along, erased, and a CPF kept where that was chosen."""

import io
import json
from pathlib import Path

import pytest
from validate_docbr import CPF

from tests.elo.conftest import Elo

PEOPLE = "email;name;institution;functions;phone\n"
JOANA = "joana@example.org;Joana Lima;UPB;coordenador;71 91234-5678\n"
BIA = "joana@example.org;Bia Prado;UPB;gabinete;\n"


@pytest.fixture
def upb(started: Elo, folder: Path) -> Elo:
    (folder / "i.csv").write_text("acronym;name;layer\nUPB;União dos Municípios;1\n")
    (folder / "p.csv").write_text(PEOPLE + JOANA)
    assert started("institutions", "import", "i.csv").code == 0
    assert started("people", "import", "p.csv").code == 0
    return started


@pytest.fixture
def keeping(upb: Elo, folder: Path) -> Elo:
    file = folder / "config.toml"
    file.write_text(file.read_text().replace("# keep_cpf = false", "keep_cpf = true"))
    return upb


def typed(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{text}\n"))


def test_everything_is_exported_as_json(upb: Elo) -> None:
    ended = upb("person", "export", "joana@example.org")
    data = json.loads(ended.out)
    assert (ended.code, ended.err) == (0, "")
    assert data["pessoa"]["nome"] == "Joana Lima"
    assert data["pessoa"]["telefone"] == "(71) 91234-5678"
    assert data["funcoes"] == [{"instituicao": "UPB", "funcao": "coordenação"}]


def test_an_export_to_a_file_is_for_this_user_only(upb: Elo, folder: Path) -> None:
    ended = upb("person", "export", "joana@example.org", "--out", "joana.json")
    assert (ended.code, ended.out) == (0, "")
    assert json.loads((folder / "joana.json").read_text())["pessoa"]["email"] == "joana@example.org"
    assert (folder / "joana.json").stat().st_mode & 0o777 == 0o600
    assert upb("person", "export", "joana@example.org", "--out", "joana.json").code == 1


def test_an_erased_person_is_unknown_and_comes_back_as_another(upb: Elo) -> None:
    before = json.loads(upb("person", "export", "joana@example.org").out)["pessoa"]["numero"]
    erased = upb("person", "erase", "joana@example.org", "--yes")
    assert (erased.code, erased.out) == (0, "")
    assert upb("person", "erase", "joana@example.org", "--yes").code == 1
    assert upb("people", "import", "p.csv").code == 0
    after = json.loads(upb("person", "export", "joana@example.org").out)["pessoa"]["numero"]
    assert after != before


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (("erase", "joana@example.org"), 1, "--yes gives it"),
        (("erase", "ninguem@example.org", "--yes"), 1, "nobody is registered with ninguem@example.org"),
        (("erase", "maria@example.org", "--yes"), 1, "this is the last administrator"),
        (("export", "joana@example.org", "--name", "Bia"), 1, "nobody called Bia reads joana@example.org"),
        (("cpf", "joana@example.org"), 1, "this service keeps no CPF"),
        (("cpf", "joana@example.org", "52998224725"), 2, "extra argument"),
    ],
    ids=["without a terminal", "nobody", "the last one", "no such reader", "not chosen", "as an argument"],
)
def test_what_cannot_be_is_said(upb: Elo, arguments: tuple[str, ...], code: int, message: str) -> None:
    ended = upb("person", *arguments)
    assert (ended.code, ended.out) == (code, "")
    assert message in ended.err


def test_a_shared_mailbox_asks_for_the_name(upb: Elo, folder: Path) -> None:
    (folder / "p.csv").write_text(PEOPLE + JOANA + BIA)
    assert upb("people", "import", "p.csv").code == 0
    assert "choose one with --name" in upb("person", "export", "joana@example.org").err
    named = upb("person", "export", "joana@example.org", "--name", "bia prado")
    assert json.loads(named.out)["pessoa"]["nome"] == "Bia Prado"


def test_a_cpf_is_kept_sealed_and_shown_masked(
    keeping: Elo, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = CPF().generate()
    typed(monkeypatch, number)
    ended = keeping("person", "cpf", "joana@example.org")
    assert (ended.code, ended.out) == (0, f"***.{number[3:6]}.{number[6:9]}-**\n")
    stored = b"".join(file.read_bytes() for file in folder.glob("elo.db*"))
    assert number.encode() not in stored
    shown = json.loads(keeping("person", "export", "joana@example.org").out)["pessoa"]["cpf"]
    assert shown == ended.out.strip()


def test_a_cpf_is_one_persons(keeping: Elo, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "p.csv").write_text(PEOPLE + JOANA + BIA)
    assert keeping("people", "import", "p.csv").code == 0
    number = CPF().generate(mask=True)
    for name, code in (("Joana Lima", 0), ("Joana Lima", 0), ("Bia Prado", 1)):
        typed(monkeypatch, number)
        ended = keeping("person", "cpf", "joana@example.org", "--name", name)
        assert ended.code == code
        assert number not in ended.err


@pytest.mark.parametrize("number", ["", "11111111111", "52998224724", "5299822472", "abc"])
def test_what_is_no_cpf_is_refused(keeping: Elo, monkeypatch: pytest.MonkeyPatch, number: str) -> None:
    typed(monkeypatch, number)
    ended = keeping("person", "cpf", "joana@example.org")
    assert (ended.code, ended.out) == (1, "")
    assert "this is no valid CPF" in ended.err
