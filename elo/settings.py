"""What the operator decides, section by section: config.toml and ELO_SECTION__KEY. Only `elo` knows it.

Reading and wording of faults: elo/configuration.py. Here are the keys, their units and defaults.
"""

import re
import socket
from datetime import date, time
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, PrivateAttr, SecretStr, model_validator
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from elo.addresses import LOOPBACK, host_and_port, path_of
from elo.reminder_steps import ladders_of
from elo.setting_types import (
    DatabaseUrl,
    Day,
    FeedUrl,
    Host,
    Listened,
    Mailbox,
    PublicUrl,
    Root,
    Secret,
    Steps,
    Text,
    Token,
    Uf,
    WallTime,
)

DEFAULT_LISTEN = "127.0.0.1:8080"
SQLITE_FILE = re.compile(r"^(sqlite(?:\+aiosqlite)?:///)(.+)$")


Security = Literal["none", "starttls", "tls"]
PORTS: dict[Security, int] = {"tls": 465, "starttls": 587, "none": 25}


class Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Service(Section):
    data_dir: Text = "."
    secret_key_file: Text = "elo.key"  # noqa: S105  a path


class DatabaseSection(Section):
    #: May hold a password.
    url: DatabaseUrl = SecretStr("sqlite+aiosqlite:///elo.db")


class Telegram(Section):
    token: Token = SecretStr("")
    base_url: Root = "https://api.telegram.org"
    username: Text = ""
    #: May hold a password.
    proxy: Secret = SecretStr("")
    rate_per_second: int = Field(default=25, ge=1, le=25)
    #: Telegram brings updates to public_url; else they are fetched.
    webhook: bool = False

    @property
    def configured(self) -> bool:
        return bool(self.token.get_secret_value())


class Email(Section):
    host: Text = ""
    port: int = Field(default=587, ge=1, le=65535)
    security: Security = "starttls"
    username: Text = ""
    password: Secret = SecretStr("")
    sender: Mailbox = ""
    reply_to: Mailbox = ""
    #: Where refusals go, each to an address of its own: `name+number@` must come to it too.
    bounces: Mailbox = ""
    ca_file: Text = ""
    connections: int = Field(default=4, ge=1, le=32)
    #: Messages a second; 0 is no limit of ours.
    rate_per_second: float = Field(default=0, ge=0, le=1000)
    domain_rate_per_second: float = Field(default=0, ge=0, le=1000)

    @model_validator(mode="before")
    @classmethod
    def _port_and_security_follow_each_other(cls, given: Any) -> Any:
        if not isinstance(given, dict):
            return given
        by_port = {str(port): security for security, port in PORTS.items()}
        if "port" in given and "security" not in given:
            return given | {"security": by_port.get(str(given["port"]).strip(), "none")}
        if "security" in given and "port" not in given and given["security"] in PORTS:
            return given | {"port": PORTS[given["security"]]}
        return given

    @model_validator(mode="after")
    def _no_login_in_clear(self) -> "Email":
        if self.username and self.security == "none" and not LOOPBACK.fullmatch(self.host):
            raise ValueError('username and password would travel in clear: security is "none"')
        return self

    @property
    def configured(self) -> bool:
        return bool(self.host)

    @property
    def from_address(self) -> str:
        return self.sender or f"elo@{socket.gethostname()}"


class Secretariat(Section):
    mailbox: Mailbox = "rededeparcerias@gestao.gov.br"
    official_page: Text = ""
    asks_cpf: bool = False


class Reminders(Section):
    #: Wall time in Brasília.
    hour: WallTime = time(9)
    #: Wall time where the person is; equal ends mean no quiet hours.
    quiet_from: WallTime = time(20)
    quiet_to: WallTime = time(8)
    working_days_only: bool = True
    #: Notices to one person in any seven days from which early reminders wait; 0: no cap.
    weekly_cap: int = Field(default=5, ge=0, le=100)
    #: After which a report that nobody looked at, or that came back, is reminded of.
    review_days: int = Field(default=10, ge=1, le=365)
    #: Days around a date that are reminded of, where they are not the plan's own.
    steps: Steps = {}
    go_live: Day = None

    @model_validator(mode="after")
    def _steps_make_ladders(self) -> "Reminders":
        ladders_of(self.steps)
        return self


class Calendar(Section):
    #: Whose days without work count for an obligation, besides the Union's; Brasília comes with municipality.
    scope: Literal["federal", "federal+UF", "federal+UF+municipality"] = "federal+UF+municipality"


class Http(Section):
    """Off unless one of its keys is set."""

    listen: Listened = DEFAULT_LISTEN
    #: Where people reach what listens, through a server that speaks https; ends without a slash.
    public_url: PublicUrl = ""

    @property
    def configured(self) -> bool:
        return bool(self.public_url or ("listen" in self.model_fields_set and self.listen))

    @property
    def address(self) -> tuple[str, int]:
        """Host and port to listen on."""
        return host_and_port(self.listen or DEFAULT_LISTEN)

    @property
    def prefix(self) -> str:
        """The path before every address of ours; empty where public_url has none."""
        return path_of(self.public_url)


class Forum(Section):
    #: Addresses that are read for new posts.
    feeds: list[FeedUrl] = []
    #: Those of them whose posts go out without being looked at.
    trusted: list[FeedUrl] = []
    #: Without a new post for so many days the Secretariat is told; 0: never.
    quiet_days: int = Field(default=30, ge=0, le=3650)

    @model_validator(mode="after")
    def _trusted_are_read(self) -> "Forum":
        if extra := sorted(set(self.trusted) - set(self.feeds)):
            raise ValueError(f"trusted names {extra[0]}, which is not among feeds")
        return self


class Links(Section):
    #: Hosts, and what is below them, that announcements may lead to, besides gov.br.
    hosts: list[Host] = []


class Period(Section):
    """Both days included."""

    sphere: Literal["federal", "estadual", "municipal"]
    uf: Uf = ""
    first: date
    last: date

    @model_validator(mode="after")
    def _ends_after_it_begins(self) -> "Period":
        if self.last < self.first:
            raise ValueError(f"it ends ({self.last}) before it begins ({self.first})")
        return self


class Electoral(Section):
    periods: list[Period] = []


class Retention(Section):
    #: After so many months the words and addresses of messages go; 0: never.
    messages_months: int = Field(default=24, ge=0, le=1200)


class Privacy(Section):
    officer: Text = ""
    keep_cpf: bool = False


class Settings(BaseSettings):
    """Everything of config.toml. Built by elo/configuration.py, which also says where the file is."""

    model_config = SettingsConfigDict(
        env_prefix="ELO_", env_nested_delimiter="__", extra="forbid", frozen=True, hide_input_in_errors=True
    )

    service: Service = Service()
    database: DatabaseSection = DatabaseSection()
    telegram: Telegram = Telegram()
    email: Email = Email()
    secretariat: Secretariat = Secretariat()
    reminders: Reminders = Reminders()
    calendar: Calendar = Calendar()
    http: Http = Http()
    forum: Forum = Forum()
    links: Links = Links()
    electoral: Electoral = Electoral()
    retention: Retention = Retention()
    privacy: Privacy = Privacy()
    _home: Path = PrivateAttr(default=Path())

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        return (init_settings,)  # elo/configuration.py has laid the environment over the file

    def at(self, home: Path) -> "Settings":
        """The same, with relative paths starting at the folder of the configuration file."""
        self._home = home.resolve()
        return self

    @property
    def data_dir(self) -> Path:
        return self._home / Path(self.service.data_dir).expanduser()

    @property
    def secret_key_file(self) -> Path:
        return self.data_dir / Path(self.service.secret_key_file).expanduser()

    @property
    def ca_file(self) -> str | None:
        return str(self._home / Path(self.email.ca_file).expanduser()) if self.email.ca_file else None

    @property
    def sqlite_file(self) -> Path | None:
        """None when the database is a server."""
        found = SQLITE_FILE.match(self.database.url.get_secret_value())
        return self.data_dir / Path(found[2]).expanduser() if found else None

    @property
    def database_url(self) -> str:
        file = self.sqlite_file
        return f"sqlite+aiosqlite:///{file}" if file else self.database.url.get_secret_value()

    @property
    def secrets(self) -> tuple[str, ...]:
        """What no line of log may show."""
        values = (self.telegram.token, self.telegram.proxy, self.email.password)
        return tuple(value.get_secret_value() for value in values if value.get_secret_value())
