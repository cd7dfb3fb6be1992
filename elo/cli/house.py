"""What a command works in: settings read, database at head, a desk to act at. Heavy things load late."""

import asyncio
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from elo.cli.ending import Ending, Failure
from elo.configuration import configuration_file, load

if TYPE_CHECKING:
    from db import Database
    from elo.settings import Settings
    from rede.desk import Desk, Office
    from scheduler.clock import Clock


Result = TypeVar("Result")


class Rehearsed(Exception):
    """Takes everything back: the command was only a rehearsal."""


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    settings: "Settings"
    database: "Database"
    clock: "Clock"
    secret_key: bytes

    @asynccontextmanager
    async def desk(self, *, rehearsal: bool = False) -> AsyncIterator["Desk"]:
        """One transaction; a rehearsal is rolled back."""
        from rede.desk import open_desk

        office = self.office()
        try:
            async with self.database.write() as session:
                yield await open_desk(session, now=self.clock.now(), office=office)
                if rehearsal:
                    raise Rehearsed
        except Rehearsed:
            return

    def office(self) -> "Office":
        """Made for who acts; who only reads does without, and starts a second earlier."""
        from elo import wiring

        return wiring.office(self.settings, self.secret_key)


def settings_of(config: Path | None) -> "Settings":
    return load(configuration_file(config))


@asynccontextmanager
async def open_house(config: Path | None, *, create: bool = False) -> AsyncIterator[House]:
    """Checks first: nothing opens on a database that is not at head, unless `create` may bring it there."""
    from db import Database
    from elo import logs
    from elo.secret_key import make_secret_key, read_secret_key
    from scheduler.clock import SystemClock

    settings = settings_of(config)
    logs.set_up(secrets=settings.secrets, level=logs.QUIET)
    if create:
        await create_or_upgrade(settings)
        make_secret_key(settings.secret_key_file)
    else:
        await require_head(settings)
    secret_key = read_secret_key(settings.secret_key_file)
    database = Database(settings.database_url)
    try:
        yield House(settings=settings, database=database, clock=SystemClock(), secret_key=secret_key)
    finally:
        await database.close()


async def create_or_upgrade(settings: "Settings") -> None:
    from db import schema

    if settings.sqlite_file is not None:
        settings.sqlite_file.parent.mkdir(parents=True, exist_ok=True)
        settings.sqlite_file.touch(mode=0o600, exist_ok=True)
    await schema.upgrade(settings.database_url)


async def require_head(settings: "Settings") -> None:
    """
    Raises:
        Failure: no database, or one of another version of the program.
    """
    from db import schema

    require_database(settings)
    revision, head = await schema.revision_of(settings.database_url), schema.head()
    if revision != head:
        message = f"the database is at version {revision or 'none'}, the program needs {head}"
        raise Failure(Ending.CONFIGURATION, message, "elo db upgrade")


def require_database(settings: "Settings") -> None:
    """A missing SQLite file is said, not made: it may be a wrong folder."""
    if settings.sqlite_file is not None and not settings.sqlite_file.exists():
        message = f"there is no database at {settings.sqlite_file}"
        raise Failure(Ending.CONFIGURATION, message, "elo init --admin EMAIL makes it")


def run(work: Coroutine[Any, Any, Result]) -> Result:
    return asyncio.run(work)
