"""The schema: every migration goes up, down and up again, and ends where the tables say."""

from typing import Any

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from db import Database, schema, tables


def revisions() -> list[str]:
    scripts = ScriptDirectory.from_config(schema.alembic_config())
    return [script.revision for script in reversed(list(scripts.walk_revisions()))]


async def test_every_migration_goes_up_and_down_and_up_again(empty_database_url: str) -> None:
    for revision in revisions():
        await schema.upgrade(empty_database_url, revision)
        await schema.downgrade(empty_database_url, "-1")
        await schema.upgrade(empty_database_url, revision)
    assert await schema.revision_of(empty_database_url) == schema.head()


async def test_the_tables_are_what_the_migrations_make(database: Database) -> None:
    async with database._writer.connect() as connection:
        assert await connection.run_sync(differences) == []


def differences(connection: Connection) -> list[Any]:
    context = MigrationContext.configure(
        connection, opts={"compare_type": True, "compare_server_default": True}
    )
    return list(compare_metadata(context, tables.metadata))


async def test_upgrading_twice_changes_nothing(database_url: str) -> None:
    await schema.upgrade(database_url)
    assert await schema.revision_of(database_url) == schema.head()
