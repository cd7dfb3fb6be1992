"""Lists of days without work as people send them: CSV text in, rows out, or the line that cannot be read."""

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, time

from scheduler.days.closures import ClosureKind
from scheduler.days.listed_days import ListedDay, When, read_when
from scheduler.days.places import UnknownPlace, place_of

FEDERAL_COLUMNS = ("date", "kind", "name", "closes_at", "opens_at")
LOCAL_COLUMNS = ("municipality_code", "date", "kind", "name", "law", "closes_at", "opens_at")
#: The hours may be left out at the end of a line.
_HOURS = 2


class CalendarError(ValueError):
    """A list of days that cannot be read; `line` is the line of the file, counted from 1."""

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(f"linha {line}: {reason}")
        self.line = line
        self.reason = reason


def read_federal_list(text: str) -> tuple[ListedDay, ...]:
    """The Union's list of one or more years: FEDERAL_COLUMNS, every row one date.

    Raises CalendarError, which names the line.
    """
    rows = list(_rows(text, FEDERAL_COLUMNS))
    return _once_each(rows, [row.dated() for row in rows])


def read_local_table(text: str) -> tuple[ListedDay, ...]:
    """Days of municipalities and States: LOCAL_COLUMNS, where `municipality_code` is an IBGE code or a UF, and
    `date` a day of one year (2026-06-24), of every year (06-24) or counted from Easter (pascoa+60).

    Raises CalendarError, which names the line.
    """
    rows = list(_rows(text, LOCAL_COLUMNS))
    return _once_each(rows, [row.local() for row in rows])


@dataclass(frozen=True, slots=True)
class _Row:
    line: int
    cells: Mapping[str, str]

    def dated(self) -> ListedDay:
        when = self._when()
        if not isinstance(when, date):
            raise CalendarError(self.line, f"{self.cells['date']!r} não é uma data AAAA-MM-DD")
        return self._day(when)

    def local(self) -> ListedDay:
        try:
            place = place_of(self.cells["municipality_code"])
        except UnknownPlace as unknown:
            raise CalendarError(
                self.line, f"{unknown.text!r} não é código do IBGE nem sigla de UF"
            ) from unknown
        return self._day(self._when(), place, self.cells["law"])

    def _day(self, when: When, place: str = "", law: str = "") -> ListedDay:
        if not self.cells["name"]:
            raise CalendarError(self.line, "falta o nome do dia")
        closes_at, opens_at = self._hour("closes_at"), self._hour("opens_at")
        return ListedDay(when, self._kind(), self.cells["name"], closes_at, opens_at, place, law)

    def _when(self) -> When:
        text = self.cells["date"]
        try:
            return read_when(text)
        except ValueError as error:
            raise CalendarError(self.line, f"{text!r} não é uma data que exista") from error

    def _kind(self) -> ClosureKind:
        text = self.cells["kind"]
        try:
            return ClosureKind(text)
        except ValueError as error:
            raise CalendarError(self.line, f"o tipo {text!r} não é holiday nem optional") from error

    def _hour(self, column: str) -> time | None:
        text = self.cells[column]
        try:
            return time.fromisoformat(text) if text else None
        except ValueError as error:
            raise CalendarError(self.line, f"{text!r} não é uma hora HH:MM") from error


def _rows(text: str, columns: tuple[str, ...]) -> Iterator[_Row]:
    lines = csv.reader(io.StringIO(text.removeprefix("\ufeff")))
    if tuple(cell.strip() for cell in next(lines, [])) != columns:
        raise CalendarError(1, f"o cabeçalho deve ser {','.join(columns)}")
    for line in lines:
        cells = [cell.strip() for cell in line]
        if not any(cells):
            continue
        if not len(columns) - _HOURS <= len(cells) <= len(columns):
            raise CalendarError(lines.line_num, f"são esperadas {len(columns)} colunas, há {len(cells)}")
        padded = [*cells, *[""] * _HOURS][: len(columns)]
        yield _Row(lines.line_num, dict(zip(columns, padded, strict=True)))


def _once_each(rows: list[_Row], days: list[ListedDay]) -> tuple[ListedDay, ...]:
    seen = set()
    for row, day in zip(rows, days, strict=True):
        if (day.place, day.when) in seen:
            raise CalendarError(row.line, f"o dia {day.when} aparece duas vezes")
        seen.add((day.place, day.when))
    if not days:
        raise CalendarError(1, "a lista não tem nenhum dia")
    return tuple(days)
