"""What the mail server does at each step of a mail's way, under the names aiosmtpd asks for."""

from aiosmtpd.smtp import Envelope, Session

from sandbox.clock import SandboxClock
from sandbox.faults.kinds import Stage
from sandbox.mail.line import Line
from sandbox.mail.login import RIGHT, WRONG
from sandbox.mail.mailbox import Mailbox, Passage
from sandbox.mail.office import Office

_OK = "250 OK"
_BYE = "221 Bye"
_NOBODY = "<>"
_MALFORMED = "553 5.1.3 Error: malformed address"
_TOO_MANY = "421 4.7.0 Too many messages in one connection"


class Steps:
    def __init__(self, mailbox: Mailbox, clock: SandboxClock, office: Office) -> None:
        self._mailbox = mailbox
        self._clock = clock
        self._office = office

    async def handle_EHLO(  # noqa: N802
        self, line: Line, session: Session, envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        if reply := await line.meet(Stage.EHLO):
            return [reply]
        session.host_name = hostname
        return ["\r\n".join(responses)]

    async def handle_AUTH(  # noqa: N802
        self, line: Line, session: Session, envelope: Envelope, args: list[str]
    ) -> str | None:
        if reply := await line.meet(Stage.AUTH):
            return reply
        result = await getattr(line, f"auth_{args[0]}")(line, args)
        if result.success:
            session.authenticated = True
            line.login = self._office.account.login
            return RIGHT
        return None if result.handled else WRONG

    async def handle_MAIL(  # noqa: N802
        self, line: Line, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if reply := await line.meet(Stage.MAIL):
            return reply
        most = self._office.switches.messages_per_connection
        if most is not None and line.mails >= most:
            return _TOO_MANY
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return _OK

    async def handle_RCPT(  # noqa: N802
        self, line: Line, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if reply := await line.meet(Stage.RCPT, [address]):
            return reply
        if address == _NOBODY:
            return _MALFORMED
        envelope.rcpt_tos.append(address)
        envelope.rcpt_options.extend(options)
        return _OK

    async def handle_DATA(self, line: Line, session: Session, envelope: Envelope) -> str:  # noqa: N802
        """After the final dot."""
        if reply := await line.meet(Stage.BODY, envelope.rcpt_tos):
            return reply
        content = envelope.content
        line.mails += 1
        mail = self._mailbox.keep(
            sender="" if envelope.mail_from in (None, _NOBODY) else envelope.mail_from,
            recipients=tuple(envelope.rcpt_tos),
            received=self._clock.now(),
            raw=content if isinstance(content, bytes) else (content or "").encode(),
            passage=_passage(line, session),
        )
        return f"250 2.0.0 OK: queued as {mail.number}"

    async def handle_RSET(self, line: Line, session: Session, envelope: Envelope) -> str:  # noqa: N802
        return await line.meet(Stage.RSET) or _OK

    async def handle_NOOP(  # noqa: N802
        self, line: Line, session: Session, envelope: Envelope, arg: str | None
    ) -> str:
        return await line.meet(Stage.NOOP) or _OK

    async def handle_QUIT(self, line: Line, session: Session, envelope: Envelope) -> str:  # noqa: N802
        return await line.meet(Stage.QUIT) or _BYE


def _passage(line: Line, session: Session) -> Passage:
    return Passage(
        connection=line.number,
        helo=(session.host_name or "").encode(errors="replace").decode(),
        secured=line.secured,
        login=line.login,
    )
