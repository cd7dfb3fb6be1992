"""One row of the table of goals while it is put together from the lines that pages and wrapping cut it into."""

import re
from dataclasses import dataclass, field, replace

from scheduler.plan.headings import NEEDED, Columns, Role
from scheduler.plan.keys import Mark, axis_in, mark_alone, mark_in
from scheduler.plan.letters import joined
from scheduler.plan.phrases import fills_a_cell
from scheduler.plan.text import Line, UnreadablePlan

MOST_LINES = 200  #: of one row; the longest known has six
_GAP = re.compile(r" {2,}")
_WORDS = re.compile(r"\S+(?: \S+)*")
_NOTHING = re.compile(r"[\s–—.-]*$")
#: How the cells of several columns of one role make one text.
_BETWEEN = {Role.TEXT: ": ", Role.DEADLINE: " a "}


@dataclass(slots=True)
class Row:
    """Each cell is the list of the pieces found for it; an empty piece stands for a blank line."""

    key: str  #: "1.1"; "" where the row has no number of its own
    axis: str
    line: int
    columns: Columns
    cells: list[list[str]] = field(default_factory=list)
    places: tuple[int, ...] = ()  #: where cells began, when spaces and not tabs kept them apart
    is_heading: bool = False
    is_certain: bool = False  #: the export says which cell is which
    height: int = 1  #: lines it is made of

    @property
    def is_wide(self) -> bool:
        return len(self.cells) >= self.columns.needed

    @property
    def is_full(self) -> bool:
        return all(any(map(self._is_filled, self.columns.places(role))) for role in NEEDED)

    def _is_filled(self, at: int) -> bool:
        return at < len(self.cells) and not all(map(_NOTHING.match, self.cells[at]))

    @property
    def is_title(self) -> bool:
        """A heading, or what looks like one so far: `2`, `Capacitação`, and nothing else."""
        return self.is_heading or (
            self.key.isdecimal() and sum(map(self._is_filled, range(len(self.cells)))) <= 2
        )

    def cell(self, at: int) -> str:
        return joined(self.cells[at]) if at < len(self.cells) else ""

    def value(self, role: Role) -> str:
        """What the row has in the columns of a role; a dash is nothing."""
        values = [self.cell(at) for at in self.columns.places(role)]
        return _BETWEEN.get(role, " ").join(value for value in values if not _NOTHING.match(value))

    @property
    def has_title(self) -> bool:
        """Of a heading: words, and not just its number."""
        return any(letter.isalpha() for cell in self.cells for piece in cell for letter in piece)

    def last(self) -> str:
        """The end of what was read so far."""
        pieces = (piece for cell in reversed(self.cells) for piece in reversed(cell))
        return next((piece.rstrip() for piece in pieces if piece.strip()), "")

    def add(self, line: Line, *, after_blank: bool) -> None:
        """Put a line that goes on where it belongs: column by column, or in the open cell and those it opens."""
        self.height += 1
        if self.height > MOST_LINES:
            raise UnreadablePlan(
                f"a meta da linha {self.line} ocupa mais de {MOST_LINES} linhas", line.number
            )
        cells = spread(line, self.columns)
        if self.places and self.is_wide and len(line.cells) == 1:
            self._add_by_place(line.text)
        elif _is_by_column(line, cells, self):
            self._add_by_column(cells, line)
        else:
            self._add_in_order([cell.strip() for cell in line.cells], after_blank=after_blank)

    def resume(self, row: "Row") -> None:
        """The same row, begun again on the next page."""
        self.cells += [[] for _ in range(len(row.cells) - len(self.cells))]
        for at, cell in enumerate(row.cells):
            if at > self.columns.key:
                self.cells[at] += cell

    def _add_by_place(self, text: str) -> None:
        for found in _WORDS.finditer(text):
            nearest = min(range(len(self.places)), key=lambda at: abs(self.places[at] - found.start()))
            self.cells[len(self.cells) - len(self.places) + nearest].append(found[0])

    def _add_by_column(self, cells: list[str], line: Line) -> None:
        shift = len(cells) - len(line.cells)
        self.cells += [[] for _ in range(len(cells) - len(self.cells))]
        for at, cell in enumerate(cells):
            if not cell.strip() or at - shift in line.spanned:
                continue
            if at == self.columns.key and (axes := self._more_axes(cell)):
                self.axis = axes
            else:  # what stands beside the words without being a number (`a)`) is part of them
                self.cells[at + (at == self.columns.key)].append(cell)

    def _more_axes(self, cell: str) -> str:
        """`1, 2` may go on as `e 3` on the next line."""
        mark = None if self.key else mark_alone(f"{self.axis} {cell}")
        return mark.axis if mark and not mark.key else ""

    def _add_in_order(self, pieces: list[str], *, after_blank: bool) -> None:
        if self.cells and not (self.is_full and len(pieces) > 1):
            self.cells[-1] += [""] * after_blank + [pieces[0]]
            pieces = pieces[1:]
        self.cells += [[piece] for piece in pieces if not self.is_full or piece]


def _is_by_column(line: Line, cells: list[str], row: Row) -> bool:
    if line.table or row.is_certain:
        return True
    if len(cells) >= row.columns.needed and not cells[row.columns.key].strip():
        return True
    return row.is_wide and len(line.cells) > 1 and not line.cells[0].strip()


def spread(line: Line, columns: Columns) -> list[str]:
    """The cells of a line that has no number, one for each column."""
    cells = list(line.cells)
    if columns.is_key_in_text and len(cells) > columns.key:
        cells.insert(columns.key, "")
    return cells


def started_row(line: Line, columns: Columns, *, after: str) -> Row | None:
    """The row that the line begins, where it begins one; `after` is the number of the goal before it."""
    found = _mark(line, columns, after)
    if found is None:
        return None
    at, mark = found
    if not mark.key and at < columns.key and len(line.cells) > columns.key:
        return _row(line, columns, replace(mark, rest=""), list(line.cells))
    front = list(line.cells[:at])
    body = ([mark.rest] if mark.rest.strip() else []) + list(line.cells[at + 1 :])
    if at > columns.key:
        front = front[: columns.key]
    if len(line.cells) == 1 and _GAP.search(mark.rest):
        return _gapped_row(line, columns, mark)
    row = _row(line, columns, mark, [*front, *[""] * (columns.key - at), mark.key, *(body or [""])])
    row.is_heading = not mark.key and len(line.filled) == 1 and len(line.cells) >= columns.needed
    return row


def _row(line: Line, columns: Columns, mark: Mark, cells: list[str]) -> Row:
    axes = [axis for at in columns.places(Role.AXIS) if at < len(cells) and (axis := axis_in(cells[at]))]
    axis = axes[0] if axes and mark.key else mark.axis
    is_certain = line.table > 0 and len(cells) == len(columns.roles)
    return Row(mark.key, axis, line.number, columns, [[cell] for cell in cells], is_certain=is_certain)


def _gapped_row(line: Line, columns: Columns, mark: Mark) -> Row:
    """A row whose cells only spaces keep apart."""
    start = len(line.text) - len(mark.rest)
    found = list(_WORDS.finditer(mark.rest))
    row = _row(line, columns, mark, [*[""] * columns.key, mark.key, *[words[0] for words in found]])
    row.places = tuple(start + words.start() for words in found)
    return row


def _mark(line: Line, columns: Columns, after: str) -> tuple[int, Mark] | None:
    """The number of the row and the cell it stands in: the column of numbers first, then those before it."""
    own = columns.key
    if own in line.spanned and line.cells[own].strip():
        return None
    before = [at for at in range(own) if columns.roles[at] is not Role.TEXT]
    for at in [at for at in (own, *before) if at < len(line.cells)]:
        cell = line.cells[at]
        mark = mark_in(cell, after=after)
        if mark is None and len(line.cells) > 1:
            mark = mark_alone(cell)
        if mark is None or (at < own and mark.key and "." not in mark.key and len(line.cells) > own):
            continue
        return at, mark
    if len(line.cells) > len(columns.roles) and (mark := mark_in(line.cells[own + 1])):
        return own + 1, mark  # the axis stands before the number, with no title of its own
    if len(line.cells) == 1 and (mark := mark_alone(line.text)) and _is_expected(mark.key, after):
        return 0, mark
    return None


def _is_expected(key: str, after: str) -> bool:
    """A plain number on a line of its own begins a row only where it comes next."""
    if not key.isdecimal():
        return True
    return int(key) == (int(after) + 1 if after.isdecimal() else 0 if after else 1)


def is_numberless(line: Line, columns: Columns, before: Row | None) -> bool:
    """Whether the line is a whole goal whose number is missing, and not the rest of the row before it."""
    if columns.key in line.spanned:
        return False
    cells = spread(line, columns)
    if len(cells) < columns.needed:
        cells = [*[""] * (columns.key + 1), *line.cells]
    if len(cells) < columns.needed or not all(_begins(cells, columns, role) for role in NEEDED):
        return False
    if before is None or before.is_title or cells[columns.key].strip():
        return True
    if not before.is_full:
        return False
    piece = cells[columns.places(Role.DEADLINE)[0]]
    deadline = before.value(Role.DEADLINE)
    return fills_a_cell(piece) and (fills_a_cell(deadline) or not fills_a_cell(f"{deadline} {piece}"))


def _begins(cells: list[str], columns: Columns, role: Role) -> bool:
    text = cells[columns.places(role)[0]].strip()
    return bool(text) and not _NOTHING.match(text) and not text[0].islower()
