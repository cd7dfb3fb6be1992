"""A table of agreements under one plan: what is wrong is named by line and column, what is there is left alone."""

from hashlib import sha256

import pytest

from db import Database
from rede.import_many import ManyRead, read_many
from rede.rows import Flaw, RowsRefused
from tests.rede.desks import rows_of
from tests.rede.makers import PLAN, a_desk, register
from tests.rede.plans import import_dated

SHA = sha256(PLAN.encode()).hexdigest()
HEADER = "institution | number | starts | ends | signed | published | policy | sei"


async def read(database: Database, *lines: str, sha: str = SHA) -> ManyRead:
    async with a_desk(database) as desk:
        return await read_many(desk, rows_of("\n".join((HEADER, *lines))), sha256=sha)


async def test_dates_are_read_as_brazil_writes_them_and_as_iso(database: Database) -> None:
    await register(database)
    found = await read(
        database,
        "upb | AC 15/2025 | 09/12/2025 | 2035-12-09 | | | |",
        "IRECE | | | | 2025-12-01 | 12/01/2026 | codigo-civil | 19999.000123/2025-07",
    )
    first, second = found.new
    assert (str(first.starts), str(first.ends), first.policy) == ("2025-12-09", "2035-12-09", "lei-9784")
    assert (second.starts, str(second.published), second.policy) == (None, "2026-01-12", "codigo-civil")


async def test_what_is_imported_already_exactly_so_is_unchanged(database: Database) -> None:
    await register(database)
    await import_dated(database)
    row = "UPB | AC 99/2025 | 2025-12-09 | | | | | 19999.000123/2025-07"
    assert await read(database, row) == ManyRead([], 1)


@pytest.mark.parametrize(
    ("row", "column", "flaw"),
    [
        (" | | 2025-12-09 | | | | |", "institution", Flaw.EMPTY),
        ("NADA | | 2025-12-09 | | | | |", "institution", Flaw.UNKNOWN_INSTITUTION),
        ("SEGES | | 2025-12-09 | | | | |", "institution", Flaw.OF_THE_SECRETARIAT),
        ("UPB | | 31/02/2026 | | | | |", "starts", Flaw.BAD_DATE),
        ("UPB | | | 2035-12-09 | | | |", "starts", Flaw.NO_BEGINNING),
        ("UPB | | 2025-12-09 | 2025-12-09 | | | |", "ends", Flaw.ENDS_TOO_SOON),
        ("UPB | | 2025-12-09 | | | | lei-1 |", "policy", Flaw.BAD_POLICY),
        ("UPB | | 2025-12-09 | | | | | 123", "sei", Flaw.BAD_SEI),
        ("UPB | AC 99/2025 | 2026-12-09 | | | | |", "number", Flaw.IMPORTED_OTHERWISE),
        ("UPB | | 2025-12-09 | | | | | 529.982.247-25", "sei", Flaw.CPF),
        ("UPB | | 2025-12-09 | | | | | 19999.000123/2025-077", "sei", Flaw.BAD_SEI),
        ("UPB | 529.982.247-25 | 2025-12-09 | | | | |", "number", Flaw.CPF),
    ],
)
async def test_a_wrong_row_is_named_by_line_and_column(
    database: Database, row: str, column: str, flaw: Flaw
) -> None:
    await register(database)
    await import_dated(database)
    with pytest.raises(RowsRefused) as refused:
        await read(database, "IRECE | | 2025-12-09 | | | | |", row)
    assert [(one.line, one.column, one.flaw) for one in refused.value.problems] == [(3, column, flaw)]


async def test_one_agreement_stands_on_one_line(database: Database) -> None:
    await register(database)
    with pytest.raises(RowsRefused) as refused:
        await read(database, "UPB | AC  1 | 2025-12-09 | | | | |", "upb | ac 1 | 2025-12-10 | | | | |")
    assert [(one.line, one.flaw, one.got) for one in refused.value.problems] == [(3, Flaw.REPEATED, "2")]
