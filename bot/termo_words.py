"""Termos de adesão as a person writes them: one a line, the name of the institution; its CNPJ; the day of the last
signature; and, where known, the SEI number; the start of the vigência; the contact; the contact's e-mail.
"""

from collections.abc import Callable
from datetime import date

from bot.date_words import read_date
from rede.adhesion_rows import TermosRead
from rede.adhesion_rows import read_termos as read_rows
from rede.rows import Flaw, Row

#: In the order in which they are written.
PARTS = ("name", "cnpj", "signed", "sei", "starts", "contact_name", "contact_email")
FEWEST = 3
_KEYS = {
    "cnpj": "adhesions_cnpj",
    "signed": "adhesions_day",
    "name": "adhesions_unreadable",
}


class UnreadableTermo(ValueError):
    """A line says something else; `key` names the text that says so. `flaw`: what is wrong with its `column`."""

    def __init__(self, key: str, line: int, text: str, *, column: str = "", flaw: str = "") -> None:
        super().__init__(key)
        self.key, self.line, self.text, self.column, self.flaw = key, line, text, column, flaw


def read_termos(
    text: str, *, today: date, working_day: Callable[[date], bool] = lambda day: day.weekday() < 5
) -> TermosRead:
    """Every line, or none.

    Raises:
        UnreadableTermo: the first line that cannot be read.
    """
    lines = [(number, line.strip()) for number, line in enumerate(text.splitlines(), start=1)]
    rows = [_row(number, line, today, working_day) for number, line in lines if line]
    read = read_rows(rows, today=today)
    if read.problems:
        first = min(read.problems)
        row = next(one for one in rows if one.line == first.line)
        shown = "" if first.flaw is Flaw.CPF else row[first.column][:40]
        known = first.flaw not in (Flaw.CPF, Flaw.REPEATED, Flaw.TOO_LONG)
        key = _KEYS.get(first.column, "adhesions_line") if known else "adhesions_line"
        raise UnreadableTermo(key, first.line, shown, column=first.column, flaw=first.flaw)
    return read


def as_day(text: str, *, today: date, working_day: Callable[[date], bool], past: bool) -> str:
    """`2026-03-20`; as it was written where it is no day, or might be two."""
    read = read_date(text, today=today, working_day=working_day, past=past)
    if read is None and past:
        read = read_date(text, today=today, working_day=working_day)
    return text if read is None or read.doubt else read.day.isoformat()


def _row(number: int, line: str, today: date, working_day: Callable[[date], bool]) -> Row:
    parts = [part.strip() for part in line.split(";")]
    while parts and not parts[-1]:
        parts.pop()
    if not FEWEST <= len(parts) <= len(PARTS) or not all(parts[:FEWEST]):
        raise UnreadableTermo("adhesions_unreadable", number, line[:100])
    cells = dict(zip(PARTS, parts, strict=False))
    for column in ("signed", "starts"):
        if cells.get(column):
            past = column == "signed"
            cells[column] = as_day(cells[column], today=today, working_day=working_day, past=past)
    return Row(number, cells)
