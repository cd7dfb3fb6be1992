"""What an answer of the Bot API means for a message: by code and text, since the server bends its codes.

Texts as in tdlib/telegram-bot-api. Pure: knows no client, and trusts nothing that it reads.
"""

import html
import json
import math
import re
from dataclasses import dataclass
from datetime import timedelta

from notifier.outcome import Dead, LaneStopped, Moved, Outcome, RetryAt, Slowed, Unknown

#: Nothing reaches the person in this chat any more; a 403 says so whatever its text.
CLOSED = (
    "bot was blocked by the user",
    "user is deactivated",
    "bot can't initiate conversation",
    "bot can't send messages to the bot",
    "can't send messages to bots",
    "bot was kicked from",
    "bot is not a member of",
    "group chat was deleted",
    "chat not found",
    "user not found",
    "peer_id_invalid",
    "user_is_blocked",
    "input_user_deactivated",
    "chat_write_forbidden",
    "need administrator rights in the channel chat",
    "not enough rights to send",
    "have no rights to send a message",
)
#: A picture of an odd shape, or that cannot be read.
NO_PHOTO = (
    "photo_invalid_dimensions",
    "image_process_failed",
    "photo_ext_invalid",
    "photo_save_file_invalid",
)
#: How soon the server is asked again whether the token is good: asking costs nothing.
TOKEN_REFUSED = timedelta(seconds=15)
#: Seconds waited when a 429 does not say how long, or not in a number.
DEFAULT_WAIT = 30
#: Seconds that nobody has been told to wait: more is a server gone wrong, and no date can be made of it.
LONGEST_WAIT = 7 * 24 * 3600
#: A gateway that gave up waiting: what it passed on may have been done.
GATEWAY_TIMEOUT = 504


@dataclass(frozen=True, slots=True)
class Success:
    result: object


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer that is not a success."""

    code: int
    text: str
    #: False for the page of a proxy or a load balancer.
    from_bot_api: bool
    #: Whole seconds, up to LONGEST_WAIT.
    retry_after: int | None = None
    migrate_to: str | None = None


def read_answer(status: int, payload: bytes, *, wait: str = "") -> Answer | Success:
    """`wait` is the header Retry-After.

    Raises ValueError for a 2xx that is not the Bot API's JSON: it may be done.
    """
    content = _json_object(payload)
    success = 200 <= status <= 299
    verdict = None if content is None else content.get("ok")
    if content is None or not isinstance(verdict, bool):
        if success:
            raise ValueError("an answer that is not the Bot API's")
        return Answer(status, f"HTTP {status}", from_bot_api=False, retry_after=_wait(status, wait))
    if success and verdict:
        return Success(content.get("result"))
    code = _code(content.get("error_code"), status)
    text = str(content.get("description", ""))
    parameters = content.get("parameters")
    parameters = parameters if isinstance(parameters, dict) else {}
    said = re.search(r"retry after (\d+)", text)
    return Answer(
        code,
        text,
        from_bot_api=True,
        retry_after=_wait(code, parameters.get("retry_after"), said and said[1], wait),
        migrate_to=_chat(parameters.get("migrate_to_chat_id")),
    )


def _json_object(payload: bytes) -> dict[str, object] | None:
    try:
        content = json.loads(payload)
    except (ValueError, RecursionError):
        return None
    return content if isinstance(content, dict) else None


def _code(said: object, status: int) -> int:
    return said if isinstance(said, int) and 400 <= said <= 599 else status


def _chat(said: object) -> str | None:
    """A chat's number, as a number or in digits; None for anything else."""
    return str(said) if re.fullmatch(r"-?[1-9]\d{0,18}", str(said)) else None


def _wait(code: int, *orders: object) -> int | None:
    """The longest of the waits that are ordered; a 429 always orders one."""
    seconds = [one for one in map(_seconds, orders) if one is not None]
    if seconds:
        return max(seconds)
    return DEFAULT_WAIT if code == 429 else None


def _seconds(said: object) -> int | None:
    """Rounded up, since a wait is never shortened; None for what is no time to wait."""
    if isinstance(said, bool) or not isinstance(said, int | float | str):
        return None
    try:
        seconds = float(said) if isinstance(said, str) else said
    except ValueError:
        return None
    return math.ceil(min(seconds, LONGEST_WAIT)) if seconds > 0 else None


def cannot_parse(answer: Answer) -> bool:
    """Our markup is wrong: the words can still go without it."""
    return answer.code == 400 and "can't parse entities" in answer.text.lower()


def is_no_photo(answer: Answer) -> bool:
    """Telegram shows no such picture: it can still go as a document."""
    return answer.code == 400 and any(text in answer.text.lower() for text in NO_PHOTO)


def without_markup(text: str) -> str:
    """Telegram HTML as plain text."""
    return html.unescape(re.sub(r"</?[a-z][^<>]*>", "", text))


def outcome_of(answer: Answer) -> Outcome:
    """What becomes of the message that was answered so."""
    code = f"http {answer.code}"
    reason = f"{answer.code} {answer.text}"
    if answer.migrate_to is not None:
        return Moved(answer.migrate_to)
    if answer.retry_after is not None and answer.code < 500:
        return Slowed(code, reason)
    if answer.code == GATEWAY_TIMEOUT:
        return Unknown(code, f"{reason}: a gateway gave up waiting")
    if answer.code >= 500 or answer.code in (408, 409):
        at_least = timedelta(seconds=answer.retry_after or 0)
        return RetryAt(code, reason, at_least=at_least, everybodys=answer.code >= 500)
    if not answer.from_bot_api:
        return LaneStopped(code, f"{reason}, not from the Bot API")
    if answer.code in (401, 404):
        return LaneStopped(code, reason, probe_after=TOKEN_REFUSED)
    if answer.code < 400:
        return RetryAt(code, reason, at_least=timedelta(minutes=5))
    return _dead(answer, code, reason)


def _dead(answer: Answer, code: str, reason: str) -> Dead:
    closed = next((text for text in CLOSED if text in answer.text.lower()), None)
    if closed is None and answer.code == 403:
        closed = "forbidden"
    return Dead(f"{code} {closed or 'refused'}", reason, closes_channel=closed is not None)
