"""What a mail server reports of a message that it had taken: delivery status notifications (RFC 3464, RFC 6533),
and the plain letters of servers that write none. Pure."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from email.message import Message
from email.parser import HeaderParser

from notifier.bounce_codes import Severity, code_in, code_of, masked, says_failure, severity_of

_STATUS = ("message/delivery-status", "message/global-delivery-status")
_RETURNED = ("message/rfc822", "message/global", "text/rfc822-headers", "message/global-headers")
#: Letters of a text that are looked at, and blocks of a report.
_MOST_TEXT, _MOST_BLOCKS = 100_000, 100
_ARRIVED = ("delivered", "relayed", "expanded")
#: Where a plain letter goes over to a copy of ours: qmail, Exim, sendmail.
_COPY = re.compile(
    r"^--.*(?:copy of|original message|unsent message|message follows|returned message).*$",
    re.IGNORECASE | re.MULTILINE,
)
_STILL_TRYING = re.compile(
    r"delivery attempts will continue|will be retried|(?:keep|still) trying|has been delayed"
    r"|has not yet been delivered|do not need to resend",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Told:
    """What became of a message, all its recipients together. `severity` None: it arrived."""

    severity: Severity | None
    status: str = ""
    #: Without addresses.
    diagnostic: str = ""
    #: What we called the envelope (RFC 3461, ENVID); empty where it was not repeated.
    envelope_id: str = ""


def field(message: Message, name: str) -> str:
    """A header in one line; empty for none."""
    return " ".join(str(message.get(name, "")).split())


def read_report(message: Message) -> Told | None:
    """None when it is no delivery status notification, or one that tells of no recipient."""
    if not message.is_multipart():
        return None
    blocks = [block for part in _children(message) for block in _blocks(part)][:_MOST_BLOCKS]
    told = [_recipient(block) for block in blocks if field(block, "Action")]
    if not told:
        return None
    envelope_id = next(filter(None, (field(block, "Original-Envelope-Id") for block in blocks)), "")
    worst = _together(told)
    return Told(worst.severity, worst.status, worst.diagnostic, envelope_id)


def _children(message: Message) -> Sequence[Message]:
    payload = message.get_payload()
    return [one for one in payload if isinstance(one, Message)] if isinstance(payload, list) else []


def _blocks(part: Message) -> Iterator[Message]:
    """The groups of fields of a status part; of the newer kind the parser knows only the first."""
    if part.get_content_type() not in _STATUS:
        return
    for block in _children(part)[:_MOST_BLOCKS]:
        yield block
        rest = block.get_payload()
        if isinstance(rest, str) and rest.strip():
            for text in re.split(r"\r?\n\r?\n", rest[:_MOST_TEXT])[:_MOST_BLOCKS]:
                yield HeaderParser().parsestr(text.lstrip())


def _recipient(block: Message) -> Told:
    found = re.match(r"[a-z]+", field(block, "Action").lower())
    action = found[0] if found else ""
    if action in _ARRIVED:
        return Told(None)
    said = field(block, "Diagnostic-Code")
    code = code_of(field(block, "Status"), said)
    return Told(severity_of(action, code, said), code, masked(said))


def _together(told: Sequence[Told]) -> Told:
    """An address may stand for several: it is dead only when all of them are."""
    failed = [one for one in told if one.severity in (Severity.HARD, Severity.SOFT)]
    if not failed:
        return next((one for one in told if one.severity is Severity.DELAYED), told[0])
    soft = next((one for one in failed if one.severity is Severity.SOFT), None)
    if soft is None and len(failed) < len(told):
        return Told(Severity.SOFT, failed[0].status, failed[0].diagnostic)
    return soft or failed[0]


def returned(message: Message) -> Iterator[Message]:
    """The headers of the message that came back."""
    for part in _children(message):
        if part.get_content_type() not in _RETURNED:
            continue
        if children := _children(part):
            yield children[0]
        else:
            yield HeaderParser().parsestr(_decoded(part).lstrip())


def read_plain(message: Message) -> Told | None:
    """A server's letter that only people were meant to read; None when it names no outcome."""
    words = _COPY.split(text_of(message), maxsplit=1)[0]
    if _STILL_TRYING.search(words):
        return Told(Severity.DELAYED, code_in(words), "")
    if not says_failure(words):
        return None
    code = code_in(words)
    return Told(severity_of("failed", code, words), code, masked(_telling(words, code)))


def _telling(words: str, code: str) -> str:
    """The line that says why."""
    return next((line for line in words.splitlines() if (code in line if code else says_failure(line))), "")


def text_of(message: Message) -> str:
    """What a person would read first."""
    if not message.is_multipart():
        return _decoded(message)
    plain = (one for one in _children(message) if one.get_content_type() == "text/plain")
    first = next(plain, None)
    return _decoded(first) if first is not None else ""


def _decoded(part: Message) -> str:
    payload = part.get_payload(decode=True)
    content = payload if isinstance(payload, bytes) else b""
    return content[:_MOST_TEXT].decode("utf8", "replace")
