"""Rows whose cells an export ran together or cut apart: found again by where alone a deadline can be read."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations, pairwise

from scheduler.plan.headings import NEEDED, Role
from scheduler.plan.letters import joined
from scheduler.plan.parties import Parties
from scheduler.plan.phrases import fills_a_cell
from scheduler.plan.row import Row

_MOST_PIECES = 24
_MOST_WORDS = 200
_GAP = re.compile(r" {2,}")


@dataclass(frozen=True, slots=True)
class _Cut:
    """Three cells made of pieces, the words first."""

    cells: tuple[str, str, str]
    is_owed_first: bool

    @property
    def deadline(self) -> str:
        return self.cells[1 + self.is_owed_first]

    @property
    def responsible(self) -> str:
        return self.cells[2 - self.is_owed_first]


def mend(row: Row, parties: Parties) -> None:
    """Give the row a cell for each column, where it has what that takes: a cell too many (a tab inside the text),
    or too few (a tab typed as spaces, or lost)."""
    if row.is_certain or (row.is_full and len(row.cells) <= len(row.columns.roles)):
        return
    while row.cells and not row.cell(len(row.cells) - 1):
        row.cells.pop()
    if len(row.cells) > len(row.columns.roles):
        row.cells = _merged(row, parties)
    if row.is_wide:
        return
    if (gapped := _gapped(row)) is not None:
        row.cells = gapped
    elif (cut := _cut(row, parties)) is not None:
        _fill(row, cut)


def _merged(row: Row, parties: Parties) -> list[list[str]]:
    """Two cells are one, where that leaves a deadline in its column; else those of the words are."""
    extra = len(row.cells) - len(row.columns.roles)
    tried = []
    for at in (row.columns.places(role)[0] for role in (Role.TEXT, Role.DEADLINE, Role.RESPONSIBLE)):
        one = [piece for cell in row.cells[at : at + extra + 1] for piece in cell]
        tried.append([*row.cells[:at], one, *row.cells[at + extra + 1 :]])
    for cells in tried:
        merged = Row(row.key, row.axis, row.line, row.columns, cells)
        if fills_a_cell(merged.value(Role.DEADLINE)) and parties.owing(merged.value(Role.RESPONSIBLE)):
            return cells
    return tried[0]


def _gapped(row: Row) -> list[list[str]] | None:
    """The cells apart at doubled spaces, if that gives as many as there are columns."""
    cells: list[list[str]] = []
    for cell in row.cells:
        cells.append([])
        for text in cell:
            first, *others = _GAP.split(text.strip())
            cells[-1].append(first)
            cells += [[other] for other in others]
    return cells if row.columns.needed <= len(cells) <= len(row.columns.roles) else None


def _cut(row: Row, parties: Parties) -> _Cut | None:
    columns = row.columns
    roles = [role for role in columns.roles[columns.key + 1 :] if role in NEEDED]
    if len(roles) != 3 or roles[0] is not Role.TEXT:
        return None
    is_owed_first = roles[1] is Role.RESPONSIBLE
    pieces, tabs, blanks = _pieces(row.cells[columns.key + 1 :])
    if not pieces or len(pieces) > _MOST_PIECES:
        return None
    for cut in _cuts_at_lines(pieces, tabs, blanks, is_owed_first):
        if fills_a_cell(cut.deadline) and parties.owing(cut.responsible):
            return cut
    if tabs:
        return None
    return _cut_in_words(pieces, parties, is_owed_first) or _plain_cut(pieces, blanks, parties, is_owed_first)


def _pieces(cells: list[list[str]]) -> tuple[list[str], set[int], set[int]]:
    """All that was found, in order, and before which of it a cell begins, or a blank line stands."""
    pieces: list[str] = []
    tabs, blanks = set(), set()
    for cell in cells:
        tabs.add(len(pieces))
        for piece in cell:
            if piece.strip():
                pieces.append(piece)
            else:
                blanks.add(len(pieces))
    return pieces, tabs - {0, len(pieces)}, blanks - {0, len(pieces)}


def _cuts_at_lines(
    pieces: list[str], tabs: set[int], blanks: set[int], is_owed_first: bool
) -> Iterator[_Cut]:
    """Every way to make three cells of whole lines; the likeliest first: at blank lines, with a long deadline."""
    pairs = [pair for pair in combinations(range(1, len(pieces)), 2) if tabs <= set(pair)]
    for pair in sorted(pairs, key=lambda pair: (-len(blanks & set(pair)), pair[0], -pair[1])):
        bounds = [0, *pair, len(pieces)]
        text, second, third = (joined(pieces[start:end]) for start, end in pairwise(bounds))
        yield _Cut((text, second, third), is_owed_first)


def _plain_cut(pieces: list[str], blanks: set[int], parties: Parties, is_owed_first: bool) -> _Cut | None:
    """Three lines, or three paragraphs, are three cells, whatever the deadline says."""
    bounds = sorted(blanks) if len(blanks) == 2 else [1, 2] if len(pieces) == 3 else []
    if not bounds:
        return None
    text, second, third = (joined(pieces[start:end]) for start, end in pairwise([0, *bounds, len(pieces)]))
    cut = _Cut((text, second, third), is_owed_first)
    return cut if parties.owing(cut.responsible) else None


def _cut_in_words(pieces: list[str], parties: Parties, is_owed_first: bool) -> _Cut | None:
    """With nothing between the cells: where words precede a deadline, and only names of known parties follow."""
    words = joined(pieces).split(" ")
    if is_owed_first or len(words) > _MOST_WORDS:
        return None
    for end in range(2, len(words)):
        if words[end][0].islower() or not parties.are_all_of(" ".join(words[end:])):
            continue
        for start in range(1, end):
            cut = _Cut(
                (" ".join(words[:start]), " ".join(words[start:end]), " ".join(words[end:])), is_owed_first
            )
            if fills_a_cell(cut.deadline) and not parties.is_partner_in(cut.deadline):
                return cut
    return None


def _fill(row: Row, cut: _Cut) -> None:
    """The cells before the words stay as they are; columns that nobody reads are empty."""
    texts = iter(cut.cells)
    first = row.columns.key + 1
    roles = row.columns.roles[first:]
    row.cells = [*row.cells[:first], *([next(texts)] if role in NEEDED else [""] for role in roles)]
