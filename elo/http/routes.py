"""What can be asked for by HTTP: leave announcements, acknowledge a notice, health; and Telegram's updates.

Looking changes nothing: mail programs and scanners open every link. Only a POST does, and needs no login: the stamp
in the address is the proof, and opens nothing else.
"""

import asyncio
import re

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from db import Database, Session
from db.database import StoreUnreachable
from db.ids import NoticeId, PersonId
from db.notices import Notice, notice_code
from db.people import Person
from db.preferences import without_announcements
from elo.http.guard import Guard
from elo.http.pages import Pages
from elo.http.updates import LARGEST_UPDATE, UpdatesDoor
from rede.acknowledge_notice import acknowledge_notice
from rede.desk import Office, open_desk
from rede.leave_announcements import leave_announcements
from rede.set_preferences import hear_announcements
from scheduler.clock import Clock

#: What RFC 8058 has mail programs send; the button of our page sends the same.
ONE_CLICK = ("List-Unsubscribe", "One-Click")
AGAIN = ("announcements", "again")
#: No number of ours has more digits, and PostgreSQL takes none much larger.
TOKEN = re.compile(r"([0-9]{1,9})\.([0-9A-Za-z]{1,32})")
#: Fields of a form; ours have one.
MOST_FIELDS = 8
#: Seconds the database has to answer a question about its health.
HEALTHY = 5.0


def application(
    database: Database,
    office: Office,
    clock: Clock,
    *,
    prefix: str = "",
    updates: UpdatesDoor | None = None,
) -> ASGIApp:
    """`prefix`: the path of public_url. A proxy may take it away or leave it: both are answered. `updates`: None
    where Telegram brings none."""
    pages, prefixes = Pages(office), tuple(dict.fromkeys(["", prefix]))
    doors = Doors(database, office, clock, pages)
    brought = [updates.route(before) for before in prefixes] if updates else []

    async def refuse(_: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        return pages.refused(error.status_code, error.headers)

    app = Starlette(
        routes=[*(route for before in prefixes for route in doors.routes(before)), *brought],
        middleware=[Middleware(Guard, pages=pages, larger={route.path: LARGEST_UPDATE for route in brought})],
        exception_handlers={HTTPException: refuse},
    )
    # It would answer with an address made of the Host that the request names.
    app.router.redirect_slashes = False
    return app


class Doors:
    def __init__(self, database: Database, office: Office, clock: Clock, pages: Pages) -> None:
        self._database, self._office, self._clock, self._pages = database, office, clock, pages

    def routes(self, prefix: str) -> list[Route]:
        both = ["GET", "POST"]
        return [
            Route(f"{prefix}/sair/{{token}}", self.leave, methods=both, name="leave"),
            Route(f"{prefix}/ciente/{{token}}", self.acknowledge, methods=both, name="seen"),
            Route(f"{prefix}/saude", self.health, name="health"),
        ]

    async def leave(self, request: Request) -> Response:
        person_id = PersonId(self._number(request, "leave"))
        if request.method == "POST":
            return await self._leave(person_id, await _button(request))
        async with self._database.read() as session:
            await _require_person(session, person_id)
            left = await without_announcements(session, [person_id])
        return self._leaving("left" if left else "leave")

    async def _leave(self, person_id: PersonId, button: tuple[str, str]) -> Response:
        if button not in (ONE_CLICK, AGAIN):
            raise HTTPException(400)
        async with self._database.write() as session:
            await _require_person(session, person_id)
            desk = await open_desk(session, now=self._clock.now(), office=self._office, actor=person_id)
            if button == AGAIN:
                await hear_announcements(desk)
            else:
                await leave_announcements(desk, person_id)
        return self._leaving("back" if button == AGAIN else "left")

    def _leaving(self, key: str) -> Response:
        return self._pages.page(key, one_click=ONE_CLICK, again=AGAIN)

    async def acknowledge(self, request: Request) -> Response:
        notice_id = NoticeId(self._number(request, "seen"))
        seen = await self._acknowledge(notice_id) if request.method == "POST" else await self._seen(notice_id)
        return self._pages.page("seen" if seen else "see", code=notice_code(notice_id))

    async def _acknowledge(self, notice_id: NoticeId) -> bool:
        async with self._database.write() as session:
            desk = await open_desk(session, now=self._clock.now(), office=self._office)
            if not await acknowledge_notice(desk, notice_id):
                raise HTTPException(404)
        return True

    async def _seen(self, notice_id: NoticeId) -> bool:
        async with self._database.read() as session:
            notice = await session.get(Notice, notice_id)
        if notice is None:
            raise HTTPException(404)
        return notice.acknowledged_at is not None

    async def health(self, request: Request) -> Response:
        """For whoever watches over the service: whether it works is all that is told."""
        try:
            async with asyncio.timeout(HEALTHY):
                await self._database.answer()
        except (StoreUnreachable, TimeoutError):
            return PlainTextResponse("unavailable", status_code=503)
        return PlainTextResponse("ok")

    def _number(self, request: Request, purpose: str) -> int:
        """Raises HTTPException 404, whatever is wrong with the token."""
        token = TOKEN.fullmatch(request.path_params["token"])
        if token is None or not self._office.sealer.is_stamp(token[2], purpose, int(token[1])):
            raise HTTPException(404)
        return int(token[1])


async def _require_person(session: Session, person_id: PersonId) -> None:
    if await session.get(Person, person_id) is None:
        raise HTTPException(404)


async def _button(request: Request) -> tuple[str, str]:
    """Name and value of the one field; RFC 8058 asks for either encoding of a form."""
    form = await request.form(max_files=0, max_fields=MOST_FIELDS)
    fields = [(name, value) for name, value in form.multi_items() if isinstance(value, str)]
    return fields[0] if len(fields) == 1 else ("", "")
