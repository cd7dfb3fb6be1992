"""The HTML of a plano de trabalho → its paragraphs and tables, with their lines in the file.

Word, SEI, LibreOffice and Google Docs leave tags open each in its own way, so a tag only guides. No page makes this
slow: every letter is looked at a bounded number of times, where Python's own parser is quadratic on broken tags.
"""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from scheduler.plan.text import Problem, UnreadablePlan

_TOKEN = re.compile(
    r"<!--"
    r"|<(?P<end>/?)(?P<tag>[a-zA-Z][\w:.-]*)(?P<attributes>(?>[^<>\"']+|\"[^\"<]*\"|'[^'<]*')*+)>"
    r"|<[!?/a-zA-Z][^<>]*>"
)
_LOOSE = re.compile(r"<(/?)([a-zA-Z][\w:.-]*)([^<>]*)>")  #: a tag with a quote that nothing closes
_SPAN = re.compile(r"\b(col|row)span\s*=\s*[\"']?\s*(\d{1,5})", re.IGNORECASE)
_HUGE_CODE = re.compile(r"&#(?:\d{8,}|[xX][\da-fA-F]{7,});?")
_WRAPPING = re.compile(r"[ \t\r\n\f]+")
_LINE_ENDS = frozenset(
    {
        *("p", "div", "br", "li", "ul", "ol", "h1", "h2", "h3", "h4"),
        *("h5", "h6", "hr", "dt", "dd", "pre", "caption", "body", "center"),
    }
)
_UNREAD = frozenset(["style", "script", "xml", "title", "noscript", "textarea", "svg"])
_STRUCK = frozenset({"del", "s", "strike"})
_CELLS = frozenset({"td", "th"})
_DEEPEST = 20  #: tables inside tables; of deeper ones only the words are kept
_MOST_TAGS = 100_000


@dataclass(frozen=True, slots=True)
class Tag:
    name: str
    attributes: str
    is_end: bool


@dataclass(frozen=True, slots=True)
class Words:
    """A stretch of text; a line feed in it ends a line of what is shown."""

    line: int
    text: str


@dataclass(slots=True)
class Cell:
    columns: int
    rows: int
    parts: "list[Words | Table]" = field(default_factory=list)

    @property
    def holds_a_table(self) -> bool:
        return any(isinstance(part, Table) and not part.is_small for part in self.parts)

    def text(self) -> str:
        words = "".join(part.text if isinstance(part, Words) else f"\n{part.text()}\n" for part in self.parts)
        return "\n".join(line for piece in words.split("\n") if (line := piece.strip()))


@dataclass(slots=True)
class Row:
    line: int
    cells: list[Cell] = field(default_factory=list)


@dataclass(slots=True)
class Table:
    rows: list[Row] = field(default_factory=list)

    @property
    def is_small(self) -> bool:
        """With one row, or one column, it only frames words (the page's, or a cell's)."""
        return not self.holds_a_table and (len(self.rows) < 2 or all(len(row.cells) < 2 for row in self.rows))

    @property
    def holds_a_table(self) -> bool:
        return any(cell.holds_a_table for row in self.rows for cell in row.cells)

    def text(self) -> str:
        return "\n".join(cell.text() for row in self.rows for cell in row.cells)


Block = Words | Table


def read_page(text: str) -> tuple[list[Block], list[Problem]]:
    """What the page holds, in order, and where words are struck out: those are not part of the plan."""
    page = _Page()
    for line, token in _tokens(text):
        if isinstance(token, Tag):
            page.take_tag(token, line)
        else:
            page.take_words(token, line)
    page.end_paragraph()
    problems = [Problem(line, "há texto riscado, que não foi lido") for line in page.struck_lines]
    return page.blocks, problems


def _tokens(text: str) -> Iterator[tuple[int, Tag | str]]:
    place, line, seen = 0, 1, 0
    unclosed: set[str] = set()
    while found := _TOKEN.search(text, place):
        seen += 1
        if seen > _MOST_TAGS:
            raise UnreadablePlan("a página tem marcas demais; salve o plano como texto", line)
        yield line, text[place : found.start()]
        line += text.count("\n", place, found.start())
        tag = _tag(found)
        if tag is not None:
            yield line, tag
        place = _end_of_unread(text, found, tag, unclosed)
        line += text.count("\n", found.start(), place)
    yield line, text[place:]


def _tag(found: re.Match[str]) -> Tag | None:
    if found["tag"]:
        return Tag(found["tag"].lower(), found["attributes"], bool(found["end"]))
    if loose := _LOOSE.fullmatch(found[0]):
        return Tag(loose[2].lower(), loose[3], bool(loose[1]))
    return None


def _end_of_unread(text: str, found: re.Match[str], tag: Tag | None, unclosed: set[str]) -> int:
    """Where reading goes on: after a comment, a script or a style, or after the tag; `unclosed` is remembered."""
    name = tag.name if tag else "!" if found[0] == "<!--" else ""
    is_opening = name == "!" or (tag is not None and not tag.is_end and not tag.attributes.endswith("/"))
    if not is_opening or name in unclosed or not (name == "!" or name in _UNREAD):
        return found.end()
    closing = re.compile("-->" if name == "!" else rf"</{name}\s*>", re.IGNORECASE)
    if end := closing.search(text, found.end()):
        return end.end()
    unclosed.add(name)
    return found.end()


@dataclass(slots=True)
class _OpenTable:
    table: Table
    row: Row | None = None
    cell: Cell | None = None


class _Page:
    """The page as far as it was read: its open tables, the innermost last, and the open paragraph."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.struck_lines: dict[int, None] = {}
        self._open: list[_OpenTable] = []
        self._too_deep = 0
        self._struck = 0
        self._is_typed = False  #: inside <pre>, where spaces and line ends count
        self._paragraph: list[Words] = []

    def take_words(self, text: str, line: int) -> None:
        if not text:
            return
        if self._struck:
            if text.strip():
                self.struck_lines[line] = None
            return
        shown = text
        if not self._is_typed:
            line += text[: len(text) - len(text.lstrip())].count("\n")
            shown = _WRAPPING.sub(" ", text)
        self._put(Words(line, html.unescape(_HUGE_CODE.sub("\ufffd", shown)) if "&" in shown else shown))

    def take_tag(self, tag: Tag, line: int) -> None:
        if tag.name in _STRUCK:
            self._struck = max(0, self._struck + (-1 if tag.is_end else 1))
        elif tag.name == "table":
            self._end_table() if tag.is_end else self._begin_table()
        elif tag.name == "tr":
            self._end_row() if tag.is_end else self._begin_row(line)
        elif tag.name in _CELLS:
            self._end_cell() if tag.is_end else self._begin_cell(tag, line)
        elif tag.name in _LINE_ENDS:
            self._end_line(tag, line)
            self._is_typed = not tag.is_end if tag.name == "pre" else self._is_typed

    def end_paragraph(self) -> None:
        """A paragraph is a block of its own, and a blank one says where it ends."""
        if any(words.text.strip() for words in self._paragraph):
            lines = shown_lines(self._paragraph, is_typed=self._is_typed)
            self.blocks += [*lines, Words(self._paragraph[-1].line, "")]
        self._paragraph = []

    def _put(self, words: Words) -> None:
        cell = next((table.cell for table in reversed(self._open) if table.cell), None)
        (self._paragraph if cell is None else cell.parts).append(words)

    def _end_line(self, tag: Tag, line: int) -> None:
        if tag.name == "br":
            self._put(Words(line, "\n"))
            return
        self._struck = 0
        if any(table.cell for table in self._open):
            self._put(Words(line, "\n\n"))
        else:
            self.end_paragraph()

    def _begin_table(self) -> None:
        if len(self._open) >= _DEEPEST:
            self._too_deep += 1
            return
        self._struck = 0
        table = Table()
        around = next((outer.cell for outer in reversed(self._open) if outer.cell), None)
        if around is None:
            self.end_paragraph()
            self.blocks.append(table)
        else:
            around.parts.append(table)
        self._open.append(_OpenTable(table))

    def _end_table(self) -> None:
        if self._too_deep:
            self._too_deep -= 1
        elif self._open:
            self._open.pop()

    def _begin_row(self, line: int) -> None:
        if not self._open:
            self._begin_table()
        self._struck = 0
        innermost = self._open[-1]
        innermost.row, innermost.cell = Row(line), None
        innermost.table.rows.append(innermost.row)

    def _begin_cell(self, tag: Tag, line: int) -> None:
        if not self._open or self._open[-1].row is None:
            self._begin_row(line)
        self._struck = 0
        spans = {found[1].lower(): int(found[2]) for found in _SPAN.finditer(tag.attributes)}
        cell = Cell(max(1, spans.get("col", 1)), spans.get("row", 1))
        innermost = self._open[-1]
        innermost.cell = cell
        if innermost.row is not None:
            innermost.row.cells.append(cell)

    def _end_row(self) -> None:
        if self._open:
            self._open[-1].row = self._open[-1].cell = None

    def _end_cell(self) -> None:
        if self._open:
            self._open[-1].cell = None


def shown_lines(parts: list[Words], *, is_typed: bool = False) -> Iterator[Words]:
    """Stretches put together, one for each line of what is shown; an empty one after each paragraph.

    Typed text keeps the spaces its lines begin with, and each of its lines is one of the file.
    """
    number, text, is_after_blank = 0, "", True
    for words in [*parts, Words(0, "\n")]:
        first, *others = words.text.split("\n")
        number, text = (number if text.strip() else words.line), text + first
        for offset, other in enumerate(others, start=1):
            if text.strip() or not is_after_blank:
                yield Words(number, text.rstrip() if is_typed else text.strip())
            is_after_blank = not text.strip()
            number, text = words.line + offset * is_typed, other
