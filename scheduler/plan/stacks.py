"""Which lines of a column belong to which goal, where its number stands beside its first line or its middle one.

Of all the ways to cut the lines into rows, the one with the least against it is taken.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from scheduler.plan.headings import NEEDED, Columns
from scheduler.plan.keys import mark_alone, mark_in
from scheduler.plan.letters import folded, is_unfinished, joined
from scheduler.plan.parties import Parties
from scheduler.plan.phrases import fills_a_cell
from scheduler.plan.text import Line

_MOST = 150  #: lines between two titles; in longer stretches a row begins where its number stands
_VERB = re.compile(r"[A-ZÀ-Ý][a-zà-ÿ]+[aeio]r\b(?!\.)")  #: goals begin with one: `Indicar`, `Participar`
#: What speaks against a cut, and for it, in lines of distance.
_MISSING, _SMALL_LETTER, _CUT_OFF, _TOGETHER = 6.0, 4.0, 3.0, 0.5
_WHOLE_SENTENCE, _BY_A_VERB, _READABLE = -0.5, -1.5, -1.5
_MISNAMED = 2.0
_CARRIED, _CARRIED_WORDS = 1.5, 0.5


@dataclass(frozen=True, slots=True)
class Physical:
    """A line as it stands on the page, cut at the edges of the columns."""

    line: Line
    cells: tuple[str, ...]
    after_blank: bool = False


@dataclass(slots=True)
class Stacked:
    """Whole rows, and what speaks against having cut the lines so."""

    cost: float
    lines: list[Line]

    def put(self, more: "Stacked") -> None:
        self.cost += more.cost
        self.lines += more.lines


def stacked(body: Sequence[Physical], columns: Columns, parties: Parties, *, is_middle: bool) -> Stacked:
    """The lines of a page as whole rows; lines before the first number are left to the row before them."""
    found = Stacked(0.0, [])
    title: Physical | None = None
    for section in _sections(body, columns):
        cost, bounds = _Stretch(section, title, columns, parties).cut(is_middle=is_middle)
        carried = [replace(one.line, cells=one.cells) for one in section[: bounds[0]]]
        rows = [_joined(section[start:end], columns) for start, end in pairwise(bounds)]
        found.put(Stacked(cost, [*carried, *rows]))
        title = section[0] if len(section) == 1 else None
    return found


def _sections(body: Sequence[Physical], columns: Columns) -> Iterator[list[Physical]]:
    """The titles of the axes cut a page into stretches; each is one by itself."""
    has_points = any(_is_number(one, columns, plain=False) for one in body)
    section: list[Physical] = []
    for one in body:
        if _is_title(one, columns, has_points=has_points):
            yield section
            yield [one]
            section = []
        else:
            section.append(one)
    yield section


def _is_title(one: Physical, columns: Columns, *, has_points: bool) -> bool:
    filled = [at for at, cell in enumerate(one.cells) if cell]
    first = one.cells[filled[0]] if filled else ""
    if folded(first).startswith("eixo"):
        return len(filled) == 1 and filled[0] <= columns.key
    return has_points and len(filled) <= 2 and first.strip(" .)-").isdecimal() and filled[0] == columns.key


def _is_number(one: Physical, columns: Columns, *, plain: bool = True) -> bool:
    mark = mark_in(one.cells[columns.key]) or mark_alone(one.cells[columns.key])
    return mark is not None and (plain or not mark.key.isdecimal())


def _joined(rows: Sequence[Physical], columns: Columns) -> Line:
    numbered = next((one.line for one in rows if _is_number(one, columns)), rows[0].line)
    cells = zip(*(one.cells for one in rows), strict=True)
    return replace(numbered, cells=tuple("\n".join(filter(None, cell)) for cell in cells))


class _Stretch:
    """Lines between two titles, to be cut so that each part has one number."""

    def __init__(
        self, lines: Sequence[Physical], title: Physical | None, columns: Columns, parties: Parties
    ) -> None:
        self._lines = lines
        self._title = title
        self._parties = parties
        self._numbers = [at for at, one in enumerate(lines) if _is_number(one, columns)]
        shift = columns.is_key_in_text
        places = [(role, at) for role in NEEDED for at in columns.places(role)[:1]]
        self._places = [at - (shift and at > columns.key) for _, at in places]

    def cut(self, *, is_middle: bool) -> tuple[float, list[int]]:
        """What speaks against the best cut, and the bounds of its parts; the first ends what is carried over."""
        if not self._numbers:
            return 0.0, [len(self._lines)]
        if (blanks := self._at_blanks()) is not None:
            return 0.0, blanks
        if len(self._lines) > _MOST or not is_middle:
            return self._by_numbers()
        best = {start: (self._carried(start), [start]) for start in range(self._numbers[0] + 1)}
        for number, following in pairwise([*self._numbers, len(self._lines)]):
            last = following == len(self._lines)
            ends = [following] if last else range(number + 1, following + 1)
            best = {end: self._best_row(best, number, end) for end in ends}
        return min(best.values(), key=lambda found: found[0])

    def _by_numbers(self) -> tuple[float, list[int]]:
        """Each row from the line of its number on."""
        bounds = [*self._numbers, len(self._lines)]
        rows = (self._against(start, start, end, is_middle=False) for start, end in pairwise(bounds))
        return self._carried(bounds[0], is_middle=False) + sum(rows), bounds

    def _at_blanks(self) -> list[int] | None:
        """Blank lines tell where the rows begin, if they leave one number to each."""
        bounds = [at for at, one in enumerate(self._lines) if at == 0 or one.after_blank] + [len(self._lines)]
        if len(bounds) == 2:
            return None
        counts = [sum(start <= at < end for at in self._numbers) for start, end in pairwise(bounds)]
        if counts == [1] * len(self._numbers):
            return bounds
        return bounds[1:] if counts == [0] + [1] * len(self._numbers) else None

    def _best_row(
        self, before: dict[int, tuple[float, list[int]]], number: int, end: int
    ) -> tuple[float, list[int]]:
        tried = (
            (cost + self._against(start, number, end, is_middle=True), [*bounds, end])
            for start, (cost, bounds) in before.items()
        )
        return min(tried, key=lambda found: found[0])

    def _carried(self, start: int, *, is_middle: bool = True) -> float:
        """Lines before the first row are the end of a title, or of a row that a page break cut."""
        if start == 0:
            is_cut_off = self._title is not None and is_unfinished("\t".join(self._title.cells).strip())
            return _CUT_OFF if is_cut_off else 0.0
        words = self._places[0]
        is_words = all(
            not cell or at == words for one in self._lines[:start] for at, cell in enumerate(one.cells)
        )
        return (_CARRIED_WORDS if is_words or not is_middle else _CARRIED) * start

    def _against(self, start: int, number: int, end: int, *, is_middle: bool) -> float:
        """How badly the lines make one row whose number stands on the line `number`."""
        words, deadline, responsible = (self._column(place, start, end) for place in self._places)
        cost = 0.0 if start == 0 or self._lines[start].after_blank else _TOGETHER
        for column in (words, deadline, responsible):
            cost += self._out_of_place(column, number, is_middle)
        for place, (_, name) in enumerate(responsible):
            cost += _MISNAMED * (self._parties.begins_in(name) != (place == 0))
        cost += _BY_A_VERB * bool(words and _VERB.match(words[0][1]))
        cost += _WHOLE_SENTENCE * bool(words and words[-1][1].endswith((".", ";")))
        return cost + _READABLE * fills_a_cell(joined([text for _, text in deadline]))

    def _column(self, place: int, start: int, end: int) -> list[tuple[int, str]]:
        return [(at, cell) for at in range(start, end) if (cell := self._lines[at].cells[place])]

    def _out_of_place(self, column: list[tuple[int, str]], number: int, is_middle: bool) -> float:
        if not column:
            return _MISSING
        (top, first), (bottom, last) = column[0], column[-1]
        away = abs((top + bottom) / 2 - number) if is_middle else 2.0 * abs(top - number)
        return away + _SMALL_LETTER * first[0].islower() + _CUT_OFF * is_unfinished(last)
