"""A folder in which `elo run` finds everything: configuration, key, and a database with people in it."""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bench.recipients import Crowd, admit, announce, name_of
from db import Database, schema
from db.channels import Channel, ChannelKind
from elo import wiring
from elo.configuration import load
from elo.secret_key import make_secret_key, read_secret_key
from rede.desk import Office
from sandbox.desk import Sandbox
from scheduler.clock import SystemClock
from tests.journeys.service import environment, write_configuration

#: Nothing waits for the morning.
ANY_HOUR = '[reminders]\nquiet_from = "00:00"\nquiet_to = "00:00"\nworking_days_only = false\n'


@dataclass(frozen=True, slots=True)
class Ground:
    folder: Path
    database: Database
    office: Office
    #: By number.
    channels: Mapping[int, Channel]
    at: datetime

    async def announce(self) -> None:
        """To everybody, from now on."""
        await announce(self.database, self.office, at=self.at)


@asynccontextmanager
async def ground(
    sandbox: Sandbox, folder: Path, crowds: Sequence[Crowd], *, more: str = ""
) -> AsyncIterator[Ground]:
    """The crowds are registered, and have begun their chats. `more`: further lines of the configuration."""
    write_configuration(folder, sandbox, more=more + ANY_HOUR)
    settings = load(folder / "config.toml", environment())
    make_secret_key(settings.secret_key_file)
    await schema.upgrade(settings.database_url)
    database, now = wiring.open_database(settings), SystemClock().now()
    try:
        office = wiring.office(settings, read_secret_key(settings.secret_key_file))
        channels = await admit(database, crowds, at=now)
        _begin_chats(sandbox, channels)
        yield Ground(folder, database, office, channels, now)
    finally:
        await database.close()


def _begin_chats(sandbox: Sandbox, channels: Mapping[int, Channel]) -> None:
    for number, channel in channels.items():
        if channel.kind is ChannelKind.TELEGRAM:
            sandbox.telegram.phone(name_of(number), number).chat.started = True
