"""Tables that people hand in: CSV as spreadsheets write it, or XLSX. All of it is registered, or none."""

import csv
import io
import warnings
from collections.abc import Awaitable, Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING

from elo.cli.ending import Ending, Failure
from elo.cli.house import open_house, run
from elo.cli.printing import say, tell, tell_json
from rede.rows import Flaw, Registered, Row, RowProblem, RowsRefused

if TYPE_CHECKING:
    from db.database import StoreUnreachable
    from rede.desk import Desk

#: Line of the file and its cells.
Line = tuple[int, list[str]]
WORDS = {
    Flaw.EMPTY: "is empty",
    Flaw.CPF: "has a CPF, which is never kept: remove it",
    Flaw.REPEATED: "is already on line {got}",
    Flaw.BAD_LAYER: "must be 0, 1 or 2 (got {got})",
    Flaw.SECOND_SECRETARIAT: "the file has two institutions of layer 0; there is one Secretariat",
    Flaw.SECRETARIAT_STAYS: "{got} is the Secretariat, which has layer 0",
    Flaw.TAKEN: "{got} is an institution of another layer, not the Secretariat",
    Flaw.NO_PARENT: "is empty: layer 2 needs the acronym of its first-layer institution",
    Flaw.UNKNOWN_PARENT: "there is no institution {got}, here or in the database",
    Flaw.PARENT_NOT_FIRST_LAYER: "{got} is not of layer 1",
    Flaw.PARENT_OF_OTHERS: "{got} is the parent of others, so it stays in layer 1",
    Flaw.UNEXPECTED_PARENT: "only layer 2 has a parent (got {got})",
    Flaw.BAD_CNPJ: "is not a valid CNPJ",
    Flaw.BAD_UF: "is not a UF (got {got})",
    Flaw.BAD_MUNICIPALITY: "must be the 7 digits of IBGE (got {got})",
    Flaw.BAD_EMAIL: "is not an e-mail address",
    Flaw.BAD_PHONE: "is not a phone number with area code",
    Flaw.BAD_TELEGRAM_ID: "must be the number of a private chat",
    Flaw.TELEGRAM_ID_OF_ANOTHER: "belongs to another person",
    Flaw.UNKNOWN_INSTITUTION: "there is no institution {got}: import institutions first",
    Flaw.UNKNOWN_FUNCTION: "there is no function {got}",
    Flaw.LAST_ADMINISTRATOR: "nobody would be left who administers the Secretariat and can be reached",
    Flaw.UNKNOWN_GOAL: "the institution owes no goal {got}",
    Flaw.UNKNOWN_NUMBER: "the institution owes the goal under no agreement {got}",
    Flaw.WHICH_NUMBER: "several agreements have this goal: say the number of one",
    Flaw.BAD_DATE: "is not a date as 2025-12-09 or 09/12/2025 (got {got})",
    Flaw.IN_THE_FUTURE: "{got} is still to come",
    Flaw.BEFORE_START: "is before the agreement began, on {got}",
    Flaw.NO_OCCURRENCE: "nothing of this goal falls due on {got}",
    Flaw.BAD_HOURS: "is not a number of hours as 20 or 1,5 (got {got})",
    Flaw.UNEXPECTED_HOURS: "this goal counts no hours: leave it empty",
    Flaw.TOO_LONG: "has more than {got} characters",
    Flaw.OF_THE_SECRETARIAT: "{got} is the Secretariat: a plan is a partner's",
    Flaw.BAD_POLICY: "must be lei-9784 or codigo-civil (got {got})",
    Flaw.BAD_SEI: "is not a SEI number as 19999.000123/2025-07 (got {got})",
    Flaw.NO_BEGINNING: "is empty, and so are published and signed: there is no day to count from",
    Flaw.ENDS_TOO_SOON: "{got} is not after the beginning",
    Flaw.IMPORTED_OTHERWISE: "{got} is imported already, otherwise: elo plan start moves its dates",
}
MOST_SHOWN = 50


@dataclass(frozen=True, slots=True)
class Import:
    """One table on its way in."""

    file: Path
    rows: Sequence[Row]
    register: "Callable[[Desk, Sequence[Row]], Awaitable[Registered]]"
    #: Looks at the whole table first, where `register` gets it by pages.
    check: "Callable[[Desk, Sequence[Row]], Awaitable[None]] | None" = None
    #: Rows a transaction; None: all of them.
    page: int | None = None

    def run(self, config: Path | None, *, dry_run: bool, as_json: bool) -> None:
        try:
            done, lost = run(self._register(config, dry_run=dry_run))
        except RowsRefused as refused:
            _tell_problems(refused.problems, as_json=as_json)
            wrong = len({problem.line for problem in refused.problems})
            message = f"{self.file.name}: {wrong} of {len(self.rows)} rows wrong; nothing was imported"
            raise Failure(Ending.FAILED, message, "mend them and import the whole file again") from None
        self._tell(done, dry_run=dry_run, as_json=as_json)
        if lost is not None:
            raise self._stopped(done, lost)

    def _tell(self, done: Registered, *, dry_run: bool, as_json: bool) -> None:
        counts = {"created": done.created, "updated": done.updated, "unchanged": done.unchanged}
        if as_json:
            tell_json({**counts, "dry_run": dry_run})
        else:
            tell(", ".join(f"{number} {word}" for word, number in counts.items()))
        if dry_run:
            say("rehearsal: nothing was changed")

    async def _register(
        self, config: Path | None, *, dry_run: bool
    ) -> "tuple[Registered, StoreUnreachable | None]":
        """What was done, and what ended it after some pages."""
        from db.database import StoreUnreachable

        done = Registered()
        async with open_house(config) as house:
            if self.check is not None:
                async with house.desk(rehearsal=True) as desk:
                    await self.check(desk, self.rows)
            size = self.page or len(self.rows)
            for start in range(0, len(self.rows), size):
                try:
                    async with house.desk(rehearsal=dry_run) as desk:
                        page = await self.register(desk, self.rows[start : start + size])
                except StoreUnreachable as lost:
                    if dry_run or done == Registered():
                        raise
                    return done, lost
                done += page
        return done, None

    def _stopped(self, done: Registered, lost: "StoreUnreachable") -> Failure:
        from db.database import StoreFull

        rows = done.created + done.updated + done.unchanged
        reason = "no room is left for the database" if isinstance(lost, StoreFull) else "the database is away"
        message = f"{self.file.name}: stopped after {rows} of {len(self.rows)} rows, for {reason}"
        return Failure(Ending.PARTLY, message, "mend that and run the command again: it goes on from there")


def import_table(
    file: Path,
    columns: Sequence[str],
    required: Sequence[str],
    register: "Callable[[Desk, Sequence[Row]], Awaitable[Registered]]",
) -> Import:
    return Import(file, read_rows(file, columns, required), register)


def _tell_problems(problems: Sequence[RowProblem], *, as_json: bool) -> None:
    told = [(one.line, one.column, WORDS[one.flaw].format(got=one.got)) for one in problems]
    if as_json:
        tell_json({"problems": [{"line": row[0], "column": row[1], "problem": row[2]} for row in told]})
    for line, column, problem in told[:MOST_SHOWN]:
        say(f"line {line}, {column}: {problem}")
    if len(told) > MOST_SHOWN:
        say(f"... and {len(told) - MOST_SHOWN} more")


def read_rows(file: Path, columns: Sequence[str], required: Sequence[str]) -> list[Row]:
    """The rows that are not blank, by the names of the header, whatever its order and case.

    Raises:
        Failure: it cannot be read, or the header is not of this table.
    """
    try:
        lines = list(_xlsx_lines(file) if file.suffix.lower() == ".xlsx" else _csv_lines(file.read_bytes()))
    except OSError as error:
        raise Failure(Ending.USAGE, f"{file}: {error.strerror}") from error
    except (csv.Error, UnicodeError) as error:
        raise Failure(Ending.FAILED, f"{file.name} is not a CSV: {error}") from error
    written = [
        (number, [cell.strip() for cell in cells]) for number, cells in lines if any(map(str.strip, cells))
    ]
    if not written:
        raise Failure(
            Ending.FAILED, f"{file.name} is empty", f"its first line names the columns: {', '.join(columns)}"
        )
    header = _header(file, written[0][1], columns, required)
    if len(written) == 1:
        raise Failure(Ending.FAILED, f"{file.name} has a header and no rows")
    return [_row(file, line, header) for line in written[1:]]


def _header(file: Path, cells: Sequence[str], columns: Sequence[str], required: Sequence[str]) -> list[str]:
    names = [cell.lower() for cell in cells]
    while names and not names[-1]:
        names.pop()
    for name in names:
        if name not in columns:
            near = get_close_matches(name, columns, n=1)
            hint = f"did you mean {near[0]}?" if near else f"the columns are {', '.join(columns)}"
            raise Failure(
                Ending.FAILED, f"{file.name}: there is no column {name or '(without a name)'}", hint
            )
        if names.count(name) > 1:
            raise Failure(Ending.FAILED, f"{file.name}: the column {name} is there twice")
    missing = [name for name in required if name not in names]
    if missing:
        hint = f"the first line names the columns: {', '.join(columns)}"
        raise Failure(Ending.FAILED, f"{file.name}: the column {', '.join(missing)} is missing", hint)
    return names


def _row(file: Path, line: Line, header: Sequence[str]) -> Row:
    number, cells = line
    if any(cells[len(header) :]):
        message = f"{file.name}: line {number} has {len(cells)} cells, the header {len(header)}"
        raise Failure(Ending.FAILED, message, 'a cell that contains the separator stands in quotes: "a;b"')
    filled = [" ".join(cell.split()) for cell in cells] + [""] * len(header)
    return Row(number, dict(zip(header, filled, strict=False)))


def _csv_lines(content: bytes) -> Iterator[Line]:
    text = decoded(content)
    first = next((line for line in text.splitlines() if line.strip()), "")
    separator = max(";,\t", key=first.count)
    reader, before = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True), 0
    for cells in reader:
        yield before + 1, cells
        before = reader.line_num


def decoded(content: bytes) -> str:
    """UTF-8, UTF-16 by its mark, or what Windows in Brazil writes."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16")
    if b"\0" in content:
        raise csv.Error("it is no text")
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return content.decode("latin-1")


def _xlsx_lines(file: Path) -> Iterator[Line]:
    import zipfile

    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about styles and validations, which do not matter here
        try:
            book = load_workbook(file, read_only=True, data_only=True)
            sheet = book.worksheets[0]
            sheet.reset_dimensions()
            lines: Iterable[tuple[object, ...]] = list(sheet.iter_rows(values_only=True))
            book.close()
        except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, IndexError) as error:
            raise Failure(Ending.FAILED, f"{file.name} is not an XLSX workbook") from error
    for number, cells in enumerate(lines, start=1):
        yield number, [_cell_text(cell) for cell in cells]


def _cell_text(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)
