"""What a line inside the table of goals is, when it begins no row: a title, the end, a stray, or more of a row."""

import re

from scheduler.plan.adherents import is_about_adherents
from scheduler.plan.headings import Columns, Role
from scheduler.plan.keys import axis_in, is_section, mark_alone
from scheduler.plan.letters import folded, is_unfinished
from scheduler.plan.parties import Parties
from scheduler.plan.phrases import fills_a_cell
from scheduler.plan.row import Row, started_row
from scheduler.plan.text import Line

_END = re.compile(
    r"documento assinado|assinado (?:eletronica|digital)|eletronicamente$|referencia:|local e data|assinaturas?$"
    r"|(?:e, ?)?por estarem|clausula \w+$|de acordo[.:]?$|aprovacao[.:]?$"
)
_HEADING = re.compile(r"\s*#*\s*(?:\d{1,2}|[IVX]{1,4})\s*[.)–-]\s*[A-ZÀ-Ý]{4,}")
_NOTE = re.compile(r"(?:obs|observac(?:ao|oes)|notas?)\b\W|[*¹²³†]")
_PARAGRAPH = 200  #: a line so long, after a blank one and with no tab, is no wrapped cell
_AHEAD = 20  #: lines looked at for the next goal, or the end of a paragraph


def is_of_table(line: Line, row: Row | None, columns: Columns, number: int) -> bool:
    """Whether the line is of the table `number`, or of one that goes on with it on another page."""
    if line.table == number:
        return True
    if line.table == 0:
        return len(line.cells) == 1 and is_section(line.text) and len(line.text) < _PARAGRAPH
    if row is not None and not row.key.isdecimal():
        return True
    width = len(columns.roles) - columns.is_key_in_text
    return len(line.cells) == width and (row is not None or not line.cells[columns.key].strip())


def is_heading(lines: list[Line], at: int, columns: Columns, rows: list[Row]) -> bool:
    """The title of an axis: alone in its row, or a number with the goals of its axis next."""
    line = lines[at]
    if len(line.filled) != 1:
        return False
    text = line.cells[line.filled[0]]
    if folded(text).startswith("eixo") and len(text) < _PARAGRAPH:
        return line.table == 0 or line.filled[0] <= columns.key or bool(line.spanned)
    if line.table or len(line.cells) > 1:
        return (
            _is_alone_in_front(line, columns, rows)
            and not _is_paragraph(text)
            and not is_about_adherents(text)
        )
    return is_section(text) and _is_next_axis(axis_in(text), lines, at, columns)


def _is_alone_in_front(line: Line, columns: Columns, rows: list[Row]) -> bool:
    """Where the number shares its column with the words, more of a row may stand there as well."""
    if line.filled[0] > columns.key:
        return False
    is_title = bool(line.spanned) or is_section(line.cells[line.filled[0]])
    return is_title or (line.table > 0 and not columns.is_key_in_text) or not rows or rows[-1].is_full


def ends_table(lines: list[Line], at: int, parties: Parties, *, after_blank: bool) -> bool:
    """What comes after the last goal: the paragraph on adherents, signatures, the next part of the plan."""
    line = lines[at]
    if len(line.filled) != 1:
        return False
    text = line.cells[line.filled[0]]
    if _END.match(folded(text)) or _HEADING.match(text):
        return True
    is_cell = not after_blank and (fills_a_cell(text) or parties.begins_in(text))
    if text.lstrip()[:1].isupper() and not is_cell and is_about_adherents(_paragraph(lines, at)):
        return True
    return after_blank and len(line.cells) == 1 and _is_paragraph(text)


def is_stray(line: Line, row: Row, parties: Parties, *, after_blank: bool) -> bool:
    """After a blank line, a full row goes on only where its last words, or the next ones, ask for it.

    A line with cells enough for a row of its own, but no number, belongs neither to a heading nor to a full row.
    """
    begins_empty = not line.cells[0].strip()
    if _NOTE.match(folded(line.text)):
        return row.is_full
    if len(line.filled) >= 3 and not begins_empty:
        return row.is_full or (row.is_title and not line.text.lstrip()[0].islower())
    if line.table:
        return row.is_heading
    if not after_blank or begins_empty:
        return False
    if row.is_heading:
        return row.has_title
    if not row.is_full or is_unfinished(row.last()) or line.text.lstrip()[:1].islower():
        return False
    return not parties.goes_on(row.value(Role.RESPONSIBLE), line.text)


def _is_next_axis(axis: str, lines: list[Line], at: int, columns: Columns) -> bool:
    for line in lines[at + 1 : at + _AHEAD]:
        row = None if line.is_blank else started_row(line, columns, after="")
        if row is not None and (row.axis or row.key):
            return row.axis == axis or row.key.partition(".")[0] == axis
    return False


def _paragraph(lines: list[Line], at: int) -> str:
    """The line and those after it, up to a blank one, or to the number or the deadline of a goal."""
    words: list[str] = []
    for line in lines[at : at + _AHEAD]:
        if line.is_blank or len(line.filled) > 1:
            break
        if words and (mark_alone(line.text) is not None or fills_a_cell(line.text)):
            break
        words.append(line.text)
    return " ".join(words)


def _is_paragraph(text: str) -> bool:
    return len(text) > _PARAGRAPH
