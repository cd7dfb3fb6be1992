"""One message that came to the mailbox of refusals: a bounce, a farewell to announcements, or nothing for us.

Pure, and never fails, whatever the bytes are. What it says is proven by nobody yet: who takes it checks the stamps
(`db/sealing.py`), for anybody can write to that mailbox.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from email import message_from_bytes
from email.header import decode_header, make_header
from email.message import Message
from email.policy import compat32
from typing import TypeAlias

from notifier.bounce_codes import Severity
from notifier.delivery_reports import Told, field, read_plain, read_report, returned, text_of

#: Bytes that are read of one message: what comes after is a copy of our own words.
MOST_BYTES = 512 * 1024
#: The largest number that a column of ours holds.
_LARGEST = 2**31 - 1
_MOST_TOKENS = 20

_NUMBERED = r"([0-9]{1,10})\.([a-z2-7]{16})"
_RETURN_PATH = re.compile(rf"\+{_NUMBERED}@", re.IGNORECASE)
_MESSAGE_ID = re.compile(rf"<elo\.{_NUMBERED}@[^<>\s]{{1,255}}>", re.IGNORECASE)
#: Of the copy alone: its References name other messages of ours.
_COPIED_ID = re.compile(rf"^message-id:\s*<elo\.{_NUMBERED}@", re.IGNORECASE | re.MULTILINE)
_ENVELOPE_ID = re.compile(_NUMBERED, re.IGNORECASE)
_FAREWELL = re.compile(rf"(?:re:\s*)?sair\s+{_NUMBERED}", re.IGNORECASE)
#: Headers in which mail servers write whom a message was for, the surest first.
_ADDRESSED = ("Delivered-To", "X-Original-To", "Envelope-To", "X-Envelope-To", "To")
_AUTOMATIC = ("X-Autoreply", "X-Autorespond", "X-Auto-Response-Suppress", "List-Id")
_DAEMON = re.compile(r"mailer-daemon|postmaster@|mail delivery (?:sub)?system", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Token:
    """A number of ours and its proof, still to be checked."""

    number: int
    stamp: str


@dataclass(frozen=True, slots=True)
class Bounce:
    """A delivery did not arrive, or not yet."""

    #: Which delivery it may have been, the surest first.
    tokens: tuple[Token, ...]
    severity: Severity
    #: Enhanced code (RFC 3463); empty where none was told.
    status: str
    #: What the server said, without addresses.
    diagnostic: str


@dataclass(frozen=True, slots=True)
class Unsubscribe:
    """A person wants no announcements any more."""

    token: Token


@dataclass(frozen=True, slots=True)
class Dropped:
    """Nothing for us, and why."""

    why: str


Incoming: TypeAlias = Bounce | Unsubscribe | Dropped


def read_incoming(raw: bytes, *, recipient: str = "") -> Incoming:
    """`recipient`: whom the mail server accepted it for, where that is known."""
    if not raw.strip():
        return Dropped("nothing in it")
    try:
        # Not the newer policies: they parse each header as it is asked for, and fail on odd ones in odd ways.
        return _read(message_from_bytes(raw[:MOST_BYTES], policy=compat32), recipient)
    # The standard library fails on odd messages with whatever comes to hand.
    except (ValueError, LookupError, AttributeError, TypeError, AssertionError, RecursionError):
        return Dropped("not readable as a message")


def _read(message: Message, recipient: str) -> Incoming:
    kind = _report_type(message)
    if kind in ("disposition-notification", "feedback-report"):
        return Dropped(f"a {kind}")
    if told := read_report(message):
        return _bounce(message, recipient, told)
    if farewell := _FAREWELL.fullmatch(_subject(message)):
        return Unsubscribe(Token(int(farewell[1]), farewell[2].lower()))
    if _is_from_a_server(message):
        return _bounce(message, recipient, read_plain(message))
    if _is_automatic(message):
        return Dropped("an automatic reply")
    return Dropped("no report of a mail server")


def _bounce(message: Message, recipient: str, told: Told | None) -> Bounce | Dropped:
    if told is None:
        return Dropped("a mail server's message without an outcome")
    if told.severity is None:
        return Dropped("a report that it arrived")
    tokens = tuple(dict.fromkeys(_tokens(message, recipient, told)))[:_MOST_TOKENS]
    if not tokens:
        return Dropped("a report about no message of ours")
    return Bounce(tokens, told.severity, told.status, told.diagnostic)


def _tokens(message: Message, recipient: str, told: Told) -> Iterator[Token]:
    addressed = [recipient, *(str(one) for name in _ADDRESSED for one in message.get_all(name, []))]
    for address in addressed:
        yield from _all_of(_RETURN_PATH.findall(address))
    if found := _ENVELOPE_ID.fullmatch(told.envelope_id):
        yield from _all_of([found.groups()])
    for headers in returned(message):
        yield from _all_of(_MESSAGE_ID.findall(field(headers, "Message-ID")))
    yield from _all_of(_COPIED_ID.findall(text_of(message)))
    yield from _all_of(_MESSAGE_ID.findall(field(message, "In-Reply-To")))
    # The last is what is answered; those before are other messages of ours.
    yield from _all_of(_MESSAGE_ID.findall(field(message, "References"))[-1:])


def _all_of(found: Sequence[Sequence[str]]) -> Iterator[Token]:
    for number, stamp in found:
        if 0 < int(number) <= _LARGEST:
            yield Token(int(number), stamp.lower())


def _report_type(message: Message) -> str:
    if message.get_content_type() != "multipart/report":
        return ""
    return str(message.get_param("report-type", "")).lower()


def _subject(message: Message) -> str:
    try:
        subject = str(make_header(decode_header(field(message, "Subject"))))
    except (ValueError, LookupError):
        return ""
    return subject.strip()


def _is_from_a_server(message: Message) -> bool:
    """Its bounces have no sender that could be answered; where the mailbox does not tell, the name has to do."""
    if "Return-Path" in message and field(message, "Return-Path") not in ("", "<>"):
        return False
    return "X-Failed-Recipients" in message or _DAEMON.search(field(message, "From")) is not None


def _is_automatic(message: Message) -> bool:
    submitted = field(message, "Auto-Submitted").lower() or "no"
    precedence = field(message, "Precedence").lower()
    return (
        not submitted.startswith("no")
        or precedence in ("bulk", "junk", "list", "auto_reply")
        or any(name in message for name in _AUTOMATIC)
    )
