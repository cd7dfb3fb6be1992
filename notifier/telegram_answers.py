"""What an answer of the Bot API means for a message: by code and text, since the server bends its codes.

Texts as in tdlib/telegram-bot-api. Pure: knows no client.
"""

import html
import json
import re
from dataclasses import dataclass
from datetime import timedelta

from notifier.outcome import Dead, LaneStopped, Moved, Outcome, RetryAt, Slowed

#: Nothing reaches the person in this chat any more.
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
#: How soon one message is tried with a token that was refused: asking costs nothing.
TOKEN_REFUSED = timedelta(seconds=15)
#: Waited when a 429 does not say how long.
DEFAULT_WAIT = 30


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer that is not a success."""

    code: int
    text: str
    #: False for the page of a proxy or a load balancer.
    from_bot_api: bool
    retry_after: int | None = None
    migrate_to: str | None = None


def read_answer(status: int, payload: bytes) -> Answer | None:
    """None for a success. Raises ValueError for a 2xx that is not the Bot API's JSON: it may be done."""
    content = _json_object(payload)
    success = 200 <= status <= 299
    if content is None or "ok" not in content:
        if success:
            raise ValueError("an answer that is not the Bot API's")
        return Answer(status, f"HTTP {status}", from_bot_api=False, retry_after=_wait(status, None, ""))
    if success and content["ok"] is True:
        return None
    code = content.get("error_code")
    code = code if isinstance(code, int) else status
    text = str(content.get("description", ""))
    parameters = content.get("parameters")
    parameters = parameters if isinstance(parameters, dict) else {}
    moved = parameters.get("migrate_to_chat_id")
    return Answer(
        code,
        text,
        from_bot_api=True,
        retry_after=_wait(code, parameters.get("retry_after"), text),
        migrate_to=None if moved is None else str(moved),
    )


def _json_object(payload: bytes) -> dict[str, object] | None:
    try:
        content = json.loads(payload)
    except ValueError:
        return None
    return content if isinstance(content, dict) else None


def _wait(code: int, parameter: object, text: str) -> int | None:
    if isinstance(parameter, int) and parameter > 0:
        return parameter
    if code != 429:
        return None
    said = re.search(r"retry after (\d+)", text)
    return max(1, int(said[1])) if said else DEFAULT_WAIT


def cannot_parse(answer: Answer) -> bool:
    """Our markup is wrong: the words can still go without it."""
    return answer.code == 400 and "can't parse entities" in answer.text.lower()


def without_markup(text: str) -> str:
    """Telegram HTML as plain text."""
    return html.unescape(re.sub(r"</?[a-z][^<>]*>", "", text))


def outcome_of(answer: Answer) -> Outcome:
    """What becomes of the message that was answered so."""
    code = f"http {answer.code}"
    reason = f"{answer.code} {answer.text}"
    if answer.migrate_to is not None:
        return Moved(answer.migrate_to)
    if answer.retry_after is not None:
        return Slowed(code, reason)
    if answer.code >= 500 or answer.code in (408, 409):
        return RetryAt(code, reason)
    if not answer.from_bot_api:
        return LaneStopped(code, f"{reason}, not from the Bot API")
    if answer.code in (401, 404):
        return LaneStopped(code, reason, probe_after=TOKEN_REFUSED)
    if answer.code < 400:
        return RetryAt(code, reason, at_least=timedelta(minutes=5))
    closed = next((text for text in CLOSED if text in answer.text.lower()), None)
    return Dead(f"{code} {closed or 'refused'}", reason, closes_channel=closed is not None)
