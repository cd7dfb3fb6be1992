"""A table of classes: read as people keep it, taken in whole or not at all, and only once."""

import io
from collections.abc import Sequence
from datetime import UTC, date, datetime, time

import pytest
from openpyxl import Workbook

from db import Database
from db.classes import CourseClass, classes_listed
from rede.class_plan import ClassFlaw, Column
from rede.class_sheet import ClassSheetRefused, read_class_sheet
from rede.import_classes import ClassesRefused, compare_classes, import_classes
from rede.rows import Row
from tests.rede.classes import place_of
from tests.rede.makers import MARIA, a_desk, person_id, register

HEADER = (
    "Curso;Turma;Modalidade;Carga Horária;Vagas;INSCRIÇÕES DE;Inscrições até;Início;Fim;Aulas;Local;Público"
)
ROWS = (
    "Convênios;1;EaD;20h;30;09/12/2025;19/12/2025 18h;12/01/2026;13/01/2026;;;todos",
    "Convênios;2;presencial;20,5;;;;;;10/02/2026 14h-17h;Salvador;camada:2",
)
TABLE = "\n".join((HEADER, *ROWS))

#: As a spreadsheet has it: without a zone.
MOMENT = datetime(2025, 12, 19, 18, tzinfo=UTC).replace(tzinfo=None)


def workbook(rows: Sequence[Sequence[object]], merged: str = "") -> bytes:
    book = Workbook()
    sheet = book.active
    for row in rows:
        sheet.append(list(row))
    if merged:
        sheet.merge_cells(merged)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        TABLE.encode(),
        TABLE.encode("utf-8-sig"),
        TABLE.encode("cp1252"),
        TABLE.encode("utf-16"),
        TABLE.replace(",", "·").replace(";", ",").replace("·", ".").encode(),
        ("Turmas de 2026\n\n" + TABLE).encode(),
    ],
    ids=["utf-8", "with mark", "windows", "utf-16", "commas", "title above"],
)
def test_a_csv_is_read_however_it_was_written(content: bytes) -> None:
    first, second = read_class_sheet(content)
    assert (first["course"], first["code"], first["closes"]) == ("Convênios", "1", "19/12/2025 18h")
    assert (second["lessons"], second["audience"]) == ("10/02/2026 14h-17h", "camada:2")


def test_a_workbook_has_dates_numbers_and_headings_over_several_columns() -> None:
    rows = [
        ("Curso", "Turma", "Carga", "Inscrições", None, "Início", "Fim", "Aulas"),
        (None, None, None, "De", "Até", None, None, None),
        ("Convênios", 1, 20.5, date(2025, 12, 9), MOMENT, 46034, None, "1\n2"),
        (None,) * 8,
        ("Convênios", "=B3+1", time(0), None, None, None, None, None),
    ]
    first, second = read_class_sheet(workbook(rows, "D1:E1"))
    assert (first.line, first["code"], first["workload"]) == (3, "1", "20,5")
    assert (first["opens"], first["closes"], first["starts"]) == (
        "09/12/2025",
        "19/12/2025 18:00",
        "12/01/2026",
    )
    assert (first["lessons"], second.line, second["code"]) == ("1; 2", 5, "=B3+1")


@pytest.mark.parametrize(
    ("content", "key"),
    [
        (b"", "class_sheet_without_headings"),
        (HEADER.encode(), "class_sheet_empty"),
        (b"a;b\n1;2\n", "class_sheet_without_headings"),
        (b"Curso;Turma;Turma\nA;1;2\n", "class_sheet_twice"),
        (b"PK\x03\x04 no workbook", "class_sheet_unreadable"),
        (b"\x00\x01\x02", "class_sheet_unreadable"),
        (b"x" * 10_000_001, "class_sheet_too_large"),
        (("Curso;Turma\n" + "A;1\n" * 2001).encode(), "class_sheet_too_many"),
    ],
)
def test_what_is_no_table_of_classes_is_refused(content: bytes, key: str) -> None:
    with pytest.raises(ClassSheetRefused) as refused:
        read_class_sheet(content)
    assert refused.value.key == key


async def imported(database: Database, rows: Sequence[Row]) -> list[str]:
    async with a_desk(database) as desk:
        return [str(one.state) for one in await import_classes(desk, rows)]


async def all_classes(database: Database) -> list[CourseClass]:
    async with database.read() as session:
        return [one for one, _ in await classes_listed(session)]


async def test_the_same_table_twice_changes_nothing_and_a_changed_row_changes_its_class(
    database: Database,
) -> None:
    await register(database)
    rows = read_class_sheet(TABLE.encode())
    assert await imported(database, rows) == ["new", "new"]
    assert await imported(database, rows) == ["unchanged", "unchanged"]
    moved = read_class_sheet(TABLE.replace("13/01/2026", "14/01/2026").encode())
    async with a_desk(database) as desk:
        (first, _) = await compare_classes(desk, moved)
        assert (first.state, list(first.columns)) == ("changed", [Column.ENDS])
    assert await imported(database, moved) == ["changed", "unchanged"]
    assert [one.sequence for one in await all_classes(database)] == [1, 0]


async def test_every_problem_of_every_row_is_told_at_once_and_nothing_is_kept(database: Database) -> None:
    await register(database)
    wrong = "Convênios;3;por carta;;0;;;01/02/2026;;;;marte\nConvênios;1;EaD;20h;;;;01/02/2026;;;;"
    rows = read_class_sheet(f"{TABLE}\n{wrong}".encode())
    async with a_desk(database) as desk:
        with pytest.raises(ClassesRefused) as refused:
            await import_classes(desk, rows)
    flaws = [(line, one.flaw) for line, one in refused.value.problems]
    assert sorted({flaw for line, flaw in flaws if line == 4}) == sorted(
        [ClassFlaw.BAD_AUDIENCE, ClassFlaw.BAD_MODALITY, ClassFlaw.BAD_SEATS, ClassFlaw.EMPTY]
    )
    assert (5, ClassFlaw.REPEATED) in flaws
    assert await all_classes(database) == []


async def test_a_row_names_who_holds_it_and_never_another_institution(database: Database) -> None:
    await register(database)
    row = [
        Row(2, {"course": "A", "code": "1", "workload": "4", "starts": "12/01/2026", "institution": "irece"})
    ]
    upb = await place_of(database, "UPB")
    async with a_desk(database, actor=await person_id(database, MARIA)) as desk:
        with pytest.raises(ClassesRefused) as refused:
            await compare_classes(desk, row, institution_id=upb)
    assert refused.value.problems[0][1].flaw is ClassFlaw.UNKNOWN_INSTITUTION
    assert await imported(database, row) == ["new"]
