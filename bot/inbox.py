"""Takes updates from Telegram and stores them before confirming that they arrived.

python-telegram-bot's own polling confirms first and handles later: a crash would lose a report for good.
"""

import asyncio
import json
import warnings
from collections.abc import Callable, Coroutine
from datetime import timedelta
from typing import Any

import structlog
from telegram import Bot
from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError
from telegram.request import HTTPXRequest
from telegram.warnings import PTBUserWarning

from bot.intake import ALLOWED, has_number, take_in
from db import Database
from db.database import StoreUnreachable
from db.inbox import Stored
from notifier.bot_api import is_loopback
from scheduler.clock import Clock

log = structlog.get_logger(__name__)

#: Seconds that Telegram holds a poll open.
POLL = 25
#: After a week without updates Telegram starts from a random number (Bot API, Update): the old offset would
#: confirm updates unseen.
FORGET_OFFSET = timedelta(days=6)
#: Seconds to wait after a failure, doubling up to the last; and while only a person can mend it.
FIRST_WAIT, LONGEST_WAIT = 1.0, 15.0
#: Seconds that a poll which brought nothing new takes at least: not every server holds polls open.
LEAST = 0.5
#: Seconds of good polls after which a conflict is over: two pollers take turns in ending each other's.
CALM = 60.0
#: How Telegram's 409 says that updates go to a webhook (Bot API server, Client.cpp).
WEBHOOK_ACTIVE = "webhook is active"


class _Request(HTTPXRequest):
    """PTB logs an answer that it cannot read, with all that people wrote in it."""

    @staticmethod
    def parse_json_payload(payload: bytes) -> Any:
        try:
            return json.loads(payload.decode("utf8", "replace"))
        except ValueError:
            raise TelegramError("an answer that cannot be read") from None


def asking(token: str, root: str, *, proxy: str | None) -> tuple[Bot, HTTPXRequest]:
    """A bot for what is asked of Telegram about updates; the request is to be opened, and shut at the end."""
    request = _Request(
        connection_pool_size=4,
        read_timeout=POLL + 10,
        connect_timeout=10,
        pool_timeout=5,
        proxy=proxy,
        # A proxy of the environment cannot reach a server on this machine.
        httpx_kwargs={"trust_env": proxy is None and not is_loopback(root)},
    )
    bot = Bot(
        token,
        base_url=f"{root}/bot",
        base_file_url=f"{root}/file/bot",
        get_updates_request=request,
        request=request,
    )
    return bot, request


class Inbox:
    """The first way in: polling. A webhook that was left is taken off, for it shuts polls out; one that is set
    later is somebody's wish."""

    def __init__(
        self,
        database: Database,
        *,
        token: str,
        base_url: str,
        proxy: str | None,
        clock: Clock,
        stored: Callable[[], None],
        greeted: Callable[[], Coroutine[None, None, None]],
    ) -> None:
        """`stored` is called after each COMMIT of new updates; `greeted` once, when Telegram first answers:
        it runs beside the polls, however long it takes."""
        self._bot, self._request = asking(token, base_url.rstrip("/"), proxy=proxy)
        # Raw on purpose: what a typed update would drop must be stored too.
        warnings.filterwarnings("ignore", message=r".*Please use 'Bot\.getUpdates'", category=PTBUserWarning)
        self._database = database
        self._clock = clock
        self._stored = stored
        self._greeted = greeted
        #: Unknown at start: Telegram then gives what is unconfirmed, and what was stored is ignored.
        self._offset: int | None = None
        self._received_at = clock.now()
        self._may_take_webhook_off = True
        #: When the last conflict was, by the loop's clock; None while nobody else polls.
        self._conflict_at: float | None = None

    async def run(self) -> None:
        """Polls until cancelled. No network at boot, or a second poller, is waited out."""
        await self._request.initialize()
        try:
            async with asyncio.TaskGroup() as beside:
                await self._poll_for_ever(beside)
        finally:
            await self._request.shutdown()

    async def _poll_for_ever(self, beside: asyncio.TaskGroup) -> None:
        wait, answered = FIRST_WAIT, False
        while True:
            # The first poll does not linger: whether Telegram answers is worth knowing at once.
            failure = await self._attempt(POLL if answered else 0)
            if failure is None:
                if not answered:
                    beside.create_task(self._greeted())
                wait, answered = FIRST_WAIT, True
                continue
            # What answers next may be another server, which counts from somewhere else.
            self._offset = None
            await asyncio.sleep(max(failure, wait))
            wait = min(wait * 2, LONGEST_WAIT)

    async def _attempt(self, timeout: int) -> float | None:
        """One poll; on failure, the least seconds to wait."""
        try:
            await self.poll(timeout)
        except Conflict as error:
            return await self._stand_by(error)
        except InvalidToken:
            log.error("inbox.token_refused", hint="check [telegram] token")
            return LONGEST_WAIT
        except RetryAfter as error:
            seconds = error.retry_after
            return float(seconds if isinstance(seconds, int | float) else seconds.total_seconds())
        except TelegramError as error:
            log.warning("inbox.unreachable", error=type(error).__name__)
            return 0.0
        except StoreUnreachable:
            log.warning("inbox.database_unreachable")
            return 0.0
        except Exception as error:
            # A success that is not the Bot API's; its text may hold what people wrote.
            log.error("inbox.unreadable", error=type(error).__name__)
            return 0.0
        self._may_take_webhook_off = False
        self._note_calm()
        return None

    async def _stand_by(self, conflict: Conflict) -> float:
        """Says once that somebody else gets the updates; seconds to wait."""
        if WEBHOOK_ACTIVE in conflict.message and self._may_take_webhook_off:
            return await self._take_webhook_off()
        if self._conflict_at is None:
            hint = "another program gets this bot's updates; only one may: standing by until it ends"
            log.error("inbox.conflict", said=conflict.message, hint=hint)
        self._conflict_at = asyncio.get_running_loop().time()
        return LONGEST_WAIT

    async def _take_webhook_off(self) -> float:
        """What waits at Telegram stays there, and the next poll brings it."""
        try:
            await self._bot.delete_webhook()
        except TelegramError as error:
            log.warning("inbox.webhook_not_removed", error=type(error).__name__)
            return 0.0
        self._may_take_webhook_off = False
        log.info("inbox.webhook_removed", hint="[telegram] webhook is off: this bot polls")
        return 0.0

    def _note_calm(self) -> None:
        quiet_since = self._conflict_at
        if quiet_since is not None and asyncio.get_running_loop().time() - quiet_since >= CALM:
            self._conflict_at = None
            log.info("inbox.conflict_over")

    async def poll(self, timeout: int = POLL) -> None:
        """Asks once and stores what came, before the next poll confirms it."""
        began = asyncio.get_running_loop().time()
        arguments: dict[str, Any] = {"timeout": timeout, "allowed_updates": json.dumps(ALLOWED)}
        if self._offset is not None and self._clock.now() - self._received_at < FORGET_OFFSET:
            arguments["offset"] = self._offset
        answer = await self._bot.do_api_request("getUpdates", api_kwargs=arguments)
        updates = [one for one in answer if has_number(one)] if isinstance(answer, list) else []
        stored = Stored(new=0)
        if updates:
            async with self._database.write() as session:
                stored = await take_in(session, updates, now=self._clock.now())
            last = max(one["update_id"] for one in updates)
            self._offset = min(stored.taken, default=last + 1)
            self._received_at = self._clock.now()
            self._stored()
        if timeout and not stored.new and asyncio.get_running_loop().time() - began < LEAST:
            await asyncio.sleep(LEAST)
