"""The HTTP server as it runs, on a free port of this machine, and who asks it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime

import httpx
from starlette.types import ASGIApp

from db import Database
from db.ids import NoticeId, PersonId
from elo.http.routes import application
from elo.http.server import HttpServer
from rede.desk import Office
from tests.rede.makers import MARIA, NOW, make_office, person_id, register

ONE_CLICK = {"List-Unsubscribe": "One-Click"}
AGAIN = {"announcements": "again"}
OFFICE = make_office()
NOBODY = PersonId(999)


class StillClock:
    """A clock that stands."""

    def now(self) -> datetime:
        return NOW

    async def changed(self) -> None:
        await asyncio.Event().wait()


@asynccontextmanager
async def serving(app: ASGIApp) -> AsyncIterator[HttpServer]:
    server = HttpServer(app, ("127.0.0.1", 0))
    server.listen()
    async with asyncio.TaskGroup() as group:
        group.create_task(server.run())
        try:
            yield server
        finally:
            await server.close()


def asking(server: HttpServer) -> httpx.AsyncClient:
    return httpx.AsyncClient(base_url=f"http://127.0.0.1:{server.port}", timeout=20, trust_env=False)


@asynccontextmanager
async def at_the_door(
    database: Database, *, office: Office = OFFICE, prefix: str = ""
) -> AsyncIterator[httpx.AsyncClient]:
    app = application(database, office, StillClock(), prefix=prefix)
    async with serving(app) as server, asking(server) as client:
        yield client


async def maria(database: Database) -> PersonId:
    await register(database)
    return await person_id(database, MARIA)


def leaving(person: PersonId) -> str:
    return f"/sair/{person}.{OFFICE.sealer.stamp('leave', person)}"


def seeing(notice: NoticeId) -> str:
    return f"/ciente/{notice}.{OFFICE.sealer.stamp('seen', notice)}"
