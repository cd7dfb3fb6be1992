"""A report that came back is sent again: a version more, the same number, the same date that counts."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select, update

from db import Database
from db.deliverables import Deliverable, DeliverableState
from db.deliveries import Delivery
from db.ids import DeliverableId, ObligationId, PersonId
from db.obligations import ObligationState, obligation_owed
from db.report_versions import ReportVersion, versions_of
from rede.access import NotYours
from rede.correct_deliverable import correct_deliverable
from rede.filing import Details, ReportRefused
from rede.fulfilling import follow_reports
from rede.receipt import Receipt
from tests.rede.makers import ANA, JOAO, MARIA, NOW, a_desk, import_for, owed_by, person_id, register
from tests.rede.test_submit_deliverable import submit

LATER = NOW + timedelta(days=3)


@pytest.fixture
async def maria(database: Database) -> PersonId:
    await register(database)
    await import_for(database, "UPB")
    return await person_id(database, MARIA)


async def returned(database: Database, maria: PersonId, *, why: str = "Falta a data.") -> DeliverableId:
    """A report for goal 1.2 that the Secretariat gave back."""
    owed = await owed_by(database, "UPB", "1.2")
    number = DeliverableId((await submit(database, maria, owed.obligation.id)).deliverable.id)
    ana = await person_id(database, ANA)
    verdict = {"decided_by": ana, "decided_at": NOW, "reason": why, "due_again": date(2025, 12, 20)}
    async with a_desk(database) as desk:
        await desk.session.execute(update(Deliverable).values(state=DeliverableState.RETURNED, **verdict))
        await desk.session.flush()
        now_owed = await obligation_owed(desk.session, ObligationId(owed.obligation.id))
        assert now_owed is not None
        await follow_reports(desk, now_owed)
    return number


async def correct(
    database: Database,
    who: PersonId,
    number: DeliverableId,
    description: str = "Indicada em 9/12",
    details: Details | None = None,
) -> Receipt:
    async with a_desk(database, actor=who, now=LATER) as desk:
        return await correct_deliverable(
            desk, number, description=description, hours=None, details=details or Details()
        )


async def test_the_number_and_the_date_that_counts_stay(database: Database, maria: PersonId) -> None:
    report = (await correct(database, maria, await returned(database, maria))).deliverable
    assert (report.protocol, report.version, report.received_at) == ("RP-2025-000001", 2, NOW)
    assert (report.state, report.reason, report.due_again) == (DeliverableState.SUBMITTED, "", None)


async def test_it_fulfils_again_what_its_return_had_opened(database: Database, maria: PersonId) -> None:
    number = await returned(database, maria)
    assert (await owed_by(database, "UPB", "1.2")).obligation.state is ObligationState.OPEN
    assert (await correct(database, maria, number)).fulfilled
    assert (await owed_by(database, "UPB", "1.2")).obligation.state is ObligationState.FULFILLED


async def test_each_version_is_kept_with_its_verdict(database: Database, maria: PersonId) -> None:
    number = await returned(database, maria)
    await correct(database, maria, number)
    async with database.read() as session:
        first, second = await versions_of(session, number)
    assert (first.description, first.decision, first.reason) == ("Feito", "returned", "Falta a data.")
    assert (second.description, second.decision, second.sent_at) == ("Indicada em 9/12", "", LATER)


async def test_a_report_from_before_versions_were_kept_gets_its_first(
    database: Database, maria: PersonId
) -> None:
    number = await returned(database, maria)
    async with database.write() as session:
        for one in await versions_of(session, number):
            await session.delete(one)
    await correct(database, maria, number)
    async with database.read() as session:
        rows = (await session.scalars(select(ReportVersion).order_by(ReportVersion.version))).all()
    assert [(one.version, one.description) for one in rows] == [(1, "Feito"), (2, "Indicada em 9/12")]


async def test_the_secretariat_hears_of_each_version(database: Database, maria: PersonId) -> None:
    await correct(database, maria, await returned(database, maria))
    async with database.read() as session:
        mails = await session.scalars(select(Delivery).where(Delivery.address == ANA).order_by(Delivery.id))
        subjects = [one.subject for one in mails if one.subject.startswith("Relato")]
    assert subjects == [
        "Relato RP-2025-000001: UPB, meta 1.2",
        "Relato RP-2025-000001 (ajustado): UPB, meta 1.2",
    ]


async def test_what_is_as_it_was_is_not_taken(database: Database, maria: PersonId) -> None:
    number = await returned(database, maria)
    with pytest.raises(ReportRefused, match="report_unchanged"):
        await correct(database, maria, number, "Feito")
    report = (await correct(database, maria, number, "Feito", Details(evidence={"whom": "Ana"}))).deliverable
    assert report.version == 2


async def test_what_waits_for_no_adjustment_is_not_corrected(database: Database, maria: PersonId) -> None:
    owed = await owed_by(database, "UPB", "1.2")
    number = (await submit(database, maria, ObligationId(owed.obligation.id))).deliverable.id
    with pytest.raises(ReportRefused, match="report_not_returned"):
        await correct(database, maria, DeliverableId(number))


@pytest.mark.parametrize("who", [ANA, JOAO])
async def test_another_institutions_report_looks_like_a_missing_one(
    database: Database, maria: PersonId, who: str
) -> None:
    number = await returned(database, maria)
    for each in (number, DeliverableId(999_999)):
        with pytest.raises(NotYours):
            await correct(database, await person_id(database, who), each)
