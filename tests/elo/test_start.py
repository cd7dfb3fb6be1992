"""From an empty folder to a first invite; what a stranger types wrong on the way."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from db.schema import downgrade
from elo.cli.house import run
from tests.elo.conftest import Elo

TOKEN = re.compile(r"[A-Za-z0-9_-]{22,64}")


def errors(err: str) -> list[str]:
    return [line for line in err.splitlines() if line.startswith("error: ")]


def test_init_writes_what_is_missing_for_this_user_only(elo: Elo, folder: Path) -> None:
    assert elo("init", "--admin", "maria@example.org").code == 0
    for name in ("config.toml", "elo.key", "elo.db"):
        assert (folder / name).stat().st_mode & 0o077 == 0


def test_init_again_overwrites_nothing(started: Elo, folder: Path) -> None:
    before = [(folder / name).read_bytes() for name in ("config.toml", "elo.key")]
    first, second = (
        json.loads(started("init", "--admin", "maria@example.org", "--json").out) for _ in range(2)
    )
    assert [(folder / name).read_bytes() for name in ("config.toml", "elo.key")] == before
    assert first["invite"]["token"] != second["invite"]["token"]


def test_init_prints_the_invite_as_json(started: Elo) -> None:
    ended = started("init", "--admin", "maria@example.org", "--json")
    told = json.loads(ended.out)
    assert set(told) == {"invite"}
    assert set(told["invite"]) == {"token", "link", "code"}
    assert re.fullmatch(r"\w{4}-\w{4}", told["invite"]["code"])
    assert TOKEN.fullmatch(told["invite"]["token"])
    assert told["invite"]["link"] is None


def test_init_prints_the_invite_in_words(started: Elo, monkeypatch: pytest.MonkeyPatch) -> None:
    assert re.search(
        r"^/start [\w-]{22,}$", started("init", "--admin", "maria@example.org").out, re.MULTILINE
    )
    monkeypatch.setenv("ELO_TELEGRAM__USERNAME", "elo_bot")
    assert "https://t.me/elo_bot?start=" in started("invite", "maria@example.org").out


def test_an_invite_is_printed_for_this_user_only(started: Elo, folder: Path) -> None:
    told = json.loads(started("invite", "maria@example.org", "--out", "convite.html", "--json").out)["invite"]
    page = folder / "convite.html"
    assert told["code"] in page.read_text("utf8")
    assert page.stat().st_mode & 0o777 == 0o600
    again = started("invite", "maria@example.org", "--out", "convite.html")
    assert again.code == 1
    assert errors(again.err) == ["error: convite.html is there already"]


def test_an_invite_is_mailed_where_a_server_is_configured(
    started: Elo, monkeypatch: pytest.MonkeyPatch
) -> None:
    refused = started("invite", "maria@example.org", "--send")
    assert errors(refused.err) == ["error: no mail server is configured"]
    monkeypatch.setenv("ELO_EMAIL__HOST", "smtp.example.org")
    assert started("invite", "maria@example.org", "--send").code == 0
    assert json.loads(started("outbox", "--json").out)["email"]["pending"] == 1


@pytest.mark.parametrize("email", ["maria", "maria@", "@example.org", "a b@example.org", "maria@example"])
def test_init_refuses_what_is_no_address(elo: Elo, folder: Path, email: str) -> None:
    ended = elo("init", "--admin", email)
    assert (ended.code, ended.out) == (2, "")
    assert errors(ended.err) == [f"error: --admin: {email} is not an e-mail address"]
    assert list(folder.iterdir()) == []


def test_init_leaves_a_broken_configuration_alone(elo: Elo, folder: Path) -> None:
    (folder / "config.toml").write_text("[email]\nport = 'abc'\n")
    ended = elo("init", "--admin", "maria@example.org")
    assert ended.code == 3
    assert errors(ended.err) == ['error: config.toml: [email] port must be a number (got "abc")']
    assert [file.name for file in folder.iterdir()] == ["config.toml"]


@pytest.mark.parametrize(
    "command",
    [
        ["check"],
        ["db", "upgrade"],
        ["outbox", "--json"],
        ["outbox", "list"],
        ["invite", "maria@example.org"],
        ["run"],
    ],
)
def test_without_configuration_every_command_says_elo_init(elo: Elo, command: list[str]) -> None:
    ended = elo(*command)
    assert ended.code == 3
    assert errors(ended.err) == ["error: config.toml is missing"]
    assert "hint: elo init --admin EMAIL" in ended.err


def test_the_file_is_chosen_by_option_then_environment(
    elo: Elo, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ELO_CONFIG", "by-environment.toml")
    assert "by-environment.toml is missing" in elo("check").err
    assert "by-option.toml is missing" in elo("check", "-c", "by-option.toml").err
    assert "by-option.toml is missing" in elo("-c", "by-option.toml", "check").err
    assert "by-option.toml is missing" in elo("-c", "by-option.toml", "outbox", "list").err
    assert "near.toml is missing" in elo("outbox", "-c", "far.toml", "list", "-c", "near.toml").err


def test_a_missing_database_is_said_and_not_made(started: Elo, folder: Path) -> None:
    (folder / "elo.db").unlink()
    for command in (["outbox"], ["db", "upgrade"]):
        ended = started(*command)
        assert ended.code == 3
        assert "elo init" in ended.err
    assert not (folder / "elo.db").exists()


def test_a_database_that_is_behind_names_the_upgrade(started: Elo, folder: Path) -> None:
    run(downgrade(f"sqlite:///{folder}/elo.db", "base"))
    ended = started("outbox")
    assert ended.code == 3
    assert "hint: elo db upgrade" in ended.err
    assert started("db", "upgrade").code == 0
    assert "already at" in started("db", "upgrade").err
    assert started("outbox").code == 0


def test_a_database_that_does_not_answer_is_five(started: Elo, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ELO_DATABASE__URL", "postgresql://elo:w0rd@127.0.0.1:9/elo")
    ended = started("outbox")
    assert ended.code == 5
    assert "w0rd" not in ended.err
    assert errors(ended.err)[0].startswith("error: the database does not answer")


def test_a_missing_or_damaged_key_is_said(started: Elo, folder: Path) -> None:
    (folder / "elo.key").write_text("c2hvcnQ=")
    assert "is damaged" in started("outbox").err
    (folder / "elo.key").unlink()
    ended = started("outbox")
    assert ended.code == 3
    assert "is missing" in ended.err


@pytest.mark.parametrize(
    ("command", "message"),
    [
        (["frob"], "error: no such command 'frob'"),
        (["init"], "error: missing option '--admin'"),
        (["outbox", "show", "x"], "error: invalid value: "),
        (["outbox", "show", "9" * 20], "error: invalid value: "),
        (["check", "--frob"], "error: no such option: --frob"),
    ],
)
def test_misuse_is_two_with_a_hint(elo: Elo, command: list[str], message: str) -> None:
    ended = elo(*command)
    assert (ended.code, ended.out) == (2, "")
    assert ended.err.startswith(message)
    assert re.search(r"^hint: elo.* -h$", ended.err, re.MULTILINE)


def test_a_defect_is_one_line_with_a_code(started: Elo, monkeypatch: pytest.MonkeyPatch) -> None:
    async def broken(config: object) -> None:
        raise RuntimeError("for maria@example.org")

    monkeypatch.setattr("elo.cli.outbox._counts", broken)
    ended = started("outbox")
    log, said, _ = ended.err.splitlines()
    assert ended.code == 1
    assert json.loads(log)["code"] in said
    assert "maria@" not in ended.err
    assert "Traceback" not in ended.err


def elo_process(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "elo", *arguments]
    return subprocess.run(
        command, capture_output=True, text=True, timeout=50, check=False, env=os.environ | environment
    )


def test_the_process_exits_with_the_code_and_no_colour(folder: Path) -> None:
    ended = elo_process("check", FORCE_COLOR="1")
    assert (ended.returncode, ended.stdout) == (3, "")
    assert "\x1b" not in ended.stderr
    version = elo_process("--version")
    assert (version.returncode, version.stdout[:4]) == (0, "elo ")


def test_a_terminal_without_accents_is_no_failure(folder: Path) -> None:
    ended = elo_process("deadline", "Anual", "--starts", "2026-01-05", PYTHONIOENCODING="ascii")
    assert (ended.returncode, ended.stderr) == (0, "")


def test_json_is_valid_where_the_terminal_has_no_accents(folder: Path) -> None:
    ended = elo_process("deadline", "Até 15 dias após a assinatura", "--json", PYTHONIOENCODING="ascii")
    assert json.loads(ended.stdout)["phrase"] == "Até 15 dias após a assinatura"


def test_a_closed_or_full_stdout_is_no_defect(folder: Path) -> None:
    command = [sys.executable, "-m", "elo", "deadline", "Anual", "--starts", "2026-01-05"]
    closed = subprocess.run(
        ["sh", "-c", '"$@" >&-', "sh", *command], capture_output=True, check=False, timeout=50
    )
    assert (closed.returncode, closed.stderr) == (0, b"")
    with Path("/dev/full").open("w") as full:
        ended = subprocess.run(
            command, stdout=full, stderr=subprocess.PIPE, text=True, check=False, timeout=50
        )
    assert (ended.returncode, ended.stderr) == (1, "error: output: No space left on device\n")


@pytest.mark.parametrize("command", [[], ["-h"], ["outbox", "-h"], ["people", "import", "--help"]])
def test_help_begins_with_examples(elo: Elo, command: list[str]) -> None:
    ended = elo(*command)
    told = ended.out or ended.err
    assert told.startswith("Usage: elo")
    assert told.index("\n  elo ") < told.index("Options:")
