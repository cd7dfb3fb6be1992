"""Every mail that reached the desk, for whomever it was: raw bytes, envelope and parsed message."""

import asyncio
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes
from email.message import EmailMessage, Message
from email.parser import BytesHeaderParser
from email.policy import default

from sandbox.pulse import Pulse


@dataclass(frozen=True, slots=True)
class Attachment:
    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Mail:
    number: int
    #: Who it was really from and for: the SMTP envelope, whatever the headers say.
    sender: str
    recipients: tuple[str, ...]
    #: By the sandbox clock, UTC.
    received: datetime
    raw: bytes
    #: Read once, when it arrived: lists and waits look at them again and again.
    subject: str
    author: str

    @property
    def message(self) -> EmailMessage:
        return message_from_bytes(self.raw, policy=default)

    @property
    def text(self) -> str:
        """The plain part; "" when there is none."""
        return self._part("plain")

    @property
    def html(self) -> str:
        """The HTML part; "" when there is none."""
        return self._part("html")

    @property
    def attachments(self) -> list[Attachment]:
        return [
            Attachment(
                part.get_filename() or f"anexo-{number}",
                part.get_content_type(),
                payload if isinstance(payload := part.get_payload(decode=True), bytes) else b"",
            )
            for number, part in enumerate(_attached(self.message), start=1)
        ]

    def header(self, name: str) -> str:
        """ "" when the header is absent or cannot be read."""
        return _header(self.message, name)

    def _part(self, kind: str) -> str:
        try:
            part = self.message.get_body((kind,))
            content = part.get_content() if part else ""
        except (KeyError, LookupError, ValueError, AttributeError):  # no such part, or an unknown charset
            return ""
        return content if isinstance(content, str) else ""


class Mailbox:
    def __init__(self) -> None:
        self.messages: list[Mail] = []
        #: Beats at each mail.
        self.arrived = Pulse()

    def keep(self, *, sender: str, recipients: tuple[str, ...], received: datetime, raw: bytes) -> Mail:
        headers = BytesHeaderParser(policy=default).parsebytes(raw)
        mail = Mail(
            number=len(self.messages) + 1,
            sender=sender,
            recipients=recipients,
            received=received,
            raw=raw,
            subject=_header(headers, "Subject"),
            author=_header(headers, "From"),
        )
        self.messages.append(mail)
        self.arrived.beat()
        return mail

    def find(self, number: int) -> Mail | None:
        return self.messages[number - 1] if 0 < number <= len(self.messages) else None

    def to(self, recipient: str) -> list[Mail]:
        return [mail for mail in self.messages if _is_for(mail, recipient)]

    async def wait_for(
        self, *, to: str | None = None, subject_contains: str = "", after: int = 0, timeout: float = 5.0
    ) -> Mail:
        """The oldest mail that fits and is numbered above `after`, come or coming.

        Raises TimeoutError, saying what came instead, after `timeout` real seconds.
        """
        try:
            async with asyncio.timeout(timeout):
                while (found := self._first(to, subject_contains, after)) is None and not self.arrived.closed:
                    await self.arrived.after(self.arrived.version)
        except TimeoutError:
            found = None
        if found is None:
            came = [(*mail.recipients, mail.subject) for mail in self.messages]
            raise TimeoutError(f"no mail to {to} about {subject_contains!r} in {timeout} s; came: {came}")
        return found

    def close(self) -> None:
        self.arrived.close()

    def _first(self, to: str | None, subject_contains: str, after: int) -> Mail | None:
        for mail in self.messages[after:]:
            if (to is None or _is_for(mail, to)) and subject_contains in mail.subject:
                return mail
        return None


def _is_for(mail: Mail, recipient: str) -> bool:
    return recipient.lower() in map(str.lower, mail.recipients)


def _header(message: Message, name: str) -> str:
    try:
        return str(message[name] or "")
    except (ValueError, IndexError, TypeError, AttributeError):  # the stdlib's parser breaks on odd headers
        return ""


def _attached(message: EmailMessage) -> list[EmailMessage]:
    try:
        return list(message.iter_attachments())
    except (KeyError, AttributeError, TypeError):  # a multipart without parts, or not a multipart at all
        return []
