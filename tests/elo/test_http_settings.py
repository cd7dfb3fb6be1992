"""`[http]`: off unless asked for, an address that can be listened on, and one that people can be told."""

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.elo.conftest import Elo
from tests.elo.test_settings import faults, read

TELEGRAM = '[telegram]\ntoken = "81:abc"\nbase_url = "http://127.0.0.1:9"\n'
MUST_LISTEN = "must be host:port of this machine, as 127.0.0.1:8080 or [::1]:8080"
MUST_BE_PUBLIC = "must be an address that starts with https://, without login, query or spaces"
MUST_BE_SAFE = "must start with https://: only this machine itself may do without"


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("", None),
        ('listen = ""', None),
        ('public_url = ""', None),
        ('listen = "127.0.0.1:8080"', ("127.0.0.1", 8080)),
        ('listen = "[::1]:8443"', ("::1", 8443)),
        ('listen = "[::]:80"', ("::", 80)),
        ('listen = " localhost:1 "', ("localhost", 1)),
        ('listen = "elo-web.example.org:65535"', ("elo-web.example.org", 65535)),
        ('public_url = "https://elo.example.org"', ("127.0.0.1", 8080)),
        ('listen = ""\npublic_url = "https://elo.example.org"', ("127.0.0.1", 8080)),
    ],
)
def test_it_is_off_unless_one_of_its_keys_is_set(
    tmp_path: Path, text: str, address: tuple[str, int] | None
) -> None:
    http = read(tmp_path, f"[http]\n{text}\n").http
    assert (http.address if http.configured else None) == address


@pytest.mark.parametrize(
    "listen",
    [
        "8080",
        ":8080",
        "*:8080",
        "127.0.0.1",
        "127.0.0.1:",
        "127.0.0.1:0",
        "127.0.0.1:65536",
        "127.0.0.1:http",
        "127.0.0.1:٣٣",
        "127.0.0.256:80",
        "127.0.1:80",
        "::1:8080",
        "[::1]",
        "[::g]:80",
        "[1.2.3.4]:80:80",
        "http://127.0.0.1:8080",
        "unix:/run/elo.sock",
        "a b:80",
        "-x:80",
    ],
)
def test_what_cannot_be_listened_on_is_refused(tmp_path: Path, listen: str) -> None:
    ((message, _),) = faults(tmp_path, f"[http]\nlisten = '{listen}'\n")
    assert message.startswith(f"config.toml: [http] listen {MUST_LISTEN} (got ")


@pytest.mark.parametrize(
    ("given", "kept", "prefix"),
    [
        ("https://elo.example.org", "https://elo.example.org", ""),
        ("https://elo.example.org/", "https://elo.example.org", ""),
        ("https://example.org:8443/rede/elo/", "https://example.org:8443/rede/elo", "/rede/elo"),
        ("HTTPS://Example.org", "HTTPS://Example.org", ""),
        ("http://127.0.0.1:8080", "http://127.0.0.1:8080", ""),
        ("http://localhost:8080/elo", "http://localhost:8080/elo", "/elo"),
        ("http://[::1]:8080", "http://[::1]:8080", ""),
    ],
)
def test_the_public_address_ends_without_a_slash_and_may_have_a_path(
    tmp_path: Path, given: str, kept: str, prefix: str
) -> None:
    http = read(tmp_path, f"[http]\npublic_url = '{given}'\n").http
    assert (http.public_url, http.prefix) == (kept, prefix)


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ("http://elo.example.org", MUST_BE_SAFE),
        ("http://127.0.0.1.example.org", MUST_BE_SAFE),
        ("elo.example.org", MUST_BE_PUBLIC),
        ("ftp://elo.example.org", MUST_BE_PUBLIC),
        ("https://", MUST_BE_PUBLIC),
        ("https://elo.example.org:99999", MUST_BE_PUBLIC),
        ("https://elo.example.org/?a=1", MUST_BE_PUBLIC),
        ("https://elo.example.org/#a", MUST_BE_PUBLIC),
        ("https://elo.example.org/{a}", MUST_BE_PUBLIC),
        ("https://elo.example.org/../a", MUST_BE_PUBLIC),
        ("https://joao@elo.example.org", MUST_BE_PUBLIC),
        ("https://elo.example.org/a b", MUST_BE_PUBLIC),
        ("https://éló.example.org", MUST_BE_PUBLIC),
        ("https://elo.example.org>", MUST_BE_PUBLIC),
    ],
)
def test_what_nobody_could_open_safely_is_refused(tmp_path: Path, given: str, message: str) -> None:
    ((said, _),) = faults(tmp_path, f"[http]\npublic_url = '{given}'\n")
    assert said.startswith(f"config.toml: [http] public_url {message} (got ")


WEBHOOK = "[telegram]\nwebhook = true\nbase_url = '{server}'\n[http]\npublic_url = '{address}'\n"
REAL, SANDBOX = "https://api.telegram.org", "http://127.0.0.1:8081"


@pytest.mark.parametrize(
    ("server", "address"),
    [
        (REAL, "https://elo.example.org"),
        (SANDBOX, "https://elo.example.org/rede"),
        (SANDBOX, "http://127.0.0.1:8080"),
    ],
)
def test_telegram_brings_messages_where_it_can(tmp_path: Path, server: str, address: str) -> None:
    settings = read(tmp_path, WEBHOOK.format(server=server, address=address))
    assert settings.telegram.webhook


@pytest.mark.parametrize(("server", "address"), [(REAL, ""), (REAL, "http://127.0.0.1:8080"), (SANDBOX, "")])
def test_telegram_cannot_bring_messages_without_a_public_address(
    tmp_path: Path, server: str, address: str
) -> None:
    ((said, hint),) = faults(tmp_path, WEBHOOK.format(server=server, address=address))
    assert said == (
        "config.toml: [telegram] webhook needs [http] public_url, an address that starts with https://"
    )
    assert hint == "Telegram brings messages to public_url + /telegram, on port 443, 80, 88 or 8443"


# --- elo check, elo run -------------------------------------------------------------------------------


@pytest.fixture
def taken() -> Iterator[int]:
    """A port that somebody else's program listens on, and never answers at."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield int(listener.getsockname()[1])


def configure(folder: Path, http: str) -> None:
    (folder / "config.toml").write_text('[email]\nhost = "127.0.0.1"\nport = 9\n[http]\n' + http)


def line_of(out: str, name: str) -> str:
    return next(line for line in out.splitlines() if line[4:].startswith(f"{name}: "))


def test_check_says_where_it_listens_and_where_people_go(started: Elo, folder: Path, taken: int) -> None:
    configure(folder, f'listen = "127.0.0.2:{taken}"\npublic_url = "https://elo.example.org/"\n')
    told = line_of(started("check").out, "http")
    assert told == f"ok  http: 127.0.0.2 port {taken}, for people https://elo.example.org"
    configure(folder, "")
    assert line_of(started("check").out, "http") == "ok  http: not configured"


def test_check_names_an_address_that_another_program_has(started: Elo, folder: Path) -> None:
    configure(folder, 'listen = "192.0.2.1:8080"\n')
    ended = started("check")
    assert line_of(ended.out, "http").startswith("no  http: cannot listen at 192.0.2.1 port 8080: ")
    assert "see [http] listen" in ended.out


def test_run_ends_with_an_error_when_the_address_is_taken(started: Elo, folder: Path, taken: int) -> None:
    (folder / "config.toml").write_text(f'{TELEGRAM}[http]\nlisten = "127.0.0.1:{taken}"\n')
    ended = started("run")
    assert ended.code == 1
    assert f"error: cannot listen at 127.0.0.1 port {taken}: Address already in use" in ended.err
    assert "Traceback" not in ended.err


def test_run_of_pages_alone_needs_their_address(started: Elo, folder: Path) -> None:
    (folder / "config.toml").write_text(TELEGRAM)
    ended = started("run", "--only", "http")
    assert (ended.code, ended.err) == (
        3,
        "error: --only http: neither [http] listen nor public_url is set\n",
    )
