"""Where Telegram brings updates when it is told to. Each is stored before the answer says that it arrived.

An answer but 200 makes Telegram bring it again, for a day. It never holds words: replies leave by the outbox.
"""

import asyncio
import json
from collections.abc import Callable

import structlog
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.intake import PATH, has_number, is_secret_token, take_in
from db import Database
from db.database import StoreUnreachable
from db.sealing import Sealer
from scheduler.clock import Clock

log = structlog.get_logger(__name__)

#: Bytes of one update: a message of 4,096 characters that answers another, each character escaped, has 100,000.
LARGEST_UPDATE = 1_000_000
#: Seconds for storing one, the database's waits included: less than elo/http/guard.py gives.
LONGEST = 10.0
SECRET = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105  the name of a header


class UpdatesDoor:
    def __init__(
        self, database: Database, sealer: Sealer, clock: Clock, *, stored: Callable[[], None]
    ) -> None:
        """`stored` is called after each COMMIT: whoever handles updates here need not look by itself."""
        self._database, self._sealer, self._clock, self._stored = database, sealer, clock, stored

    def route(self, prefix: str) -> Route:
        return Route(prefix + PATH, self.take, methods=["POST"], name="telegram")

    async def take(self, request: Request) -> Response:
        """200: stored, now or before. 400: no update. 403: not from Telegram, and not read. 503: bring it again."""
        if not is_secret_token(request.headers.get(SECRET, ""), self._sealer):
            raise HTTPException(403)
        try:
            update = json.loads(await request.body())
        except (ValueError, RecursionError):
            update = None
        if not isinstance(update, dict) or not has_number(update):
            # What people wrote may be in it: that it came is all that is logged.
            log.warning("telegram.unreadable")
            return Response(status_code=400)
        try:
            async with asyncio.timeout(LONGEST), self._database.write() as session:
                stored = await take_in(session, [update], now=self._clock.now())
        except (StoreUnreachable, TimeoutError) as error:
            log.warning("telegram.not_stored", error=type(error).__name__)
            return Response(status_code=503)
        self._stored()
        # Another update of that number still waits to be handled, and this one must wait for it.
        return Response(status_code=503 if stored.taken else 200)
