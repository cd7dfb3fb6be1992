"""One SMTP connection: its TLS, the faults that strike it, and its end, with the desk's at the latest."""

import asyncio
import contextlib
import re
from collections.abc import Collection
from dataclasses import dataclass, field
from itertools import count

from aiosmtpd.smtp import SMTP, AuthResult, TLSSetupException

from sandbox.faults.kinds import Drop, SmtpFault, Stage
from sandbox.mail.authority import SERVER_NAME
from sandbox.mail.login import judge, read_bearer
from sandbox.mail.office import Door, Office

_TLS_ALREADY = "503 5.5.1 TLS is on already"
#: What may be in a command that a reply repeats, but for the ends of its lines.
_CONTROL = re.compile(rb"\r(?!\n)|[\x00-\x09\x0b\x0c\x0e-\x1f\x7f]")
_ODD = "501 5.5.4 Syntax error in parameters or arguments"


@dataclass(slots=True)
class Lines:
    """Those that are open, and the number of the next one."""

    open: "set[Line]" = field(default_factory=set)
    numbers: "count[int]" = field(default_factory=lambda: count(1))


class Line(SMTP):
    def __init__(self, steps: object, office: Office, *, door: Door, lines: Lines) -> None:
        switches = office.switches
        has_tls = door is Door.SMTPS or (door is Door.SUBMISSION and switches.starttls)
        super().__init__(
            steps,
            data_size_limit=switches.largest_mail,
            enable_SMTPUTF8=True,
            hostname=SERVER_NAME,
            ident="sandbox",
            tls_context=office.authority.server_context(switches.certificate) if has_tls else None,
            require_starttls=has_tls,
            auth_require_tls=has_tls or door is Door.PLAIN,
            authenticator=lambda _server, _session, _envelope, _mechanism, said: judge(office.account, said),
            loop=asyncio.get_running_loop(),
        )
        self.number = next(lines.numbers)
        self.secured = False
        self.login = ""
        self.mails = 0
        self._office = office
        self._door = door
        self._lines = lines
        self._struck: SmtpFault | None = None
        self._gone = asyncio.Event()

    async def meet(self, stage: Stage, recipients: Collection[str] = ()) -> str:
        """Let a planned fault strike: its reply in place of the work; "" when the work may be done."""
        plan = self._office.faults
        fault = self._struck = plan.strike(lambda fault: fault.matches(stage, recipients))
        if fault is None:
            return ""
        await plan.pause(fault, fault.delay_before)
        if fault.drop is Drop.BEFORE_WORK:
            await self._cut()
        return fault.reply or ""

    async def hang_up(self) -> None:
        if self.transport is not None:
            self._abort()
            await self._gone.wait()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._lines.open.add(self)
        # aiosmtpd's second call: the line begins anew, inside TLS.
        self.secured = self._original_transport is not None
        self.login = ""
        super().connection_made(transport)

    def connection_lost(self, error: Exception | None) -> None:
        if not self._gone.is_set():
            super().connection_lost(error)
            self._lines.open.discard(self)
            self._gone.set()

    async def push(self, status: str | bytes) -> None:
        """The reply, or what the fault that struck makes of it; a login's challenge is no reply yet."""
        reply = _CONTROL.sub(b"?", status.encode(errors="replace") if isinstance(status, str) else status)
        fault = self._struck
        if self._door is Door.SMTPS and not self.secured:
            return  # nothing is said before TLS
        if fault is None or reply.startswith(b"334"):
            await self._say(reply)
        else:
            self._struck = None
            await self._say_harmed(fault, reply)

    async def check_auth_needed(self, caller_method: str) -> bool:
        self._auth_required = self._door is not Door.PLAIN and self._office.switches.login_required
        return await super().check_auth_needed(caller_method)

    async def handle_exception(self, error: Exception) -> str:
        """aiosmtpd stumbles over some odd arguments."""
        if isinstance(error, ValueError | LookupError):
            return _ODD
        return await super().handle_exception(error)

    async def smtp_STARTTLS(self, arg: str | None) -> None:  # noqa: N802
        if self.secured:
            await self.push(_TLS_ALREADY)
        elif self.tls_context and (reply := await self.meet(Stage.STARTTLS)):
            await self.push(reply)
        else:
            await self._secure(arg)

    async def smtp_DATA(self, arg: str | None) -> None:  # noqa: N802
        recipients = self.envelope.rcpt_tos if self.envelope else []
        if recipients and (reply := await self.meet(Stage.DATA, recipients)):
            await self.push(reply)
        else:
            await super().smtp_DATA(arg)

    async def auth_XOAUTH2(self, _: object, args: list[str]) -> AuthResult:  # noqa: N802
        return await read_bearer(self, args, self._office.account)

    async def _handle_client(self) -> None:
        with contextlib.suppress(ConnectionError):
            if self._door is Door.SMTPS:
                # At once: the client's first bytes must find TLS waiting.
                await self._secure(None)
            if self.transport is None:
                return
            if reply := await self.meet(Stage.CONNECT):
                await self.push(reply)
                self._close()
            else:
                await super()._handle_client()

    def _getaddr(self, arg: str) -> tuple[str | None, str | None]:
        """None also for what the parser breaks on, and for what cannot be written down."""
        try:
            address, rest = super()._getaddr(arg)
        except (ValueError, LookupError, AttributeError):
            return None, None
        return (None, None) if address is None or not address.isprintable() else (address, rest)

    async def _secure(self, arg: str | None) -> None:
        with contextlib.suppress(TLSSetupException):
            await super().smtp_STARTTLS(arg)
        if self._original_transport is not None and not self.secured:
            # The handshake came to nothing, and nobody but us knows that the line is lost.
            self._abort()
            self.connection_lost(None)

    async def _say(self, reply: bytes) -> None:
        await super().push(reply)
        if reply.startswith(b"421"):
            self._close()

    async def _say_harmed(self, fault: SmtpFault, reply: bytes) -> None:
        await self._office.faults.pause(fault, fault.delay_after)
        said = reply if fault.garbage is None else fault.garbage.encode()
        if fault.drop is Drop.WITHIN_ANSWER:
            self._writer.write(said[: len(said) // 2])
            await self._cut()
        if fault.drop is Drop.AFTER_WORK:
            if fault.stage is Stage.STARTTLS:
                await self._say(said)  # here the reply comes first, and the handshake is the work
            await self._cut()
        await self._say(said)

    async def _cut(self) -> None:
        """aiosmtpd ends this task when the line is lost."""
        self._abort()
        await self._gone.wait()

    def _abort(self) -> None:
        transport = self._original_transport or self.transport
        if isinstance(transport, asyncio.WriteTransport):
            transport.abort()

    def _close(self) -> None:
        """What was said is sent before."""
        if self.transport is not None:
            self.transport.close()
