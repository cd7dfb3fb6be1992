"""Formatted text as Telegram keeps it: plain text and entities whose offsets count UTF-16 units."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from sandbox.json_values import Json, JsonObject

#: Code points of a message, and of a document's caption, after parsing.
LONGEST_TEXT = 4096
LONGEST_CAPTION = 1024
#: Only the first hundred entities of a message are used.
MOST_ENTITIES = 100

#: Which of two entities over the same text is the outer one (tdlib MessageEntity.cpp, get_type_priority).
_OUTERMOST = ("blockquote", "expandable_blockquote", "pre", "code", "text_link", "text_mention")


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

    @property
    def end(self) -> int:
        return self.offset + self.length

    def to_json(self) -> JsonObject:
        body: dict[str, Json] = {"type": self.type, "offset": self.offset, "length": self.length}
        if self.user_id is not None:
            body["user"] = {"id": self.user_id, "is_bot": False, "first_name": str(self.user_id)}
        for name in ("url", "language", "custom_emoji_id", "unix_time"):
            value: str | int | None = getattr(self, name)
            if value is not None:
                body[name] = value
        return body


@dataclass(frozen=True, slots=True)
class FormattedText:
    text: str
    entities: tuple[Entity, ...] = ()


def utf16_length(text: str) -> int:
    return len(text) + sum(ord(character) > 0xFFFF for character in text)


def utf16_slice(text: str, start: int, end: int) -> str:
    """The part of `text` between two UTF-16 offsets; half a surrogate pair becomes a replacement mark."""
    return text.encode("utf-16-le")[2 * start : 2 * end].decode("utf-16-le", errors="replace")


def in_order(entities: Iterable[Entity]) -> tuple[Entity, ...]:
    """By offset, the longer first, the outer kind first."""
    return tuple(sorted(entities, key=_order))


def trimmed(formatted: FormattedText) -> FormattedText:
    """What Telegram keeps: no white space at either end, and no entity over what was cut off."""
    kept = formatted.text.strip()
    start = utf16_length(formatted.text) - utf16_length(formatted.text.lstrip())
    end = start + utf16_length(kept)
    entities = [
        replace(entity, offset=first - start, length=last - first)
        for entity in formatted.entities
        if (first := max(entity.offset, start)) < (last := min(entity.end, end))
    ]
    return FormattedText(kept, in_order(entities)[:MOST_ENTITIES])


def cleaned(text: str) -> str:
    """Control characters become spaces and carriage returns vanish (tdlib misc.cpp, clean_input_string)."""
    return "".join(
        " " if character < " " and character != "\n" else character for character in text if character != "\r"
    )


def _order(entity: Entity) -> tuple[int, int, int]:
    rank = _OUTERMOST.index(entity.type) if entity.type in _OUTERMOST else len(_OUTERMOST)
    return entity.offset, -entity.length, rank
