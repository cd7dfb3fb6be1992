"""An SMTP server in the caller's loop, on loopback, that delivers to the desk's mailbox. No TLS, no login."""

import asyncio
import socket

from aiosmtpd.smtp import SMTP, Envelope, Session

from sandbox.clock import SandboxClock
from sandbox.faults import Plan, SmtpFault
from sandbox.mailbox import Mailbox

LARGEST_MAIL = 35_000_000
_OK = "250 OK"


class _Desk:
    """What aiosmtpd asks at each step (its names)."""

    def __init__(self, mailbox: Mailbox, clock: SandboxClock, faults: Plan[SmtpFault]) -> None:
        self._mailbox = mailbox
        self._clock = clock
        self._faults = faults

    async def handle_MAIL(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if refusal := self._refusal("MAIL", []):
            return refusal
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return _OK

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if refusal := self._refusal("RCPT", [address]):
            return refusal
        envelope.rcpt_tos.append(address)
        envelope.rcpt_options.extend(options)
        return _OK

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        if refusal := self._refusal("DATA", envelope.rcpt_tos):
            return refusal
        content = envelope.content
        mail = self._mailbox.keep(
            sender=envelope.mail_from or "",
            recipients=tuple(envelope.rcpt_tos),
            received=self._clock.now(),
            raw=content if isinstance(content, bytes) else (content or "").encode(),
        )
        return f"250 2.0.0 OK: queued as {mail.number}"

    def _refusal(self, stage: str, recipients: list[str]) -> str:
        fault = self._faults.strike(lambda fault: fault.matches(stage, recipients))
        return fault.reply if fault else ""


class _Line(SMTP):
    """One connection, remembered so that it can be closed with the desk."""

    def __init__(self, desk: _Desk, lines: "set[_Line]") -> None:
        super().__init__(
            desk,
            data_size_limit=LARGEST_MAIL,
            enable_SMTPUTF8=True,
            hostname="sandbox.example.org",
            ident="sandbox",
            loop=asyncio.get_running_loop(),
        )
        self._lines = lines
        self._gone = asyncio.Event()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._lines.add(self)
        super().connection_made(transport)

    def connection_lost(self, error: Exception | None) -> None:
        super().connection_lost(error)
        self._lines.discard(self)
        self._gone.set()

    async def hang_up(self) -> None:
        if self.transport is not None:
            self.transport.close()
            await self._gone.wait()


class SmtpServer:
    def __init__(self, mailbox: Mailbox, clock: SandboxClock) -> None:
        self.faults: Plan[SmtpFault] = Plan()
        self._desk = _Desk(mailbox, clock, self.faults)
        self._lines: set[_Line] = set()
        self._server: asyncio.Server | None = None

    async def start(self, listener: socket.socket) -> None:
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(lambda: _Line(self._desk, self._lines), sock=listener)

    async def stop(self) -> None:
        if self._server is None:
            return
        self._server.close()
        for line in list(self._lines):
            await line.hang_up()
        # aiosmtpd cancels its own task when the line is lost; let the loop run it out.
        await asyncio.sleep(0)
