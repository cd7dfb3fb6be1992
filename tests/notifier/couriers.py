"""Couriers on a real outbox, run and watched by tests."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Sized
from contextlib import asynccontextmanager
from datetime import datetime

from sqlalchemy import text

from db import claims
from db.channels import ChannelKind
from db.database import Database
from db.outages import open_outages
from notifier.courier import Courier
from notifier.outcome import Sender
from tests.notifier.conftest import NOON, HandClock
from tests.notifier.makers import rows, states


async def eventually(check: Callable[[], Awaitable[object]], *, within: float = 8) -> None:
    """Returns once `check` is true; the state of a database has no bell."""
    async with asyncio.timeout(within):
        while True:
            if await check():
                return
            await asyncio.sleep(0.01)


def always_open(instant: datetime) -> datetime:
    return instant


def make_courier(
    database: Database,
    clock: HandClock,
    *senders: Sender,
    window: Callable[[datetime], datetime] = always_open,
    alone: bool = True,
    holder: str = "here",
) -> Courier:
    return Courier(
        database, senders=senders, clock=clock, holder=holder, window=window, alone=alone, jitter=lambda: 0.5
    )


@asynccontextmanager
async def running(courier: Courier) -> AsyncIterator[None]:
    async with asyncio.TaskGroup() as tasks:
        run = tasks.create_task(courier.run())
        yield
        await courier.drain(1)
        run.cancel()


async def couriers_at_work(database: Database, wanted: int) -> bool:
    async with database.read() as session:
        found = await session.execute(text("SELECT count(*) FROM couriers"))
    return bool(found.scalar_one() == wanted)


async def until(database: Database, *wanted: str, within: float = 8) -> None:
    """Returns once the deliveries, oldest first, are in these states."""

    async def reached() -> bool:
        return await states(database) == list(wanted)

    await eventually(reached, within=within)


async def settled(database: Database, clock: HandClock, *senders: Sender, wanted: Iterable[str]) -> None:
    async with running(make_courier(database, clock, *senders)):
        await until(database, *wanted)


async def until_attempted(database: Database) -> None:
    async def attempted() -> bool:
        return bool((await rows(database))[0].last_error)

    await eventually(attempted)


async def called(calls: Sized, times: int) -> None:
    async def reached() -> bool:
        return len(calls) >= times

    await eventually(reached)


async def outages_of(database: Database) -> list[str]:
    async with database.read() as session:
        return [outage.reason for outage in await open_outages(session)]


async def claim_and_die(database: Database) -> None:
    async with database.write() as session:
        await claims.claim(session, ChannelKind.TELEGRAM, holder="dead", now=NOON, limit=9)
