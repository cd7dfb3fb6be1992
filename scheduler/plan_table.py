"""The rows of the cronograma físico, put together again from lines that pages and wrapping cut anywhere."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from difflib import get_close_matches
from itertools import pairwise

from scheduler.phrases import UnreadablePhrase, read_phrase
from scheduler.plan_text import Line, Problem, UnreadablePlan, folded

COLUMNS = 3  #: after the key: text, deadline, responsible
_HEADER_WORDS = (
    *("eixo", "eixos", "de", "atuacao", "meta", "metas", "etapa", "etapas", "n", "item", "descricao"),
    *(
        "acao",
        "acoes",
        "atividade",
        "atividades",
        "prazo",
        "prazos",
        "periodicidade",
        "responsavel",
        "responsaveis",
    ),
)
_HEADER_NAMES = frozenset(_HEADER_WORDS) - {"de", "n"}
_SAME_TITLE = {"prazos": "prazo", "periodicidade": "prazo", "responsaveis": "responsavel"}
#: A key begins a row only before a tab, a gap, a capital or nothing: wrapped text may begin with "1.2 e".
_KEY_END = r"\.?(?: *[-–]\s+| *\t| {2,}| +(?=[A-ZÀ-Ý])|\s*$)"
#: The axis may stand before the key, in a cell of its own that spans the rows of the axis.
_GOAL = re.compile(r"\s*(?:\d[^\t\d]{0,60}\t\s*)?(?:[Mm]eta\s+)?(\d{1,2}(?:\.\d{1,2}){1,3})" + _KEY_END)
_AXES = re.compile(r"\s*(\d(?:\s*,\s*\d)*\s*(?:\be\b|/|&)\s*\d)" + _KEY_END)
_SECTION = re.compile(r"\s*\d\s*[.)-]?(?:\t|\s+[A-ZÀ-Ý])")
_NOISE = re.compile(r"(?:pag(?:ina|\.)? ?)?\d{1,3}(?: ?(?:de|/) ?\d{1,3})?$|.*\bpg\. ?\d+$")
_END = re.compile(
    r"quando houver\b.*\bades|em caso de adesao|documento assinado|eletronicamente|referencia:|local e data"
)
_HEADING = re.compile(r"\s*\d{1,2}\s*\.\s+[A-ZÀ-Ý]{4,}")
_PARAGRAPH = 200  #: a line so long, after a blank one and with no tab, is no wrapped cell
_UNFINISHED = re.compile(r"(?:(?:^|\s)(?:e|d[aeo]s?|[-–/])|,)$", re.IGNORECASE)


@dataclass(slots=True)
class Row:
    """A row while it is being put together; each cell is the list of the pieces found for it."""

    key: str | None  #: "1.1", the axes of a combined row ("1 e 3"), or None for a section heading
    line: int
    cells: list[list[str]] = field(default_factory=list)
    places: tuple[int, ...] = ()  #: where cells began, when spaces and not tabs kept them apart

    @property
    def is_full(self) -> bool:
        return len(self.cells) >= COLUMNS and bool(self.cell(-1))

    def cell(self, index: int) -> str:
        return " ".join(" ".join(self.cells[index]).split())

    def texts(self) -> list[str]:
        return [self.cell(index) for index in range(len(self.cells))]


def read_rows(lines: list[Line]) -> tuple[list[Row], list[Problem], list[Line]]:
    """The rows of goals, what could not be placed, and the lines outside the table.

    Raises UnreadablePlan when the row of headings is nowhere.
    """
    table = _Table()
    for line in lines:
        table.read(line)
    if not table.was_found:
        raise UnreadablePlan("não há a linha de títulos do cronograma (Descrição, Prazo, Responsável)")
    rows = [row for row in table.rows if row.key is not None]
    for row in rows:
        _mend(row)
        if table.is_owed_first and len(row.cells) == COLUMNS:
            row.cells[1:] = reversed(row.cells[1:])
    return rows, table.problems, table.outside


@dataclass(slots=True)
class _Table:
    rows: list[Row] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    outside: list[Line] = field(default_factory=list)
    was_found: bool = False
    _is_inside: bool = False
    _after_blank: bool = True
    _headings: dict[str, None] = field(default_factory=dict)
    _order: list[str] = field(default_factory=list)
    _strays: list[Line] = field(default_factory=list)

    def read(self, line: Line) -> None:
        plain = folded(line.text)
        if not plain:
            self._after_blank = True
            self.outside.append(line)
            return
        if headings := _headings_in(folded(line.text.replace("º", ""))):
            self._read_headings(headings)
        elif not self._is_inside and not _looks_like_goal(line.text, self.was_found):
            self._headings.clear()
            self.outside.append(line)
        elif not (self._after_blank and _NOISE.match(plain)):
            self._read_inside(line, plain)
        self._after_blank = False

    @property
    def is_owed_first(self) -> bool:
        """The responsible stand before the deadline in the row of headings."""
        return self._order.index("responsavel") < self._order.index("prazo")

    def _read_headings(self, headings: list[str]) -> None:
        self._headings |= dict.fromkeys(headings)
        if {"prazo", "responsavel"} <= self._headings.keys():
            self.was_found = self._is_inside = True
            self._order = self._order or list(self._headings)

    def _read_inside(self, line: Line, plain: str) -> None:
        self._is_inside = True
        row = _started_row(line)
        if row is not None:
            self._report_strays()
            self.rows.append(row)
        elif self._ends_here(line, plain):
            self._is_inside = False
            self._headings.clear()
            self.outside.append(line)
        elif self.rows and not self._is_stray(line):
            _continue(self.rows[-1], line.text)
        else:
            self._strays.append(line)
            self.outside.append(line)
            if any(map(_is_deadline, line.text.split("\t"))):
                self._report_strays()

    def _ends_here(self, line: Line, plain: str) -> bool:
        is_paragraph = self._after_blank and "\t" not in line.text and len(plain) > _PARAGRAPH
        return is_paragraph or _END.match(plain) is not None or _HEADING.match(line.text) is not None

    def _is_stray(self, line: Line) -> bool:
        """After a blank line, a full row goes on only where its last words, or the next ones, ask for it.

        A line with cells enough for a row of its own, but no key, belongs neither to a heading nor to a full row.
        """
        row = self.rows[-1]
        if sum(bool(cell.strip()) for cell in line.text.split("\t")) >= COLUMNS:
            return row.key is None or (row.is_full and not line.text.startswith("\t"))
        if not self._after_blank or not row.is_full or line.text.startswith("\t"):
            return False
        return not (_UNFINISHED.search(row.cell(-1)) or line.text.lstrip()[:1].islower())

    def _report_strays(self) -> None:
        """A stray line matters only when goals follow it; what comes after the last one is not the table."""
        self.problems += [
            Problem(line.number, "a linha não pertence a nenhuma meta do cronograma") for line in self._strays
        ]
        self._strays.clear()


def _headings_in(plain: str) -> list[str]:
    """The column titles of a line made of nothing else, typing errors allowed; empty for any other line."""
    words = re.findall(r"[a-z]+", plain)
    if not words or len(words) > 12 or any(letter.isdigit() for letter in plain):
        return []
    known = [title for word in words for title in get_close_matches(word, _HEADER_WORDS, 1, 0.8)]
    if len(known) < len(words):
        return []
    found = [_SAME_TITLE.get(title, title) for title in known]
    return found if _HEADER_NAMES.intersection(found) else []


def _looks_like_goal(text: str, was_found: bool) -> bool:
    """A row that comes back after the table seemed to end."""
    return was_found and text.count("\t") >= 2 and _key_in(text) is not None


def _key_in(text: str) -> tuple[str, int] | None:
    """The key at the beginning of a row, and where the rest of the row begins."""
    if found := _GOAL.match(text) or _AXES.match(text):
        return re.sub(r"\b0(?=\d)", "", " ".join(found[1].split())), found.end()
    return None


def _started_row(line: Line) -> Row | None:
    if found := _key_in(line.text):
        key, rest = found
        return _row(key, line, rest)
    if _SECTION.match(line.text) or folded(line.text).startswith("eixos combinados"):
        return Row(None, line.number)
    return None


def _row(key: str, line: Line, rest: int) -> Row:
    text = line.text[rest:]
    if "\t" in text or not re.search(r" {2,}", text):
        pieces = text.split("\t") if text.strip() else []
        return Row(key, line.number, [[piece.strip(" ")] for piece in pieces])
    found = list(re.finditer(r"\S+(?: \S+)*", text))
    places = tuple(rest + piece.start() for piece in found)
    return Row(key, line.number, [[piece[0]] for piece in found], places)


def _continue(row: Row, text: str) -> None:
    """Add a continuation line: to the open cell, to the cells it opens, or column by column."""
    if row.places and row.is_full and "\t" not in text:
        for found in re.finditer(r"\S+(?: \S+)*", text):
            row.cells[_nearest(row.places, found.start())].append(found[0])
        return
    pieces = [piece.strip() for piece in text.split("\t")]
    if row.is_full and not pieces[0] and len(pieces) > 1:
        for cell, piece in zip(row.cells, pieces[1:], strict=False):
            cell.append(piece)
        return
    if row.cells and not (row.is_full and len(pieces) > 1):
        row.cells[-1].append(pieces[0])
        pieces = pieces[1:]
    row.cells += [[piece] for piece in pieces if not row.is_full or piece]


def _nearest(places: tuple[int, ...], place: int) -> int:
    return min(range(len(places)), key=lambda cell: abs(places[cell] - place))


def _mend(row: Row) -> None:
    """Make exactly three cells, where the row has what it takes: trailing tabs, a tab typed as spaces, a tab
    inside the text, or a lost tab, found again by the one place where a deadline can be read."""
    while row.cells and not row.cell(-1):
        row.cells.pop()
    if len(row.cells) < COLUMNS:
        split = [re.split(r" {2,}", piece) for cell in row.cells for piece in cell]
        if sum(len(pieces) - 1 for pieces in split) == COLUMNS - len(row.cells):
            row.cells = list(_resplit(row.cells))
    if len(row.cells) > COLUMNS:
        text = [piece for cell in row.cells[: 1 - COLUMNS] for piece in cell]
        row.cells = [text, *row.cells[1 - COLUMNS :]]
    if 0 < len(row.cells) < COLUMNS:
        row.cells = _found_by_deadline(row.cells) or row.cells


def _resplit(cells: list[list[str]]) -> Iterator[list[str]]:
    for cell in cells:
        open_cell: list[str] = []
        for text in cell:
            first, *others = re.split(r" {2,}", text)
            open_cell.append(first)
            for other in others:
                yield open_cell
                open_cell = [other]
        yield open_cell


def _found_by_deadline(cells: list[list[str]]) -> list[list[str]] | None:
    pieces = [piece for cell in cells for piece in cell if piece]
    bounds = [0]
    for cell in cells:
        bounds.append(bounds[-1] + sum(bool(piece) for piece in cell))
    tabs = set(bounds[1:-1])
    for start in range(1, len(pieces) - 1):
        for end in range(len(pieces) - 1, start, -1):
            if tabs <= {start, end} and _is_deadline(" ".join(pieces[start:end])):
                return [pieces[left:right] for left, right in pairwise([0, start, end, len(pieces)])]
    return None


def _is_deadline(text: str) -> bool:
    try:
        read_phrase(text)
    except UnreadablePhrase:
        return False
    return True
