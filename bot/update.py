"""What one update says, in our own words: who, where, which text or button. Everything else is left out."""

import json
import re
from dataclasses import dataclass
from typing import Any

from bot.cpf import has_masked_cpf

#: What a database stores as a number.
NUMBERS = range(-(2**63), 2**63)
#: What a database, a letter or a phone refuses; lines and tabs stay.
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
#: Characters kept of a file's name.
LONGEST_NAME = 120


@dataclass(frozen=True, slots=True)
class Attached:
    """A document sent in a chat, before it is fetched. `size` in bytes, 0 when Telegram does not say."""

    file_id: str
    name: str
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A message or a pressed button in a private chat, or something said in a group."""

    update_id: int
    chat_id: int
    private: bool
    #: What was typed; empty for a photo, a sticker, a button.
    text: str = ""
    #: Callback data of a pressed button; None for a message.
    pressed: str | None = None
    callback_id: str = ""
    message_id: int = 0
    had_cpf: bool = False
    attached: Attached | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Blocked:
    """The person stopped the bot, or let it in again (`my_chat_member`)."""

    update_id: int
    chat_id: int
    blocked: bool


def sender_of(update: dict[str, Any]) -> int:
    """Whose turn an update is: updates of one chat are handled in order. 0 when it has no chat."""
    for kind in ("message", "my_chat_member"):
        if chat := _part(update.get(kind), "chat"):
            return _number(chat.get("id"))
    callback = _part(update, "callback_query")
    return _number(_part(_part(callback, "message"), "chat").get("id"))


def read_update(payload: str) -> Said | Blocked | None:
    """None for what this bot has no business with."""
    update = json.loads(payload)
    update_id = int(update["update_id"])
    if message := _part(update, "message"):
        chat = _part(message, "chat")
        text = CONTROL.sub(" ", str(message.get("text") or ""))
        return Said(
            update_id=update_id,
            chat_id=_number(chat.get("id")),
            private=chat.get("type") == "private",
            text=text,
            message_id=_number(message.get("message_id")),
            had_cpf=has_masked_cpf(text) or has_masked_cpf(str(message.get("caption") or "")),
            attached=_attached(_part(message, "document")),
        )
    if callback := _part(update, "callback_query"):
        message = _part(callback, "message")
        chat = _part(message, "chat")
        return Said(
            update_id=update_id,
            chat_id=_number(chat.get("id")),
            private=chat.get("type") == "private",
            pressed=CONTROL.sub(" ", str(callback.get("data") or "")),
            callback_id=str(callback.get("id") or ""),
            message_id=_number(message.get("message_id")),
        )
    if member := _part(update, "my_chat_member"):
        status = _part(member, "new_chat_member").get("status")
        chat_id = _number(_part(member, "chat").get("id"))
        return Blocked(update_id=update_id, chat_id=chat_id, blocked=status in ("kicked", "left"))
    return None


def _attached(document: dict[str, Any]) -> Attached | None:
    file_id = document.get("file_id")
    if not isinstance(file_id, str) or not file_id:
        return None
    name = CONTROL.sub(" ", str(document.get("file_name") or "documento"))
    return Attached(file_id, name[:LONGEST_NAME], max(0, _number(document.get("file_size"))))


def _part(whole: object, key: str) -> dict[str, Any]:
    """An object inside an object; empty when it is missing or something else: senders are not trusted."""
    part = whole.get(key) if isinstance(whole, dict) else None
    return part if isinstance(part, dict) else {}


def _number(value: object) -> int:
    """0 for what is no number, or none that a database stores."""
    return value if isinstance(value, int) and not isinstance(value, bool) and value in NUMBERS else 0
