"""The second way in: Telegram is told to bring updates to an address of ours. elo/http/updates.py takes them.

Whoever handles updates keeps it set, the part `inbox`; what listens may run elsewhere (`elo run --only http`).
"""

import asyncio
from collections.abc import Callable, Coroutine
from datetime import datetime

import structlog
from telegram import Bot
from telegram.error import BadRequest, InvalidToken, RetryAfter, TelegramError

from bot.inbox import FIRST_WAIT, asking
from bot.intake import ALLOWED

log = structlog.get_logger(__name__)

#: Updates that Telegram brings side by side: half of what elo/http answers at once.
CONNECTIONS = 16
#: Seconds between looks whether it is still set: another program may have taken it off.
AGAIN = 600.0
#: Seconds to wait after a failure, doubling up to this.
LONGEST_WAIT = 60.0


class Webhook:
    def __init__(
        self,
        *,
        token: str,
        base_url: str,
        proxy: str | None,
        address: str,
        secret_token: str,
        greeted: Callable[[], Coroutine[None, None, None]],
    ) -> None:
        """`greeted` is called once, when Telegram first answers: it runs beside, however long it takes."""
        self._bot, self._request = asking(token, base_url.rstrip("/"), proxy=proxy)
        self._address, self._secret_token = address, secret_token
        self._greeted = greeted
        #: When a delivery failed last, as far as it was told.
        self._failed_at: datetime | None = None
        self._looked = False

    async def run(self) -> None:
        """Keeps it set until cancelled, and leaves it set: what comes meanwhile waits at Telegram."""
        await self._request.initialize()
        try:
            async with asyncio.TaskGroup() as beside:
                await self._set_for_ever(beside)
        finally:
            await self._request.shutdown()

    async def _set_for_ever(self, beside: asyncio.TaskGroup) -> None:
        wait, told, answered = FIRST_WAIT, "", False
        while True:
            trouble = await self._trouble()
            if trouble and trouble != told:
                log.warning("webhook.not_set", reason=trouble, hint="trying again until it is")
            if not trouble and (told or not answered):
                log.info("webhook.set", address=self._address)
            told = trouble
            if trouble:
                await asyncio.sleep(wait)
                wait = min(wait * 2, LONGEST_WAIT)
                continue
            if not answered:
                beside.create_task(self._greeted())
            wait, answered = FIRST_WAIT, True
            await asyncio.sleep(AGAIN)

    async def _trouble(self) -> str:
        """Sets it; what is in the way, empty for nothing. Set as it is already, nothing changes."""
        try:
            await self._bot.set_webhook(
                self._address,
                secret_token=self._secret_token,
                allowed_updates=ALLOWED,
                max_connections=CONNECTIONS,
            )
            await self._look(self._bot)
        except BadRequest as error:
            return error.message
        except InvalidToken:
            return "the token is refused: check [telegram] token"
        except RetryAfter:
            return "told to wait"
        except TelegramError as error:
            return type(error).__name__
        except Exception as error:
            # A success that is not the Bot API's must end nothing.
            return f"an answer that cannot be read: {type(error).__name__}"
        return ""

    async def _look(self, bot: Bot) -> None:
        """Nobody else would hear that Telegram cannot bring anything. What was before the first look is past."""
        found = await bot.get_webhook_info()
        if self._looked and found.last_error_date != self._failed_at:
            log.warning("webhook.delivery_failed", said=found.last_error_message)
        self._looked, self._failed_at = True, found.last_error_date
