"""The schema: every migration goes up, down and up again, and ends where the tables say."""

import sqlite3
from contextlib import closing
from pathlib import Path
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


#: An obligation of 2025 with two steps told, as version 0001 kept them.
OLD = """
INSERT INTO institutions VALUES (1, 'UPB', 'UPB', 1, NULL, '', '', '', '', '', '');
INSERT INTO instruments VALUES (1, 1, '', '', 'lei-9784', '2025-12-09', NULL, NULL, '2025-12-09', NULL);
INSERT INTO plans VALUES (1, 1, 1, '2025-12-09', '', '');
INSERT INTO goals VALUES (1, 1, '1.2', '', '', '', false, '', '', '', '');
INSERT INTO obligations VALUES
  (1, 1, 1, 1, '2025-12-24', 'open', NULL, '2025-12-24', '2025-12-26', false, '', NULL, 'D+1', NULL);
INSERT INTO people VALUES (1, 'Maria', '', NULL);
INSERT INTO notices VALUES (1, 'reminder', '2025-12-14', 1, NULL, NULL);
INSERT INTO notice_lines VALUES (1, 1, 1, 'D-10', 1, NULL);
INSERT INTO notice_lines VALUES (2, 1, 1, 'D+1', 1, NULL);
"""


async def test_what_was_owed_and_told_keeps_its_name_and_gets_its_aim(empty_database_url: str) -> None:
    await schema.upgrade(empty_database_url, "0001")
    await run(empty_database_url, *filter(str.strip, OLD.split(";")))
    await schema.upgrade(empty_database_url, "0002")
    told = "SELECT CAST(aim AS TEXT) FROM notice_lines ORDER BY id"
    assert await run(empty_database_url, told) == ["2025-12-24", "2025-12-26"]
    assert await run(empty_database_url, "SELECT occurrence FROM obligations") == ["2025-12-24"]
    assert await run(empty_database_url, "SELECT counted_by FROM instruments") == [""]
    await schema.downgrade(empty_database_url, "0001")
    assert await run(empty_database_url, "SELECT period FROM obligations") == ["2025-12-24"]


async def test_announcements_that_went_with_a_version_are_in_nobodys_way_when_it_is_back(
    empty_database_url: str,
) -> None:
    await schema.upgrade(empty_database_url, "0004")
    columns, key = "id, kind, created_at, key", "'announcement:1:1'"
    put = f"INSERT INTO notices ({columns}) VALUES (1, 'announcement', '2026-12-14', {key})"
    await run(empty_database_url, put)
    await schema.downgrade(empty_database_url, "0003")
    assert await run(empty_database_url, "SELECT key FROM notices") == [None]
    assert await run(empty_database_url, "SELECT kind FROM notices") == ["report"]


async def run(url: str, *statements: str) -> list[Any]:
    """What the last statement finds, its first column."""
    async with schema._migrating(url) as connection:
        found = [await connection.exec_driver_sql(statement) for statement in statements]
        return [row[0] for row in found[-1].all()] if found[-1].returns_rows else []


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


async def test_a_new_file_is_ready_for_several_who_open_it_at_once(tmp_path: Path) -> None:
    await schema.upgrade(f"sqlite:///{tmp_path / 'new.db'}")
    with closing(sqlite3.connect(tmp_path / "new.db")) as raw:
        assert raw.execute("PRAGMA journal_mode").fetchone() == ("wal",)
