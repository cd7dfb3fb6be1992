"""Formatted text as safe HTML: everything is escaped, and tags come only from entities."""

from collections.abc import Sequence

from markupsafe import Markup, escape

from sandbox.formatting.entities import Entity, FormattedText, in_order, utf16_length, utf16_slice

_TAGS = {
    "bold": "b",
    "italic": "i",
    "underline": "u",
    "strikethrough": "s",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
    "expandable_blockquote": "blockquote",
}
_MARKED = {"spoiler": "spoiler", "bot_command": "command", "mention": "command", "hashtag": "command"}


def to_html(formatted: FormattedText) -> Markup:
    return _render(formatted.text, in_order(formatted.entities), 0, utf16_length(formatted.text))


def _render(text: str, entities: Sequence[Entity], start: int, end: int) -> Markup:
    """The stretch between two UTF-16 offsets; an entity that crosses its outer one ends with it."""
    pieces: list[Markup] = []
    position, index = start, 0
    while index < len(entities):
        entity = entities[index]
        stop = min(entity.end, end)
        inner = [other for other in entities[index + 1 :] if other.offset < stop]
        index += 1 + len(inner)
        if stop <= position:
            continue
        pieces.append(escape(utf16_slice(text, position, entity.offset)))
        content = _render(text, inner, entity.offset, stop)
        pieces.append(_wrapped(entity, utf16_slice(text, entity.offset, stop), content))
        position = stop
    pieces.append(escape(utf16_slice(text, position, end)))
    return Markup("").join(pieces)


def _wrapped(entity: Entity, plain: str, content: Markup) -> Markup:
    if entity.type in _TAGS:
        tag = Markup(_TAGS[entity.type])  # noqa: S704  # one of our own constants
        return Markup("<{0}>{1}</{0}>").format(tag, content)
    if entity.type in _MARKED:
        return Markup('<span class="{}">{}</span>').format(_MARKED[entity.type], content)
    if address := _address(entity, plain):
        return Markup('<a href="{}" target="_blank" rel="noopener noreferrer">{}</a>').format(
            address, content
        )
    return content


def _address(entity: Entity, plain: str) -> str:
    """A web address one may click; "" for any other kind."""
    if entity.type == "email":
        return f"mailto:{plain}"
    address = entity.url if entity.type == "text_link" else plain if entity.type == "url" else None
    if address and "://" not in address:
        address = f"http://{address}"
    return address if address and address.lower().startswith(("http://", "https://")) else ""
