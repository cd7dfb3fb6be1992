"""A table of classes as people keep it, CSV or XLSX: columns are found by their headings, in any order.

Nothing of a file is trusted: how much it unpacks to is known before it is unpacked.
"""

import csv
import io
import re
import warnings
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta

from rede.class_plan import Column
from rede.elo_names import same
from rede.refusal import Refusal
from rede.rows import Row

#: Bytes of a file, bytes that a workbook may unpack to, and the parts it may have.
LARGEST, LARGEST_UNPACKED, MOST_PARTS = 10_000_000, 60_000_000, 500
#: Rows of classes; lines and columns looked at; lines among which the headings are looked for.
MOST, MOST_LINES, MOST_COLUMNS, HEADINGS_WITHIN = 2000, 5000, 60, 20
#: Excel counts days from 1900: these are 1954 and 2119.
SERIALS = range(20_000, 80_000)
DATES = (Column.OPENS, Column.CLOSES, Column.STARTS, Column.ENDS)
_ENROLMENT = r"(?=.*\b(?:inscric|matricul))"
#: What a heading has to say, the surest first.
_HEADINGS: Sequence[tuple[Column, str]] = (
    (Column.CLOSES, _ENROLMENT + r".*\b(?:ate|fim|termin\w*|encerra\w*|fecha\w*|limite|final|prazo)\b"),
    (Column.OPENS, _ENROLMENT + r".*\b(?:de|inicio|abertura|abre\w*|a partir|desde|inicial)\b"),
    (Column.LINK, r"\b(?:link|url|site|pagina|endereco eletronico)\b"),
    (Column.WORKLOAD, r"\b(?:carga|ch|horas|workload)\b"),
    (Column.SEATS, r"\b(?:vagas|lugares|seats)\b"),
    (Column.LESSONS, r"\b(?:aulas?|encontros?|sessoes|horarios?)\b"),
    (Column.AUDIENCE, r"\b(?:publico|destinatarios?|audiencia|quem pode)\b"),
    (Column.LEVEL, r"\b(?:nivel|pre-?requisitos?|requisitos?)\b"),
    (Column.INSTRUCTOR, r"\b(?:instrutor\w*|professor\w*|docentes?|multiplicador\w*|facilitador\w*)\b"),
    (Column.AXIS, r"\beixo\b"),
    (Column.MODALITY, r"\b(?:modalidade|formato)\b"),
    (Column.INSTITUTION, r"\b(?:instituicao|orgao|ofertante|realizador\w*|promotor\w*)\b"),
    (Column.STARTS, r"\b(?:inicio|comeca|comeco|data inicial|primeiro dia)\b"),
    (Column.ENDS, r"\b(?:fim|termino|termina|encerramento|data final|ultimo dia|conclusao)\b"),
    (Column.PLACE, r"\b(?:local|endereco|onde|sala)\b"),
    (Column.CODE, r"\b(?:turma|codigo|cod)\b"),
    (Column.COURSE, r"\b(?:curso|capacitacao|titulo|nome|treinamento|oficina)\b"),
)
NEEDED = (Column.COURSE, Column.CODE)
Cells = Sequence[object]


class ClassSheetRefused(Refusal):
    """Nothing of it can be read: `class_sheet_unreadable`, `class_sheet_too_large`, `class_sheet_without_headings`,
    `class_sheet_empty`, `class_sheet_twice` (`column`), `class_sheet_too_many` (`most`)."""


def read_class_sheet(content: bytes) -> Sequence[Row]:
    """The rows that are not blank, by column, with the number of their line; columns nobody knows are passed over.

    Raises:
        ClassSheetRefused
    """
    if len(content) > LARGEST:
        raise ClassSheetRefused("class_sheet_too_large", most=LARGEST // 1_000_000)
    lines = list(_workbook(content) if content.startswith(b"PK") else _csv(content))
    at, header = _header(lines)
    rows = [_row(number, line, header) for number, line in enumerate(lines[at:], start=at + 1)]
    rows = [one for one in rows if any(one.cells.values())]
    if not rows:
        raise ClassSheetRefused("class_sheet_empty")
    if len(rows) > MOST or len(lines) >= MOST_LINES:
        raise ClassSheetRefused("class_sheet_too_many", most=MOST)
    return rows


def _row(number: int, line: Cells, header: Mapping[int, Column]) -> Row:
    return Row(number, {column: _text(line, place, column) for place, column in header.items()})


def _header(lines: Sequence[Cells]) -> tuple[int, Mapping[int, Column]]:
    """How many lines the rows stand below, and what each column is: by the line that names most, or by two, where
    a heading of the first one spans several of the second."""
    best: tuple[int, dict[int, Column]] = (0, {})
    for number in range(min(len(lines), HEADINGS_WITHIN)):
        alone = [_words(cell) for cell in lines[number]]
        for below, headings in ((1, alone), (2, _joined(lines, number, alone))):
            found = _columns(headings)
            if len(found) > len(best[1]):
                best = (number + below, found)
    named = list(best[1].values())
    if twice := [one for one in named if named.count(one) > 1]:
        raise ClassSheetRefused("class_sheet_twice", column=twice[0])
    if any(one not in named for one in NEEDED):
        raise ClassSheetRefused("class_sheet_without_headings")
    return best


def _joined(lines: Sequence[Cells], number: int, above: Sequence[str]) -> list[str]:
    if number + 1 >= len(lines):
        return []
    below = [_words(cell) for cell in lines[number + 1]]
    spanning, found = "", []
    for place, word in enumerate(below):
        own = above[place] if place < len(above) else ""
        spanning = own or (spanning if word else "")
        found.append(f"{spanning} {word}".strip())
    return found + list(above[len(below) :])


def _columns(headings: Sequence[str]) -> dict[int, Column]:
    found = {place: _column(words) for place, words in enumerate(headings)}
    return {place: column for place, column in found.items() if column is not None}


def _column(words: str) -> Column | None:
    if not words or len(words) > 80:
        return None
    if words in list(Column):
        return Column(words)
    return next((column for column, said in _HEADINGS if re.search(said, words)), None)


def _words(cell: object) -> str:
    return same(cell) if isinstance(cell, str) else ""


def _text(line: Cells, place: int, column: Column) -> str:
    value = line[place] if place < len(line) else None
    match value:
        case None | bool():
            return ""
        case datetime():
            return f"{value:%d/%m/%Y}" if value.time() == time(0) else f"{value:%d/%m/%Y %H:%M}"
        case date():
            return f"{value:%d/%m/%Y}"
        case timedelta():
            return f"{value.total_seconds() / 3600:g}".replace(".", ",")
        case int() | float() if column in DATES and int(value) in SERIALS:
            return _serial(value)
        case float():
            return f"{value:.10g}".replace(".", ",")
        case _:
            return _clean(str(value), column)


def _clean(text: str, column: Column) -> str:
    """Lessons stand in lines of their own."""
    if column is Column.LESSONS:
        return "; ".join(filter(None, (" ".join(part.split()) for part in text.splitlines())))
    return " ".join(text.split())


def _serial(number: float) -> str:
    from openpyxl.utils.datetime import from_excel

    return _text([from_excel(number)], 0, Column.COURSE)


def _csv(content: bytes) -> Iterator[Cells]:
    text = _decoded(content)
    first = next((line for line in text.splitlines() if line.strip(" ;,\t")), "")
    separator = max(";,\t", key=first.count)
    try:
        for count, cells in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=separator)):
            if count >= MOST_LINES:
                return
            yield cells
    except csv.Error as error:
        raise ClassSheetRefused("class_sheet_unreadable") from error


def _decoded(content: bytes) -> str:
    """UTF-8, UTF-16 by its mark, or what Windows in Brazil writes."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", "replace")
    if b"\0" in content:
        raise ClassSheetRefused("class_sheet_unreadable")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


def _workbook(content: bytes) -> Iterator[Cells]:
    """Its first sheet that is not hidden. A formula that nobody computed stands as it is written."""
    _check_size(content)
    try:
        for computed, written in zip(
            _sheet(content, values=True), _sheet(content, values=False), strict=False
        ):
            yield [
                formula if value is None and isinstance(formula, str) and formula.startswith("=") else value
                for value, formula in zip(computed, written, strict=False)
            ]
    except ClassSheetRefused:
        raise
    except Exception as error:  # a door: whatever a file of somebody else does to its reader
        raise ClassSheetRefused("class_sheet_unreadable") from error


def _sheet(content: bytes, *, values: bool) -> Iterator[tuple[object, ...]]:
    from openpyxl import load_workbook

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about styles and validations, which do not matter here
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=values)
        shown = [one for one in book.worksheets if one.sheet_state == "visible"]
        if not shown:
            raise ClassSheetRefused("class_sheet_unreadable")
        shown[0].reset_dimensions()
        yield from shown[0].iter_rows(values_only=True, max_row=MOST_LINES, max_col=MOST_COLUMNS)
        book.close()


def _check_size(content: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            parts = packed.infolist()
    except (zipfile.BadZipFile, ValueError) as error:
        raise ClassSheetRefused("class_sheet_unreadable") from error
    if len(parts) > MOST_PARTS or sum(one.file_size for one in parts) > LARGEST_UNPACKED:
        raise ClassSheetRefused("class_sheet_too_large", most=LARGEST // 1_000_000)
