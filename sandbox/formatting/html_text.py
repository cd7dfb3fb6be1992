"""Telegram's HTML parse mode: grammar, errors and byte offsets (tdlib MessageEntity.cpp, parse_html)."""

from dataclasses import dataclass

from sandbox.formatting.entities import Entity, FormattedText, in_order, utf16_length
from sandbox.formatting.html_tags import Bytes, Tag, decode_reference, read_end_tag, read_start_tag
from sandbox.formatting.links import checked_link, mentioned_user
from sandbox.refusals import BadRequest, CannotParse

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
    #: UTF-16 offset in the text made so far.
    offset: int


class _Reader:
    def __init__(self, source: str) -> None:
        self.source = Bytes(source)
        self.text: list[str] = []
        self.length = 0
        self.open: list[_Open] = []
        self.entities: list[Entity] = []

    def read(self) -> FormattedText:
        while not self.source.at_end():
            if self.source.peek() == "<":
                self._read_tag()
            else:
                self._keep(decode_reference(self.source) or self.source.take_character())
        if self.open:
            raise CannotParse(f'Can\'t find end tag corresponding to start tag "{self.open[-1].tag.name}"')
        text = "".join(self.text)
        if any("\ud800" <= character <= "\udfff" for character in text):
            raise CannotParse(
                "Text contains invalid Unicode characters after decoding HTML entities, check for unmatched "
                "surrogate code units"
            )
        return FormattedText(text, in_order(self.entities))

    def _keep(self, character: str) -> None:
        self.text.append(character)
        self.length += utf16_length(character)

    def _read_tag(self) -> None:
        begin = self.source.position
        if self.source.peek(1) != "/":
            self.open.append(_Open(read_start_tag(self.source), self.length))
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
        if self.length > opened.offset:
            self._close(opened)

    def _close(self, opened: _Open) -> None:
        name, argument = opened.tag.name, opened.tag.argument
        offset, length = opened.offset, self.length - opened.offset
        match name:
            case "a":
                self._close_link(argument or self._text_since(offset), offset, length)
            case "pre" | "code":
                self._close_code(name, argument, offset, length)
            case "blockquote":
                kind = "expandable_blockquote" if argument else "blockquote"
                self.entities.append(Entity(kind, offset, length))
            case "tg-emoji":
                if not (argument.isascii() and argument.isdecimal() and int(argument[:20])):
                    raise BadRequest("Invalid custom emoji identifier specified")
                self.entities.append(Entity("custom_emoji", offset, length, custom_emoji_id=argument))
            case "tg-time":
                if not (argument.isascii() and argument.isdecimal()):
                    raise BadRequest("Invalid date specified")
                self.entities.append(Entity("date_time", offset, length, unix_time=int(argument[:12])))
            case _:
                self.entities.append(Entity(_KINDS[name], offset, length))

    def _close_link(self, url: str, offset: int, length: int) -> None:
        if (user_id := mentioned_user(url)) is not None:
            self.entities.append(Entity("text_mention", offset, length, user_id=user_id))
        elif link := checked_link(url):
            self.entities.append(Entity("text_link", offset, length, url=link))

    def _close_code(self, name: str, language: str, offset: int, length: int) -> None:
        """`<pre><code class="language-x">` is one entity, in whichever order the two are nested."""
        inner = self.entities[-1] if self.entities else None
        twin = {"pre": "code", "code": "pre"}[name]
        if inner and (inner.type, inner.offset, inner.length) == (twin, offset, length):
            merged = inner.language or language
            if merged:
                self.entities[-1] = Entity("pre", offset, length, language=merged)
                return
        self.entities.append(Entity(name, offset, length, language=language or None))

    def _text_since(self, offset: int) -> str:
        position, kept = 0, []
        for character in self.text:
            if position >= offset:
                kept.append(character)
            position += utf16_length(character)
        return "".join(kept)


def parse_html(source: str) -> FormattedText:
    """Raises CannotParse with Telegram's words; byte offsets count UTF-8 bytes of `source`."""
    parsed = _Reader(source).read()
    # A lone <code class="language-x"> keeps no language: only <pre> may have one.
    entities = tuple(
        Entity("code", e.offset, e.length) if e.type == "code" and e.language else e for e in parsed.entities
    )
    return FormattedText(parsed.text, entities)
