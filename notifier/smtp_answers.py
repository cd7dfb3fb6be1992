"""What an answer of an SMTP server means for a message: by stage, enhanced code (RFC 3463) and text.

Pure: knows no client.
"""

import re
from datetime import timedelta
from enum import StrEnum

from notifier.outcome import SOON, Dead, LaneStopped, Outcome, RetryAt, Unknown

#: A greylisting server lets the same message pass after some minutes.
GREYLISTED = timedelta(minutes=5)
#: What a reason keeps of a server's text.
REASON_LENGTH = 300

#: Refusals about us or about the words, in servers that send 550 for everything.
POLICY = re.compile(
    r"relay|spam|policy|\bspf\b|dkim|dmarc|block|black|\brbl\b|reputation|denied|banned|virus|"
    r"not allowed|quota",
    re.IGNORECASE,
)
#: Refusals about the mailbox.
NOBODY = re.compile(
    r"user unknown|unknown user|no such|not exist|does ?n.t exist|not found|invalid (recipient|mailbox)|"
    r"disabled|inactive|unknown recipient|recipient unknown",
    re.IGNORECASE,
)
#: Requests to send less (4.2 is one mailbox), some of them in words alone. Greylisting is none: it waits out.
LESS = re.compile(r"(rcpt|data|body) (421|450|451|452)\b(?! 4\.2\.)")
SLOWER = re.compile(
    r"throttl|too (many|much|fast|quickly)|rate.?limit|limit.{0,20}exceeded|excessive|slow.?down|unusual rate|busy",
    re.IGNORECASE,
)
LOST = "connection lost"
GREY = re.compile(r"gr[ae]y.?list", re.IGNORECASE)


class Stage(StrEnum):
    CONNECT = "connect"
    HELLO = "hello"
    TLS = "tls"
    LOGIN = "login"
    MAIL = "mail"
    RCPT = "rcpt"
    DATA = "data"
    #: The body was written: what is lost from here on may have been delivered.
    BODY = "body"


def not_ready(stage: Stage, code: int, text: str) -> LaneStopped:
    """The server refused the connection before any message: the fault is nobody's message."""
    short = f"{stage} {code} {_enhanced(text)}".rstrip()
    busy = stage in (Stage.CONNECT, Stage.HELLO) and 400 <= code <= 499
    after = SOON if busy else timedelta(minutes=1)
    return LaneStopped(short, f"{short}: {_masked(text)}", probe_after=after)


def refused(stage: Stage, code: int, text: str) -> Outcome:
    """What becomes of the message after an answer that is no success; `code` -1 is no SMTP at all."""
    enhanced = _enhanced(text)
    short = f"{stage} {code} {enhanced}".rstrip()
    reason = f"{short}: {_masked(text)}"
    if not 400 <= code <= 599:
        return Unknown(short, reason) if stage is Stage.BODY else RetryAt(short, reason)
    if code == 530:
        return LaneStopped(short, reason)
    if code < 500:
        patience = GREYLISTED if code in (450, 451) else timedelta(0)
        # The system's own trouble (RFC 3463, 4.3.x), or a farewell that is not about how we send.
        everybodys = enhanced.startswith("4.3.") or (code == 421 and not enhanced.startswith("4.7."))
        return RetryAt(short, reason, at_least=patience, everybodys=everybodys)
    if stage is Stage.MAIL and not _too_big(code, enhanced):
        return LaneStopped(short, reason)  # the sender is refused: so would every message be
    if code in (500, 502, 503, 504):
        return RetryAt(short, reason)  # the dialogue went wrong, not the message
    return Dead(short, reason, closes_channel=_nobody_there(stage, code, enhanced, text))


def asks_for_less(outcome: RetryAt) -> bool:
    """Whether the domain of the recipient wants fewer messages from us, rather than not this one now."""
    if not LESS.match(outcome.code) or GREY.search(outcome.reason):
        return False
    return " 4.7." in outcome.code or SLOWER.search(outcome.reason) is not None


def lost(stage: Stage, error: str) -> Outcome:
    """The connection broke or fell silent."""
    short = f"{stage} {error}"
    if stage is Stage.BODY:
        return Unknown(short, f"the answer was lost: {error}")
    return RetryAt(short, f"{LOST}: {error}", everybodys=True)


def hung_up(outcome: RetryAt) -> bool:
    """Whether the server left the dialogue, rather than refuse the message."""
    return outcome.reason.startswith(LOST) or outcome.code.split()[1:2] == ["421"]


def _too_big(code: int, enhanced: str) -> bool:
    return code == 552 or enhanced in ("5.3.4", "5.2.3")


def _nobody_there(stage: Stage, code: int, enhanced: str, text: str) -> bool:
    if enhanced in ("5.1.7", "5.1.8"):  # the sender's address
        return False
    if enhanced.startswith("5.1.") or enhanced == "5.2.1":
        return True
    if enhanced not in ("", "5.0.0") or stage is not Stage.RCPT or code not in (550, 551, 553):
        return False
    return NOBODY.search(text) is not None or POLICY.search(text) is None


def _enhanced(text: str) -> str:
    found = re.match(r"\s*([245]\.\d{1,3}\.\d{1,3})\b", text)
    return found[1] if found else ""


def _masked(text: str) -> str:
    """Without addresses, nor bytes that a database refuses."""
    clean = text.encode("ascii", "replace").decode().replace("\0", "?")
    return re.sub(r"[^\s<>:;,]+@[^\s<>:;,]+", "…", " ".join(clean.split()))[:REASON_LENGTH]
