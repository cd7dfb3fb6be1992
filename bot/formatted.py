"""What people typed with its formatting: entities become the HTML that Telegram takes, safe in a mail too.

Telegram's library has this, but trusts whoever made the message: an address may break out of its tag, and
marks that overlap repeat the text. Here whatever is odd loses its mark, never its words (Bot API, "Formatting
options").
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise
from typing import Any
from urllib.parse import urlsplit

#: Telegram keeps a hundred of a message; a client that sends more is not asked why.
MOST = 300
#: Characters of an address.
LONGEST_LINK = 2048
#: By the name of the entity: how it opens and closes.
_TAGS: Mapping[str, tuple[str, str]] = {
    "blockquote": ("<blockquote>", "</blockquote>"),
    "expandable_blockquote": ("<blockquote expandable>", "</blockquote>"),
    "bold": ("<b>", "</b>"),
    "italic": ("<i>", "</i>"),
    "underline": ("<u>", "</u>"),
    "strikethrough": ("<s>", "</s>"),
    "spoiler": ("<tg-spoiler>", "</tg-spoiler>"),
    "code": ("<code>", "</code>"),
    "pre": ("<pre>", "</pre>"),
}
_LINK, _ADDRESS = "text_link", "url"
_QUOTES, _CODE = ("blockquote", "expandable_blockquote"), ("code", "pre")
#: Spaces, quotes and what is invisible: in no honest address.
_NOT_IN_LINKS = re.compile(r"[\s\"'<>\\^`{|}\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060\ufeff]")


@dataclass(frozen=True, slots=True)
class Entity:
    """One mark, as the sender's program gave it. `offset` and `length` in units of UTF-16."""

    kind: str
    offset: int
    length: int
    link: str = ""


@dataclass(frozen=True, slots=True)
class Styled:
    """The same words twice, and where they lead."""

    plain: str
    #: Telegram's HTML.
    html: str
    #: Each address once, written out or behind words.
    links: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class _Mark:
    """`start` and `end` in characters."""

    kind: str
    start: int
    end: int
    link: str = ""

    @property
    def tags(self) -> tuple[str, str]:
        if self.kind == _LINK:
            return f'<a href="{escape(self.link)}">', "</a>"
        return _TAGS[self.kind]

    @property
    def order(self) -> tuple[bool, int, int, str]:
        """Quotes outside, then whatever reaches further."""
        return self.kind not in _QUOTES, self.start, -self.end, self.kind


def read_entities(given: object) -> tuple[Entity, ...]:
    """Those of a message or a caption; what is none is left out."""
    items = given[:MOST] if isinstance(given, list) else []
    return tuple(one for item in items if isinstance(item, dict) and (one := _entity(item)) is not None)


def _entity(item: Mapping[str, Any]) -> Entity | None:
    kind, offset, length, link = (item.get(name) for name in ("type", "offset", "length", "url"))
    if not isinstance(kind, str) or type(offset) is not int or type(length) is not int:
        return None
    return Entity(kind, offset, length, link if isinstance(link, str) else "")


def styled(text: str, entities: Sequence[Entity], *, start: int = 0, end: int | None = None) -> Styled:
    """The characters from `start` to `end` of a text, whose entities count from its beginning."""
    end = len(text) if end is None else end
    marks = [one for one in _marks(text, entities) if one.start < end and one.end > start]
    links = dict.fromkeys(one.link for one in sorted(marks, key=lambda one: one.start) if one.link)
    shown = [one for one in marks if one.kind != _ADDRESS]
    return Styled(text[start:end], _html(text, shown, start, end), tuple(links))


def _marks(text: str, entities: Sequence[Entity]) -> Iterator[_Mark]:
    places = _places(text)
    last = max(places)
    for one in entities:
        start, end = places.get(one.offset), places.get(min(one.offset + one.length, last))
        if start is None or end is None or start >= end:
            continue
        if one.kind in _TAGS:
            yield _Mark(one.kind, start, end)
        elif one.kind == _ADDRESS:
            yield _Mark(one.kind, start, end, text[start:end])
        elif one.kind == _LINK and is_web_address(one.link):
            # A phone begins a line with a capital.
            scheme, _, rest = one.link.partition(":")
            yield _Mark(one.kind, start, end, f"{scheme.lower()}:{rest}")


def _places(text: str) -> Mapping[int, int]:
    """Units of UTF-16 → characters; the middle of a character is no place."""
    found, units = {0: 0}, 0
    for number, letter in enumerate(text, start=1):
        units += 2 if ord(letter) > 0xFFFF else 1
        found[units] = number
    return found


def is_web_address(link: str) -> bool:
    """Whether it may stand in a tag; where it leads is asked elsewhere (rede/links.py)."""
    if len(link) > LONGEST_LINK or _NOT_IN_LINKS.search(link):
        return False
    try:
        parts = urlsplit(link)
        return parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        return False


def _html(text: str, marks: Sequence[_Mark], start: int, end: int) -> str:
    """A piece between two edges has the same marks: what differs from the piece before is closed and opened."""
    edges = {start, end, *(edge for one in marks for edge in (one.start, one.end) if start < edge < end)}
    pieces: list[str] = []
    opened: list[_Mark] = []
    for here, there in pairwise(sorted(edges)):
        wanted = _together([one for one in marks if one.start <= here and one.end >= there])
        kept = _common(opened, wanted)
        pieces += [one.tags[1] for one in reversed(opened[kept:])]
        pieces += [one.tags[0] for one in wanted[kept:]]
        pieces.append(escape(text[here:there], quote=False))
        opened = wanted
    return "".join([*pieces, *(one.tags[1] for one in reversed(opened))])


def _together(marks: Sequence[_Mark]) -> list[_Mark]:
    """From the outermost to the innermost; what Telegram takes inside another, each kind once."""
    found: dict[str, _Mark] = {}
    for one in sorted(marks, key=lambda one: one.order):
        found.setdefault("quote" if one.kind in _QUOTES else one.kind, one)
    code = next((found[kind] for kind in _CODE if kind in found), None)
    if code is None:
        return list(found.values())
    return [*([found["quote"]] if "quote" in found else []), code]


def _common(opened: Sequence[_Mark], wanted: Sequence[_Mark]) -> int:
    pairs = zip(opened, wanted, strict=False)
    return next(
        (number for number, (one, other) in enumerate(pairs) if one != other), min(len(opened), len(wanted))
    )
