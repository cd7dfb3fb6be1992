"""`elo request` as a script meets it: shown before it is opened, and refused in one line."""

import json
from pathlib import Path

import pytest

from tests.elo.conftest import Elo
from tests.elo.test_happening import upb

__all__ = ["upb"]
PERIOD = ("--from", "2026-01-12", "--to", "2026-01-31")
WHOLE = ("open", "Relatório", "--due", "2098-05-20", *PERIOD, "--audience", "todos")


def test_what_it_would_ask_is_shown_and_nothing_opened(upb: Elo) -> None:
    said = json.loads(upb("request", *WHOLE, "--json").out)
    assert (said["id"], said["institutions"], said["unreached"]) == (None, 1, ["UPB"])
    assert upb("request", "list", "--json").out.strip() == "[]"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([*WHOLE, "--yes"], "--due is too far away"),
        (["open", "R", "--due", "2020-01-01", *PERIOD, "--audience", "todos", "--yes"], "--due is gone"),
        (
            ["open", "R", "--due", "2098-01-01", *PERIOD, "--audience", "uf:AC", "--yes"],
            "--due is too far away",
        ),
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
