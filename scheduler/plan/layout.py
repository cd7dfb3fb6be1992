"""Tables that only the place of the words keeps in columns, as `pdftotext -layout` and mail programs write them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from scheduler.plan.headings import Columns, columns_in, goes_on_with_titles, titles_in
from scheduler.plan.keys import is_section, mark_in
from scheduler.plan.parties import Parties
from scheduler.plan.stacks import Physical, Stacked, stacked
from scheduler.plan.text import Line

_WORDS = re.compile(r"\S+(?: \S+)*")
_TITLE_LINES = 4
_WIDEST = 400  #: letters of a line that may be in columns
_TABLE = 1  #: all rows are of one table, whatever the page
_END = Line(0, ("",))


@dataclass(slots=True)
class _Title:
    start: int
    end: int
    text: str

    @property
    def middle(self) -> int:
        return (self.start + self.end) // 2


@dataclass(frozen=True, slots=True)
class _Titles:
    titles: Sequence[_Title]
    columns: Columns
    taken: int  #: how many lines they stand on


def with_columns(lines: list[Line], parties: Parties) -> list[Line]:
    """The lines cut in columns, where nothing but space keeps the cells of the row of titles apart."""
    if any(columns_in(line) is not None for line in lines):
        return lines
    try:
        ways = [_in_place(lines, parties, is_middle=is_middle) for is_middle in (False, True)]
    except _OutOfPlaceError:
        return [replace(line, cells=_gapped(line)) for line in lines]
    return min(ways, key=lambda way: way.cost).lines


class _OutOfPlaceError(Exception):
    """The cells do not stand under their titles: only the gaps between them tell."""


def _in_place(lines: list[Line], parties: Parties, *, is_middle: bool) -> Stacked:
    """All pages, the number of a goal beside the middle of its row, or beside its first line."""
    found = Stacked(0.0, [])
    at, titles = 0, None
    while at < len(lines):
        taken = 0
        if here := _titles_at(lines, at):
            titles, taken = here, here.taken
            cells = tuple(title.text for title in here.titles)
            found.lines.append(replace(lines[at], cells=cells, table=_TABLE))
        end = _end_of_page(lines, at + max(1, taken))
        page = lines[at + taken : end]
        if titles is None:
            found.lines += page
        else:
            found.put(_rows(page, titles, parties, is_middle=is_middle))
        at = end
    return found


def _end_of_page(lines: list[Line], at: int) -> int:
    while at < len(lines) and not lines[at].starts_page and not _titles_at(lines, at):
        at += 1
    return at


def _titles_at(lines: list[Line], at: int) -> _Titles | None:
    """The titles that begin on this line, each perhaps on several lines, one under another."""
    if not titles_in(lines[at].text):
        return None
    most = 1
    while most < _TITLE_LINES and at + most < len(lines) and goes_on_with_titles(lines[at + most].text):
        most += 1
    for taken in range(most, 0, -1):
        titles = _clustered(lines[at : at + taken])
        columns = columns_in(Line(lines[at].number, tuple(title.text for title in titles)))
        if columns is not None:
            return _Titles(titles, columns, taken)
    return None


def _clustered(lines: list[Line]) -> list[_Title]:
    titles: list[_Title] = []
    for found in (found for line in lines for found in _WORDS.finditer(line.text)):
        above = next((one for one in titles if one.start < found.end() and found.start() < one.end), None)
        if above is None:
            titles.append(_Title(found.start(), found.end(), found[0]))
        else:
            above.start, above.end = min(above.start, found.start()), max(above.end, found.end())
            above.text = f"{above.text} {found[0]}"
    return sorted(titles, key=lambda title: title.start)


def _rows(page: list[Line], titles: _Titles, parties: Parties, *, is_middle: bool) -> Stacked:
    """The rows of a page; what is written across the columns is text of the page."""
    edges = _edges(page, titles)
    found = Stacked(0.0, [])
    body: list[Physical] = []
    is_inside = after_blank = True
    for line in [*page, _END]:
        is_inside = line is not _END and _is_row(line, edges, is_inside=is_inside)
        if is_inside and not line.is_blank:
            body.append(Physical(replace(line, table=_TABLE), _cells(line, edges), after_blank))
        elif not is_inside:
            found.put(stacked(body, titles.columns, parties, is_middle=is_middle))
            found.lines.append(line)
            body = []
        after_blank = line.is_blank
    return found


def _is_row(line: Line, edges: list[int], *, is_inside: bool) -> bool:
    found = list(_WORDS.finditer(line.text))
    if not found:
        return is_inside
    if len(found) > 1:
        return is_inside or mark_in(line.text) is not None
    crosses = found[0].start() < edges[0] < found[0].end() - 1
    return is_inside and (not crosses or is_section(line.text) or mark_in(line.text) is not None)


def _edges(page: list[Line], titles: _Titles) -> list[int]:
    """Where each column but the first begins; raises _OutOfPlaceError where the words do not leave room."""
    rows = [line.text for line in page if len(line.text) < _WIDEST and len(_WORDS.findall(line.text)) > 1]
    if not rows:
        return [title.start for title in titles.titles[1:]]
    taken = [0] * (_WIDEST + 1)
    for found in (found for row in rows for found in _WORDS.finditer(row)):
        for at in range(found.start(), found.end()):
            taken[at] += 1
    edges = [_edge(taken, left.middle, right.middle) for left, right in pairwise(titles.titles)]
    misplaced = sum(_is_misplaced(row, edges) for row in rows)
    if misplaced > len(rows) // 8:
        raise _OutOfPlaceError
    return edges


def _edge(taken: list[int], left: int, right: int) -> int:
    """The end of the widest stretch with the fewest letters, between the middles of two titles."""
    least = min(taken[left : right + 1], default=0)
    best, length, run = right, 0, 0
    for at in range(left, right + 2):
        if at <= right and taken[at] == least:
            run += 1
        elif run:
            best, length = (at, run) if run >= length else (best, length)
            run = 0
    return best


def _is_misplaced(row: str, edges: list[int]) -> bool:
    """Two stretches of words fall in one column, or one stretch in two."""
    columns = [_column(found.start(), edges) for found in _WORDS.finditer(row)]
    return len(set(columns)) < len(columns)


def _column(place: int, edges: list[int]) -> int:
    return sum(place >= edge for edge in edges)


def _cells(line: Line, edges: list[int]) -> tuple[str, ...]:
    """A word belongs where it begins; a lone stretch is not cut."""
    cells = [""] * (len(edges) + 1)
    stretches = list(_WORDS.finditer(line.text))
    words = stretches if len(stretches) == 1 else list(re.finditer(r"\S+", line.text))
    for found in words:
        at = _column(found.start(), edges)
        cells[at] = f"{cells[at]} {found[0]}".strip()
    return tuple(cells)


def _gapped(line: Line) -> tuple[str, ...]:
    return tuple(found[0] for found in _WORDS.finditer(line.text)) or ("",)
