"""Faults by plan: which calls go wrong, how, how many times, and with what luck.

Whoever makes an impossible fault (a field out of its range, nothing to do, parts that shut each other out) gets
a ValueError that says so.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

LONGEST_DELAY = 600
#: As `method`: a file fetched from /file/bot…, which is no method of the Bot API.
DOWNLOAD = "download"
#: As `method`: an update on its way to the webhook.
DELIVERY = "webhook"
_REPLY = re.compile(r"[2-5][0-9]{2}( [^\x00-\x1f\x7f]*)?")


class Drop(StrEnum):
    """When the connection is cut without an answer, or in the middle of its body."""

    BEFORE_WORK = "before"
    AFTER_WORK = "after"
    WITHIN_ANSWER = "within"


class Stage(StrEnum):
    """Where an SMTP fault strikes: DATA is the command, BODY comes after the final dot."""

    CONNECT = "CONNECT"
    EHLO = "EHLO"
    STARTTLS = "STARTTLS"
    AUTH = "AUTH"
    MAIL = "MAIL"
    RCPT = "RCPT"
    DATA = "DATA"
    BODY = "BODY"
    RSET = "RSET"
    NOOP = "NOOP"
    QUIT = "QUIT"


_RECIPIENT_KNOWN = frozenset({Stage.RCPT, Stage.DATA, Stage.BODY})


@dataclass(frozen=True, slots=True, kw_only=True)
class Mishap:
    """What faults of both kinds have in common."""

    #: Matching calls that pass unharmed first, and those harmed after them (None: all).
    after: int = 0
    times: int | None = 1
    #: Of a matching call whose turn it is: between 0 (never) and 1 (always).
    probability: float = 1
    #: Real seconds of waiting before the work, and between the work and the answer.
    delay_before: float = 0
    delay_after: float = 0
    drop: Drop | None = None
    #: Sent after the work instead of what was to be answered.
    garbage: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault(Mishap):
    """A fault of the Bot API; `method` and `chat` None match any call, files fetched too."""

    method: str | None = None
    chat: int | None = None
    #: An HTTP error instead of the work; with `garbage` as its body if there is any.
    status: int | None = None
    description: str = ""
    retry_after: int | None = None
    #: The work is done twice, as by a proxy that repeats the request, and the second answer returned. The updates
    #: of a getUpdates are given once more although they were confirmed.
    duplicate: bool = False
    #: Real seconds over which the answer dribbles out.
    slow_body: float = 0

    def __post_init__(self) -> None:
        _check_turns(self)
        _check_seconds("slow_body", self.slow_body)
        if self.status is not None and not 400 <= self.status <= 599:
            raise ValueError("a fault's status is between 400 and 599")
        if self.retry_after is not None and self.retry_after < 0:
            raise ValueError("retry_after is 0 or more")
        if self.status is None and (self.description or self.retry_after is not None):
            raise ValueError("a description or a retry_after needs a status")
        if self.garbage is not None and (self.description or self.retry_after is not None):
            raise ValueError("garbage leaves no room for a description or a retry_after")
        if self.duplicate and self.status is not None:
            raise ValueError("no work is done where a status stands in its place: it cannot be a duplicate")
        if self.chat is not None and (self.method or "").lower() == DOWNLOAD:
            raise ValueError("nobody knows the chat of a file that is fetched")
        if (self.method or "").lower() == DELIVERY:
            _check_delivery(self)
        if not (_harms(self) or self.status is not None or self.duplicate or self.slow_body):
            raise ValueError(
                "a fault needs something to do: status, delay, drop, garbage, duplicate or slow_body"
            )
        _check_drop(self, answers=self.status is not None or self.slow_body > 0, works=self.duplicate)

    def matches(self, method: str, chat: int | None) -> bool:
        named = self.method is None or self.method.lower() == method.lower()
        return named and self.chat in (None, chat)


@dataclass(frozen=True, slots=True, kw_only=True)
class SmtpFault(Mishap):
    """A fault at one stage of a mail's way; `recipient` None matches any."""

    stage: Stage
    #: Instead of the work; after 421, and instead of the greeting, the line is closed.
    reply: str | None = None
    recipient: str | None = None

    def __post_init__(self) -> None:
        _check_turns(self)
        if self.reply is not None and not _REPLY.fullmatch(self.reply):
            raise ValueError("a reply is one line that begins with a code from 200 to 599 and a space")
        if self.garbage is not None and not self.garbage.isprintable():
            raise ValueError("the garbage of an SMTP fault is one line")
        if self.reply is not None and self.garbage is not None:
            raise ValueError("a fault sends a reply or garbage, not both")
        if self.recipient is not None and self.stage not in _RECIPIENT_KNOWN:
            raise ValueError(f"nobody knows the recipient at {self.stage}")
        if not (_harms(self) or self.reply is not None):
            raise ValueError("a fault needs something to do: reply, delay, drop or garbage")
        _check_drop(self, answers=self.reply is not None, works=False)

    def matches(self, stage: Stage, recipients: Collection[str]) -> bool:
        return self.stage == stage and (
            self.recipient is None or self.recipient.lower() in map(str.lower, recipients)
        )


def _check_delivery(fault: Fault) -> None:
    """What answers is the bot's own server, which no fault of ours can make answer anything else."""
    answers = fault.status is not None or fault.garbage is not None or fault.slow_body
    if answers or fault.drop is Drop.WITHIN_ANSWER:
        raise ValueError("a delivery can be late, lost or doubled: delay, drop before or after, or duplicate")


def _check_turns(fault: Mishap) -> None:
    if fault.after < 0:
        raise ValueError("after is 0 or more")
    if fault.times is not None and fault.times < 1:
        raise ValueError("times is 1 or more, or null for no end")
    if not 0 <= fault.probability <= 1:
        raise ValueError("a probability is between 0 and 1")
    _check_seconds("delay_before", fault.delay_before)
    _check_seconds("delay_after", fault.delay_after)


def _check_seconds(name: str, value: float) -> None:
    if not 0 <= value <= LONGEST_DELAY:
        raise ValueError(f"{name} is a number of seconds up to {LONGEST_DELAY}")


def _check_drop(fault: Mishap, *, answers: bool, works: bool) -> None:
    """Nothing may be planned that a cut connection would never show."""
    late = answers or fault.garbage is not None
    if fault.drop is Drop.BEFORE_WORK and (late or works or fault.delay_after):
        raise ValueError("a connection dropped before the work neither works nor answers")
    if fault.drop is Drop.AFTER_WORK and late:
        raise ValueError("a connection dropped after the work answers nothing")


def _harms(fault: Mishap) -> bool:
    delayed = fault.delay_before > 0 or fault.delay_after > 0
    return delayed or fault.drop is not None or fault.garbage is not None
