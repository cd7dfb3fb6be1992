"""`elo outbox`: counts are a contract; a person decides the failed and the unknown."""

import asyncio
import json
import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from db import Database
from db.announcements import NEVER
from db.attempts import Attempt
from db.channels import ChannelKind
from db.deliveries import Delivery, DeliveryState, Lane
from db.ids import PersonId
from db.notices import NoticeKind
from db.outbox import NewDelivery, NewNotice, put
from elo.cli import main
from tests.elo.conftest import Elo

NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)
REFUSAL = "550 5.1.1 <maria@example.org> unknown"
STATES = ["standby", "pending", "sending", "sent", "failed", "unknown", "cancelled"]


@pytest.fixture
def failed(started: Elo, folder: Path) -> int:
    """The number of a delivery that failed."""

    async def fill() -> int:
        database = Database(f"sqlite:///{folder}/elo.db")
        delivery = NewDelivery(
            channel=ChannelKind.EMAIL, address="maria@example.org", subject="Olá", body="Olá\x1b[2J"
        )
        new = NewNotice(
            kind=NoticeKind.REMINDER,
            lane=Lane.REMINDERS,
            created_at=NOW,
            not_before=NOW,
            deliveries=[delivery, NewDelivery(channel=ChannelKind.TELEGRAM, address="7", body="Olá")],
            person_id=PersonId(1),
        )
        async with database.write() as session:
            await put(session, new)
            row = await session.get_one(Delivery, 1)
            (await session.get_one(Delivery, 2)).state = DeliveryState.SENT
            row.state, row.last_error, row.settled_at = DeliveryState.FAILED, REFUSAL, NOW
            session.add(Attempt(delivery_id=row.id, number=1, ended_at=NOW, outcome="failed", answer=REFUSAL))
        await database.close()
        return int(row.id)

    return asyncio.run(fill())


def test_counts_name_every_channel_and_state(started: Elo) -> None:
    told = json.loads(started("outbox", "--json").out)
    assert told == {"telegram": dict.fromkeys(STATES, 0), "email": dict.fromkeys(STATES, 0)}


def test_counts_are_a_table_in_words(started: Elo, failed: int) -> None:
    header, _, email = (line.split("\t") for line in started("outbox").out.splitlines())
    assert dict(zip(header, email, strict=True))["failed"] == "1"


def test_failed_deliveries_are_listed(started: Elo, failed: int) -> None:
    (row,) = json.loads(started("outbox", "list", "--json").out)
    assert (row["id"], row["state"], row["notice"], row["kind"]) == (
        failed,
        "failed",
        "AV-000001",
        "reminder",
    )
    assert row["last_error"] == "550 5.1.1 <m***@example.org> unknown"
    assert "maria@example.org" not in started("outbox", "list").out
    assert started("outbox", "list", "--state", "sent", "--channel", "email").out == ""


def test_a_delivery_is_shown_with_its_words_and_no_control_characters(started: Elo, failed: int) -> None:
    shown = started("outbox", "show", str(failed)).out
    assert "subject: Olá" in shown
    assert "\x1b" not in shown
    assert started("outbox", "show", "99").code == 1


@pytest.mark.parametrize("asked", ["1", "AV-000001", "av-1"])
def test_a_delivery_and_its_notice_are_shown_with_their_way(started: Elo, failed: int, asked: str) -> None:
    shown = started("outbox", "show", asked).out
    assert "notice: AV-000001 reminder\nperson: 1 " in shown
    assert "2026-03-10 09:00:00-03:00  planned\n" in shown
    assert f"2026-03-10 09:00:00-03:00  email attempt 1: failed ({REFUSAL})" in shown


def test_a_program_gets_the_notice_each_attempt_and_the_other_channels(started: Elo, failed: int) -> None:
    row = json.loads(started("outbox", "show", str(failed), "--json").out)
    assert (row["id"], row["state"], row["attempts"], row["subject"]) == (failed, "failed", 0, "Olá")
    assert (row["notice"]["code"], row["notice"]["created_at"]) == ("AV-000001", NOW.isoformat())
    tried = {"number": 1, "ended_at": NOW.isoformat(), "outcome": "failed", "answer": REFUSAL}
    assert row["history"] == [tried]
    assert [(one["channel"], one["state"]) for one in row["siblings"]] == [("telegram", "sent")]
    assert [one["step"] for one in row["steps"]] == ["planned", "worded", "attempt", "woken", "ended"]


@pytest.mark.parametrize(
    ("asked", "code"), [("AV-000099", 1), ("0", 2), ("seven", 2), ("2147483648", 2), ("RP-2026-000001", 2)]
)
def test_what_is_no_number_or_of_nothing_is_said(started: Elo, asked: str, code: int) -> None:
    assert started("outbox", "show", asked).code == code


def test_what_is_held_has_no_moment(started: Elo, folder: Path, failed: int) -> None:
    asyncio.run(hold(folder, failed))
    (row,) = json.loads(started("outbox", "list", "--state", "pending", "--json").out)
    assert (row["state"], row["not_before"]) == ("pending", "held")
    shown = started("outbox", "show", str(failed)).out
    assert "not_before: held\n" in shown
    assert "email held: it leaves at a person's word (elo announce --release)" in shown


async def hold(folder: Path, number: int) -> None:
    database = Database(f"sqlite:///{folder}/elo.db")
    async with database.write() as session:
        row = await session.get_one(Delivery, number)
        row.state, row.not_before, row.settled_at = DeliveryState.PENDING, NEVER, None
    await database.close()


def test_a_failed_delivery_is_sent_again_once(started: Elo, failed: int) -> None:
    assert started("outbox", "retry", str(failed)).code == 0
    assert json.loads(started("outbox", "--json").out)["email"]["pending"] == 1
    assert started("outbox", "retry", str(failed)).code == 1


def test_deciding_some_of_them_is_four(started: Elo, failed: int) -> None:
    ended = started("outbox", "drop", str(failed), "99")
    assert ended.code == 4
    assert "1 of 2 dropped" in ended.err
    assert json.loads(started("outbox", "--json").out)["email"]["cancelled"] == 1


def test_a_reader_who_left_is_no_fault_of_the_database(
    started: Elo, failed: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    read, write = os.pipe()
    os.close(read)
    with os.fdopen(write, "w", buffering=1) as nobody:
        monkeypatch.setattr("sys.stdout", nobody)
        assert main(["outbox", "list"]) == 1
    assert "database" not in capsys.readouterr().err
