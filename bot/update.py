"""What one update says, in our own words: who, where, which text or button. Everything else is left out."""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from bot.cpf import has_masked_cpf
from bot.formatted import Entity, read_entities

#: What a database stores as a number.
NUMBERS = range(-(2**63), 2**63)
#: What a database, a letter or a phone refuses; lines and tabs stay.
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
#: Characters kept of a file's name.
LONGEST_NAME = 120
#: What a message holds that the person does not say with it: names, and what was answered when it came.
NOT_SAID = frozenset(
    {
        "from",
        "chat",
        "sender_chat",
        "via_bot",
        "reply_to_message",
        "external_reply",
        "quote",
        "pinned_message",
    }
)


class FileKind(StrEnum):
    """What Telegram makes of a file; the value is its field of a message."""

    DOCUMENT = "document"
    PHOTO = "photo"
    VIDEO = "video"
    ANIMATION = "animation"
    VIDEO_NOTE = "video_note"
    VOICE = "voice"
    AUDIO = "audio"


#: An animation is given as a document, too.
KINDS = (
    FileKind.ANIMATION,
    FileKind.DOCUMENT,
    FileKind.PHOTO,
    FileKind.VIDEO,
    FileKind.VIDEO_NOTE,
    FileKind.VOICE,
    FileKind.AUDIO,
)


@dataclass(frozen=True, slots=True)
class Attached:
    """A file sent in a chat, before it is fetched. `size` in bytes, 0 when Telegram does not say."""

    file_id: str
    name: str
    size: int
    kind: FileKind = FileKind.DOCUMENT
    #: As the sender's program says (`application/pdf`): a hint, never a proof; empty when it says nothing.
    media_type: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class InGroup:
    """Where in a group something was said, by whom, to what; 0 for none. Nobody's name."""

    title: str
    #: A supergroup: an old group has no topics, and gets another number once it becomes one.
    is_large: bool
    sender_id: int = 0
    #: Of the topic; 0 for General.
    thread_id: int = 0
    #: The message that it answers.
    answers: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A message, new or edited, or a pressed button in a private chat, or something said in a group."""

    update_id: int
    chat_id: int
    private: bool
    #: What was typed, also under a file; empty for a photo alone, a sticker, a button.
    text: str = ""
    #: How it is formatted (bot/formatted.py).
    entities: Sequence[Entity] = ()
    #: Callback data of a pressed button; None for a message.
    pressed: str | None = None
    callback_id: str = ""
    message_id: int = 0
    #: The person changed a message sent before: `text` is what it says now.
    edited: bool = False
    had_cpf: bool = False
    attached: Attached | None = None
    #: Files sent together come as one message each, with this in common; empty for one that came alone.
    album: str = ""
    #: Somebody else's words, sent on.
    forwarded: bool = False
    #: Their own number, sent with the button that asks for it; nobody else's card.
    contact_phone: str = ""
    #: None in a private chat, and for a button.
    group: InGroup | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Blocked:
    """The person stopped the bot, or let it in again (`my_chat_member`)."""

    update_id: int
    chat_id: int
    blocked: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """The chat has another number from now on: a group became a supergroup."""

    update_id: int
    old: int
    new: int


Read = Said | Blocked | Moved


def sender_of(update: dict[str, Any]) -> int:
    """Whose turn an update is: updates of one chat are handled in order. 0 when it has no chat."""
    for kind in ("message", "edited_message", "my_chat_member"):
        if chat := _part(update.get(kind), "chat"):
            return _number(chat.get("id"))
    callback = _part(update, "callback_query")
    return _number(_part(_part(callback, "message"), "chat").get("id"))


def read_update(payload: str) -> Read | None:
    """None for what this bot has no business with."""
    update = json.loads(payload)
    update_id = int(update["update_id"])
    if message := _part(update, "message"):
        return _moved(update_id, message) or _said(update_id, message)
    if message := _part(update, "edited_message"):
        said = _said(update_id, message, edited=True)
        # A place that somebody shows live is "edited" every few seconds.
        return said if said and (said.text or said.attached) else None
    if (callback := _part(update, "callback_query")) and not _part(callback, "from").get("is_bot"):
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


def _said(update_id: int, message: dict[str, Any], *, edited: bool = False) -> Said | None:
    """None for what no person said: another bot, or a channel in whose name somebody writes."""
    chat = _part(message, "chat")
    private = chat.get("type") == "private"
    if private and (_part(message, "from").get("is_bot") or _part(message, "sender_chat")):
        return None
    attached = next(_attachments(message), None)
    written, marks = message.get("text"), message.get("entities")
    if attached and not written:
        written, marks = message.get("caption"), message.get("caption_entities")
    return Said(
        update_id=update_id,
        chat_id=_number(chat.get("id")),
        private=private,
        text=CONTROL.sub(" ", _text(written)),
        entities=read_entities(marks),
        message_id=_number(message.get("message_id")),
        edited=edited,
        had_cpf=any(has_masked_cpf(text) for text in _texts(message)),
        attached=attached,
        album=_text(message.get("media_group_id")),
        forwarded=bool(_part(message, "forward_origin") or message.get("forward_date")),
        contact_phone=_own_phone(message),
        group=None if private else _in_group(chat, message),
    )


def _in_group(chat: dict[str, Any], message: dict[str, Any]) -> InGroup:
    # An answer in a large group has a thread of its own, which is no topic.
    thread = _number(message.get("message_thread_id")) if message.get("is_topic_message") is True else 0
    return InGroup(
        title=CONTROL.sub(" ", _text(chat.get("title")))[:LONGEST_NAME],
        is_large=chat.get("type") == "supergroup",
        sender_id=_number(_part(message, "from").get("id")),
        thread_id=thread,
        answers=_number(_part(message, "reply_to_message").get("message_id")),
    )


def _moved(update_id: int, message: dict[str, Any]) -> Moved | None:
    """Telegram says it twice: once in the old chat, once in the new one."""
    here = _number(_part(message, "chat").get("id"))
    new, old = _number(message.get("migrate_to_chat_id")), _number(message.get("migrate_from_chat_id"))
    if here and (new or old):
        return Moved(update_id=update_id, old=old or here, new=new or here)
    return None


def _attachments(message: dict[str, Any]) -> Iterator[Attached]:
    for kind in KINDS:
        file = _largest(message.get(kind)) if kind is FileKind.PHOTO else _part(message, kind)
        if file_id := _text(file.get("file_id")):
            name = _text(file.get("file_name")) or ("foto.jpg" if kind is FileKind.PHOTO else "documento")
            size, media_type = max(0, _number(file.get("file_size"))), _text(file.get("mime_type"))
            media_type = media_type or ("image/jpeg" if kind is FileKind.PHOTO else "")
            yield Attached(file_id, CONTROL.sub(" ", name)[:LONGEST_NAME], size, kind, media_type)


def _largest(sizes: object) -> dict[str, Any]:
    """Telegram keeps a photo in several sizes; the largest is the one that can be read."""
    photos = [one for one in sizes if isinstance(one, dict)] if isinstance(sizes, list) else []
    return max(photos, key=lambda one: _number(one.get("width")) * _number(one.get("height")), default={})


def _own_phone(message: dict[str, Any]) -> str:
    contact, sender = _part(message, "contact"), _number(_part(message, "from").get("id"))
    own = sender and _number(contact.get("user_id")) == sender
    return CONTROL.sub(" ", _text(contact.get("phone_number"))) if own else ""


def _texts(value: object) -> Iterator[str]:
    """Every string that a message says."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for item in value:
            yield from _texts(item)
    elif isinstance(value, dict):
        for key, item in value.items():
            if key not in NOT_SAID:
                yield from _texts(item)


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _part(whole: object, key: str) -> dict[str, Any]:
    """An object inside an object; empty when it is missing or something else: senders are not trusted."""
    part = whole.get(key) if isinstance(whole, dict) else None
    return part if isinstance(part, dict) else {}


def _number(value: object) -> int:
    """0 for what is no number, or none that a database stores."""
    return value if isinstance(value, int) and not isinstance(value, bool) and value in NUMBERS else 0
