"""The way by e-mail: a few SMTP connections, kept and reused; one recipient per message, one `Outcome`."""

import asyncio
from collections.abc import Callable, Collection
from dataclasses import replace
from datetime import timedelta

from db.channels import ChannelKind
from db.couriers import Place
from notifier.letter import Letter, LetterWriter
from notifier.letterhead import Letterhead, unstamped
from notifier.mail_address import Unsendable, ascii_address, domain_of
from notifier.mail_pace import MailPace
from notifier.outcome import (
    Dead,
    LaneStopped,
    Outcome,
    Parcel,
    RetryAt,
    Sent,
    Unauthorized,
    Unreachable,
)
from notifier.smtp_answers import asks_for_less, hung_up
from notifier.smtp_line import Security, SmtpLine, SmtpServer, SmtpTimeouts, Stopped, open_line, trusting

__all__ = ["EmailSender", "Security", "SmtpTimeouts"]


class EmailSender:
    """Sends by one SMTP server. `close` it at the end."""

    kind = ChannelKind.EMAIL

    def __init__(
        self,
        host: str,
        port: int,
        *,
        sender: str,
        monotonic: Callable[[], float],
        security: Security = "starttls",
        username: str = "",
        password: str = "",
        reply_to: str = "",
        bounces: str = "",
        public_url: str = "",
        stamp: Callable[[str, int], str] = unstamped,
        ca_file: str | None = None,
        connections: int = 4,
        rate_per_second: float = 0,
        domain_rate_per_second: float = 0,
        timeouts: SmtpTimeouts | None = None,
    ) -> None:
        """A rate of 0 is no limit. `stamp`, `bounces`, `public_url`: see `Letterhead`.

        Raises `Unsendable` for a sender that is no address.
        """
        letterhead = Letterhead(
            sender=ascii_address(sender),
            reply_to=reply_to and ascii_address(reply_to),
            bounces=bounces and ascii_address(bounces),
            public_url=public_url.rstrip("/"),
            stamp=stamp,
        )
        self._letters = LetterWriter(letterhead)
        self._server = SmtpServer(
            host=host,
            port=port,
            security=security,
            username=username,
            password=password,
            tls=None if security == "none" else trusting(ca_file),
            hello=letterhead.domain,
            timeouts=timeouts or SmtpTimeouts(),
        )
        self._monotonic = monotonic
        self._pace = MailPace(rate_per_second, domain_rate_per_second, monotonic=monotonic)
        self._free = asyncio.Semaphore(connections)
        self._idle: list[SmtpLine] = []
        self.slots = connections

    def room(self, *, interactive: bool) -> int:
        return self._pace.room()

    def held(self) -> tuple[str, ...]:
        return ()

    def held_domains(self) -> Collection[str]:
        """Domains, in lower-case ASCII, that get nothing for now: they asked for less, or had their share."""
        return self._pace.held()

    def work_as(self, place: Place) -> bool:
        self._pace.divide(place.couriers)
        return True

    async def close(self) -> None:
        idle, self._idle = self._idle, []
        async with asyncio.TaskGroup() as farewells:
            for line in idle:
                farewells.create_task(line.hang_up())

    async def check(self) -> None:
        """Greeting, TLS and login, nothing sent. Raises `Unreachable` or `Unauthorized`."""
        try:
            line = await open_line(self._server, monotonic=self._monotonic)
        except Stopped as stopped:
            raise (Unauthorized if stopped.refuses_us else Unreachable)(stopped.outcome.code) from None
        await line.hang_up()

    async def alive(self) -> LaneStopped | None:
        """Why nothing would leave now, by greeting, TLS and login; nothing is sent."""
        try:
            line = await open_line(self._server, monotonic=self._monotonic)
        except Stopped as stopped:
            return stopped.outcome
        await line.hang_up()
        return None

    async def send(self, parcel: Parcel, leaving: Callable[[], None]) -> Outcome:
        try:
            letter = self._letters.write(parcel)
        except Unsendable as error:
            return Dead("unsendable", f"cannot become a message: {error}")
        domain = domain_of(letter.recipient)
        if rest := self._pace.rest_of(domain):
            return RetryAt("domain rests", "the domain asked for less", at_least=timedelta(seconds=rest))
        await self._pace.acquire(domain)
        async with self._free:
            outcome = await self._by_a_line(letter, leaving)
        return self._paced(domain, outcome)

    def _paced(self, domain: str, outcome: Outcome) -> Outcome:
        if isinstance(outcome, Sent):
            self._pace.went_well(domain)
        if not (isinstance(outcome, RetryAt) and asks_for_less(outcome)):
            return outcome
        rest = timedelta(seconds=self._pace.slow_down(domain))
        return replace(outcome, at_least=max(outcome.at_least, rest))

    async def _by_a_line(self, letter: Letter, leaving: Callable[[], None]) -> Outcome:
        line = await self._reusable()
        if line is not None:
            outcome = await self._carry(line, letter, leaving)
            if not (isinstance(outcome, RetryAt) and hung_up(outcome)) or asks_for_less(outcome):
                return outcome
            # The server had enough of this connection and took nothing: a new one, the same message.
        try:
            line = await open_line(self._server, monotonic=self._monotonic)
        except Stopped as stopped:
            return stopped.outcome
        return await self._carry(line, letter, leaving)

    async def _reusable(self) -> SmtpLine | None:
        while self._idle:
            line = self._idle.pop()
            if line.is_settled and line.is_fresh:
                return line
            await line.hang_up()
        return None

    async def _carry(self, line: SmtpLine, letter: Letter, leaving: Callable[[], None]) -> Outcome:
        try:
            return await line.carry(letter, leaving)
        finally:
            if line.is_settled:
                self._idle.append(line)
            else:
                line.cut()
