"""A table of classes as people keep it, CSV or XLSX: columns are found by their headings, in any order."""

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta

from rede.class_plan import Column
from rede.elo_names import same
from rede.refusal import Refusal
from rede.rows import Row
from rede.spreadsheet import Bounds, Cells, TooLarge, Unreadable, lines_of

#: Bytes of a file.
LARGEST = 10_000_000
#: Rows of classes; lines and columns looked at; lines among which the headings are looked for.
MOST, MOST_LINES, HEADINGS_WITHIN = 2000, 5000, 20
BOUNDS = Bounds(unpacked=60_000_000, lines=MOST_LINES, columns=60)
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


class ClassSheetRefused(Refusal):
    """Nothing of it can be read: `class_sheet_unreadable`, `class_sheet_too_large`, `class_sheet_without_headings`,
    `class_sheet_empty`, `class_sheet_twice` (`column`), `class_sheet_too_many` (`most`)."""


def read_class_sheet(content: bytes) -> Sequence[Row]:
    """The rows that are not blank, by column, with the number of their line; columns nobody knows are passed over.

    Raises:
        ClassSheetRefused
    """
    lines = _lines(content)
    at, header = _header(lines)
    rows = [_row(number, line, header) for number, line in enumerate(lines[at:], start=at + 1)]
    rows = [one for one in rows if any(one.cells.values())]
    if not rows:
        raise ClassSheetRefused("class_sheet_empty")
    if len(rows) > MOST or len(lines) >= MOST_LINES:
        raise ClassSheetRefused("class_sheet_too_many", most=MOST)
    return rows


def _lines(content: bytes) -> Sequence[Cells]:
    if len(content) > LARGEST:
        raise ClassSheetRefused("class_sheet_too_large", most=LARGEST // 1_000_000)
    try:
        return list(lines_of(content, BOUNDS, formulas=True))
    except Unreadable as error:
        raise ClassSheetRefused("class_sheet_unreadable") from error
    except TooLarge as error:
        raise ClassSheetRefused("class_sheet_too_large", most=LARGEST // 1_000_000) from error


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
