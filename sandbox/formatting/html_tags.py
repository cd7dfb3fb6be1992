"""The small pieces of Telegram's HTML (tags, attributes, references), read byte by byte as tdlib does."""

from dataclasses import dataclass

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
_SPACES = " \t\r\n\v\0"
#: The attributes that say something, and what their value begins with.
_ARGUMENTS = {
    ("a", "href"): "",
    ("code", "class"): "language-",
    ("span", "class"): "tg-",
    ("tg-emoji", "emoji-id"): "",
    ("tg-time", "unix"): "",
}
_REFERENCES = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}


@dataclass(frozen=True, slots=True)
class Tag:
    name: str
    #: The one attribute that matters: an address, a language, an emoji; "" when it has none.
    argument: str


class Bytes:
    """UTF-8 bytes and a position in them; past the end there is NUL, as in tdlib's C string."""

    def __init__(self, source: str) -> None:
        self._bytes = source.encode()
        self.position = 0

    def at_end(self) -> bool:
        return self.position >= len(self._bytes)

    def peek(self, ahead: int = 0) -> str:
        index = self.position + ahead
        return chr(self._bytes[index]) if index < len(self._bytes) else "\0"

    def take_character(self) -> str:
        first = self._bytes[self.position]
        width = 1 + (first >= 0xC0) + (first >= 0xE0) + (first >= 0xF0)
        return self.take(width)

    def take(self, width: int) -> str:
        start, self.position = self.position, self.position + width
        return self._bytes[start : self.position].decode(errors="replace")

    def take_until(self, stops: str) -> str:
        """Everything up to one of `stops` (bytes); NUL always stops."""
        width = 0
        while self.peek(width) not in stops + "\0":
            width += 1
        return self.take(width)

    def skip_spaces(self) -> None:
        while not self.at_end() and self.peek() in _SPACES:
            self.position += 1


def read_start_tag(source: Bytes) -> Tag:
    begin = source.position
    source.position += 1
    name = _lower(source.take_until(_SPACES + ">"))
    if source.at_end():
        raise CannotParse(f"Unclosed start tag at byte offset {begin}")
    if name not in TAGS:
        raise CannotParse(f'Unsupported start tag "{name}" at byte offset {begin}')
    argument = ""
    while source.peek() != ">":
        source.skip_spaces()
        if source.peek() == ">":
            break
        argument = _argument(name, *_read_attribute(source, name, begin)) or argument
    source.position += 1
    if name == "span" and argument != "spoiler":
        raise CannotParse(f'Tag "span" must have class "tg-spoiler" at byte offset {begin}')
    return Tag(name, argument)


def read_end_tag(source: Bytes) -> str:
    begin = source.position
    source.position += 2
    name = _lower(source.take_until(_SPACES + ">"))
    source.skip_spaces()
    if source.peek() != ">":
        raise CannotParse(f"Unclosed end tag at byte offset {begin}")
    source.position += 1
    return name


def decode_reference(source: Bytes) -> str:
    """The character of `&lt;`, `&#33;`, `&#x21;` under the position, or "" (and no move) if there is none."""
    if source.peek() != "&":
        return ""
    width, character = _numeric(source) if source.peek(1) == "#" else _named(source)
    if character:
        source.position += width + (source.peek(width) == ";")
    return character


def _read_attribute(source: Bytes, tag: str, begin: int) -> tuple[str, str | None]:
    """Name and value; None when there is no value (`expandable`)."""
    name = source.take_until(_SPACES + "=>/\"'")
    if not name:
        raise CannotParse(f'Empty attribute name in the tag "{tag}" at byte offset {begin}')
    source.skip_spaces()
    if source.at_end():
        raise CannotParse(f'Unclosed start tag "{tag}" at byte offset {begin}')
    if source.peek() != "=":
        return name, None
    source.position += 1
    source.skip_spaces()
    if source.at_end():
        raise CannotParse(f'Unclosed start tag "{tag}" at byte offset {begin}')
    value = _quoted(source) if source.peek() in "'\"" else _bare(source)
    if source.at_end():
        raise CannotParse(f"Unclosed start tag at byte offset {begin}")
    return name, value


def _quoted(source: Bytes) -> str:
    quote = source.take(1)
    value = []
    while not source.at_end() and source.peek() != quote:
        value.append(decode_reference(source) or source.take_character())
    if not source.at_end():
        source.position += 1
    return "".join(value)


def _bare(source: Bytes) -> str:
    begin, width = source.position, 0
    while source.peek(width).isascii() and (source.peek(width).isalnum() or source.peek(width) in ".-"):
        width += 1
    value = _lower(source.take(width))
    if source.peek() not in _SPACES + ">":
        raise CannotParse(f"Unexpected end of name token at byte offset {begin}")
    return value


def _argument(tag: str, name: str, value: str | None) -> str:
    if (tag, name) == ("blockquote", "expandable"):
        return "1"
    prefix = _ARGUMENTS.get((tag, name))
    if value is None or prefix is None or not value.startswith(prefix):
        return ""
    return value.removeprefix(prefix)


def _numeric(source: Bytes) -> tuple[int, str]:
    base, width = (16, 3) if source.peek(2) == "x" else (10, 2)
    start = width
    digits = "0123456789abcdefABCDEF" if base == 16 else "0123456789"
    while source.peek(width) in digits and width < 10:
        width += 1
    if width == start or width >= 10:
        return 0, ""
    code = int("".join(source.peek(index) for index in range(start, width)), base)
    return (width, chr(code)) if 0 < code < 0x10FFFF else (0, "")


def _named(source: Bytes) -> tuple[int, str]:
    width = 1
    while source.peek(width).isascii() and source.peek(width).isalpha():
        width += 1
    name = "".join(source.peek(index) for index in range(1, width))
    return width, _REFERENCES.get(name, "")


def _lower(text: str) -> str:
    """ASCII only, as tdlib's to_lower."""
    return "".join(character.lower() if character.isascii() else character for character in text)
