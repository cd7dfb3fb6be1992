"""Termos de adesão in a spreadsheet that somebody sends: columns are found by their headings, in any order.

What goes back to a person cannot be taken for a formula.
"""

import io
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime

from bot.attachments import Attachment
from bot.plain import plain
from bot.termo_words import as_day
from rede.adhesion_rows import DAYS, MOST, REQUIRED
from rede.refusal import Refusal
from rede.rows import Row
from rede.spreadsheet import Bounds, Cells, TooLarge, Unreadable, lines_of

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
#: Bytes that a workbook may unpack to.
LARGEST = 30_000_000
#: Lines and columns looked at, and lines among which the headings are looked for.
MOST_LINES, MOST_COLUMNS, HEADINGS_WITHIN = 20_000, 60, 20
BOUNDS = Bounds(unpacked=LARGEST, lines=MOST_LINES, columns=MOST_COLUMNS)
#: Characters of a cell that are kept.
LONGEST = 500
#: Excel counts days from 1900: these are 1954 and 2119.
SERIALS = range(20_000, 80_000)
#: What a heading has to say, the surest first.
_HEADINGS: Sequence[tuple[str, str]] = (
    ("cnpj", r"\bcnpj\b"),
    ("municipality_code", r"\bibge\b"),
    ("contact_email", r"mail\b"),
    ("contact_name", r"\b(?:contato|coordenador\w*|responsavel)\b"),
    ("sei", r"\b(?:sei|processo)\b"),
    ("starts", r"\binicio\b"),
    ("ends", r"\b(?:fim|termino|encerramento)\b"),
    ("signed", r"\b(?:assinatura|assinado|celebracao|data)\b"),
    ("uf", r"\b(?:uf|estado)\b"),
    ("name", r"\b(?:instituicao|municipio|nome|aderente|orgao|entidade)\b"),
)


class SheetRefused(Refusal):
    """Nothing of it can be read: `adhesions_sheet_*`."""


def read_sheet(file: Attachment, *, today: date, working_day: Callable[[date], bool]) -> list[Row]:
    """The rows of the table, by what their columns are; dates as `2026-03-20` where they are dates.

    Raises:
        SheetRefused: it is no table, has no headings that are needed, no rows or too many.
    """
    lines = enumerate(_lines(file.content), start=1)
    header: Mapping[int, str] | None = None
    best: Mapping[int, str] = {}
    rows: list[Row] = []
    for number, cells in lines:
        if header is None:
            best = max(best, found := _header(cells), key=lambda one: len(_needed(one)))
            header = found if len(_needed(found)) == len(REQUIRED) else None
            if header is None and number >= HEADINGS_WITHIN:
                break
        elif any(str(cell or "").strip() for cell in cells):
            rows.append(Row(number, _cells(cells, header, today=today, working_day=working_day)))
            if len(rows) > MOST:
                raise SheetRefused("adhesions_sheet_too_many", most=MOST)
    if header is None:
        raise SheetRefused(
            "adhesions_sheet_headings", missing=[one for one in REQUIRED if one not in _needed(best)]
        )
    if not rows:
        raise SheetRefused("adhesions_sheet_empty")
    return rows


def _lines(content: bytes) -> Iterator[Cells]:
    try:
        yield from lines_of(content, BOUNDS)
    except Unreadable as error:
        raise SheetRefused("adhesions_sheet_unreadable") from error
    except TooLarge as error:
        raise SheetRefused("adhesions_sheet_too_large") from error


def _needed(header: Mapping[int, str]) -> set[str]:
    return set(header.values()) & set(REQUIRED)


def _header(cells: Cells) -> dict[int, str]:
    """Which column is where; the first of two alike. What is not known is kept under a name of its own."""
    found: dict[int, str] = {}
    for at, cell in enumerate(cells[:MOST_COLUMNS]):
        said = plain(str(cell or ""))[:LONGEST]
        name = next((name for name, pattern in _HEADINGS if re.search(pattern, said)), "")
        if said:
            found[at] = name if name and name not in found.values() else f"+{at}"
    return found


def _cells(
    cells: Cells, header: Mapping[int, str], *, today: date, working_day: Callable[[date], bool]
) -> dict[str, str]:
    found: dict[str, str] = {}
    for at, name in header.items():
        value = cells[at] if at < len(cells) else None
        text = _text(value, name)
        if name in DAYS and text and not isinstance(value, datetime | date):
            text = as_day(text, today=today, working_day=working_day, past=name == "signed")
        found[name] = text
    return found


def _text(value: object, name: str) -> str:
    match value:
        case None | bool():
            return ""
        case datetime():
            return value.date().isoformat()
        case date():
            return value.isoformat()
        case int() | float() if name in DAYS and value in SERIALS:
            return _serial(int(value))
        case float() if value.is_integer():
            return str(int(value))
        case _:
            return " ".join(str(value).split())[:LONGEST]


def _serial(number: int) -> str:
    from openpyxl.utils.datetime import from_excel

    read = from_excel(number)
    return read.date().isoformat() if isinstance(read, datetime) else str(number)


def write_sheet(title: str, rows: Iterable[Sequence[str]]) -> bytes:
    """A workbook of texts. None of them is taken for a formula."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet(title)
    for row in rows:
        sheet.append([harmless(cell) for cell in row])
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def harmless(text: str) -> str:
    """As a spreadsheet shows it, and does not compute it."""
    clean = "".join(letter for letter in text if letter >= " ")
    return f"'{clean}" if clean.startswith(("=", "+", "-", "@")) else clean
