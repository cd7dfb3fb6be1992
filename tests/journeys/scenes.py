"""A courier with both its real senders against the sandbox, one person, and a clock moved by hand."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from db.channels import ChannelKind, channel_of_chat, open_channel
from db.database import Database
from db.deliveries import DeliveryState, Lane
from db.ids import ChannelId
from db.people import Person
from notifier.bot_api import TelegramTimeouts
from notifier.by_email import EmailSender, SmtpTimeouts
from notifier.by_telegram import TelegramSender
from notifier.courier import Courier
from sandbox.desk import Sandbox
from tests.notifier.conftest import NOON, HandClock
from tests.notifier.couriers import always_open, running
from tests.notifier.makers import by_email, by_telegram, put, rows

MAILBOX = "ana@tj.test"
#: Real seconds, and looks at the outbox, in which nothing more happens at this instant of the hand clock.
STILL, LOOKS = 0.15, 15
TIMEOUTS = TelegramTimeouts(connect=0.3, write=0.3, read=0.3, pool=0.3, whole=0.6, alive=0.3)


@dataclass(frozen=True, slots=True)
class Scene:
    sandbox: Sandbox
    database: Database
    clock: HandClock
    courier: Courier
    channel_id: ChannelId
    chat: int

    async def tell(self, *, lane: Lane = Lane.INTERACTIVE) -> None:
        """A notice by Telegram, whose e-mail stands by."""
        chat = by_telegram(self.chat, "<b>Prazo</b>", channel_id=self.channel_id)
        await put(self.database, chat, by_email(MAILBOX, standby=True), lane=lane)

    async def states(self) -> list[str]:
        return [str(row.state) for row in await rows(self.database)]

    async def reaches(self, *wanted: str, within: timedelta) -> timedelta:
        """How long it took on the hand clock."""
        while await self.states() != list(wanted):
            moved = self.clock.now() - NOON
            if pause := await self._pause(wanted):
                assert moved + pause <= within, f"{await self.states()} after {moved}"
                self.clock.move(seconds=pause.total_seconds())
        return self.clock.now() - NOON

    async def _pause(self, wanted: tuple[str, ...]) -> timedelta:
        """None while something happens; until the next row is due; half a minute when nobody moves."""
        quiet = 0
        # Looks, not seconds: on a busy machine both sides are slow.
        while quiet < LOOKS:
            quiet += 1
            found = await rows(self.database)
            if any(row.state == DeliveryState.SENDING for row in found):
                quiet = 0
            if [str(row.state) for row in found] == list(wanted):
                return timedelta(0)
            due = [row.not_before for row in found if row.state == DeliveryState.PENDING]
            if due and min(due) > self.clock.now():
                return min(due) - self.clock.now()
            await asyncio.sleep(0.01)
        return timedelta(seconds=30)

    @property
    def copies(self) -> tuple[int, int]:
        """How often the words are in the chat, and in the mailbox."""
        return len(self.sandbox.telegram.ledger.to(self.chat)), len(self.sandbox.mailbox.to(MAILBOX))

    async def is_open(self) -> bool:
        async with self.database.read() as session:
            channel = await channel_of_chat(session, self.chat)
        return channel is not None and channel.closed_at is None


@asynccontextmanager
async def scene(
    database_file: Path, tmp_path: Path, *, token: str = "", secured: bool = False
) -> AsyncIterator[Scene]:
    clock = HandClock()

    def elapsed() -> float:
        return time.monotonic() + (clock.now() - NOON).total_seconds()

    async with Sandbox() as sandbox:
        ana = sandbox.telegram.phone("Ana")
        await ana.says("/start")
        telegram = TelegramSender(
            token or sandbox.token, sandbox.base_url, monotonic=elapsed, timeouts=TIMEOUTS
        )
        authority = tmp_path / "ca.pem"
        sandbox.authority.write(authority)
        email = EmailSender(
            "127.0.0.1",
            sandbox.submission_port if secured else sandbox.smtp_port,
            sender="elo@rede.test",
            security="starttls" if secured else "none",
            username=sandbox.smtp_login if secured else "",
            password=sandbox.smtp_password if secured else "",
            ca_file=str(authority),
            monotonic=elapsed,
            timeouts=SmtpTimeouts(connect=0.5, command=0.3, after_dot=0.3),
        )
        database = Database(f"sqlite:///{database_file}")
        courier = Courier(
            database,
            senders=(telegram, email),
            clock=clock,
            holder="here",
            window=always_open,
            alone=True,
            monotonic=elapsed,
            jitter=lambda: 0.5,
        )
        channel_id = await _channel(database, ana.chat_id)
        try:
            async with running(courier):
                yield Scene(sandbox, database, clock, courier, channel_id, ana.chat_id)
        finally:
            await telegram.close()
            await email.close()
            await database.close()


async def _channel(database: Database, chat: int) -> ChannelId:
    async with database.write() as session:
        person = Person(name="Ana", email=MAILBOX)
        session.add(person)
        await session.flush()
        address = str(chat)
        return (await open_channel(session, person.id, ChannelKind.TELEGRAM, address=address, now=NOON)).id
