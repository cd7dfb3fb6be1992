"""A migrated SQLite file per test, a clock that a test moves, the scripted servers, and makers of rows."""

import asyncio
import shutil
import time
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from db import schema
from db.database import Database
from db.sealing import Sealer
from notifier.bot_api import TelegramTimeouts
from notifier.by_email import EmailSender, SmtpTimeouts
from notifier.by_telegram import TelegramSender
from tests.notifier.scripted_servers import ScriptedApi, ScriptedSmtp, serving_api, serving_smtp

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
TOKEN = "42:TEST"
STAMPS = Sealer(bytes(32))


class HandClock:
    """Stands still until a test moves it."""

    def __init__(self) -> None:
        self._now = NOON
        self._moved = asyncio.Event()

    def now(self) -> datetime:
        return self._now

    async def changed(self) -> None:
        await self._moved.wait()
        self._moved.clear()

    def move(self, **step: float) -> None:
        self._now += timedelta(**step)
        self._moved.set()


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("migrated") / "elo.db"
    asyncio.run(schema.upgrade(f"sqlite:///{file}"))
    return file


@pytest.fixture
def file(migrated_file: Path, tmp_path: Path) -> Path:
    copy = tmp_path / "elo.db"
    shutil.copy(migrated_file, copy)
    return copy


@pytest.fixture
async def database(file: Path) -> AsyncIterator[Database]:
    database = Database(f"sqlite:///{file}")
    yield database
    await database.close()


@pytest.fixture
async def api() -> AsyncIterator[ScriptedApi]:
    async with serving_api() as api:
        yield api


@pytest.fixture
async def smtp() -> AsyncIterator[ScriptedSmtp]:
    async with serving_smtp() as smtp:
        yield smtp


@pytest.fixture
async def telegram(api: ScriptedApi) -> AsyncIterator[TelegramSender]:
    sender = make_telegram(api.url)
    yield sender
    await sender.close()


@pytest.fixture
async def email(smtp: ScriptedSmtp) -> AsyncIterator[EmailSender]:
    sender = make_email(smtp.port)
    yield sender
    await sender.close()


def make_telegram(url: str, *, read: float = 0.5, token: str = TOKEN) -> TelegramSender:
    timeouts = TelegramTimeouts(connect=0.5, write=0.5, read=read, pool=0.5, whole=read + 1)
    return TelegramSender(token, url, monotonic=time.monotonic, timeouts=timeouts)


def make_email(
    port: int, *, after_dot: float = 0.5, command: float = 0.5, connections: int = 2
) -> EmailSender:
    return EmailSender(
        "127.0.0.1",
        port,
        sender="elo@rede.test",
        security="none",
        stamp=STAMPS.stamp,
        monotonic=time.monotonic,
        connections=connections,
        timeouts=SmtpTimeouts(connect=2 * command, command=command, after_dot=after_dot),
    )
