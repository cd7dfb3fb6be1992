"""Messages that Telegram brings: one machine takes them, another answers, and polling can have its turn again."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import pytest

from db import Database
from db.inbox import waiting_updates
from elo import wiring
from elo.demo.cast import FIRST_MORNING
from elo.lifetime import Part, live
from elo.settings import Settings
from sandbox.clock import SandboxClock
from sandbox.desk import Sandbox
from tests.journeys.service import SandboxTime
from tests.notifier.couriers import eventually

KEY = b"k" * 32
UNKNOWN = "Ainda não conheço esta conversa"


@dataclass(frozen=True, slots=True)
class Machines:
    sandbox: Sandbox
    database: Database
    port: int

    @asynccontextmanager
    async def running(self, *parts: Part, webhook: bool = True) -> AsyncIterator[None]:
        """One `elo run --only …`, until the end of the block."""
        address = f"127.0.0.1:{self.port}"
        telegram = {"token": self.sandbox.token, "base_url": self.sandbox.base_url, "webhook": webhook}
        http = {"listen": address, "public_url": f"http://{address}/elo"}
        settings = Settings.model_validate({"telegram": telegram, "http": http})
        clock, stop = SandboxTime(self.sandbox.clock), asyncio.Event()
        office = wiring.office(settings, KEY)
        service = wiring.service(
            settings,
            database=self.database,
            office=office,
            clock=clock,
            fetcher=wiring.sandbox_fetcher(),
        )
        async with asyncio.TaskGroup() as group:
            group.create_task(live(service, parts=parts, stop=stop))
            try:
                yield
            finally:
                stop.set()

    async def has_stored(self) -> bool:
        async with self.database.read() as session:
            return bool(await waiting_updates(session, limit=1, busy=[]))

    async def has_webhook(self) -> bool:
        return bool(self.sandbox.telegram.webhook.url)


@pytest.fixture
async def machines(database: Database) -> AsyncIterator[Machines]:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = int(listener.getsockname()[1])
    async with Sandbox(clock=SandboxClock(FIRST_MORNING)) as sandbox:
        sandbox.telegram.patience.second = 0.02
        yield Machines(sandbox, database, port)


async def test_one_machine_takes_messages_and_another_answers_them(machines: Machines) -> None:
    ana = machines.sandbox.telegram.phone("Ana")
    async with machines.running(Part.INBOX, Part.COURIER):
        await eventually(machines.has_webhook)
    async with machines.running(Part.HTTP):
        await ana.says("/prazos")
        await eventually(machines.has_stored)
    async with machines.running(Part.INBOX, Part.COURIER):
        await ana.waits_for(UNKNOWN)


@pytest.mark.parametrize("backend", ["sqlite"])
async def test_what_came_while_nobody_listened_is_brought_later_or_fetched(machines: Machines) -> None:
    ana = machines.sandbox.telegram.phone("Ana")
    async with machines.running(*Part):
        await ana.says("/prazos")
        await ana.waits_for(UNKNOWN)
    await ana.says("/metas")
    async with machines.running(*Part):
        await ana.waits_for(UNKNOWN)
    await ana.says("/ajuda")
    async with machines.running(*Part, webhook=False):
        await ana.waits_for(UNKNOWN)
    assert not await machines.has_webhook()
