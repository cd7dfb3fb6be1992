"""Telegram's MarkdownV2: grammar, errors and byte offsets (tdlib MessageEntity.cpp, parse_markdown_v2)."""

from dataclasses import dataclass, replace

from sandbox.formatting.entities import Entity, FormattedText, in_order
from sandbox.formatting.links import linked
from sandbox.formatting.markdown import fence_language
from sandbox.formatting.source import Draft, Source
from sandbox.formatting.special_marks import special_link
from sandbox.refusals import CannotParse

_RESERVED = "_*[]()~`>#+-=|{}.!\n"
#: How each mark is written where it begins, the longer first, and what tdlib calls it in a refusal.
_BEGINS = {
    "```": "Pre",
    "`": "Code",
    "__": "Underline",
    "_": "Italic",
    "*": "Bold",
    "~": "Strikethrough",
    "||": "Spoiler",
    "[": "TextUrl",
    "![": "CustomEmoji",
}
_ENDS = {
    "Pre": "```",
    "PreCode": "```",
    "Code": "`",
    "Underline": "__",
    "Italic": "_",
    "Bold": "*",
    "Strikethrough": "~",
    "Spoiler": "||",
    "TextUrl": "]",
    "CustomEmoji": "]",
}
_KINDS = {
    "Pre": "pre",
    "PreCode": "pre",
    "Code": "code",
    "Underline": "underline",
    "Italic": "italic",
    "Bold": "bold",
    "Strikethrough": "strikethrough",
    "Spoiler": "spoiler",
}
_VERBATIM = frozenset({"Pre", "PreCode", "Code"})
_QUOTE = "BlockQuote"


@dataclass(frozen=True, slots=True)
class _Open:
    name: str
    #: Byte offset in the source.
    begin: int
    #: UTF-16 offset in the text made so far, and the place there.
    offset: int
    mark: int
    language: str = ""


class _Reader:
    def __init__(self, text: str) -> None:
        self.source = Source(text)
        self.draft = Draft()
        self.open: list[_Open] = []
        self.entities: list[Entity] = []
        self.in_quote = False
        #: Nothing but carriage returns stands between here and the line's beginning.
        self.at_line_start = True

    def read(self) -> FormattedText:
        while not self.source.at_end():
            self._step()
        if self.in_quote:
            self._end_last_quote()
        if self.open:
            raise _endless(self.open[-1])
        return FormattedText(self.draft.text, in_order(self.entities))

    def _step(self) -> None:
        mark, reserved = self.source.peek(), _RESERVED
        if self.open and self.open[-1].name in _VERBATIM:
            reserved = "`"
        if mark == "\\" and 0 < ord(self.source.peek(1)) <= 126:
            self.source.take()
            self._keep(self.source.take())
        elif mark not in reserved:
            self.draft.add(self.source.take_character())
            self.at_line_start &= mark == "\r"
        elif self._ends_quote(mark):
            self._end_quote()
        elif self.open and self._ends_entity(self.open[-1]):
            self._end_entity(self.open.pop())
        else:
            self._begin_entity(mark)

    def _keep(self, character: str) -> None:
        self.draft.add(character)
        if character != "\r":
            self.at_line_start = character == "\n"

    def _ends_quote(self, mark: str) -> bool:
        return self.in_quote and mark == "\n" and self.source.peek(1) != ">"

    def _ends_entity(self, opened: _Open) -> bool:
        end = _ENDS.get(opened.name)
        if opened.name == "Italic" and self.source.follows("__"):
            return False
        return end is not None and self.source.follows(end)

    def _begin_entity(self, mark: str) -> None:
        if mark == "\n":
            self._keep(self.source.take())
            return
        if mark == ">" and self.at_line_start:
            self._begin_quote()
            return
        written = next((begin for begin in _BEGINS if self.source.follows(begin)), "")
        if not written:
            raise CannotParse(f"Character '{mark}' is reserved and must be escaped with the preceding '\\'")
        opened = _Open(_BEGINS[written], self.source.position, self.draft.length, self.draft.mark)
        self.source.take(len(written))
        if written == "```" and (language := fence_language(self.source)):
            opened = replace(opened, name="PreCode", language=language)
        self.open.append(opened)

    def _begin_quote(self) -> None:
        """A `>` at the beginning of a later line of the same quote only vanishes."""
        if not self.in_quote:
            self.open.append(_Open(_QUOTE, self.source.position, self.draft.length, self.draft.mark))
            self.in_quote = True
        self.source.take()

    def _end_entity(self, opened: _Open) -> None:
        self.source.take(len(_ENDS[opened.name]))
        offset, length = opened.offset, self.draft.length - opened.offset
        match opened.name:
            case "TextUrl":
                url = self._url() if self.source.peek() == "(" else self.draft.since(opened.mark)
                link = linked(url, offset, length) if length else None
                self.entities.extend([link] if link else [])
            case "CustomEmoji":
                if self.source.peek() != "(":
                    raise CannotParse("The entity must contain a tg://emoji or tg://time URL")
                special = special_link(self._url(), offset, length)
                self.entities.extend([special] if length else [])
            case name if length:
                self.entities.append(Entity(_KINDS[name], offset, length, language=opened.language or None))

    def _url(self) -> str:
        self.source.take()
        begin, pieces = self.source.position, []
        while not self.source.at_end() and self.source.peek() != ")":
            if self.source.peek() == "\\" and 0 < ord(self.source.peek(1)) <= 126:
                self.source.take()
            pieces.append(self.source.take_character())
        if self.source.at_end():
            raise CannotParse(f"Can't find end of a URL at byte offset {begin}")
        self.source.take()
        return "".join(pieces)

    def _end_quote(self) -> None:
        """The line break belongs to the quote; `||` right before it makes the quote expandable."""
        kind = "blockquote"
        if self.open[-1].name != _QUOTE:
            self._drop_spoiler_mark()
            kind = "expandable_blockquote"
        if self.open[-1].name != _QUOTE:
            raise _endless(self.open[-1])
        opened = self.open.pop()
        self.in_quote = False
        self._keep(self.source.take())
        self.entities.append(Entity(kind, opened.offset, self.draft.length - opened.offset))

    def _drop_spoiler_mark(self) -> None:
        opened, distance = self.open[-1], self.source.position - self.open[-1].begin
        right_before = distance == 2 or (distance == 3 and self.draft.last == "\r")
        if opened.name != "Spoiler" or not right_before:
            raise _endless(opened)
        self.open.pop()

    def _end_last_quote(self) -> None:
        kind = "blockquote"
        if self.open[-1].name == "Spoiler" and self.open[-1].begin == len(self.source) - 2:
            self.open.pop()
            kind = "expandable_blockquote"
        if self.open[-1].name == _QUOTE:
            opened = self.open.pop()
            if length := self.draft.length - opened.offset:
                self.entities.append(Entity(kind, opened.offset, length))


def _endless(opened: _Open) -> CannotParse:
    return CannotParse(f"Can't find end of {opened.name} entity at byte offset {opened.begin}")


def parse_markdown_v2(text: str) -> FormattedText:
    """Raises CannotParse with Telegram's words; byte offsets count UTF-8 bytes of `text`."""
    return _Reader(text).read()
