"""One connection to an SMTP server: made ready, then one message at a time, each with its `Outcome`.

`security` is taken at its word: "starttls" and "tls" never fall back to clear.
"""

import asyncio
import ssl
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

import aiosmtplib
from aiosmtplib import SMTPException, SMTPResponseException

from notifier.letter import Letter
from notifier.outcome import SOON, Dead, LaneStopped, Outcome, Sent, Unknown
from notifier.smtp_answers import Stage, lost, not_ready, refused

Security = Literal["none", "starttls", "tls"]

#: Servers commonly close a connection after 20 to 100 messages.
MESSAGES_PER_CONNECTION = 50
#: Seconds after which an unused connection is not trusted any more.
IDLE = 60.0
#: Seconds that a farewell may take: it is a courtesy, and the service may be ending.
FAREWELL = 0.5
#: What a server answers to parameters that it offered and does not take after all (RFC 5321, 4.1.1.11).
PARAMETERS_REFUSED = (501, 504, 555)


@dataclass(frozen=True, slots=True)
class SmtpTimeouts:
    """Seconds."""

    #: Connection, greeting, TLS and login together.
    connect: float = 45
    #: One command.
    command: float = 30
    #: From the final dot to its answer: servers scan the message meanwhile (RFC 5321, 4.5.3.2.6: 10 min).
    after_dot: float = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class SmtpServer:
    """Where letters are handed over, and how."""

    host: str
    port: int
    security: Security
    username: str
    password: str = field(repr=False)
    #: None without encryption. One for all connections: making one costs more than a message.
    tls: ssl.SSLContext | None
    #: What we call ourselves: a name that it can look up. The machine's own is often not one.
    hello: str
    timeouts: SmtpTimeouts


class Stopped(Exception):
    """The connection could not be made ready."""

    def __init__(self, outcome: LaneStopped, *, refuses_us: bool) -> None:
        super().__init__(outcome.code)
        self.outcome = outcome
        #: Rather than not answering.
        self.refuses_us = refuses_us


class SmtpLine:
    """A connection that is ready; `open_line` makes it."""

    def __init__(
        self, smtp: aiosmtplib.SMTP, timeouts: SmtpTimeouts, *, monotonic: Callable[[], float]
    ) -> None:
        self._smtp, self._timeouts, self._monotonic = smtp, timeouts, monotonic
        #: Whether the server is asked for reports that name the letter (RFC 3461).
        self._reports = smtp.supports_extension("dsn")
        self._used_at = monotonic()
        self._sent = 0
        self._settled = True

    @property
    def is_settled(self) -> bool:
        """Whether the dialogue is at a known point."""
        return self._settled and self._smtp.is_connected

    @property
    def is_fresh(self) -> bool:
        """Whether the server will not be tired of it yet."""
        return self._sent < MESSAGES_PER_CONNECTION and self._monotonic() - self._used_at < IDLE

    async def carry(self, letter: Letter, leaving: Callable[[], None]) -> Outcome:
        """One transaction; calls `leaving` just before the body leaves."""
        # Until the end is known: cancelled in between, nobody knows what the server waits for.
        self._settled = False
        outcome = await self._transact(letter, leaving)
        self._settled = self._smtp.is_connected and await self._reset_after(outcome)
        self._sent += 1
        self._used_at = self._monotonic()
        return outcome

    async def hang_up(self) -> None:
        try:
            async with asyncio.timeout(FAREWELL):
                await self._smtp.quit()
        except (SMTPException, OSError, TimeoutError):
            pass
        finally:
            self._smtp.close()

    def cut(self) -> None:
        self._smtp.close()

    async def _reset_after(self, outcome: Outcome) -> bool:
        if isinstance(outcome, Sent):
            return True
        if isinstance(outcome, Unknown):
            return False
        try:
            await self._smtp.rset(timeout=self._timeouts.command)
        except (SMTPException, OSError, TimeoutError):
            # What the server said of the message stands; only the connection is spent.
            return False
        return True

    async def _transact(self, letter: Letter, leaving: Callable[[], None]) -> Outcome:
        smtp, stage = self._smtp, Stage.MAIL
        try:
            answer = await self._mail(letter)
            if answer.code != 250:
                return refused(stage, answer.code, answer.message)
            stage = Stage.RCPT
            answer = await self._rcpt(letter)
            if answer.code not in (250, 251):
                return refused(stage, answer.code, answer.message)
            stage = Stage.DATA
            answer = await smtp.execute_command(b"DATA")
            if answer.code != 354:
                return refused(stage, answer.code, answer.message)
            protocol = smtp.protocol
            if protocol is None or not protocol.is_connected:
                return lost(stage, "disconnected")
            stage = Stage.BODY
            leaving()
            # Every line of it ends with CRLF, and the first is a header (RFC 5321, 4.5.2).
            protocol.write(letter.content.replace(b"\r\n.", b"\r\n..") + b".\r\n")
            answer = await protocol.read_response(timeout=self._timeouts.after_dot)
        except SMTPResponseException as error:
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

    # Said as they are: aiosmtplib's own `mail` and `rcpt` take each address apart once more.

    async def _mail(self, letter: Letter) -> aiosmtplib.SMTPResponse:
        said = [b"MAIL", b"FROM:<%s>" % letter.sender.encode("ascii")]
        if self._smtp.supports_extension("size"):
            said.append(b"SIZE=%d" % len(letter.content))
        if self._reports:
            named = (b"RET=HDRS", b"ENVID=%s" % letter.envelope_id.encode("ascii"))
            answer = await self._smtp.execute_command(*said, *named)
            if answer.code not in PARAMETERS_REFUSED:
                return answer
            self._reports = False
        return await self._smtp.execute_command(*said)

    async def _rcpt(self, letter: Letter) -> aiosmtplib.SMTPResponse:
        said = (b"RCPT", b"TO:<%s>" % letter.recipient.encode("ascii"))
        if self._reports:
            answer = await self._smtp.execute_command(*said, b"NOTIFY=FAILURE")
            if answer.code not in PARAMETERS_REFUSED:
                return answer
        return await self._smtp.execute_command(*said)


async def open_line(server: SmtpServer, *, monotonic: Callable[[], float]) -> SmtpLine:
    """Connection, greeting, TLS and login. Raises `Stopped`."""
    smtp = aiosmtplib.SMTP(
        hostname=server.host,
        port=server.port,
        local_hostname=server.hello,
        timeout=server.timeouts.command,
        use_tls=server.security == "tls",
        start_tls=False,
        tls_context=server.tls,
    )
    stage = Stage.CONNECT
    try:
        async with asyncio.timeout(server.timeouts.connect):
            await smtp.connect()
            stage = Stage.HELLO
            await smtp.ehlo()
            if server.security == "starttls":
                stage = Stage.TLS
                await smtp.starttls()
                await smtp.ehlo()
            if server.username:
                stage = Stage.LOGIN
                await smtp.login(server.username, server.password)
    except BaseException as error:
        smtp.close()
        if isinstance(error, SMTPException | OSError | TimeoutError | ValueError):
            raise _stopped(stage, error) from error
        raise
    return SmtpLine(smtp, server.timeouts, monotonic=monotonic)


def trusting(ca_file: str | None) -> ssl.SSLContext:
    """What checks certificates: by the system's authorities, and one more."""
    context = ssl.create_default_context()
    if ca_file is not None:
        context.load_verify_locations(ca_file)
    return context


def _stopped(stage: Stage, error: BaseException) -> Stopped:
    cause = error if isinstance(error, ssl.SSLError) else error.__cause__
    if isinstance(cause, ssl.SSLError):
        # aiosmtplib lets it out bare from STARTTLS, and wraps it as a failed connection for implicit TLS.
        detail = getattr(cause, "verify_message", "") or cause.reason or type(cause).__name__
        return Stopped(LaneStopped("tls failed", f"TLS failed: {detail}"), refuses_us=True)
    if isinstance(error, SMTPResponseException):
        refuses_us = stage in (Stage.TLS, Stage.LOGIN) and error.code >= 500
        return Stopped(not_ready(stage, error.code, error.message), refuses_us=refuses_us)
    if isinstance(error, OSError | TimeoutError):
        code = f"{stage} {type(error).__name__}"
        return Stopped(LaneStopped(code, f"not reachable: {code}", probe_after=SOON), refuses_us=False)
    # STARTTLS or AUTH is not offered.
    return Stopped(LaneStopped(f"{stage} not offered", f"the server offers no {stage}"), refuses_us=True)
