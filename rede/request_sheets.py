"""The workbook of a closed request: answers, actions, totals, who is missing. Words are texts, never a formula.

A tool of acts.
"""

import io
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from notifier.texts import Texts
from rede.compiling import Compilation, Total
from scheduler.wording import short_date

if TYPE_CHECKING:
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.worksheet._write_only import WriteOnlyWorksheet

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
#: Characters of one cell that every spreadsheet takes.
LONGEST_CELL = 32_000
_NAMES = ("answers", "actions", "axes", "goals", "ufs", "missing")


def workbook(texts: Texts, one: Compilation) -> bytes:
    """Takes a second for thousands of answers: for a thread."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    rows: dict[str, Iterable[Sequence[str | int | Decimal]]] = {
        "answers": _answers(texts, one),
        "actions": _actions(one),
        "axes": _totals(one.by_axis()),
        "goals": _totals(one.by_goal()),
        "ufs": _totals(one.by_uf()),
        "missing": ((place.acronym, place.name, place.uf, place.layer) for place in one.missing),
    }
    for name in _NAMES:
        title, *columns = texts.chat("request_sheet", name=name).split("|")
        sheet = book.create_sheet(title)
        _write(sheet, [columns, *rows[name]])
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def _write(sheet: "WriteOnlyWorksheet", rows: Iterable[Sequence[str | int | Decimal]]) -> None:
    for row in rows:
        sheet.append([_cell(sheet, value) for value in row])


def _cell(sheet: "WriteOnlyWorksheet", value: str | int | Decimal) -> "WriteOnlyCell":
    from openpyxl.cell import WriteOnlyCell

    if not isinstance(value, str):
        return WriteOnlyCell(sheet, value)
    clean = "".join(letter for letter in value if letter >= " " or letter == "\n")[:LONGEST_CELL]
    cell = WriteOnlyCell(sheet, clean)
    # `=1+1` is somebody's words, and stays so.
    cell.data_type = "s"
    return cell


def _answers(texts: Texts, one: Compilation) -> Iterable[Sequence[str | int | Decimal]]:
    for each in one.answered:
        place = each.place
        state = texts.chat(
            "request_answer_state", nothing=each.says_nothing, late=each.late, after=each.after_closing
        )
        yield (
            place.acronym,
            place.name,
            place.uf,
            place.layer,
            each.protocol,
            short_date(each.day),
            state,
            each.words,
        )


def _actions(one: Compilation) -> Iterable[Sequence[str | int | Decimal]]:
    for each in one.answered:
        place = (each.place.acronym, each.place.uf)
        for item in each.items:
            day, hours = f"{item.day:%d/%m/%Y}", item.hours if item.hours is not None else ""
            yield (*place, item.axis, item.key, day, hours, item.words, item.protocol)
        for words in each.added:
            yield (*place, "", "", "", "", words, each.protocol)


def _totals(totals: Sequence[Total]) -> Iterable[Sequence[str | int | Decimal]]:
    return ((one.name, one.items, one.hours, one.places) for one in totals)
