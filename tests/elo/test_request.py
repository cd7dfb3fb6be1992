"""`elo request` as a script meets it: shown before it is opened, and refused in one line."""

import json
from datetime import timedelta
from pathlib import Path

import pytest

from scheduler.clock import SystemClock, local_day
from tests.elo.conftest import Elo
from tests.elo.test_happening import upb

__all__ = ["upb"]
PERIOD = ("--from", "2026-01-12", "--to", "2026-01-31")
#: The command line reads the clock.
DUE = (local_day(SystemClock().now()) + timedelta(days=30)).isoformat()
WHOLE = ("open", "Relatório", "--due", DUE, *PERIOD, "--audience", "todos")


def test_what_it_would_ask_is_shown_and_nothing_opened(upb: Elo) -> None:
    said = json.loads(upb("request", *WHOLE, "--json").out)
    assert (said["id"], said["institutions"], said["unreached"]) == (None, 1, ["UPB"])
    assert upb("request", "list", "--json").out.strip() == "[]"


def test_one_is_opened_closed_and_put_together(upb: Elo, folder: Path) -> None:
    assert json.loads(upb("request", *WHOLE, "--yes", "--json").out)["id"] == 1
    assert "the same is open already" in upb("request", *WHOLE, "--yes").err
    shown = json.loads(upb("request", "show", "1", "--json").out)
    assert (shown["state"], shown["due"], shown["missing"]) == ("open", DUE, ["UPB"])
    assert "closed 1" in upb("request", "close", "1", "--out", "answers.xlsx").out
    assert (folder / "answers.xlsx").read_bytes().startswith(b"PK")
    [row] = json.loads(upb("request", "list", "--json").out)
    assert (row["state"], row["asked"], row["answered"]) == ("closed", 1, 0)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["open", "R", "--due", "2098-05-20", *PERIOD, "--audience", "todos"], "--due is too far away"),
        (["open", "R", "--due", "2020-01-01", *PERIOD, "--audience", "todos", "--yes"], "--due is gone"),
        (["open", "R", "--due", DUE, *PERIOD, "--audience", "uf:AC"], "nobody of that audience"),
        (["open", "", "--due", DUE, *PERIOD, "--audience", "todos"], "the title is empty"),
        (["show", "9"], "there is no request 9"),
        (["close", "9"], "there is no request 9"),
    ],
)
def test_what_cannot_be_is_said_in_one_line(upb: Elo, arguments: list[str], message: str) -> None:
    ended = upb("request", *arguments)
    assert ended.code == 1
    assert message in ended.err


def test_without_a_day_it_says_which(started: Elo, folder: Path) -> None:
    assert "--due" in started("request", "open", "R", *PERIOD, "--audience", "todos").err


def test_an_audience_that_is_not_known_is_named(upb: Elo) -> None:
    ended = upb("request", "open", "R", "--due", DUE, *PERIOD, "--audience", "xyzzy")
    assert (ended.code, "no audience is called xyzzy" in ended.err) == (2, True)
