"""Telegram's first Markdown, kept for old bots: no nesting, few escapes (tdlib MessageEntity.cpp)."""

from sandbox.formatting.entities import Entity, FormattedText
from sandbox.formatting.links import linked
from sandbox.formatting.source import SPACES, Draft, Source
from sandbox.refusals import CannotParse

_MARKS = "_*`["
_KINDS = {"_": "italic", "*": "bold", "`": "code"}


class _Reader:
    def __init__(self, text: str) -> None:
        self.source = Source(text)
        self.draft = Draft()
        self.entities: list[Entity] = []

    def read(self) -> FormattedText:
        while not self.source.at_end():
            mark = self.source.peek()
            if mark == "\\" and self.source.peek(1) in _MARKS:
                self.source.take()
                self.draft.add(self.source.take())
            elif mark in _MARKS:
                self._read_entity(mark)
            else:
                self.draft.add(self.source.take_character())
        return FormattedText(self.draft.text, tuple(self.entities))

    def _read_entity(self, mark: str) -> None:
        begin, offset, place = self.source.position, self.draft.length, self.draft.mark
        end = "]" if mark == "[" else "```" if self.source.follows("```") else mark
        self.source.take(len(end))
        language = fence_language(self.source) if end == "```" else ""
        while not self.source.at_end() and not self.source.follows(end):
            self.draft.add(self.source.take_character())
        if self.source.at_end():
            raise CannotParse(f"Can't find end of the entity starting at byte offset {begin}")
        self.source.take(len(end))
        if self.draft.length > offset:
            self.entities.extend(self._closed(end, offset, place, language))

    def _closed(self, end: str, offset: int, place: int, language: str) -> list[Entity]:
        length = self.draft.length - offset
        match end:
            case "]":
                url = self._url() if self.source.peek() == "(" else self.draft.since(place)
                link = linked(url, offset, length)
                return [link] if link else []
            case "```":
                return [Entity("pre", offset, length, language=language or None)]
            case _:
                return [Entity(_KINDS[end], offset, length)]

    def _url(self) -> str:
        """What is between parentheses, which need not be closed."""
        self.source.take()
        pieces = []
        while not self.source.at_end() and self.source.peek() != ")":
            pieces.append(self.source.take_character())
        self.source.take()
        return "".join(pieces)


def parse_markdown(text: str) -> FormattedText:
    """Raises CannotParse with Telegram's words; byte offsets count UTF-8 bytes of `text`."""
    return _Reader(text).read()


def fence_language(source: Source) -> str:
    """What is written right after three backquotes, and the line break after it."""
    start = source.position
    language = source.take_until(SPACES + "`")
    if not language or source.at_end() or source.peek() == "`":
        source.position = start
        language = ""
    source.skip_line_break()
    return language
