"""Done once Telegram first answers: remember the bot's name (invites need it) and set its menu of commands."""

import structlog

from bot.menu import menu
from db import Database
from db.outages import remember_bot
from notifier.by_telegram import TelegramSender
from notifier.outcome import LaneError
from scheduler.clock import Clock

log = structlog.get_logger(__name__)


class Greeting:
    def __init__(self, database: Database, telegram: TelegramSender, clock: Clock) -> None:
        self._database = database
        self._telegram = telegram
        self._clock = clock

    async def __call__(self) -> None:
        try:
            identity = await self._telegram.identity()
        except LaneError as error:
            log.warning("greeting.unanswered", error=type(error).__name__)
            return
        async with self._database.write() as session:
            await remember_bot(session, identity.bot_id, identity.username, now=self._clock.now())
        await self._telegram.set_commands(menu())
        log.info("telegram.ready", bot_id=identity.bot_id)
