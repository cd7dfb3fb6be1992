"""A report: its protocol, what it fulfils, who is told, and what is refused."""

import asyncio
from decimal import Decimal

import pytest
from sqlalchemy import func, select

from db import Database
from db.deliverables import Deliverable
from db.deliveries import Delivery
from db.ids import ObligationId, PersonId
from db.institutions import institution_by_acronym
from db.obligations import Obligation, ObligationState, obligations_in
from rede.access import NotYours
from rede.filing import ReportRefused
from rede.submit_deliverable import Receipt, submit_deliverable
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
    async with database.read() as session:
        institution = await institution_by_acronym(session, "UPB")
        assert institution is not None
        open_ = ObligationState.OPEN
        found = await obligations_in(session, institution.id, key="1.1", state=open_)
    without_date = next(one for one in found if one.obligation.literal is None).obligation.id
    assert not (await submit(database, maria, without_date)).fulfilled
    async with database.read() as session:
        assert (await session.get_one(Obligation, without_date)).state is ObligationState.OPEN


async def test_sixty_hours_are_reached_by_the_sum_of_courses(database: Database, maria: PersonId) -> None:
    owed = await owed_by(database, "UPB", "2.2")
    first = await submit(database, maria, owed.obligation.id, hours="59.75")
    assert (done(first), first.fulfilled) == ((Decimal("59.75"), Decimal("0.25")), False)
    second = await submit(database, maria, owed.obligation.id, hours="0.25")
    assert (done(second), second.fulfilled) == ((Decimal(60), Decimal(0)), True)


def done(receipt: Receipt) -> tuple[Decimal, Decimal]:
    """How much, and how much is missing."""
    assert receipt.progress is not None
    return receipt.progress.done, receipt.progress.missing


async def test_what_comes_after_the_minimum_still_counts_and_changes_nothing(
    database: Database, maria: PersonId
) -> None:
    owed = await owed_by(database, "UPB", "2.2")
    await submit(database, maria, owed.obligation.id, hours="60")
    closed = (await owed_by(database, "UPB", "2.2")).obligation.closed_at
    more = await submit(database, maria, owed.obligation.id, hours="10")
    assert (done(more), more.fulfilled) == ((Decimal(70), Decimal(0)), True)
    assert (await owed_by(database, "UPB", "2.2")).obligation.closed_at == closed


async def test_occurrences_are_fulfilled_by_their_number(database: Database) -> None:
    await register(database)
    await import_for(database, "UPB", corrections={"2.2": "No mínimo duas capacitações por semestre"})
    owed, author = await owed_by(database, "UPB", "2.2"), await person_id(database, MARIA)
    first = await submit(database, author, owed.obligation.id)
    second = await submit(database, author, owed.obligation.id)
    assert (done(first), first.fulfilled) == ((Decimal(1), Decimal(1)), False)
    assert (done(second), second.fulfilled) == ((Decimal(2), Decimal(0)), True)


async def test_the_secretariat_is_told_and_the_author_is_not(database: Database, maria: PersonId) -> None:
    owed = await owed_by(database, "UPB", "1.1")
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
