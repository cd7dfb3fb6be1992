"""Every mail that reached the desk, for whomever it was: raw bytes, envelope and parsed message."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes
from email.headerregistry import HeaderRegistry
from email.message import EmailMessage, Message, MIMEPart
from email.parser import BytesHeaderParser
from email.policy import default
from functools import lru_cache
from typing import TypeVar

from sandbox.pulse import Pulse

#: The stdlib reads each header anew whenever it looks at it, and it looks at some twenty times a mail.
_POLICY = default.clone(header_factory=lru_cache(maxsize=256)(HeaderRegistry()))

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Attachment:
    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Contents:
    """What is in a mail; "" for what is not, or cannot be read."""

    message_id: str
    text: str
    html: str
    attachments: tuple[Attachment, ...]


@dataclass(frozen=True, slots=True)
class Passage:
    """How a mail came in: mails of one connection bear its number."""

    connection: int = 0
    helo: str = ""
    #: Inside TLS.
    secured: bool = False
    #: "" without one.
    login: str = ""


_UNKNOWN = Passage()


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
    passage: Passage = _UNKNOWN

    @property
    def message(self) -> EmailMessage:
        return message_from_bytes(self.raw, policy=_POLICY)

    @property
    def contents(self) -> Contents:
        """All of it, read anew at each call."""
        message = _tried(lambda: self.message, EmailMessage())
        return Contents(
            message_id=_tried(lambda: _header(message, "Message-ID"), ""),
            text=_part(message, "plain"),
            html=_part(message, "html"),
            attachments=tuple(_tried(lambda: _attachments(message), [])),
        )

    @property
    def text(self) -> str:
        """The plain part; "" when there is none."""
        return self.contents.text

    @property
    def html(self) -> str:
        """The HTML part; "" when there is none."""
        return self.contents.html

    @property
    def attachments(self) -> list[Attachment]:
        return list(self.contents.attachments)


class Mailbox:
    def __init__(self) -> None:
        self.messages: list[Mail] = []
        #: Beats at each mail.
        self.arrived = Pulse()

    def keep(
        self,
        *,
        sender: str,
        recipients: tuple[str, ...],
        received: datetime,
        raw: bytes,
        passage: Passage = _UNKNOWN,
    ) -> Mail:
        headers = _tried(lambda: BytesHeaderParser(policy=_POLICY).parsebytes(raw), EmailMessage())
        mail = Mail(
            number=len(self.messages) + 1,
            sender=sender,
            recipients=recipients,
            received=received,
            raw=raw,
            subject=_tried(lambda: _header(headers, "Subject"), ""),
            author=_tried(lambda: _header(headers, "From"), ""),
            passage=passage,
        )
        self.messages.append(mail)
        self.arrived.beat()
        return mail

    def find(self, number: int) -> Mail | None:
        return self.messages[number - 1] if 0 < number <= len(self.messages) else None

    def to(self, recipient: str) -> list[Mail]:
        return [mail for mail in self.messages if _is_for(mail, recipient)]

    async def wait_for(
        self, *, to: str | None = None, subject_contains: str = "", after: int = 0, timeout: float = 15.0
    ) -> Mail:
        """The oldest mail that fits and is numbered above `after`, come or coming.

        Raises TimeoutError, saying what came instead, after `timeout` real seconds.
        """
        try:
            async with asyncio.timeout(timeout):
                while (found := self._first(to, subject_contains, after)) is None and not self.arrived.closed:
                    after = max(after, len(self.messages))
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


def _tried(read: Callable[[], T], otherwise: T) -> T:
    """The stdlib's parser breaks on odd mail in many ways, and on a monstrous one by its depth."""
    try:
        return read()
    except (ValueError, LookupError, TypeError, AttributeError, AssertionError, RecursionError):
        return otherwise


def _part(message: EmailMessage, kind: str) -> str:
    """ "" too when there is no such part, or an unknown charset."""
    return _tried(lambda: _content(message.get_body((kind,))), "")


def _header(message: Message, name: str) -> str:
    return _sound(str(message[name] or ""))


def _content(part: MIMEPart | None) -> str:
    content = part.get_content() if part else ""
    return _sound(content) if isinstance(content, str) else ""


def _attachments(message: EmailMessage) -> list[Attachment]:
    return [
        Attachment(
            _sound(part.get_filename() or "") or f"anexo-{number}",
            part.get_content_type(),
            payload if isinstance(payload := part.get_payload(decode=True), bytes) else b"",
        )
        for number, part in enumerate(message.iter_attachments(), start=1)
    ]


def _sound(text: str) -> str:
    """Some charsets can spell what UTF-8 cannot."""
    return text.encode(errors="replace").decode()
