"""`elo mail-in` as a mail server's pipe meets it: what it is handed, what it says, how it ends."""

import asyncio
import io
import json
import sqlite3
import sys
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from db import Database
from db.channels import ChannelKind, open_channel
from db.deliveries import Delivery, DeliveryState, Lane
from db.ids import PersonId
from db.notices import NoticeKind
from db.outbox import NewDelivery, NewNotice, put
from db.sealing import Sealer
from elo.secret_key import read_secret_key
from notifier.incoming import MOST_BYTES
from tests.elo.conftest import Elo, Ended
from tests.notifier import bounce_letters as letters

NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)
MARIA = "maria@example.org"


class Pipe:
    """Runs the command with a message on stdin."""

    def __init__(self, elo: Elo, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self._elo, self._folder, self._monkeypatch = elo, folder, monkeypatch

    def __call__(self, letter: bytes, *arguments: str) -> Ended:
        self._monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(letter)))
        return self._elo("mail-in", *arguments)

    def stamped(self, purpose: str, number: int) -> str:
        key = read_secret_key(next(self._folder.glob("*.key")))
        return f"{number}.{Sealer(key).stamp(purpose, number)}"

    def about(self, number: int, letter: bytes = letters.POSTFIX) -> bytes:
        """The letter, as if it were about that delivery."""
        return letter.replace(letters.TOKEN.encode(), self.stamped("message", number).encode())

    def ask(self, question: str) -> list[tuple[object, ...]]:
        with closing(sqlite3.connect(self._folder / "elo.db")) as connection:
            return connection.execute(question).fetchall()


@pytest.fixture
def pipe(started: Elo, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Pipe:
    return Pipe(started, folder, monkeypatch)


@pytest.fixture
def sent(pipe: Pipe, folder: Path) -> int:
    """The number of a mail that was sent to the first administrator."""

    async def fill() -> int:
        database = Database(f"sqlite:///{folder}/elo.db")
        async with database.write() as session:
            mailbox = await open_channel(session, PersonId(1), ChannelKind.EMAIL, address=MARIA, now=NOW)
            mail = NewDelivery(channel=ChannelKind.EMAIL, channel_id=mailbox.id, address=MARIA, body="Olá")
            new = NewNotice(
                kind=NoticeKind.REMINDER,
                lane=Lane.REMINDERS,
                created_at=NOW,
                not_before=NOW,
                deliveries=[mail],
                person_id=PersonId(1),
            )
            await put(session, new)
            row = await session.get_one(Delivery, 1)
            row.state, row.settled_at = DeliveryState.SENT, NOW
        await database.close()
        return int(row.id)

    return asyncio.run(fill())


def test_a_bounce_closes_the_channel_and_is_told_in_one_line_without_addresses(pipe: Pipe, sent: int) -> None:
    ended = pipe(pipe.about(sent))
    assert (ended.code, ended.out, ended.err) == (0, "", "bounce: channel closed (5.1.1)\n")
    assert pipe.ask("SELECT closed_reason FROM channels WHERE kind = 'email'") == [("bounced 5.1.1",)]
    assert pipe.ask("SELECT state FROM deliveries") == [("failed",)]


def test_the_same_bounce_again_is_known(pipe: Pipe, sent: int) -> None:
    pipe(pipe.about(sent))
    ended = pipe(pipe.about(sent), "--json")
    assert json.loads(ended.out) == {
        "kind": "bounce",
        "what": "known already",
        "severity": "hard",
        "status": "5.1.1",
    }


def test_the_mail_server_may_say_whom_it_was_for(pipe: Pipe, sent: int) -> None:
    address = f"elo+{pipe.stamped('message', sent)}@elo.example.org"
    bare = letters.dsn(letters.recipient("5.2.2"), returned="")
    assert pipe(bare).err == "dropped: a report about no message of ours\n"
    assert pipe(bare, "--recipient", address).err == "bounce: counted (5.2.2)\n"


def test_a_forged_bounce_is_dropped(pipe: Pipe, sent: int) -> None:
    ended = pipe(letters.POSTFIX.replace(b"81.", b"%d." % sent))
    assert (ended.code, ended.err) == (0, "dropped: not about a message of ours (5.1.1)\n")
    assert pipe.ask("SELECT closed_at FROM channels WHERE kind = 'email'") == [(None,)]


def test_a_farewell_turns_announcements_off(pipe: Pipe, sent: int) -> None:
    letter = f"From: {MARIA}\nSubject: sair {pipe.stamped('leave', 1)}\n\n".encode()
    for _ in range(2):
        ended = pipe(letter)
        assert (ended.code, ended.err) == (0, "unsubscribe: people:1 gets no announcements any more\n")
    assert pipe.ask("SELECT person_id, announcements FROM preferences") == [(1, 0)]
    assert pipe.ask("SELECT person_id FROM audit WHERE act = 'announcements.left'") == [(1,)]


@pytest.mark.parametrize("purpose", ["message", "seen"])
def test_a_farewell_without_proof_is_dropped(pipe: Pipe, purpose: str) -> None:
    ended = pipe(f"Subject: sair {pipe.stamped(purpose, 1)}\n\n".encode())
    assert (ended.code, ended.err) == (0, "dropped: a farewell without proof\n")
    assert pipe.ask("SELECT count(*) FROM preferences") == [(0,)]


@pytest.mark.parametrize(
    ("letter", "why"),
    [
        (b"", "nothing in it"),
        (letters.VACATION, "an automatic reply"),
        (letters.REPLY, "no report of a mail server"),
        (b"\x00\xff" * 5000, "no report of a mail server"),
    ],
    ids=["nothing", "vacation", "a person", "no message at all"],
)
def test_what_is_nothing_for_us_ends_well_without_a_database(
    elo: Elo, folder: Path, monkeypatch: pytest.MonkeyPatch, letter: bytes, why: str
) -> None:
    ended = Pipe(elo, folder, monkeypatch)(letter)
    assert (ended.code, ended.out, ended.err) == (0, "", f"dropped: {why}\n")


def test_of_a_huge_message_the_beginning_is_read_and_the_rest_let_through(pipe: Pipe, sent: int) -> None:
    letter = pipe.about(sent) + b"x" * (2 * MOST_BYTES)
    assert pipe(letter).err == "bounce: channel closed (5.1.1)\n"


def no_database(folder: Path) -> None:
    (folder / "elo.db").unlink()


def behind(folder: Path) -> None:
    with closing(sqlite3.connect(folder / "elo.db")) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '0001'")
        connection.commit()


def broken(folder: Path) -> None:
    (folder / "elo.db").write_bytes(b"no database" * 1000)


def misconfigured(folder: Path) -> None:
    (folder / "config.toml").write_text("nonsense = 1\n")


@pytest.mark.parametrize("spoil", [no_database, behind, broken, misconfigured])
def test_what_cannot_be_taken_now_is_kept_by_the_mail_server(
    pipe: Pipe, folder: Path, sent: int, spoil: object
) -> None:
    letter = pipe.about(sent)
    assert callable(spoil)
    spoil(folder)
    ended = pipe(letter)
    assert (ended.code, ended.out) == (75, "")
    assert "error: " in ended.err
    assert MARIA not in ended.err
