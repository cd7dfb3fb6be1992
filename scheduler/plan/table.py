"""The table of goals, put together again from lines that pages and wrapping cut anywhere.

Every line of it ends in a row, in a heading, or in a problem that names it.
"""

from dataclasses import dataclass, field, replace

from scheduler.plan.headings import (
    Columns,
    Role,
    columns_in,
    joined_titles,
    missing_title,
    titles_in,
    titles_in_a_row,
)
from scheduler.plan.keys import are_axes_cut, letter_alone
from scheduler.plan.letters import folded
from scheduler.plan.parties import Parties
from scheduler.plan.phrases import fills_a_cell
from scheduler.plan.row import Row, is_numberless, spread, started_row
from scheduler.plan.sections import ends_table, is_heading, is_of_table, is_stray
from scheduler.plan.text import Line, Problem, UnreadablePlan

MOST_ROWS = 400  #: the real plans have twenty goals
_TITLE_LINES = 12


@dataclass(frozen=True, slots=True)
class TableRead:
    rows: list[Row]  #: in order, headings among them
    problems: list[Problem]
    outside: list[Line]  #: the lines that are no part of the table


def read_table(lines: list[Line], parties: Parties) -> TableRead:
    """The rows of goals, what could not be placed, and the lines outside the table.

    Raises UnreadablePlan when the row of titles is nowhere, or there are more rows than a plan can have.
    """
    table = _Table([*lines], parties)
    while table.at < len(lines):
        table.read()
    if table.columns is None:
        raise _without_titles(lines)
    return TableRead(table.rows, table.problems, table.outside)


def _without_titles(lines: list[Line]) -> UnreadablePlan:
    names = {Role.DEADLINE: "Prazo", Role.RESPONSIBLE: "Responsável"}
    for line in lines:
        if missing := missing_title(line):
            return UnreadablePlan(f"a tabela de metas não tem a coluna {names[missing]}", line.number)
    return UnreadablePlan("não há a linha de títulos do cronograma (Descrição, Prazo, Responsável)")


@dataclass(slots=True)
class _Table:
    lines: list[Line]
    parties: Parties
    at: int = 0
    rows: list[Row] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    outside: list[Line] = field(default_factory=list)
    columns: Columns | None = None
    _is_inside: bool = False
    _after_blank: bool = True
    _after_titles: bool = False
    _below_titles: set[str] = field(default_factory=set)
    _number: int = 0  #: which of the export's own tables is being read
    _strays: list[Line] = field(default_factory=list)

    def read(self) -> None:
        """Read the line that comes next, or the few that together are the titles."""
        self._join_axes()
        line = self.lines[self.at]
        taken = 1
        if line.is_blank:
            self.outside.append(line)
        elif titles := self._titles():
            taken = titles
        elif self.columns is None or not (self._is_inside or self._comes_back(line, self.columns)):
            self.outside.append(line)
        else:
            self._is_inside = True
            self._read_inside(line, self.columns)
            self._after_titles = False
        self._after_blank = line.is_blank
        self.at += taken

    def _join_axes(self) -> None:
        """Combined axes that wrapping cut (`1 e`, and on the next line `3`) are one number again."""
        row = self.rows[-1] if self.rows else None
        if not self._is_inside or (row is not None and not (row.is_full or row.is_title)):
            return
        while len((line := self.lines[self.at]).cells) == 1:
            ahead = range(self.at + 1, min(self.at + _TITLE_LINES, len(self.lines)))
            at = next((at for at in ahead if self._says_more(self.lines[at])), self.at)
            following = self.lines[at]
            if at == self.at or not are_axes_cut(line.text, following.cells[0]):
                return
            self.at = at
            self.lines[at] = replace(
                following, cells=(f"{line.text} {following.cells[0]}", *following.cells[1:])
            )

    @staticmethod
    def _says_more(line: Line) -> bool:
        return not line.is_blank and columns_in(line) is None

    def _titles(self) -> int:
        """How many lines from here on are the titles of the columns."""
        line = self.lines[self.at]
        if columns := columns_in(line):
            return self._begin(columns, 1)
        if line.text.lstrip()[0].islower() or not titles_in(line.text):
            return 0
        if self._after_titles and self._is_below_titles(line):
            return 1
        cells: list[str] = []
        for taken, more in enumerate(self.lines[self.at : self.at + _TITLE_LINES], start=1):
            if columns_in(more) or not (more.is_blank or titles_in(more.text)):
                return 0  # a word of a goal that is also a word of titles
            cells += [cell for cell in more.cells if cell.strip()]
            if columns := joined_titles(cells) or titles_in_a_row(" ".join(cells)):
                return self._begin(columns, taken)
        return 0

    def _is_below_titles(self, line: Line) -> bool:
        """Words of titles under the row of titles are the rest of it; on later pages, if they were on the first."""
        plain = folded(line.text)
        if not self.rows:
            self._below_titles.add(plain)
        return plain in self._below_titles

    def _begin(self, columns: Columns, taken: int) -> int:
        self.columns, self._number = columns, self.lines[self.at].table
        self._is_inside = self._after_titles = True
        return taken

    def _comes_back(self, line: Line, columns: Columns) -> bool:
        """A row after the table seemed to end; a plain number may be that of another table's row."""
        row = started_row(line, columns, after="") if len(line.filled) >= 3 else None
        return row is not None and not row.key.isdecimal()

    def _read_inside(self, line: Line, columns: Columns) -> None:
        row = self._started(line, columns)
        if not is_of_table(line, row, columns, self._number):
            self._leave(line, is_inside=line.table == 0)
        elif row is not None:
            self._add(row, line)
        elif is_heading(self.lines, self.at, columns, self.rows):
            self._add(
                Row("", "", line.number, columns, [[cell] for cell in line.cells], is_heading=True), line
            )
        elif ends_table(self.lines, self.at, self.parties, after_blank=self._after_blank):
            self._leave(line, is_inside=False)
        elif self.rows and not is_stray(line, self.rows[-1], self.parties, after_blank=self._after_blank):
            self.rows[-1].add(line, after_blank=self._after_blank)
        else:
            self._put_aside(line)

    def _started(self, line: Line, columns: Columns) -> Row | None:
        """A row begins by its number, by its letter, or by being whole with neither."""
        after = next((row.key for row in reversed(self.rows) if row.key), "")
        if row := started_row(line, columns, after=after):
            return row
        cells = spread(line, columns)
        key = cells[columns.key] if len(cells) > columns.key else ""
        if len(line.filled) >= 3 and (letter := letter_alone(key, after=after)):
            return Row(letter, letter.partition(".")[0], line.number, columns, [[cell] for cell in cells])
        if is_numberless(line, columns, self.rows[-1] if self.rows else None):
            cells = cells if len(cells) >= columns.needed else [*[""] * (columns.key + 1), *line.cells]
            return Row("", "", line.number, columns, [[cell] for cell in cells])
        return None

    def _add(self, row: Row, line: Line) -> None:
        """A row that a page break cut may begin again by its number on the next page."""
        self._report_strays()
        self._number = line.table or self._number
        self.outside.append(Line(line.number, ("",)))
        last = self.rows[-1] if self.rows else None
        if last is not None and row.key and row.key == last.key and not (last.is_full and row.is_full):
            last.resume(row)
            return
        self.rows.append(row)
        if len(self.rows) > MOST_ROWS:
            raise UnreadablePlan(f"o cronograma tem mais de {MOST_ROWS} linhas", line.number)

    def _leave(self, line: Line, *, is_inside: bool) -> None:
        self._is_inside = is_inside
        self.outside.append(line)

    def _put_aside(self, line: Line) -> None:
        self._strays.append(line)
        self.outside.append(line)
        if len(line.filled) >= 3 or any(map(fills_a_cell, line.cells)):
            self._report_strays()

    def _report_strays(self) -> None:
        """A stray line matters only when goals follow it; what comes after the last one is not the table."""
        self.problems += [
            Problem(line.number, "a linha não pertence a nenhuma meta do cronograma") for line in self._strays
        ]
        self._strays.clear()
