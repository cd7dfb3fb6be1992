"""A report is taken back: its number stays, what it ended is owed again, and whoever heard of it is told."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from db import Database
from db.deliverables import Deliverable, DeliverableState
from db.deliveries import Delivery, DeliveryState
from db.ids import DeliverableId, PersonId
from db.notices import Notice, NoticeKind
from db.obligations import ObligationState
from rede.access import NotYours
from rede.cancel_deliverable import UNDO, cancel_deliverable
from rede.filing import ReportRefused
from rede.progress import progress_of
from tests.rede.makers import ANA, JOAO, MARIA, NOW, a_desk, import_for, owed_by, person_id, register
from tests.rede.test_submit_deliverable import submit


@pytest.fixture
async def maria(database: Database) -> PersonId:
    await register(database)
    await import_for(database, "UPB")
    return await person_id(database, MARIA)


async def filed(
    database: Database, maria: PersonId, key: str = "1.2", hours: str | None = None
) -> DeliverableId:
    owed = await owed_by(database, "UPB", key)
    receipt = await submit(database, maria, owed.obligation.id, hours=hours)
    return DeliverableId(receipt.deliverable.id)


async def cancel(
    database: Database,
    who: PersonId,
    number: DeliverableId,
    *,
    after: timedelta = timedelta(minutes=1),
    version: int = 1,
) -> None:
    async with a_desk(database, actor=who, now=NOW + after) as desk:
        await cancel_deliverable(desk, number, version=version)


async def test_what_it_ended_is_owed_again_and_reminded_of(database: Database, maria: PersonId) -> None:
    await cancel(database, maria, await filed(database, maria))
    obligation = (await owed_by(database, "UPB", "1.2")).obligation
    assert (obligation.state, obligation.look_on) == (ObligationState.OPEN, NOW.date())


async def test_its_number_stays_used(database: Database, maria: PersonId) -> None:
    await cancel(database, maria, await filed(database, maria))
    await filed(database, maria)
    async with database.read() as session:
        reports = (await session.scalars(select(Deliverable).order_by(Deliverable.id))).all()
    assert [(one.protocol, one.state) for one in reports] == [
        ("RP-2025-000001", DeliverableState.CANCELLED),
        ("RP-2025-000002", DeliverableState.SUBMITTED),
    ]


async def test_its_hours_do_not_count(database: Database, maria: PersonId) -> None:
    await filed(database, maria, "2.2", "20")
    await cancel(database, maria, await filed(database, maria, "2.2", "40"))
    owed = await owed_by(database, "UPB", "2.2")
    async with a_desk(database) as desk:
        progress = await progress_of(desk, owed)
    assert progress is not None
    assert progress.done == 20
    assert owed.obligation.state is ObligationState.OPEN


async def test_another_report_keeps_the_goal_fulfilled(database: Database, maria: PersonId) -> None:
    await filed(database, maria)
    await cancel(database, maria, await filed(database, maria))
    assert (await owed_by(database, "UPB", "1.2")).obligation.state is ObligationState.FULFILLED


async def told(database: Database) -> list[tuple[str, DeliveryState]]:
    """To the Secretariat: subject and what became of it."""
    async with database.read() as session:
        rows = await session.scalars(select(Delivery).where(Delivery.address == ANA).order_by(Delivery.id))
        return [(one.subject.split(":")[0], one.state) for one in rows if one.subject.startswith("Relato")]


async def test_who_has_not_heard_of_it_never_does(database: Database, maria: PersonId) -> None:
    await cancel(database, maria, await filed(database, maria))
    assert await told(database) == [("Relato RP-2025-000001", DeliveryState.CANCELLED)]


async def test_who_has_heard_of_it_hears_that_it_is_gone(database: Database, maria: PersonId) -> None:
    number = await filed(database, maria)
    async with database.write() as session:
        await session.execute(update(Delivery).values(state=DeliveryState.SENT))
    await cancel(database, maria, number)
    assert await told(database) == [
        ("Relato RP-2025-000001", DeliveryState.SENT),
        ("Relato RP-2025-000001 desfeito", DeliveryState.PENDING),
    ]


async def test_after_ten_minutes_it_stays(database: Database, maria: PersonId) -> None:
    number = await filed(database, maria)
    with pytest.raises(ReportRefused, match="report_undo_over"):
        await cancel(database, maria, number, after=UNDO + timedelta(seconds=1))


async def test_an_older_version_is_not_taken_back(database: Database, maria: PersonId) -> None:
    number = await filed(database, maria)
    with pytest.raises(ReportRefused, match="report_undo_over"):
        await cancel(database, maria, number, version=2)


async def test_twice_is_said_so(database: Database, maria: PersonId) -> None:
    number = await filed(database, maria)
    await cancel(database, maria, number)
    with pytest.raises(ReportRefused, match="report_undone_already"):
        await cancel(database, maria, number)


@pytest.mark.parametrize("who", [ANA, JOAO])
async def test_somebody_elses_report_looks_like_a_missing_one(
    database: Database, maria: PersonId, who: str
) -> None:
    number = await filed(database, maria)
    for each in (number, DeliverableId(999_999)):
        with pytest.raises(NotYours):
            await cancel(database, await person_id(database, who), each)


async def test_a_task_that_it_made_is_told_to_nobody_any_more(database: Database, maria: PersonId) -> None:
    await cancel(database, maria, await filed(database, maria))
    async with database.read() as session:
        told = select(Delivery.state).join(Notice, Notice.id == Delivery.notice_id)
        tasks = await session.scalars(told.where(Notice.kind == NoticeKind.TASK, Notice.key.like("panel:%")))
        assert set(tasks) == {DeliveryState.CANCELLED}
