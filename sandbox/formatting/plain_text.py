"""What Telegram finds by itself in plain text: commands, mentions, hashtags, web and mail addresses."""

import re
from collections.abc import Iterable

from sandbox.formatting.entities import Entity, FormattedText, in_order, utf16_length
from sandbox.formatting.links import checked_link

_PATTERNS = (
    ("email", re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})*\.[A-Za-z]{2,}(?![\w-])")),
    (
        "url",
        re.compile(
            r"(?<![\w@./-])(?:https?://[^\s<>\"]+|(?:[\w-]+\.)+(?:br|org|com|net|gov)(?:/[^\s<>\"]*)?)\b/?"
        ),
    ),
    (
        "bot_command",
        re.compile(r"(?<![\w/<>])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?(?![\w/<>@])", re.ASCII),
    ),
    ("mention", re.compile(r"(?<![\w@])@[A-Za-z][A-Za-z0-9_]{2,31}(?!\w)")),
    ("hashtag", re.compile(r"(?<![\w#])#\w*[^\W\d]\w*")),
)
#: Nothing is looked for inside these.
_CLOSED = frozenset({"code", "pre", "text_link", "text_mention"})


def with_found_entities(formatted: FormattedText) -> FormattedText:
    """Add what is found, except where it would overlap what the sender marked as code or link."""
    taken = [entity for entity in formatted.entities if entity.type in _CLOSED]
    found: list[Entity] = []
    for kind, pattern in _PATTERNS:
        for match in pattern.finditer(formatted.text):
            entity = _entity(kind, formatted.text, match.span())
            if _is_free(entity, [*taken, *found]) and (kind != "url" or checked_link(match[0])):
                found.append(entity)
    return FormattedText(formatted.text, in_order([*formatted.entities, *found]))


def _entity(kind: str, text: str, span: tuple[int, int]) -> Entity:
    return Entity(kind, utf16_length(text[: span[0]]), utf16_length(text[span[0] : span[1]]))


def _is_free(entity: Entity, others: Iterable[Entity]) -> bool:
    return all(entity.end <= other.offset or other.end <= entity.offset for other in others)
