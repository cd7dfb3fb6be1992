"""The schema's version: is it at head, bring it there. Alembic is slow to import, so only here and late."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from sqlalchemy import Connection, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlalchemy.pool import NullPool

from db.database import StoreUnreachable, async_url

if TYPE_CHECKING:
    from alembic.config import Config

#: PostgreSQL advisory lock: two machines that start at once migrate one after the other.
MIGRATION_LOCK = 4_251_963


class SchemaDamaged(Exception):
    """A migration left rows that point to nothing."""


def alembic_config() -> "Config":
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", "db:migrations")
    config.set_main_option("path_separator", "os")
    return config


async def upgrade(url: str, revision: str = "head") -> None:
    """Brings the database to `revision` in one transaction; creates it when it is an empty SQLite file."""
    from alembic import command

    async with _migrating(url) as connection:
        await connection.run_sync(_run, lambda config: command.upgrade(config, revision))


async def downgrade(url: str, revision: str) -> None:
    from alembic import command

    async with _migrating(url) as connection:
        await connection.run_sync(_run, lambda config: command.downgrade(config, revision))


async def revision_of(url: str) -> str | None:
    """The revision that the database is at; None when it has never been migrated."""
    from alembic.runtime.migration import MigrationContext

    async with _migrating(url) as connection:
        return await connection.run_sync(lambda sync: MigrationContext.configure(sync).get_current_revision())


def head() -> str:
    from alembic.script import ScriptDirectory

    revision = ScriptDirectory.from_config(alembic_config()).get_current_head()
    if revision is None:
        raise SchemaDamaged("no migration is packed with the program")
    return revision


def _run(connection: Connection, command: Callable[["Config"], None]) -> None:
    config = alembic_config()
    config.attributes["connection"] = connection
    command(config)


def _engine(url: str) -> AsyncEngine:
    """Without the pragmas of the service: rebuilding a table with foreign keys on deletes its children."""
    engine = create_async_engine(async_url(url), poolclass=NullPool)
    if engine.dialect.name == "sqlite":

        def connected(connection: object, _: object) -> None:
            connection.isolation_level = None  # type: ignore[attr-defined]
            # Here, where nobody else is: two that open a new file at once would each wait for the other to let go.
            cursor = connection.cursor()  # type: ignore[attr-defined]
            cursor.execute("PRAGMA journal_mode=WAL")
            cursor.close()

        event.listen(engine.sync_engine, "connect", connected)
        event.listen(engine.sync_engine, "begin", lambda sync: sync.exec_driver_sql("BEGIN IMMEDIATE"))
    return engine


@asynccontextmanager
async def _migrating(url: str) -> AsyncIterator[AsyncConnection]:
    engine = _engine(url)
    try:
        async with engine.begin() as connection:
            if engine.dialect.name == "postgresql":
                await connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({MIGRATION_LOCK})")
            yield connection
            if engine.dialect.name == "sqlite":
                broken = (await connection.exec_driver_sql("PRAGMA foreign_key_check")).all()
                if broken:
                    raise SchemaDamaged(f"{len(broken)} rows point to nothing after the migration")
    except (OSError, DBAPIError) as error:
        raise StoreUnreachable(type(error).__name__) from error
    finally:
        await engine.dispose()
