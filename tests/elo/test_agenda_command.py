"""`elo agenda` as a script meets it: lines for people, JSON for programs, and nothing is sent."""

import json
from datetime import timedelta
from pathlib import Path

import pytest

from scheduler.clock import SystemClock, local_day
from tests.elo.conftest import Elo

EXAMPLE = str(Path(__file__).parents[2] / "docs" / "examples" / "plano-de-trabalho.txt")


@pytest.fixture
def upb(started: Elo, folder: Path) -> Elo:
    """UPB's agreement begins today, and one person follows it."""
    starts = local_day(SystemClock().now()).isoformat()
    (folder / "i.csv").write_text("acronym;name;layer\nUPB;União dos Municípios;1\n")
    assert started("institutions", "import", "i.csv").code == 0
    (folder / "p.csv").write_text(
        "email;name;institution;functions\njoana@upb.example.org;Joana Flor;UPB;coordenador\n"
    )
    assert started("people", "import", "p.csv").code == 0
    assert started("plan", "import", EXAMPLE, "--institution", "UPB", "--starts", starts, "--yes").code == 0
    return started


def test_each_message_is_a_line_and_nothing_is_sent(upb: Elo) -> None:
    told = upb("agenda", "upb")
    assert told.code == 0
    assert all("Joana Flor · e-mail · lembrete · " in line for line in told.out.splitlines())
    assert "1.2 (" in told.out
    assert json.loads(upb("outbox", "--json").out)["email"]["pending"] == 0


def test_the_words_are_shown_when_asked_for(upb: Elo) -> None:
    told = upb("agenda", "UPB", "--text")
    assert "    joana@upb.example.org · Prazo em " in told.out
    assert "    Olá, Joana Flor." in told.out
    # Its number is not known before it is put.
    assert "    Aviso AV-…" in told.out


def test_a_program_gets_what_it_is_promised(upb: Elo) -> None:
    last = (local_day(SystemClock().now()) + timedelta(days=20)).isoformat()
    first, *_ = json.loads(upb("agenda", "UPB", "--to", last, "--json").out)
    assert set(first) == {
        "on",
        "person",
        "email",
        "channel",
        "standby",
        "sent",
        "kind",
        "goals",
        "subject",
        "text",
    }
    assert first["on"].endswith("-03:00")
    assert first["goals"][0]["institution"] == "UPB"


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (("NADA",), 1, "no institution is called NADA"),
        (("UPB", "--from", "2027-02-01", "--to", "2027-01-01"), 2, "2027-01-01 is before 2027-02-01"),
        (("UPB", "--to", "2099-01-01"), 2, "too far away"),
        (("UPB", "--to", "31/02/2027"), 2, "31/02/2027 is not a date"),
    ],
    ids=["no institution", "backwards", "longer than any plan", "no such day"],
)
def test_what_cannot_be_told_is_said(upb: Elo, arguments: tuple[str, ...], code: int, message: str) -> None:
    ended = upb("agenda", *arguments)
    assert (ended.code, ended.out) == (code, "")
    assert message in ended.err


def test_days_without_messages_are_said_to_be_so(upb: Elo) -> None:
    past = upb("agenda", "UPB", "--from", "2020-01-01", "--to", "2020-02-01")
    assert (past.code, past.out, past.err) == (0, "", "nothing is sent in these days\n")
