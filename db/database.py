"""The one way into the database: engines, transactions, column types that every table shares.

SQLite gets one writer (BEGIN IMMEDIATE, synchronous=FULL) and several readers; PostgreSQL one pool.
"""

from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime
from enum import StrEnum
from errno import ENOSPC
from itertools import islice
from sqlite3 import SQLITE_FULL
from typing import Any, TypeVar

from sqlalchemy import DateTime, Dialect, Enum, Integer, MetaData, Table, event, make_url, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.ext.asyncio import AsyncSession as Session
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import DeclarativeBase, MappedAsDataclass
from sqlalchemy.pool import ConnectionPoolEntry
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.sql.visitors import InternalTraversal
from sqlalchemy.types import TypeDecorator

from db import ids

__all__ = [
    "Base",
    "Database",
    "DatabaseClock",
    "Session",
    "StoreFull",
    "StoreUnreachable",
    "UtcDateTime",
    "batches",
    "insert",
    "text_enum",
]

#: `Session.info` key: a row was put into the outbox, so the courier is poked once it is committed.
OUTBOX_PUT = "outbox_put"


#: Connections that only read, on SQLite.
READERS = 4


#: Values asked about in one statement.
BATCH = 500
Value = TypeVar("Value")


class StoreUnreachable(Exception):
    """The database does not answer at its address."""


class StoreFull(StoreUnreachable):
    """There is no room left where the database keeps its files."""


class UtcDateTime(TypeDecorator[datetime]):
    """An instant, stored and handed back in UTC. Refuses naive values."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a naive datetime cannot be stored: give it a zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


TYPES: dict[Any, Any] = {datetime: UtcDateTime, **dict.fromkeys(ids.ALL, Integer)}


class Base(MappedAsDataclass, DeclarativeBase, kw_only=True, repr=False):
    """Rows hold personal data, so they have no repr."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = TYPES


def text_enum(values: type[StrEnum], name: str) -> Enum:
    """A closed set as text with a CHECK, the same on both databases."""
    return Enum(
        values,
        name=name,
        native_enum=False,
        create_constraint=True,
        length=24,
        values_callable=lambda kinds: [str(kind) for kind in kinds],
    )


class DatabaseClock(ColumnElement[datetime]):
    """The database's own clock, `seconds` from now. Leases compare nothing else: machines disagree."""

    type = UtcDateTime()
    inherit_cache = True
    # What the statement cache tells two of them apart by: without it each claim is compiled anew.
    _traverse_internals = [("seconds", InternalTraversal.dp_plain_obj)]  # noqa: RUF012

    def __init__(self, seconds: int = 0) -> None:
        self.seconds = seconds


@compiles(DatabaseClock, "sqlite")
def _sqlite_clock(element: DatabaseClock, compiler: SQLCompiler, **_: Any) -> str:
    # The text layout is the one SQLAlchemy stores, so that texts compare as instants do.
    return f"strftime('%Y-%m-%d %H:%M:%f000', 'now', '{element.seconds:+d} seconds')"


@compiles(DatabaseClock, "postgresql")
def _postgresql_clock(element: DatabaseClock, compiler: SQLCompiler, **_: Any) -> str:
    return f"(clock_timestamp() + interval '{element.seconds} seconds')"


def _is_away(error: Exception) -> bool:
    """The same work may well succeed later: the fault is the database's, not the statement's."""
    if not isinstance(error, DBAPIError) or isinstance(error, OperationalError | InterfaceError):
        return True
    # PostgreSQL, Appendix A: a deadlock or a lost race, no room, an operator's word, a system error.
    passing = str(getattr(error.orig, "sqlstate", ""))[:2] in ("40", "53", "57", "58")
    return error.connection_invalidated or passing


def _is_full(error: Exception) -> bool:
    reason = getattr(error, "orig", None)
    if getattr(reason, "sqlite_errorcode", None) == SQLITE_FULL:
        return True
    # PostgreSQL, Appendix A: disk_full.
    return getattr(reason, "sqlstate", "") == "53100" or getattr(error, "errno", None) == ENOSPC


def insert(session: Session, table: type[Base]) -> "sqlite.Insert | postgresql.Insert":
    """INSERT that can say ON CONFLICT, in the session's dialect."""
    target: Table = table.__table__  # type: ignore[assignment]
    if session.get_bind().dialect.name == "postgresql":
        return postgresql.insert(target)
    return sqlite.insert(target)


def batches(values: Iterable[Value], size: int = BATCH) -> Iterator[Sequence[Value]]:
    """`values` in their order, as many at a time as one statement may name."""
    rest = iter(values)
    while part := list(islice(rest, size)):
        yield part


def async_url(url: str) -> str:
    """The address with the driver that Elo uses: `postgresql://` becomes `postgresql+asyncpg://`."""
    parsed = make_url(url)
    drivers = {
        "postgresql": "postgresql+asyncpg",
        "postgres": "postgresql+asyncpg",
        "sqlite": "sqlite+aiosqlite",
    }
    return parsed.set(drivername=drivers.get(parsed.drivername, parsed.drivername)).render_as_string(False)


def _sqlite_pragmas(*pragmas: str) -> Callable[[DBAPIConnection, ConnectionPoolEntry], None]:
    def connected(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
        cursor = connection.cursor()
        for pragma in pragmas:
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()
        connection.isolation_level = None  # the driver must emit no BEGIN of its own

    return connected


class Database:
    """Open it once, close it at the end; transactions are `write()` and `read()`."""

    def __init__(self, url: str) -> None:
        self.url = async_url(url)
        self.is_sqlite = make_url(self.url).get_backend_name() == "sqlite"
        self._listeners: list[Callable[[], None]] = []
        if self.is_sqlite:
            self._writer = self._sqlite_engine("BEGIN IMMEDIATE", "synchronous=FULL", pool_size=1)
            self._reader = self._sqlite_engine("BEGIN", "query_only=ON", pool_size=READERS)
        else:
            self._writer = self._reader = create_async_engine(
                self.url, pool_size=8, pool_pre_ping=True, hide_parameters=True
            )

    def _sqlite_engine(self, begin: str, pragma: str, *, pool_size: int) -> AsyncEngine:
        # Parameters are people's data, and the text of an error ends in a log.
        engine = create_async_engine(
            self.url, pool_size=pool_size, max_overflow=0, pool_timeout=60, hide_parameters=True
        )
        # Patience first: whoever opens the same file at this moment changes its journal too.
        pragmas = ("busy_timeout=10000", "journal_mode=WAL", "foreign_keys=ON", pragma)
        event.listen(engine.sync_engine, "connect", _sqlite_pragmas(*pragmas))
        event.listen(engine.sync_engine, "begin", lambda connection: connection.exec_driver_sql(begin))
        return engine

    def when_outbox_grows(self, listener: Callable[[], None]) -> None:
        """Calls `listener` after each COMMIT that put rows into the outbox (design rule 2)."""
        self._listeners.append(listener)

    @asynccontextmanager
    async def write(self) -> AsyncIterator[Session]:
        """One transaction: committed at the end, rolled back whole by any exception."""
        async with self._answering(), Session(self._writer, expire_on_commit=False) as session:
            async with session.begin():
                yield session
            if session.info.pop(OUTBOX_PUT, False):
                for listener in self._listeners:
                    listener()

    @asynccontextmanager
    async def read(self) -> AsyncIterator[Session]:
        """A consistent view of what is committed; on SQLite a write through it is an error."""
        async with (
            self._answering(),
            Session(self._reader, expire_on_commit=False) as session,
            session.begin(),
        ):
            yield session

    @asynccontextmanager
    async def _answering(self) -> AsyncIterator[None]:
        # Acts do no input or output of their own, so an OSError here is the database's.
        try:
            yield
        except (OSError, DBAPIError, PoolTimeout) as error:
            if not _is_away(error):
                raise
            away = StoreFull if _is_full(error) else StoreUnreachable
            raise away(type(error).__name__) from error

    async def warm_up(self) -> None:
        """Opens SQLite's connections now: one that is being opened when its task is cancelled would leak."""
        if self.is_sqlite:
            async with self._answering(), AsyncExitStack() as opened:
                for engine in (self._writer, *[self._reader] * READERS):
                    await opened.enter_async_context(engine.connect())

    async def answer(self) -> None:
        """Returns once the database has answered a question of its own tables.

        Raises:
            StoreUnreachable.
        """
        async with self.read() as session:
            await session.execute(text("SELECT 1 FROM alembic_version"))

    async def close(self) -> None:
        await self._writer.dispose()
        await self._reader.dispose()
