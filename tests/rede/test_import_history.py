"""Reports from before the service: where they belong, what they count for, and what is refused."""

from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import select

from db import Database
from db.deliverables import Deliverable, DeliverableState, past_reports
from db.deliveries import Delivery
from db.obligations import ObligationState
from rede.import_history import check_history, import_history, read_hours
from rede.register_institutions import register_institutions
from rede.rows import Flaw, Registered, Row, RowProblem, RowsRefused
from scheduler.clock import local_day
from tests.rede.desks import rows_of
from tests.rede.makers import a_desk, import_for, make_office, owed_by, register

TWO_YEARS_AGO = date(2023, 12, 20)
#: Cycles of 2.2 under UPB's agreement: 20/12/2023, 2024 and 2025; the last is open on the makers' day (9/12/2025).
OFFICE = make_office(go_live=date(2025, 12, 9))


async def a_network(database: Database) -> None:
    await register(database)
    await import_for(database, "UPB", starts=TWO_YEARS_AGO, office=OFFICE)


async def imported(database: Database, rows: list[Row]) -> Registered:
    async with a_desk(database, office=OFFICE) as desk:
        await check_history(desk, rows)
        return await import_history(desk, rows)


async def kept(database: Database) -> list[tuple[str, str, date, date | None]]:
    """Protocol, goal, the day it was done, the day it was due."""
    async with database.read() as session:
        return [
            (
                one.deliverable.protocol,
                one.goal.key,
                local_day(one.deliverable.received_at),
                one.obligation.literal,
            )
            for one in await past_reports(session)
        ]


COURSES = """
institution | number     | goal | date       | description | hours | sei                  | occurrence_by
upb         | ac 99/2025 | 2.2  | 03/05/2024 | Curso A     | 20    | 19999.000999/2024-01 |
UPB         |            | 2.2  | 2024-12-21 | Curso B     | 1,5   |                      | 2024-12-20
UPB         |            | 2.2  | 2025-03-10 | Curso C     | 16    |                      |
UPB         |            | 1.2  | 2024-02-01 | Ofício 7    |       |                      |
UPB         |            | 1.1  | 2024-02-01 | Ofício 8    |       |                      |
SEGES       |            | c1   | 2023-12-28 | Fórum       |       |                      |
"""


async def test_each_report_belongs_to_the_period_that_contains_its_day(database: Database) -> None:
    await a_network(database)
    assert await imported(database, rows_of(COURSES)) == Registered(created=6)
    found = {(key, day): (protocol[:8], due) for protocol, key, day, due in await kept(database)}
    assert found["2.2", date(2024, 5, 3)] == ("RH-2024-", date(2024, 12, 20))
    assert found["2.2", date(2024, 12, 21)] == ("RH-2024-", date(2024, 12, 20))
    assert found["2.2", date(2025, 3, 10)] == ("RH-2025-", date(2025, 12, 20))
    assert found["1.2", date(2024, 2, 1)] == ("RH-2024-", date(2024, 1, 4))
    assert found["C1", date(2023, 12, 28)] == ("RH-2023-", date(2023, 12, 30))


async def test_numbers_follow_one_another_by_year_and_leave_no_gap_in_those_of_the_service(
    database: Database,
) -> None:
    await a_network(database)
    await imported(database, rows_of(COURSES))
    assert [protocol for protocol, *_ in await kept(database)] == [
        "RH-2023-000001",
        *(f"RH-2024-00000{number}" for number in (1, 2, 3, 4)),
        "RH-2025-000001",
    ]


async def test_they_are_history_of_nobody_and_told_to_nobody(database: Database) -> None:
    await a_network(database)
    await imported(database, rows_of(COURSES))
    async with database.read() as session:
        first, *others = await session.scalars(select(Deliverable).order_by(Deliverable.protocol))
        assert {(one.state, one.person_id) for one in (first, *others)} == {(DeliverableState.HISTORY, None)}
        assert "Curso A (processo SEI 19999.000999/2024-01)" in {one.description for one in others}
        assert (await session.scalars(select(Delivery))).all() == []


async def test_the_same_table_twice_adds_nothing(database: Database) -> None:
    await a_network(database)
    await imported(database, rows_of(COURSES))
    assert await imported(database, rows_of(COURSES)) == Registered(unchanged=6)
    assert len(await kept(database)) == 6


@pytest.mark.parametrize(
    ("hours", "state"),
    [("43", ObligationState.OPEN), ("44", ObligationState.FULFILLED)],
    ids=["one hour short", "sixty hours"],
)
async def test_hours_of_the_current_cycle_count_and_may_fulfil_it(
    database: Database, hours: str, state: ObligationState
) -> None:
    await a_network(database)
    more = f"UPB | | 2.2 | 2025-06-10 | Curso D | {hours} | |"
    await imported(database, rows_of(COURSES + more))
    assert (await owed_by(database, "UPB", "2.2")).obligation.state is state


async def test_history_stays_history_whatever_was_reported(database: Database) -> None:
    await a_network(database)
    await imported(database, rows_of(COURSES))
    async with database.read() as session:
        found = {one.obligation.literal: one.obligation.state for one in await past_reports(session)}
    assert found[date(2024, 12, 20)] is ObligationState.HISTORY
    assert found[date(2024, 1, 4)] is ObligationState.HISTORY


HEADER = "institution | number | goal | date | description | hours | sei | occurrence_by\n"


@pytest.mark.parametrize(
    ("row", "column", "flaw"),
    [
        ("NADA | | 2.2 | 2024-05-03 | Curso | 20 | | ", "institution", Flaw.UNKNOWN_INSTITUTION),
        ("UPB | | 9.9 | 2024-05-03 | Curso | | | ", "goal", Flaw.UNKNOWN_GOAL),
        ("UPB | AC 1/2020 | 2.2 | 2024-05-03 | Curso | 20 | | ", "number", Flaw.UNKNOWN_NUMBER),
        ("SEGES | | 2.2 | 2025-11-03 | Curso | 20 | | ", "number", Flaw.WHICH_NUMBER),
        ("UPB | | 2.2 | 03/13/2024 | Curso | 20 | | ", "date", Flaw.BAD_DATE),
        ("UPB | | 2.2 | 2025-12-10 | Curso | 20 | | ", "date", Flaw.IN_THE_FUTURE),
        ("UPB | | 2.2 | 2023-12-19 | Curso | 20 | | ", "date", Flaw.BEFORE_START),
        ("UPB | | 2.2 | 2024-05-03 | | 20 | | ", "description", Flaw.EMPTY),
        ("UPB | | 2.2 | 2024-05-03 | Curso | | | ", "hours", Flaw.EMPTY),
        ("UPB | | 2.2 | 2024-05-03 | Curso | 1.200 | | ", "hours", Flaw.BAD_HOURS),
        ("UPB | | 1.2 | 2024-05-03 | Ofício | 20 | | ", "hours", Flaw.UNEXPECTED_HOURS),
        ("UPB | | 2.2 | 2024-05-03 | Curso | 20 | | 2024-12-19", "occurrence_by", Flaw.NO_OCCURRENCE),
        ("UPB | | 2.2 | 2024-05-03 | CPF 529.982.247-25 | 20 | | ", "description", Flaw.CPF),
        (f"UPB | | 2.2 | 2024-05-03 | {'x' * 3001} | 20 | | ", "description", Flaw.TOO_LONG),
    ],
    ids=lambda value: str(value) if isinstance(value, Flaw) else "",
)
@pytest.mark.parametrize("backend", ["sqlite"])
async def test_a_wrong_row_is_named_by_line_and_column(
    database: Database, row: str, column: str, flaw: Flaw
) -> None:
    await a_network(database)
    await import_for(database, "IRECE", starts=TWO_YEARS_AGO)
    async with a_desk(database) as desk:
        new = {"acronym": "AMM", "name": "Associação", "layer": "1"}
        await register_institutions(desk, [Row(2, new)])
    await import_for(database, "AMM", starts=TWO_YEARS_AGO)
    good = "UPB | | 2.2 | 2024-05-04 | Curso | 20 | | \n"
    with pytest.raises(RowsRefused) as refused:
        await imported(database, rows_of(HEADER + good + row))
    assert [(one.line, one.column, one.flaw) for one in refused.value.problems] == [(3, column, flaw)]
    assert await kept(database) == []


async def test_two_rows_alike_are_refused_for_a_course_given_twice_has_two_names(database: Database) -> None:
    await a_network(database)
    row = "UPB | | 2.2 | 2024-05-04 | Curso | 20 | | \n"
    with pytest.raises(RowsRefused) as refused:
        await imported(database, rows_of(HEADER + row + row))
    assert refused.value.problems == [RowProblem(3, "description", Flaw.REPEATED, "2")]


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("20", Decimal(20)),
        ("1,5", Decimal("1.5")),
        ("1.25", Decimal("1.25")),
        ("0", None),
        ("8785", None),
        ("20h", None),
        ("", None),
    ],
)
def test_hours_are_read_as_brazil_writes_them(text: str, hours: Decimal | None) -> None:
    assert read_hours(text) == hours
