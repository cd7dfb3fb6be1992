"""Text, captions and their formatting, as every sending and editing method takes them."""

from sandbox.formatting.entities import (
    LONGEST_CAPTION,
    LONGEST_TEXT,
    Entity,
    FormattedText,
    cleaned,
    trimmed,
    utf16_length,
)
from sandbox.formatting.html_text import parse_html
from sandbox.formatting.plain_text import with_found_entities
from sandbox.json_values import Json, as_integer, as_list, as_object
from sandbox.parameters import Parameters
from sandbox.refusals import BadRequest


def read_text(p: Parameters) -> FormattedText:
    """Raises BadRequest when nothing is left after parsing, or more than 4096 code points."""
    formatted = _read(p, "text", "entities")
    if not formatted.text:
        raise BadRequest("message text is empty")
    if len(formatted.text) > LONGEST_TEXT:
        raise BadRequest("message is too long")
    return formatted


def read_caption(p: Parameters) -> FormattedText:
    formatted = _read(p, "caption", "caption_entities")
    if len(formatted.text) > LONGEST_CAPTION:
        raise BadRequest("message caption is too long")
    return formatted


def _read(p: Parameters, name: str, entities: str) -> FormattedText:
    text = cleaned(p.text(name))
    match p.text("parse_mode").lower():
        case "":
            formatted = FormattedText(text, _given_entities(p.json(entities), utf16_length(text)))
        case "html":
            formatted = parse_html(text)
        case "markdown" | "markdownv2":
            raise BadRequest("the sandbox does not read Markdown; use parse_mode HTML")
        case _:
            raise BadRequest("unsupported parse_mode")
    return with_found_entities(trimmed(formatted))


def _given_entities(value: Json, length: int) -> tuple[Entity, ...]:
    """Entities the bot marked itself; one that ends outside the text is ignored, as Telegram does."""
    items = as_list(value) if value not in (None, "") else ()
    if items is None:
        raise BadRequest("can't parse entities: expected an Array of MessageEntity")
    entities = tuple(map(_entity, items))
    return tuple(e for e in entities if e.offset >= 0 and e.length > 0 and e.end <= length)


def _entity(value: Json) -> Entity:
    body = as_object(value)
    if body is None:
        raise BadRequest("can't parse entities: expected an Object")
    kind, offset, length = body.get("type"), as_integer(body.get("offset")), as_integer(body.get("length"))
    if not isinstance(kind, str) or offset is None or length is None:
        raise BadRequest("can't parse entities: type, offset and length are needed")
    user = as_object(body.get("user"))
    return Entity(
        kind,
        offset,
        length,
        url=_text_or_none(body.get("url")),
        language=_text_or_none(body.get("language")),
        custom_emoji_id=_text_or_none(body.get("custom_emoji_id")),
        user_id=as_integer(user.get("id")) if user else None,
    )


def _text_or_none(value: Json) -> str | None:
    return value if isinstance(value, str) else None
