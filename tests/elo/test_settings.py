"""What an operator writes, and what is answered when it is wrong."""

from datetime import date, time
from pathlib import Path

import pytest

from elo.configuration import InvalidConfiguration, load
from elo.settings import Settings

MINIMAL = """
[telegram]
token = "81:abc"
base_url = "http://127.0.0.1:8081/"
[email]
host = "127.0.0.1"
port = 1025
"""


def written(folder: Path, text: str) -> Path:
    file = folder / "config.toml"
    file.write_text(text, encoding="utf8")
    return file


def read(folder: Path, text: str) -> Settings:
    return load(written(folder, text))


def faults(folder: Path, text: str) -> list[tuple[str, str]]:
    with pytest.raises(InvalidConfiguration) as refused:
        load(written(folder, text))
    return [(fault.message, fault.hint) for fault in refused.value.faults]


def test_token_server_and_mail_server_are_a_complete_configuration(tmp_path: Path) -> None:
    settings = read(tmp_path, MINIMAL)
    assert settings.telegram.base_url == "http://127.0.0.1:8081"
    assert (settings.email.port, settings.email.security) == (1025, "none")
    assert settings.email.from_address.startswith("elo@")
    assert (settings.reminders.hour, settings.reminders.quiet_from) == (time(9), time(20))
    assert (settings.reminders.quiet_to, settings.reminders.working_days_only) == (time(8), True)
    assert settings.reminders.go_live is None


def test_everything_lives_beside_the_configuration_file(tmp_path: Path) -> None:
    (tmp_path / "ca.pem").touch()
    settings = read(tmp_path, '[service]\ndata_dir = "data"\n[email]\nca_file = "ca.pem"\n')
    assert settings.database_url == f"sqlite+aiosqlite:///{tmp_path}/data/elo.db"
    assert settings.secret_key_file == tmp_path / "data" / "elo.key"
    assert settings.ca_file == str(tmp_path / "ca.pem")


def test_absolute_paths_and_servers_stay_as_they_are(tmp_path: Path) -> None:
    settings = read(tmp_path, '[database]\nurl = "postgresql://elo:word@db/elo"\n')
    assert settings.sqlite_file is None
    assert settings.database_url == "postgresql://elo:word@db/elo"
    assert read(tmp_path, '[database]\nurl = "sqlite:////var/elo.db"').sqlite_file == Path("/var/elo.db")


@pytest.mark.parametrize(
    ("text", "port", "security"),
    [
        ("port = 465", 465, "tls"),
        ("port = 587", 587, "starttls"),
        ("port = 25", 25, "none"),
        ("port = 2525", 2525, "none"),
        ("port = '465'", 465, "tls"),
        ("security = 'tls'", 465, "tls"),
        ("security = 'none'", 25, "none"),
        ("port = 465\nsecurity = 'starttls'", 465, "starttls"),
        ("", 587, "starttls"),
    ],
)
def test_port_and_security_follow_each_other(tmp_path: Path, text: str, port: int, security: str) -> None:
    email = read(tmp_path, f"[email]\nhost = 'mail.example.org'\n{text}\n").email
    assert (email.port, email.security) == (port, security)


def test_environment_wins_over_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ELO_EMAIL__PORT", "465")
    monkeypatch.setenv("ELO_TELEGRAM__TOKEN", "82:def")
    monkeypatch.setenv("ELO_CONFIG", "elsewhere.toml")
    settings = read(tmp_path, MINIMAL)
    assert (settings.email.port, settings.email.host) == (465, "127.0.0.1")
    assert settings.telegram.token.get_secret_value() == "82:def"


def test_dates_and_hours_are_read_as_texts_or_as_toml_values(tmp_path: Path) -> None:
    texts = read(tmp_path, '[reminders]\nhour = "7:30"\ngo_live = "2026-01-05"\nquiet_to = "20:00"').reminders
    values = read(tmp_path, "[reminders]\nhour = 07:30:00\ngo_live = 2026-01-05").reminders
    assert (texts.hour, texts.go_live) == (values.hour, values.go_live) == (time(7, 30), date(2026, 1, 5))
    assert texts.quiet_from == texts.quiet_to


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        ('[email]\nport = "abc"', 'config.toml: [email] port must be a number (got "abc")', ""),
        ("[email]\nport = 70000", "config.toml: [email] port must be at most 65535 (got 70000)", ""),
        ("[email]\nprot = 25", "config.toml: [email] has no key prot", "did you mean port?"),
        ("[email]\nquiet_to = 25", "config.toml: [email] has no key quiet_to", "quiet_to belongs to [reminders]"),
        ("[emial]\nport = 25", "config.toml: there is no section [emial]", "did you mean [email]?"),
        (
            "token = '1:a'",
            "config.toml: there is no section [token]",
            "token is a key of [telegram]: write it under it",
        ),
        ("telegram = 5", "config.toml: [telegram] must be a section with keys", ""),
        (
            "[email]\nsecurity = 'ssl'",
            "config.toml: [email] security must be 'none', 'starttls' or 'tls' (got \"ssl\")",
            "",
        ),
        (
            "[reminders]\nhour = '9h'",
            'config.toml: [reminders] hour must be a time between 00:00 and 23:59, as HH:MM (got "9h")',
            "",
        ),
        (
            "[reminders]\ngo_live = '05/01/2026'",
            'config.toml: [reminders] go_live must be a date as YYYY-MM-DD (got "05/01/2026")',
            "",
        ),
        (
            "[telegram]\nbase_url = 'api.telegram.org'",
            "config.toml: [telegram] base_url must be an address that starts with http:// or https://"
            ' (got "api.telegram.org")',
            "",
        ),
        ("[database]\nurl = 'x'", "config.toml: [database] url must start with sqlite:/// or postgresql://", ""),
        (
            "[email]\nhost = 'mail.example.org'\nport = 25\nusername = 'elo'",
            'config.toml: [email] username and password would travel in clear: security is "none"',
            'set security to "starttls" or "tls", or remove username',
        ),
        (
            "[email]\nsender = 'Elo'",
            'config.toml: [email] sender must be one e-mail address, without a name (got "Elo")',
            "",
        ),
    ],
)  # fmt: skip
def test_a_fault_is_named_with_its_mend(tmp_path: Path, text: str, message: str, hint: str) -> None:
    assert faults(tmp_path, text) == [(message, hint)]


def test_every_fault_is_told_at_once(tmp_path: Path) -> None:
    assert len(faults(tmp_path, "[email]\nport = 'a'\nprot = 1\n[x]\ny = 1")) == 3


def test_a_broken_line_is_named(tmp_path: Path) -> None:
    ((message, _),) = faults(tmp_path, "[email]\nport =\n")
    assert message.startswith("config.toml: ")
    assert "line 2" in message


@pytest.mark.parametrize(
    ("variable", "value", "message"),
    [
        ("ELO_EMAIL__PORT", "abc", 'ELO_EMAIL__PORT: [email] port must be a number (got "abc")'),
        ("ELO_EMAIL__PROT", "25", "ELO_EMAIL__PROT: [email] has no key prot"),
        ("ELO_MAIL__PORT", "25", "ELO_MAIL__PORT: there is no section [mail]"),
        ("ELO_EMAIL", "25x", "environment: [email] is not valid JSON"),
    ],
)
def test_a_fault_of_the_environment_names_the_variable(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, variable: str, value: str, message: str
) -> None:
    monkeypatch.setenv(variable, value)
    assert [told for told, _ in faults(tmp_path, MINIMAL)] == [message]


@pytest.mark.parametrize("key", ["token", "base_url"])
def test_secrets_are_never_repeated(tmp_path: Path, key: str) -> None:
    told = str(
        faults(tmp_path, f'[telegram]\ntoken = "81:se cret"\n{key}2 = "81:se cret"\n[email]\npassword = 7')
    )
    assert "se cret" not in told
    assert "81:" not in told


def test_login_in_clear_is_allowed_on_this_machine_only(tmp_path: Path) -> None:
    email = read(tmp_path, "[email]\nhost = 'localhost'\nport = 1025\nusername = 'elo'\npassword = 'p'").email
    assert email.security == "none"


def test_a_missing_file_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(InvalidConfiguration) as refused:
        load(tmp_path / "config.toml")
    assert "elo init --admin EMAIL" in refused.value.faults[0].hint


def test_a_missing_certificate_file_is_named(tmp_path: Path) -> None:
    ((message, _),) = faults(tmp_path, "[email]\nca_file = 'no.pem'")
    assert message == f"config.toml: [email] ca_file: there is no file {tmp_path}/no.pem"


def test_electoral_periods_feeds_and_hosts_are_read(tmp_path: Path) -> None:
    settings = read(
        tmp_path,
        '[forum]\nfeeds = ["https://forum.example.org/rss"]\n[links]\nhosts = ["Example.ORG"]\n'
        '[electoral]\nperiods = [{ sphere = "federal", first = 2026-07-04, last = 2026-10-25 }]\n',
    )
    assert settings.links.hosts == ["example.org"]
    assert [(one.sphere, one.uf, one.last.month) for one in settings.electoral.periods] == [
        ("federal", "", 10)
    ]


@pytest.mark.parametrize(
    ("written", "named"),
    [
        ('[forum]\ntrusted = ["https://x.example.org/"]', "trusted names https://x.example.org/"),
        ('[forum]\nfeeds = ["forum"]', "must be the address of a feed"),
        ('[links]\nhosts = ["https://example.org/"]', "must be the name of a host"),
        (
            '[electoral]\nperiods = [{ sphere = "municipal", uf = "XX", first = 2028-07-01, last = 2028-10-29 }]',
            "must be one of the 27 UFs",
        ),
        (
            '[electoral]\nperiods = [{ sphere = "federal", first = 2026-10-25, last = 2026-07-04 }]',
            "before it begins",
        ),
    ],
    ids=["trusted", "feed", "host", "uf", "backwards"],
)
def test_an_odd_feed_host_or_period_is_named(tmp_path: Path, written: str, named: str) -> None:
    ((message, _),) = faults(tmp_path, written)
    assert named in message
