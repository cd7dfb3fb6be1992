"""The way by e-mail: a few SMTP connections, kept and reused; one recipient per message, one `Outcome`.

`security` is taken at its word: "starttls" and "tls" never fall back to clear.
"""

import asyncio
import re
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import aiosmtplib
import structlog
from aiosmtplib import (
    SMTPException,
    SMTPRecipientRefused,
    SMTPResponseException,
    SMTPSenderRefused,
)

from db.channels import ChannelKind
from notifier.letter import Letter, Unsendable, ascii_address, write_letter
from notifier.outcome import (
    SOON,
    Dead,
    LaneStopped,
    Outcome,
    Parcel,
    RetryAt,
    Sent,
    Unauthorized,
    Unknown,
    Unreachable,
)
from notifier.pace import PlainPace
from notifier.smtp_answers import Stage, lost, not_ready, refused

log = structlog.get_logger(__name__)

Security = Literal["none", "starttls", "tls"]

#: Servers commonly close a connection after 20 to 100 messages.
MESSAGES_PER_CONNECTION = 50
#: Seconds after which an unused connection is not trusted any more.
IDLE = 60.0
#: Seconds that a farewell may take: it is a courtesy, and the service may be ending.
FAREWELL = 0.5


@dataclass(frozen=True, slots=True)
class SmtpTimeouts:
    """Seconds."""

    #: Connection, greeting, TLS and login together.
    connect: float = 45
    #: One command.
    command: float = 30
    #: From the final dot to its answer: servers scan the message meanwhile (RFC 5321, 4.5.3.2.6: 10 min).
    after_dot: float = 300


class _Stopped(Exception):
    """The connection could not be made ready."""

    def __init__(self, outcome: LaneStopped, *, refuses_us: bool) -> None:
        super().__init__(outcome.code)
        self.outcome = outcome
        #: Rather than not answering.
        self.refuses_us = refuses_us


@dataclass(slots=True)
class _Line:
    """One connection, ready to send."""

    smtp: aiosmtplib.SMTP
    used_at: float
    sent: int = 0

    def is_good(self, now: float) -> bool:
        fresh = self.sent < MESSAGES_PER_CONNECTION and now - self.used_at < IDLE
        return self.smtp.is_connected and fresh


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
        ca_file: str | None = None,
        connections: int = 4,
        rate_per_second: float = 0,
        timeouts: SmtpTimeouts | None = None,
    ) -> None:
        """`rate_per_second` 0 is no limit. Raises `Unsendable` for a sender that is no address."""
        self._host, self._port, self._security = host, port, security
        self._username, self._password = username, password
        self._sender, self._reply_to = ascii_address(sender), reply_to
        self._monotonic = monotonic
        self._timeouts = timeouts or SmtpTimeouts()
        # Built once: making one costs more than the message. Certificates are always checked.
        self._tls = None if security == "none" else ssl.create_default_context(cafile=ca_file)
        self._pace = PlainPace(rate_per_second, monotonic=monotonic)
        self._free = asyncio.Semaphore(connections)
        self._idle: list[_Line] = []
        #: Twice the connections, so that each has its next message at hand.
        self.slots = 4 * connections

    def room(self, *, interactive: bool) -> int:
        return self._pace.room()

    def held(self) -> tuple[str, ...]:
        return ()

    async def close(self) -> None:
        idle, self._idle = self._idle, []
        async with asyncio.TaskGroup() as farewells:
            for line in idle:
                farewells.create_task(self._hang_up(line))

    async def check(self) -> None:
        """Greeting, TLS and login, nothing sent. Raises `Unreachable` or `Unauthorized`."""
        try:
            line = await self._open()
        except _Stopped as stopped:
            raise (Unauthorized if stopped.refuses_us else Unreachable)(stopped.outcome.code) from None
        await self._hang_up(line)

    async def send(self, parcel: Parcel, leaving: Callable[[], None]) -> Outcome:
        try:
            letter = write_letter(parcel, sender=self._sender, reply_to=self._reply_to)
        except Unsendable as error:
            return Dead("unsendable", f"cannot become a message: {error}")
        await self._pace.acquire()
        async with self._free:
            line = await self._reusable()
            if line is not None:
                outcome = await self._carry(line, letter, leaving)
                if not (isinstance(outcome, RetryAt) and not line.smtp.is_connected):
                    return outcome
                # The server had enough of this connection and took nothing: a new one, the same message.
            try:
                line = await self._open()
            except _Stopped as stopped:
                return stopped.outcome
            return await self._carry(line, letter, leaving)

    async def _reusable(self) -> _Line | None:
        while self._idle:
            line = self._idle.pop()
            if line.is_good(self._monotonic()):
                return line
            await self._hang_up(line)
        return None

    async def _open(self) -> _Line:
        """Raises `_Stopped`."""
        smtp = aiosmtplib.SMTP(
            hostname=self._host,
            port=self._port,
            # A name the server can look up; the machine's own is often not one, and finding it is slow.
            local_hostname=self._sender.rpartition("@")[2],
            timeout=self._timeouts.command,
            use_tls=self._security == "tls",
            start_tls=False,
            tls_context=self._tls,
        )
        stage = Stage.CONNECT
        try:
            async with asyncio.timeout(self._timeouts.connect):
                await smtp.connect()
                stage = Stage.HELLO
                await smtp.ehlo()
                if self._security == "starttls":
                    stage = Stage.TLS
                    await smtp.starttls()
                    await smtp.ehlo()
                if self._username:
                    stage = Stage.LOGIN
                    await smtp.login(self._username, self._password)
        except BaseException as error:
            smtp.close()
            if isinstance(error, SMTPException | OSError | TimeoutError | ValueError):
                raise _stopped(stage, error) from error
            raise
        return _Line(smtp, used_at=self._monotonic())

    async def _carry(self, line: _Line, letter: Letter, leaving: Callable[[], None]) -> Outcome:
        """One transaction. The connection is kept only when the dialogue is at a known point after it."""
        healthy = False
        try:
            outcome = await self._transact(line, letter, leaving)
            healthy = line.smtp.is_connected and await self._settled(line, outcome)
        finally:
            if healthy:
                line.sent += 1
                line.used_at = self._monotonic()
                self._idle.append(line)
            else:
                line.smtp.close()
        return outcome

    async def _settled(self, line: _Line, outcome: Outcome) -> bool:
        """Whether the connection can take another message."""
        if isinstance(outcome, Sent):
            return True
        if isinstance(outcome, Unknown):
            return False
        try:
            await line.smtp.rset(timeout=self._timeouts.command)
        except (SMTPException, OSError, TimeoutError):
            # What the server said of the message stands; only the connection is spent.
            return False
        return True

    async def _transact(self, line: _Line, letter: Letter, leaving: Callable[[], None]) -> Outcome:
        smtp, stage = line.smtp, Stage.MAIL
        size = [f"SIZE={len(letter.content)}"] if smtp.supports_extension("size") else []
        try:
            await smtp.mail(letter.sender, options=size)
            stage = Stage.RCPT
            await smtp.rcpt(letter.recipient)
            stage = Stage.DATA
            answer = await smtp.execute_command(b"DATA")
            if answer.code != 354:
                return refused(stage, answer.code, answer.message)
            protocol = smtp.protocol
            if protocol is None or not protocol.is_connected:
                return lost(stage, "disconnected")
            stage = Stage.BODY
            leaving()
            protocol.write(_stuffed(letter.content))
            answer = await protocol.read_response(timeout=self._timeouts.after_dot)
        except (SMTPSenderRefused, SMTPRecipientRefused, SMTPResponseException) as error:
            return refused(stage, error.code, error.message)
        except ValueError as error:
            return Dead(f"{stage} unsendable", type(error).__name__)
        except (SMTPException, OSError, TimeoutError) as error:
            return lost(stage, type(error).__name__)
        if answer.code == 421:
            smtp.close()
        if not 200 <= answer.code <= 299:
            return refused(stage, answer.code, answer.message)
        return Sent(answer.message.encode("ascii", "replace").decode()[:200])

    async def _hang_up(self, line: _Line) -> None:
        try:
            async with asyncio.timeout(FAREWELL):
                await line.smtp.quit()
        except (SMTPException, OSError, TimeoutError):
            pass
        finally:
            line.smtp.close()


def _stopped(stage: Stage, error: BaseException) -> _Stopped:
    cause = error if isinstance(error, ssl.SSLError) else error.__cause__
    if isinstance(cause, ssl.SSLError):
        # aiosmtplib lets it out bare from STARTTLS, and wraps it as a failed connection for implicit TLS.
        detail = getattr(cause, "verify_message", "") or cause.reason or type(cause).__name__
        return _Stopped(LaneStopped("tls failed", f"TLS failed: {detail}"), refuses_us=True)
    if isinstance(error, SMTPResponseException):
        refuses_us = stage in (Stage.TLS, Stage.LOGIN) and error.code >= 500
        return _Stopped(not_ready(stage, error.code, error.message), refuses_us=refuses_us)
    if isinstance(error, OSError | TimeoutError):
        code = f"{stage} {type(error).__name__}"
        return _Stopped(LaneStopped(code, f"not reachable: {code}", probe_after=SOON), refuses_us=False)
    # STARTTLS or AUTH is not offered.
    return _Stopped(LaneStopped(f"{stage} not offered", f"the server offers no {stage}"), refuses_us=True)


def _stuffed(content: bytes) -> bytes:
    """With dots doubled at line starts and the final dot (RFC 5321, 4.5.2)."""
    end = b"" if content.endswith(b"\r\n") else b"\r\n"
    return re.sub(rb"(?m)^\.", b"..", content) + end + b".\r\n"
