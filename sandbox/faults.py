"""Faults by plan: which calls go wrong, how, and how many times."""

from collections.abc import Callable
from dataclasses import dataclass, field, fields
from enum import StrEnum
from typing import Generic, TypeVar

from sandbox.json_values import Json, JsonObject

STAGES = frozenset({"MAIL", "RCPT", "DATA"})


class Drop(StrEnum):
    """When the connection is cut without an answer."""

    BEFORE_WORK = "before"
    AFTER_WORK = "after"


@dataclass(frozen=True, slots=True)
class Fault:
    """`method` and `chat` None match any call; the first `after` matching calls pass unharmed."""

    method: str | None = None
    chat: int | None = None
    after: int = 0
    times: int = 1
    #: An HTTP error instead of the work.
    status: int | None = None
    description: str = ""
    retry_after: int | None = None
    #: Real seconds of waiting before the work, and between the work and the answer.
    delay_before: float = 0
    delay_after: float = 0
    drop: Drop | None = None
    #: Sent with status 200 instead of JSON, after the work.
    garbage: str | None = None

    def matches(self, method: str, chat: int | None) -> bool:
        named = self.method is None or self.method.lower() == method.lower()
        return named and self.chat in (None, chat)


@dataclass(frozen=True, slots=True)
class SmtpFault:
    """A refusing reply at MAIL, RCPT or DATA; `recipient` None matches any (and MAIL knows none yet)."""

    stage: str
    reply: str
    recipient: str | None = None
    after: int = 0
    times: int = 1

    def matches(self, stage: str, recipients: list[str]) -> bool:
        return self.stage == stage and (
            self.recipient is None or self.recipient.lower() in map(str.lower, recipients)
        )


F = TypeVar("F", Fault, SmtpFault)


@dataclass(slots=True)
class Plan(Generic[F]):
    """The faults to come, oldest first; each match is counted, harmed or not."""

    faults: list[F] = field(default_factory=list)
    _seen: dict[int, int] = field(default_factory=dict)

    def add(self, fault: F) -> None:
        self.faults.append(fault)

    def clear(self) -> None:
        self.faults.clear()
        self._seen.clear()

    def strike(self, hits: Callable[[F], bool]) -> F | None:
        """The first planned fault that `hits` and whose turn it is, used up by one."""
        for index, fault in enumerate(self.faults):
            if not hits(fault):
                continue
            count = self._seen[index] = self._seen.get(index, 0) + 1
            if fault.after < count <= fault.after + fault.times:
                return fault
        return None


def read_fault(body: JsonObject) -> Fault | SmtpFault:
    """A fault from its fields; a `stage` makes it one of SMTP. Raises ValueError for what is not one."""
    kind = SmtpFault if "stage" in body else Fault
    if unknown := body.keys() - {field.name for field in fields(kind)}:
        raise ValueError(f"a fault has no {', '.join(sorted(unknown))}")
    if kind is SmtpFault:
        return _read_smtp_fault(body)
    drop = _text(body.get("drop"))
    return Fault(
        method=_text(body.get("method")),
        chat=_whole(body.get("chat")),
        after=_whole(body.get("after")) or 0,
        times=_times(body),
        status=_status(body),
        description=_text(body.get("description")) or "",
        retry_after=_whole(body.get("retry_after")),
        delay_before=_seconds(body.get("delay_before")),
        delay_after=_seconds(body.get("delay_after")),
        drop=None if drop is None else Drop(drop),
        garbage=_text(body.get("garbage")),
    )


def _read_smtp_fault(body: JsonObject) -> SmtpFault:
    stage, reply = _text(body.get("stage")), _text(body.get("reply"))
    if stage not in STAGES or not reply or not reply[:3].isdecimal():
        raise ValueError("an SMTP fault needs a stage (MAIL, RCPT, DATA) and a reply that begins with a code")
    return SmtpFault(
        stage=stage,
        reply=reply,
        recipient=_text(body.get("recipient")),
        after=_whole(body.get("after")) or 0,
        times=_times(body),
    )


def _times(body: JsonObject) -> int:
    times = _whole(body.get("times"))
    return 1 if times is None else times


def _status(body: JsonObject) -> int | None:
    status = _whole(body.get("status"))
    if status is not None and not 400 <= status <= 599:
        raise ValueError("a fault's status is between 400 and 599")
    return status


def _text(value: Json) -> str | None:
    if value is None or isinstance(value, str):
        return value
    raise ValueError(f"{value!r} is not a text")


def _whole(value: Json) -> int | None:
    if value is None or (isinstance(value, int) and not isinstance(value, bool)):
        return value
    raise ValueError(f"{value!r} is not a whole number")


def _seconds(value: Json) -> float:
    seconds = 0.0 if value is None else value
    if isinstance(seconds, bool) or not isinstance(seconds, int | float) or not 0 <= seconds <= 600:
        raise ValueError(f"{value!r} is not a number of seconds up to 600")
    return float(seconds)
