"""Rings of a minute in which nothing is due write nothing: on SQLite nobody else writes meanwhile."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from db import Database, Session
from db.channels import ChannelKind
from elo.errands import errands
from elo.rings import Rings
from notifier.fetch import Fetcher
from notifier.reach import Reach, by_nobody
from rede.attachment_folder import AttachmentFolder
from scheduler.bell import Ring
from tests.rede.makers import NOW, import_for, make_office, register

#: One small row each minute: that the service runs; and what is woken in the outbox.
WRITING = {"heartbeat", "wake e-mails"}


def table(database: Database, folder: Path) -> list[Ring]:
    office, nowhere = make_office(), Fetcher(reach=Reach(resolve=by_nobody))
    beside = errands(
        database, office, folder=AttachmentFolder(folder), fetcher=nowhere, channels=[ChannelKind.EMAIL]
    )
    return [*Rings(database, office).table(), *beside]


async def test_a_minute_in_which_nothing_is_due_writes_nothing(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await register(database)
    await import_for(database, "UPB")
    rings = table(database, tmp_path)
    for minute in range(2):
        for ring in rings:
            await ring.callable(NOW + timedelta(minutes=minute))
    write, wrote, ringing = Database.write, set[str](), [""]

    @asynccontextmanager
    async def noted(self: Database) -> AsyncIterator[Session]:
        wrote.add(ringing[0])
        async with write(self) as session:
            yield session

    monkeypatch.setattr(Database, "write", noted)
    for ring in rings:
        ringing[0] = ring.name
        await ring.callable(NOW + timedelta(minutes=2))
    assert wrote == WRITING
