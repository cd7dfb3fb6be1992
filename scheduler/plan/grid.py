"""The rows of an HTML table on one grid: a cell that spans rows is repeated, one that spans columns prolonged."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from scheduler.plan.html import Block, Row, Table, Words, read_page, shown_lines
from scheduler.plan.letters import cleaned
from scheduler.plan.text import Line, Problem

_WIDEST = 20  #: columns in which a cell may span rows, and columns that one cell may span


def html_lines(text: str) -> tuple[Iterator[Line], list[Problem]]:
    """The lines of a page, and what it shows that was not read.

    Raises UnreadablePlan when it has more tags than a plan can have.
    """
    blocks, problems = read_page(text)
    return _Grids().lines(blocks), problems


@dataclass(slots=True)
class _Grids:
    """Tables numbered in their order."""

    tables: int = 0

    def lines(self, blocks: Iterable[Block]) -> Iterator[Line]:
        for block in blocks:
            if isinstance(block, Words):
                yield from (Line(block.line, (cleaned(text),)) for text in block.text.split("\n"))
            else:
                self.tables += 1
                yield from self._rows(block, _Grid(self.tables))

    def _rows(self, table: Table, grid: "_Grid") -> Iterator[Line]:
        is_frame = table.is_small and all(len(row.cells) < 2 for row in table.rows)
        for row in table.rows:
            if is_frame or any(cell.holds_a_table for cell in row.cells):
                yield from self._framed(row)
            elif row.cells:
                yield grid.line(row)

    def _framed(self, row: Row) -> Iterator[Line]:
        """What a frame holds is read as if there were no frame."""
        for cell in row.cells:
            words: list[Words] = []
            for part in cell.parts:
                if isinstance(part, Words):
                    words.append(part)
                else:
                    yield from self.lines([*shown_lines(words), part])
                    words = []
            yield from self.lines([*shown_lines(words), Words(row.line, "")])


@dataclass(slots=True)
class _Grid:
    number: int
    #: By column: for how many more rows a cell goes on, and its words.
    spans: dict[int, tuple[int, str]] = field(default_factory=dict)

    def line(self, row: Row) -> Line:
        cells: list[str] = []
        spanned: set[int] = set()
        for cell in row.cells:
            self._repeat(cells, spanned)
            text, first = cleaned(cell.text()), len(cells)
            width = min(cell.columns, _WIDEST)
            cells += [text, *[""] * (width - 1)]
            spanned |= set(range(first + 1, first + width))
            if cell.rows > 1 and first < _WIDEST:
                self.spans |= {first + at: (cell.rows - 1, cells[first + at]) for at in range(width)}
        self._repeat(cells, spanned)
        return Line(row.line, tuple(cells), self.number, frozenset(spanned))

    def _repeat(self, cells: list[str], spanned: set[int]) -> None:
        while (going_on := self.spans.pop(len(cells), None)) is not None:
            rows, text = going_on
            if rows > 1:
                self.spans[len(cells)] = (rows - 1, text)
            spanned.add(len(cells))
            cells.append(text)
