"""Who owes what, from when, under which agreement."""

from datetime import date

import pytest
from sqlalchemy import select

from db import Database
from db.institutions import Institution
from db.obligations import Obligation, ObligationState
from db.plans import Goal, GoalKind
from rede.import_plan import PlanRefused
from rede.open_obligations import open_obligations
from tests.rede.makers import a_desk, days, import_for, make_office, morning, owed_by, register


async def owed(database: Database) -> set[tuple[str, str, date | None]]:
    async with database.read() as session:
        rows = select(Institution.acronym, Goal.key, Obligation.literal).select_from(Obligation)
        rows = rows.join(Goal, Goal.id == Obligation.goal_id).join(
            Institution, Institution.id == Obligation.institution_id
        )
        # What the plan itself asks for: no target and no goal of our own.
        of_the_plan = rows.where(Goal.kind == GoalKind.PLAN, Obligation.internal.is_(False))
        return {(row[0], row[1], row[2]) for row in (await session.execute(of_the_plan)).all()}


async def test_each_side_of_a_joint_goal_owes_its_own_part(database: Database) -> None:
    await register(database)
    await import_for(database, "UPB")
    assert await owed(database) == {
        ("UPB", "1.1", None),
        ("SEGES", "1.1", None),
        ("UPB", "1.2", date(2025, 12, 24)),
        ("UPB", "2.2", date(2026, 12, 9)),
        ("SEGES", "2.2", date(2026, 12, 9)),
        ("SEGES", "C1", date(2025, 12, 19)),
    }


async def test_an_adherent_owes_its_subset_alone_from_its_own_start(database: Database) -> None:
    await register(database)
    await import_for(database, "IRECE", starts=date(2026, 1, 31))
    assert await owed(database) == {
        ("IRECE", "1.1", None),
        ("IRECE", "1.2", date(2026, 2, 15)),
        ("IRECE", "2.2", date(2027, 1, 31)),
    }


async def test_both_dates_and_their_reason_are_kept(database: Database) -> None:
    await register(database)
    await import_for(database, "UPB")
    obligation = (await owed_by(database, "UPB", "1.2")).obligation
    assert obligation.extended == date(2025, 12, 26)
    assert "24/12 tem expediente até as 13h" in obligation.why


async def test_opening_again_a_year_later_adds_only_what_came_into_the_window(database: Database) -> None:
    await register(database)
    instrument, _ = await import_for(database, "UPB")
    async with a_desk(database) as desk:
        again = await open_obligations(desk, instrument)
    assert (again.dated, again.undated) == (0, 0)
    async with a_desk(database, now=morning(date(2026, 12, 9))) as desk:
        later = await open_obligations(desk, instrument)
    # Goal 2.2 of each side, and two check-ins of each.
    assert later.dated == 6
    assert ("UPB", "2.2", date(2027, 12, 9)) in await owed(database)


async def test_what_fell_due_before_going_live_is_history(database: Database) -> None:
    await register(database)
    office = make_office(go_live=date(2026, 1, 1))
    await import_for(database, "UPB", office=office)
    late = await owed_by_states(database)
    assert late[date(2025, 12, 24)] is ObligationState.HISTORY
    assert late[date(2026, 12, 9)] is ObligationState.OPEN


async def owed_by_states(database: Database) -> dict[date | None, ObligationState]:
    async with database.read() as session:
        rows = (await session.execute(select(Obligation.literal, Obligation.state))).all()
        return {row[0]: row[1] for row in rows}


@pytest.mark.parametrize(
    ("acronym", "key"), [("NADA", "plan_unknown_institution"), ("SEGES", "plan_of_the_secretariat")]
)
async def test_a_plan_belongs_to_a_partner(database: Database, acronym: str, key: str) -> None:
    await register(database)
    with pytest.raises(PlanRefused) as refused:
        await import_for(database, acronym)
    assert refused.value.key == key


async def test_the_same_instrument_is_not_imported_twice(database: Database) -> None:
    await register(database)
    await import_for(database, "UPB")
    before = await owed(database)
    with pytest.raises(PlanRefused, match="plan_already_imported"):
        await import_for(database, "UPB", starts=date(2025, 12, 9) + days(1))
    assert await owed(database) == before


async def test_a_date_beyond_the_window_is_opened_once_with_its_date(database: Database) -> None:
    await register(database)
    instrument, _ = await import_for(
        database, "UPB", corrections={"1.2": "Até 49 meses após o início da vigência"}
    )
    for years in range(5):
        async with a_desk(database, now=morning(date(2025 + years, 12, 9))) as desk:
            await open_obligations(desk, instrument)
    found = [literal for acronym, key, literal in await owed(database) if (acronym, key) == ("UPB", "1.2")]
    assert found == [date(2030, 1, 9)]
