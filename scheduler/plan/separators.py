"""Lines cut into cells where bars, frames, semicolons or quotes keep them apart, and not tabs."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import partial

from scheduler.plan.headings import columns_in
from scheduler.plan.keys import mark_alone, mark_in
from scheduler.plan.text import Line

_BAR = re.compile(r"(?<!\\)[|│┃║¦]")
_RULE = re.compile(r"[\s|+:=_─━═┄┈┌┐└┘├┤┬┴┼╔╗╚╝╠╣╦╩╬╒╕╘╛╞╡╪╟╢╫│┃║-]*$")
_DRAWN = re.compile(r"[=_─━═┄┈-]{3}|[|+]\s*:?-+:?\s*[|+]")
_MOST_QUOTED = 30  #: lines that one quoted cell may take


def with_cells(lines: list[Line]) -> list[Line]:
    """The lines cut as the row of titles is; lines of tables that the export marks as such are so already."""
    if any(line.table for line in lines):
        return lines
    for cut in _CUTS:
        found = list(cut(lines))
        if any(columns_in(line) is not None for line in found):
            return found
    return lines


def _at_tabs(lines: list[Line]) -> Iterable[Line]:
    is_quoted = any(cell.lstrip().startswith('"') for line in lines for cell in line.cells)
    return _unquoted(lines, "\t") if is_quoted else lines


def _at_bars(lines: list[Line]) -> Iterator[Line]:
    """Rows between two rules of a drawn frame are one row, if at most one number begins in them."""
    group: list[Line] = []
    is_drawn = False
    for line in lines:
        is_barred = len(_BAR.findall(line.text)) > 1
        if is_barred and not _is_rule(line.text):
            group.append(replace(line, cells=_barred(line.text)))
            continue
        yield from _one_row(group) if is_drawn and _is_rule(line.text) else group
        group, is_drawn = [], _is_rule(line.text)
        if not is_drawn:
            yield line
    yield from group


def _is_rule(text: str) -> bool:
    return _RULE.match(text) is not None and _DRAWN.search(text) is not None


def _barred(text: str) -> tuple[str, ...]:
    cells = [cell.replace("\\|", "|").strip() for cell in _BAR.split(text.strip())]
    first, last = not cells[0], not cells[-1]
    return tuple(cells[first : len(cells) - last])


def _one_row(group: list[Line]) -> list[Line]:
    begun = sum(_is_number(line.cells[0]) for line in group)
    if begun > 1 or len({len(line.cells) for line in group}) != 1:
        return group
    columns = zip(*(line.cells for line in group), strict=True)
    return [replace(group[0], cells=tuple("\n".join(filter(None, column)) for column in columns))]


def _is_number(cell: str) -> bool:
    return (mark_in(cell) or mark_alone(cell)) is not None


def _unquoted(lines: list[Line], separator: str) -> Iterator[Line]:
    """A quoted cell may hold separators and line ends; a quote that nothing closes is a quote."""
    at = 0
    while at < len(lines):
        text, taken = lines[at].text, 1
        cells = _quoted(text, separator)
        while cells is None and taken < _MOST_QUOTED and at + taken < len(lines):
            text = f"{text}\n{lines[at + taken].text}"
            taken += 1
            cells = _quoted(text, separator)
        if cells is None:
            cells, taken = re.split(separator, lines[at].text), 1
        yield replace(lines[at], cells=tuple(cells))
        at += taken


def _quoted(text: str, separator: str) -> list[str] | None:
    """The cells of a line; None where a quoted cell does not end in it."""
    sign = re.compile(separator)
    quoted = re.compile(rf'\s*"((?:[^"]|"")*+)"\s*?(?={separator}|$)')
    cells, place = [], 0
    while place <= len(text):
        found = quoted.match(text, place)
        if found is None and text[place:].lstrip(" ").startswith('"') and text.count('"', place) % 2:
            return None
        following = None if found else sign.search(text, place)
        end = found.end() if found else following.start() if following else len(text)
        cells.append(found[1].replace('""', '"') if found else text[place:end])
        place = end + 1
    return cells


#: From the surest sign on; one before a space belongs to the words, unless the titles are typed so.
_CUTS: tuple[Callable[[list[Line]], Iterable[Line]], ...] = (
    _at_tabs,
    _at_bars,
    *(partial(_unquoted, separator=separator) for separator in (";(?! )", ";", ",(?! )")),
)
