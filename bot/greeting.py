"""Done once Telegram first answers: remember the bot's name (invites need it) and set its menu of commands."""

import asyncio

import structlog

from bot import menu
from bot.command import Scope
from db import Database
from db.channels import ChannelKind, channels_of
from db.database import StoreUnreachable
from db.outages import remember_bot
from db.people import people_who_lead
from notifier.by_telegram import TelegramSender
from notifier.outcome import LaneError
from rede.access import standings_of
from scheduler.clock import Clock

log = structlog.get_logger(__name__)

#: Seconds before it is tried again, doubling up to the last.
FIRST_WAIT, LONGEST_WAIT = 5.0, 600.0


class Greeting:
    def __init__(self, database: Database, telegram: TelegramSender, clock: Clock) -> None:
        self._database = database
        self._telegram = telegram
        self._clock = clock

    async def __call__(self) -> None:
        """Returns once it is done; never raises for what happens outside."""
        wait = FIRST_WAIT
        while True:
            try:
                await self._greet()
            except (LaneError, StoreUnreachable) as error:
                log.warning("greeting.unanswered", error=type(error).__name__)
                await asyncio.sleep(wait)
                wait = min(wait * 2, LONGEST_WAIT)
            else:
                return

    async def _greet(self) -> None:
        """Raises `LaneError` or `StoreUnreachable`."""
        identity = await self._telegram.identity()
        async with self._database.write() as session:
            await remember_bot(session, identity.bot_id, identity.username, now=self._clock.now())
        await self._telegram.set_commands(menu.shown(Scope.PARTNER))
        await self._greet_leaders()
        log.info("telegram.ready", bot_id=identity.bot_id)

    async def _greet_leaders(self) -> None:
        """Those who serve the Secretariat, or coordinate, have commands in their menu that others do not see."""
        async with self._database.read() as session:
            people = await people_who_lead(session)
            standings = await standings_of(session, people)
            channels = await channels_of(session, people)
            chats = {
                int(open_[ChannelKind.TELEGRAM].address): menu.scope_shown(standings[person_id])
                for person_id, open_ in channels.items()
                if ChannelKind.TELEGRAM in open_
            }
        for chat_id, scope in chats.items():
            await self._telegram.set_commands(menu.shown(scope), chat_id=chat_id)
