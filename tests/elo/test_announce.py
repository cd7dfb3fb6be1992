"""`elo announce` as a script meets it: shown first, kept at somebody's word, held and called off by number."""

import asyncio
import io
import json
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import TypeVar

import pytest
from sqlalchemy import select, update

from db import Database, Session
from db.announcements import Announcement
from db.audit import AuditEntry
from db.enclosures import Enclosure
from tests.elo.conftest import Elo

Result = TypeVar("Result")
TEXT = "Curso aberto\nAs inscrições vão até sexta-feira.\n"
EVERYBODY = ("--audience", "todos")


def within(folder: Path, ask: Callable[[Session], Awaitable[Result]]) -> Result:
    """One transaction beside the command line."""

    async def work() -> Result:
        database = Database(f"sqlite:///{folder}/elo.db")
        async with database.write() as session:
            found = await ask(session)
        await database.close()
        return found

    return asyncio.run(work())


@pytest.fixture
def rede(started: Elo, folder: Path) -> Elo:
    """Maria of the Secretariat, and two people of UPB; a text to announce."""
    (folder / "i.csv").write_text("acronym;name;layer\nUPB;União dos Municípios;1\n")
    people = ["email;name;institution;functions;telegram_id"]
    people += ["ana@example.org;Ana;UPB;coordenador;71", "bia@example.org;Bia;UPB;gabinete;"]
    (folder / "p.csv").write_text("\n".join(people))
    (folder / "aviso.txt").write_text(TEXT, encoding="utf-8-sig")
    assert started("institutions", "import", "i.csv").code == 0
    assert started("people", "import", "p.csv").code == 0
    return started


def test_a_rehearsal_shows_people_channels_and_words_and_keeps_nothing(rede: Elo) -> None:
    ended = rede("announce", "aviso.txt", *EVERYBODY, "--dry-run")
    assert (ended.code, ended.err) == (0, "rehearsal: nothing was kept, nobody is told\n")
    assert "audience   todos: 3 people\nchannels   Telegram 1, e-mail 2\n" in ended.out
    assert "Curso aberto\n\n    Olá, " in ended.out
    assert "E-mail · Curso aberto\n" in ended.out
    assert rede("announce", "--list", "--json").out == "[]\n"


def test_nothing_is_announced_without_somebodys_word(rede: Elo) -> None:
    ended = rede("announce", "aviso.txt", *EVERYBODY)
    assert (ended.code, ended.out) == (1, "")
    assert "audience   todos: 3 people" in ended.err
    assert "error: this needs your agreement; nothing was announced\nhint: --yes gives it" in ended.err


def test_yes_keeps_it_and_is_on_record(rede: Elo, folder: Path) -> None:
    ended = rede("announce", "aviso.txt", *EVERYBODY, "--at", "2099-12-01T10:00", "--yes", "--json")
    assert json.loads(ended.out) == {
        "announcement": 1,
        "audience": "todos",
        "people": 3,
        "telegram": 1,
        "email": 2,
        "left_out": {"no_channel": 0, "closed": 0, "turned_off": 0},
        "starts": "2099-12-01T10:00:00-03:00",
        "dry_run": False,
    }
    (row,) = json.loads(rede("announce", "--list", "--json").out)
    assert (row["id"], row["state"], row["title"]) == (1, "planned", "Curso aberto")
    made = select(AuditEntry.detail).where(AuditEntry.act == "announcement.make")
    assert within(folder, lambda session: session.scalar(made)) == "todos, 3 people"


def test_an_hour_of_the_night_is_said_to_wait_for_the_morning(rede: Elo) -> None:
    ended = rede("announce", "aviso.txt", *EVERYBODY, "--at", "2099-12-01T22:30", "--yes", "--json")
    assert json.loads(ended.out)["starts"] == "2099-12-02T08:00:00-03:00"
    assert "note: nothing leaves at that hour; it starts on 2099-12-02 08:00 (Brasília)" in ended.err


def test_the_same_words_once_more_within_the_hour_are_said_to_be(rede: Elo) -> None:
    rede("announce", "aviso.txt", *EVERYBODY, "--yes")
    again = rede("announce", "aviso.txt", *EVERYBODY, "--yes")
    assert again.code == 0
    assert "note: the same words went to todos within the last hour (announcement 1)" in again.err


@pytest.mark.parametrize(
    ("given", "code", "said"),
    [
        (
            ["aviso.txt", "--audience", "ufs;BA"],
            2,
            "error: no audience is called ufs;BA\nhint: did you mean uf?",
        ),
        (["aviso.txt"], 2, "error: nobody is named: --audience says whom it is for"),
        (["aviso.txt", *EVERYBODY, "--at", "2020-01-01T10:00"], 2, "error: --at 2020-01-01T10:00 is over"),
        (["aviso.txt", *EVERYBODY, "--at", "amanhã"], 2, "amanhã is not a moment: write 2026-12-01T10:00"),
        (["aviso.txt", *EVERYBODY, "--urgent", " "], 2, "say why it cannot wait for the sending window"),
        (["none.txt", *EVERYBODY], 2, "error: none.txt: No such file or directory"),
        (["--list", "--release", "1"], 2, "say one thing: FILE, --list, --release ID or --cancel ID"),
        ([], 2, "say one thing: FILE, --list, --release ID or --cancel ID"),
        (["--cancel", "7", "--yes"], 1, "error: there is no announcement 7"),
        (["--result", "7"], 1, "error: there is no announcement 7"),
        (["--correct", "7"], 2, "--correct ID goes with a FILE"),
        (["aviso.txt", "--correct", "7"], 1, "there is no announcement 7"),
        (["aviso.txt", "--correct", "7", *EVERYBODY], 2, "a correction goes to whoever got the original"),
        (["aviso.txt", *EVERYBODY, "--button", "Veja"], 2, "error: Veja is no button"),
        (
            ["aviso.txt", *EVERYBODY, "--button", "Veja=https://example.com/x"],
            2,
            "the link leads to example.com, which is not allowed\nhint: allowed: gov.br",
        ),
        (["aviso.txt", *EVERYBODY, "--file", "none.pdf"], 2, "error: none.pdf: No such file"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_sentence(
    rede: Elo, given: list[str], code: int, said: str
) -> None:
    ended = rede("announce", *given)
    assert (ended.code, ended.out) == (code, "")
    assert said in ended.err


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "error: the text is empty"),
        (b"Curso\n\n", "error: there is a title and nothing below it"),
        (b"x" * 91 + b"\nVenha.", "the title (first line) has 91 characters, the limit is 90"),
        (b"Curso\n" + b"x" * 4096, "characters, Telegram takes 4096"),
        (b"Curso\nMaria, 529.982.247-25", "the text holds a CPF, which is never kept"),
        (b"\x00\x01\x02", "is not a text"),
        (b"x" * 100_001, "has more than 100000 bytes"),
    ],
    ids=["empty", "no text", "long title", "long text", "CPF", "no text file", "a large file"],
)
def test_a_text_that_cannot_be_sent_is_refused_with_its_reason(
    rede: Elo, folder: Path, content: bytes, said: str
) -> None:
    (folder / "outro.txt").write_bytes(content)
    ended = rede("announce", "outro.txt", *EVERYBODY, "--yes")
    assert (ended.code, said in ended.err) == (1, True), ended.err


def test_a_text_of_windows_is_read_and_so_is_stdin(rede: Elo, monkeypatch: pytest.MonkeyPatch) -> None:
    typed = io.TextIOWrapper(io.BytesIO("Inscrição\r\nAté amanhã, às 18h.\r\n".encode("cp1252")))
    monkeypatch.setattr("sys.stdin", typed)
    ended = rede("announce", "-", *EVERYBODY, "--dry-run")
    assert "Inscrição\n" in ended.out
    assert "    Até amanhã, às 18h.\n" in ended.out


def test_one_that_is_held_is_listed_and_released_or_called_off(rede: Elo, folder: Path) -> None:
    rede("announce", "aviso.txt", *EVERYBODY, "--yes")
    moment = datetime(2025, 12, 9, 13, tzinfo=UTC)
    held = update(Announcement).values(not_before=moment, held_at=moment)
    within(folder, lambda session: session.execute(held))
    assert "\theld\t" in rede("announce", "--list").out
    assert rede("announce", "--release", "1").code == 1
    assert rede("announce", "--release", "1", "--yes").code == 0
    ended = rede("announce", "--release", "1", "--yes")
    assert (ended.code, "announcement 1 is not held" in ended.err) == (1, True)
    assert rede("announce", "--cancel", "1", "--yes").code == 0
    assert rede("announce", "--cancel", "1", "--yes").code == 1
    assert "\tcancelled\t" in rede("announce", "--list").out


def test_one_is_paused_goes_on_and_tells_its_result(rede: Elo, folder: Path) -> None:
    rede("announce", "aviso.txt", *EVERYBODY, "--yes")
    assert rede("announce", "--pause", "1", "--yes").code == 0
    assert "\tpaused\t" in rede("announce", "--list").out
    assert "announcement 1 stands still already" in rede("announce", "--pause", "1", "--yes").err
    assert rede("announce", "--resume", "1", "--yes").code == 0
    assert "announcement 1 is not paused" in rede("announce", "--resume", "1", "--yes").err
    assert "announcement 1 is still leaving" in rede("announce", "--resend", "1", "--yes").err
    rede("announce", "--cancel", "1", "--yes")
    ended = rede("announce", "--result", "1", "--csv", "r.csv", "--json")
    assert json.loads(ended.out) == {
        "announcement": 1,
        "state": "cancelled",
        "people": 3,
        **dict.fromkeys(("sent", "telegram", "email", "failed", "unknown", "waiting"), 0),
        "left_out": {"no_contact": 0, "closed": 0, "opted_out": 0, "cancelled": 3},
    }
    assert (
        "left_out       no_contact 0, closed 0, opted_out 0, cancelled 3"
        in rede("announce", "--result", "1").out
    )
    sheet = (folder / "r.csv").read_text("utf-8-sig").splitlines()
    assert (len(sheet), sheet[0]) == (4, "nome;instituição;canal;resultado;motivo;momento")
    assert sheet[2] == "Ana;UPB;;fora do envio;cancelado antes de sair;"


def test_a_file_and_a_button_go_with_it(rede: Elo, folder: Path) -> None:
    (folder / "edital.pdf").write_bytes(b"%PDF-1.7\n%%EOF")
    ended = rede(
        "announce",
        "aviso.txt",
        *EVERYBODY,
        *("--file", "edital.pdf", "--button", "Inscreva-se=www.gov.br/curso", "--promotional", "--yes"),
    )
    assert (ended.code, ended.out.startswith("announcement 1: 3 people")) == (0, True)
    kept = select(Announcement.buttons, Announcement.promotional, Enclosure.name).join(
        Enclosure, Enclosure.id == Announcement.enclosure_id
    )
    (row,) = within(folder, lambda session: session.execute(kept))
    assert row == ('[[{"label": "Inscreva-se", "link": "https://www.gov.br/curso"}]]', True, "edital.pdf")


@pytest.mark.parametrize(("watched", "state"), [(True, "leaving"), (False, "planned")])
def test_whoever_sits_before_a_terminal_sees_it_being_made_ready(
    rede: Elo, monkeypatch: pytest.MonkeyPatch, watched: bool, state: str
) -> None:
    terminal = SimpleNamespace(stderr=SimpleNamespace(isatty=lambda: watched))
    monkeypatch.setattr("elo.cli.announcement_filling.sys", terminal)
    # At any hour of the clock on the wall.
    ended = rede("announce", "aviso.txt", *EVERYBODY, "--urgent", "É hoje", "--yes", "--json")
    assert json.loads(ended.out)["announcement"] == 1
    (row,) = json.loads(rede("announce", "--list", "--json").out)
    assert row["state"] == state
