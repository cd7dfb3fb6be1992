"""Spreadsheets as people send them, made here."""

import io
from collections.abc import Sequence
from datetime import date

from openpyxl import Workbook

from tests.rede.termos import cnpj

HEADER = ("Instituição", "CNPJ", "Data da assinatura")


def workbook(rows: Sequence[Sequence[object]], *, hidden: Sequence[Sequence[object]] = ()) -> bytes:
    """XLSX with these rows; `hidden`: on a sheet before it that is not shown."""
    book = Workbook()
    sheet = book.active
    for row in hidden:
        sheet.append(list(row))
    if hidden:
        sheet.sheet_state = "hidden"
        sheet = book.create_sheet()
    for row in rows:
        sheet.append(list(row))
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def termos(count: int, *, signed: date) -> bytes:
    """So many good rows."""
    rows = [(f"Município de Flores {number}", cnpj(number), signed) for number in range(1, count + 1)]
    return workbook([HEADER, *rows])
