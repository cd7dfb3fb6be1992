"""Telegram's HTML parse mode: grammar, errors and byte offsets (tdlib MessageEntity.cpp, parse_html)."""

from dataclasses import dataclass, replace

from sandbox.formatting.entities import Entity, FormattedText, in_order
from sandbox.formatting.html_tags import Tag, decode_reference, read_end_tag, read_start_tag
from sandbox.formatting.links import linked
from sandbox.formatting.source import Draft, Source
from sandbox.formatting.special_marks import date_format, emoji_id, leading_number
from sandbox.refusals import CannotParse

_KINDS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "u": "underline",
    "ins": "underline",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
}


@dataclass(frozen=True, slots=True)
class _Open:
    tag: Tag
    #: UTF-16 offset in the text made so far, and the place there.
    offset: int
    mark: int


class _Reader:
    def __init__(self, text: str) -> None:
        self.source = Source(text)
        self.draft = Draft()
        self.open: list[_Open] = []
        self.entities: list[Entity] = []

    def read(self) -> FormattedText:
        while not self.source.at_end():
            if self.source.peek() == "<":
                self._read_tag()
            else:
                self.draft.add(decode_reference(self.source) or self.source.take_character())
        if self.open:
            raise CannotParse(f'Can\'t find end tag corresponding to start tag "{self.open[-1].tag.name}"')
        text = self.draft.text
        if any("\ud800" <= character <= "\udfff" for character in text):
            raise CannotParse(
                "Text contains invalid Unicode characters after decoding HTML entities, check for unmatched "
                "surrogate code units"
            )
        return FormattedText(text, in_order(self.entities))

    def _read_tag(self) -> None:
        begin = self.source.position
        if self.source.peek(1) != "/":
            self.open.append(_Open(read_start_tag(self.source), self.draft.length, self.draft.mark))
            return
        if not self.open:
            raise CannotParse(f"Unexpected end tag at byte offset {begin}")
        name = read_end_tag(self.source)
        opened = self.open.pop()
        if name and name != opened.tag.name:
            raise CannotParse(
                f"Unmatched end tag at byte offset {begin}, "
                f'expected "</{opened.tag.name}>", found "</{name}>"'
            )
        if self.draft.length > opened.offset:
            self._close(opened)

    def _close(self, opened: _Open) -> None:
        tag, offset, length = opened.tag, opened.offset, self.draft.length - opened.offset
        match tag.name:
            case "a":
                link = linked(tag.argument or self.draft.since(opened.mark), offset, length)
                self.entities.extend([link] if link else [])
            case "pre" | "code":
                self._close_code(tag, offset, length)
            case "blockquote":
                kind = "expandable_blockquote" if tag.argument else "blockquote"
                self.entities.append(Entity(kind, offset, length))
            case "tg-emoji":
                emoji = emoji_id(tag.argument)
                self.entities.append(Entity("custom_emoji", offset, length, custom_emoji_id=emoji))
            case "tg-time":
                self._close_time(tag, offset, length)
            case name:
                self.entities.append(Entity(_KINDS[name], offset, length))

    def _close_code(self, tag: Tag, offset: int, length: int) -> None:
        """`<pre><code class="language-x">` is one entity, in whichever order the two are nested."""
        inner = self.entities[-1] if self.entities else None
        if inner and (inner.offset, inner.length) == (offset, length):
            if (tag.name, inner.type) == ("pre", "code") and inner.language:
                self.entities[-1] = replace(inner, type="pre")
                return
            if (tag.name, inner.type) == ("code", "pre") and tag.argument and not inner.language:
                self.entities[-1] = replace(inner, language=tag.argument)
                return
        self.entities.append(Entity(tag.name, offset, length, language=tag.argument or None))

    def _close_time(self, tag: Tag, offset: int, length: int) -> None:
        formatted = date_format(tag.argument)
        if (moment := leading_number(tag.unix)) > 0:
            self.entities.append(
                Entity("date_time", offset, length, unix_time=moment, date_time_format=formatted or None)
            )


def parse_html(text: str) -> FormattedText:
    """Raises CannotParse with Telegram's words; byte offsets count UTF-8 bytes of `text`."""
    parsed = _Reader(text).read()
    # A lone <code class="language-x"> keeps no language: only <pre> may have one.
    entities = tuple(replace(e, language=None) if e.type == "code" else e for e in parsed.entities)
    return FormattedText(parsed.text, entities)
