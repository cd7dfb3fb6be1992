"""`elo check` names each thing, in order or not, against servers that are really there or really not."""

import json
import re
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Sink

from tests.elo.conftest import Elo

NOBODY = '[telegram]\ntoken = "81:abc"\nbase_url = "http://127.0.0.1:9"\n'


@pytest.fixture
def smtp_port() -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = int(free.getsockname()[1])
    controller = Controller(Sink(), hostname="127.0.0.1", port=port)
    controller.start()
    yield port
    controller.stop()


def checks(out: str) -> dict[str, bool]:
    return {check["name"]: check["ok"] for check in json.loads(out)["checks"]}


def test_a_fresh_configuration_lacks_only_a_channel(started: Elo) -> None:
    ended = started("check")
    assert ended.code == 3
    assert ended.out.startswith("no  configuration: config.toml: neither [telegram] token nor [email] host")
    assert re.findall(r"^ok  (\w+)", ended.out, re.MULTILINE)[:3] == ["secret", "database", "calendar"]


def test_quick_leaves_the_network_alone(started: Elo, folder: Path) -> None:
    (folder / "config.toml").write_text(NOBODY)
    ended = started("check", "--quick", "--json")
    assert ended.code == 0
    assert checks(ended.out) == {
        "configuration": True,
        "secret key": True,
        "database": True,
        "calendar": True,
    }


def test_a_mail_server_that_greets_is_in_order(started: Elo, folder: Path, smtp_port: int) -> None:
    (folder / "config.toml").write_text(f'[email]\nhost = "127.0.0.1"\nport = {smtp_port}\n')
    ended = started("check")
    assert (ended.code, ended.err) == (0, "")
    assert f"ok  email: 127.0.0.1:{smtp_port} (none)" in ended.out


def test_servers_that_do_not_answer_are_five_without_the_token(started: Elo, folder: Path) -> None:
    (folder / "config.toml").write_text(NOBODY + '[email]\nhost = "127.0.0.1"\nport = 9\n')
    ended = started("check", "--json")
    assert ended.code == 5
    assert {name for name, ok in checks(ended.out).items() if not ok} == {"telegram", "email"}
    assert "81:abc" not in ended.out + ended.err


def test_a_broken_configuration_is_told_as_data_too(started: Elo, folder: Path) -> None:
    (folder / "config.toml").write_text("[email]\nprot = 25\n")
    ended = started("check", "--json")
    assert ended.code == 3
    assert json.loads(ended.out)["checks"][0]["hint"] == "did you mean port?"
    assert "error: config.toml: [email] has no key prot" in ended.err
