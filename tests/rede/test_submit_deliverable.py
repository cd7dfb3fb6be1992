"""A report: its protocol, what it fulfils, who is told, and what is refused."""

import asyncio
from decimal import Decimal

import pytest
from sqlalchemy import func, select

from db import Database
from db.deliverables import Deliverable
from db.deliveries import Delivery
from db.ids import ObligationId, PersonId
from db.obligations import ObligationState
from rede.access import NotYours
from rede.submit_deliverable import Receipt, ReportRefused, submit_deliverable
from tests.rede.makers import ANA, JOAO, MARIA, a_desk, import_for, owed_by, person_id, register


async def submit(
    database: Database,
    who: PersonId,
    obligation_id: int,
    *,
    hours: str | None = None,
    description: str = "Feito",
) -> Receipt:
    async with a_desk(database, actor=who) as desk:
        return await submit_deliverable(
            desk,
            ObligationId(obligation_id),
            description=description,
            hours=Decimal(hours) if hours else None,
        )


@pytest.fixture
async def maria(database: Database) -> PersonId:
    await register(database)
    await import_for(database, "UPB")
    return await person_id(database, MARIA)


async def test_protocols_are_numbered_without_gaps_even_at_the_same_moment(
    database: Database, maria: PersonId
) -> None:
    owed = await owed_by(database, "UPB", "1.1")
    receipts = await asyncio.gather(*(submit(database, maria, owed.obligation.id) for _ in range(6)))
    assert sorted(receipt.protocol for receipt in receipts) == [f"RP-2025-{n:06d}" for n in range(1, 7)]


async def test_a_goal_with_a_date_is_fulfilled_by_its_report(database: Database, maria: PersonId) -> None:
    owed = await owed_by(database, "UPB", "1.2")
    assert (await submit(database, maria, owed.obligation.id)).fulfilled
    assert (await owed_by(database, "UPB", "1.2")).obligation.state is ObligationState.FULFILLED


async def test_a_continuous_goal_stays_open_whatever_is_reported(database: Database, maria: PersonId) -> None:
    owed = await owed_by(database, "UPB", "1.1")
    assert not (await submit(database, maria, owed.obligation.id)).fulfilled
    assert (await owed_by(database, "UPB", "1.1")).obligation.state is ObligationState.OPEN


async def test_sixty_hours_are_reached_by_the_sum_of_courses(database: Database, maria: PersonId) -> None:
    owed = await owed_by(database, "UPB", "2.2")
    first = await submit(database, maria, owed.obligation.id, hours="59.75")
    assert (first.hours_done, first.hours_asked, first.fulfilled) == (Decimal("59.75"), 60, False)
    second = await submit(database, maria, owed.obligation.id, hours="0.25")
    assert (second.hours_done, second.fulfilled) == (Decimal(60), True)


async def test_the_secretariat_is_told_and_the_author_is_not(database: Database, maria: PersonId) -> None:
    owed = await owed_by(database, "UPB", "1.2")
    await submit(database, maria, owed.obligation.id, description="Ofício <nº 7> & anexo")
    async with database.read() as session:
        (told,) = (await session.scalars(select(Delivery))).all()
    assert told.address == ANA
    assert "Ofício <nº 7> & anexo" in told.body
    assert "Ofício &lt;nº 7&gt; &amp; anexo" in told.html


async def test_another_institutions_obligation_looks_like_a_missing_one(
    database: Database, maria: PersonId
) -> None:
    joao = await person_id(database, JOAO)
    owed = await owed_by(database, "UPB", "1.2")
    for obligation_id in (owed.obligation.id, 999_999):
        with pytest.raises(NotYours, match="not_found"):
            await submit(database, joao, obligation_id)
    assert await reports(database) == 0


@pytest.mark.parametrize(
    ("key", "description", "hours", "refusal"),
    [
        ("1.2", "  ", None, "report_empty"),
        ("1.2", '"…"', None, "report_empty"),
        ("1.2", "a" * 3001, None, "report_too_long"),
        ("2.2", "Curso", None, "report_without_hours"),
        ("2.2", "Curso", "0", "report_hours_impossible"),
        ("2.2", "Curso", "8785", "report_hours_impossible"),
    ],
)
async def test_a_report_that_cannot_be_taken_leaves_nothing(
    database: Database, maria: PersonId, key: str, description: str, hours: str | None, refusal: str
) -> None:
    owed = await owed_by(database, "UPB", key)
    with pytest.raises(ReportRefused, match=refusal):
        await submit(database, maria, owed.obligation.id, hours=hours, description=description)
    assert await reports(database) == 0


async def reports(database: Database) -> int:
    async with database.read() as session:
        return (await session.scalars(select(func.count()).select_from(Deliverable))).one()
