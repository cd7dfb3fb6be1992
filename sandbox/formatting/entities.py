"""Formatted text as Telegram keeps it: plain text and entities whose offsets count UTF-16 units."""

from collections.abc import Iterable
from dataclasses import dataclass

from sandbox.requests.json_values import Json, JsonObject

#: Code points of a message, and of a document's caption, after parsing.
LONGEST_TEXT = 4096
LONGEST_CAPTION = 1024
#: Only the first hundred entities of a message are used.
MOST_ENTITIES = 100

#: Which of two entities over the same text is the outer one (tdlib MessageEntity.cpp, get_type_priority).
_RANKS = {
    "blockquote": 0,
    "expandable_blockquote": 0,
    "pre": 10,
    "code": 20,
    "date_time": 30,
    "text_link": 49,
    "text_mention": 49,
    "bold": 90,
    "italic": 91,
    "underline": 92,
    "strikethrough": 93,
    "spoiler": 94,
    "custom_emoji": 99,
}
_RANK_OF_FOUND = 50


@dataclass(frozen=True, slots=True)
class Entity:
    type: str
    offset: int
    length: int
    url: str | None = None
    language: str | None = None
    custom_emoji_id: str | None = None
    user_id: int | None = None
    unix_time: int | None = None
    date_time_format: str | None = None

    @property
    def end(self) -> int:
        return self.offset + self.length

    def to_json(self) -> JsonObject:
        body: dict[str, Json] = {"type": self.type, "offset": self.offset, "length": self.length}
        if self.user_id is not None:
            body["user"] = {"id": self.user_id, "is_bot": False, "first_name": str(self.user_id)}
        for name in ("url", "language", "custom_emoji_id", "unix_time", "date_time_format"):
            value: str | int | None = getattr(self, name)
            if value is not None:
                body[name] = value
        return body


@dataclass(frozen=True, slots=True)
class FormattedText:
    text: str
    entities: tuple[Entity, ...] = ()


def utf16_length(text: str) -> int:
    return len(text) + (0 if text.isascii() else sum(character > "\uffff" for character in text))


def utf16_slice(text: str, start: int, end: int) -> str:
    """The part of `text` between two UTF-16 offsets; half a surrogate pair becomes a replacement mark."""
    return text.encode("utf-16-le")[2 * start : 2 * end].decode("utf-16-le", errors="replace")


def in_order(entities: Iterable[Entity]) -> tuple[Entity, ...]:
    """By offset, the longer first, the outer kind first."""
    return tuple(sorted(entities, key=_order))


def _order(entity: Entity) -> tuple[int, int, int]:
    return entity.offset, -entity.length, _RANKS.get(entity.type, _RANK_OF_FOUND)
