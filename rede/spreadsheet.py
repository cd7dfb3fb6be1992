"""A table as people send it, CSV or XLSX, line by line. A tool of what knows its columns.

Nothing of a file is trusted: how much it unpacks to is known before it is unpacked, and hidden sheets are not read.
"""

import csv
import io
import warnings
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

#: Parts that a workbook may have.
MOST_PARTS = 500
Cells = Sequence[object]


class Unreadable(Exception):
    """It is no table."""


class TooLarge(Exception):
    """It unpacks to more than any table has."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    #: Bytes that a workbook may unpack to.
    unpacked: int
    #: Lines and columns that are looked at.
    lines: int
    columns: int


def lines_of(content: bytes, bounds: Bounds, *, formulas: bool = False) -> Iterator[Cells]:
    """`formulas`: one that nobody computed stands as it is written; else its cell is empty.

    Raises:
        Unreadable, TooLarge: also on the way.
    """
    if not content.startswith(b"PK"):
        yield from _csv(content, bounds)
        return
    _check_size(content, bounds)
    computed = _sheet(content, bounds, values=True)
    if not formulas:
        yield from computed
        return
    for row, written in zip(computed, _sheet(content, bounds, values=False), strict=False):
        yield [
            formula if value is None and isinstance(formula, str) and formula.startswith("=") else value
            for value, formula in zip(row, written, strict=False)
        ]


def _csv(content: bytes, bounds: Bounds) -> Iterator[Cells]:
    text = _decoded(content)
    first = next((line for line in text.splitlines() if line.strip(" ;,\t")), "")
    separator = max(";,\t", key=first.count)
    try:
        for count, cells in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=separator)):
            if count >= bounds.lines:
                return
            yield cells
    except csv.Error as error:
        raise Unreadable from error


def _decoded(content: bytes) -> str:
    """UTF-8, UTF-16 by its mark, or what Windows in Brazil writes."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", "replace")
    if b"\0" in content:
        raise Unreadable
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


def _sheet(content: bytes, bounds: Bounds, *, values: bool) -> Iterator[Cells]:
    """The first sheet that is not hidden."""
    from openpyxl import load_workbook

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about styles and validations, which do not matter here
            book = load_workbook(io.BytesIO(content), read_only=True, data_only=values)
            shown = [one for one in book.worksheets if one.sheet_state == "visible"]
            if not shown:
                raise Unreadable
            shown[0].reset_dimensions()
            yield from shown[0].iter_rows(values_only=True, max_row=bounds.lines, max_col=bounds.columns)
            book.close()
    except Unreadable:
        raise
    except Exception as error:  # a door: whatever a file of somebody else does to its reader
        raise Unreadable from error


def _check_size(content: bytes, bounds: Bounds) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            parts = packed.infolist()
    except (zipfile.BadZipFile, ValueError) as error:
        raise Unreadable from error
    if len(parts) > MOST_PARTS or sum(one.file_size for one in parts) > bounds.unpacked:
        raise TooLarge
