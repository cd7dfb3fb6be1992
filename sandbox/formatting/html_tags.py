"""The small pieces of Telegram's HTML (tags, attributes, references), read byte by byte as tdlib does."""

from dataclasses import dataclass, replace

from sandbox.formatting.source import SPACES, Source
from sandbox.refusals import CannotParse

TAGS = frozenset(
    [
        "a",
        "b",
        "strong",
        "i",
        "em",
        "s",
        "strike",
        "del",
        "u",
        "ins",
        "tg-spoiler",
        "tg-emoji",
        "tg-time",
        "span",
        "pre",
        "code",
        "blockquote",
    ]
)
#: The attributes that say something, and what their value begins with.
_ARGUMENTS = {
    ("a", "href"): "",
    ("code", "class"): "language-",
    ("span", "class"): "tg-",
    ("tg-emoji", "emoji-id"): "",
    ("tg-time", "format"): "",
}
_REFERENCES = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}


@dataclass(frozen=True, slots=True)
class Tag:
    name: str
    #: The one attribute that matters: an address, a language, an emoji, a format; "" when it has none.
    argument: str = ""
    #: What `<tg-time unix=…>` was given.
    unix: str = ""


def read_start_tag(source: Source) -> Tag:
    begin = source.position
    source.position += 1
    name = _lower(source.take_until(SPACES + ">"))
    if source.peek() == "\0":
        raise CannotParse(f"Unclosed start tag at byte offset {begin}")
    if name not in TAGS:
        raise CannotParse(f'Unsupported start tag "{name}" at byte offset {begin}')
    tag = Tag(name)
    while source.peek() != ">":
        source.skip_spaces()
        if source.peek() == ">":
            break
        tag = _with_attribute(tag, *_read_attribute(source, name, begin))
    source.position += 1
    if name == "span" and tag.argument != "spoiler":
        raise CannotParse(f'Tag "span" must have class "tg-spoiler" at byte offset {begin}')
    return tag


def read_end_tag(source: Source) -> str:
    begin = source.position
    source.position += 2
    name = _lower(source.take_until(SPACES + ">"))
    source.skip_spaces()
    if source.peek() != ">":
        raise CannotParse(f"Unclosed end tag at byte offset {begin}")
    source.position += 1
    return name


def decode_reference(source: Source) -> str:
    """The character of `&lt;`, `&#33;`, `&#x21;` under the position, or "" (and no move) if there is none."""
    if source.peek() != "&":
        return ""
    width, character = _numeric(source) if source.peek(1) == "#" else _named(source)
    if character:
        source.position += width + (source.peek(width) == ";")
    return character


def _read_attribute(source: Source, tag: str, begin: int) -> tuple[str, str | None]:
    """Name and value; None when there is no value (`expandable`)."""
    name = source.take_until(SPACES + "=>/\"'")
    if not name:
        raise CannotParse(f'Empty attribute name in the tag "{tag}" at byte offset {begin}')
    source.skip_spaces()
    if source.peek() == "\0":
        raise CannotParse(f'Unclosed start tag "{tag}" at byte offset {begin}')
    if source.peek() != "=":
        return name, None
    source.position += 1
    source.skip_spaces()
    if source.peek() == "\0":
        raise CannotParse(f'Unclosed start tag "{tag}" at byte offset {begin}')
    value = _quoted(source) if source.peek() in "'\"" else _bare(source)
    if source.peek() == "\0":
        raise CannotParse(f"Unclosed start tag at byte offset {begin}")
    return name, value


def _quoted(source: Source) -> str:
    quote = source.take()
    value = []
    while source.peek() not in (quote, "\0"):
        value.append(decode_reference(source) or source.take_character())
    if source.peek() == quote:
        source.position += 1
    return "".join(value)


def _bare(source: Source) -> str:
    begin, width = source.position, 0
    while source.peek(width).isascii() and (source.peek(width).isalnum() or source.peek(width) in ".-"):
        width += 1
    value = _lower(source.take(width))
    if source.peek() not in SPACES + ">":
        raise CannotParse(f"Unexpected end of name token at byte offset {begin}")
    return value


def _with_attribute(tag: Tag, name: str, value: str | None) -> Tag:
    if (tag.name, name) == ("blockquote", "expandable"):
        return replace(tag, argument="1")
    if value is None:
        return tag
    if (tag.name, name) == ("tg-time", "unix"):
        return replace(tag, unix=value)
    prefix = _ARGUMENTS.get((tag.name, name))
    if prefix is None or not value.startswith(prefix):
        return tag
    return replace(tag, argument=value.removeprefix(prefix))


def _numeric(source: Source) -> tuple[int, str]:
    base, start = (16, 3) if source.peek(2) == "x" else (10, 2)
    width = start
    digits = "0123456789abcdefABCDEF" if base == 16 else "0123456789"
    while source.peek(width) in digits and width < 10:
        width += 1
    if width == start or width >= 10:
        return 0, ""
    code = int("".join(source.peek(index) for index in range(start, width)), base)
    return (width, chr(code)) if 0 < code < 0x10FFFF else (0, "")


def _named(source: Source) -> tuple[int, str]:
    width = 1
    while source.peek(width).isascii() and source.peek(width).isalpha():
        width += 1
    name = "".join(source.peek(index) for index in range(1, width))
    return width, _REFERENCES.get(name, "")


def _lower(text: str) -> str:
    """ASCII only, as tdlib's to_lower."""
    return text.lower() if text.isascii() else "".join(c.lower() if c.isascii() else c for c in text)
