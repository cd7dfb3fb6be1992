"""Goal 1.3: each indication of 1.2 is a task for the Secretariat, and the partner says whether it gets in."""

from datetime import date

import pytest
from sqlalchemy import select

from db import Database
from db.deliverables import Deliverable, DeliverableState
from db.deliveries import Delivery
from db.ids import PersonId
from db.notices import Notice, NoticeKind
from db.obligations import ObligationState
from db.panel_accesses import PanelAccess
from elo.asking_of_panels import ask_of_panels
from rede.access import NotYours
from rede.answer_panel_access import answer_panel_access
from rede.give_panel_access import give_panel_access
from rede.open_obligations import open_obligations
from rede.panel_access import PanelRefused, stage_of
from rede.submit_deliverable import submit_deliverable
from tests.rede.happenings import import_for, rows
from tests.rede.makers import ANA, JOAO, MARIA, a_desk, make_office, morning, person_id, register

#: Tuesday, Wednesday, and the fifth business day after that.
NAMED, GIVEN, ASKED = date(2026, 3, 10), date(2026, 3, 11), date(2026, 3, 18)


async def named(database: Database, day: date = NAMED, *, whom: str = "Joana Lima") -> PanelAccess:
    """The newest access, after a report of 1.2."""
    async with a_desk(database, now=morning(day), actor=await person_id(database, MARIA)) as desk:
        [owed] = await rows(database, "UPB", "1.2")
        receipt = await submit_deliverable(desk, owed.id, description=f"Indicamos {whom}", hours=None)
        await open_obligations(desk, receipt.owed.instrument)
    return await newest(database)


async def newest(database: Database) -> PanelAccess:
    async with database.read() as session:
        return (await session.scalars(select(PanelAccess).order_by(PanelAccess.id.desc()))).first() or _none()


def _none() -> PanelAccess:
    raise AssertionError("no access")


async def give(database: Database, *, on: date = GIVEN, day: date = GIVEN, actor: str = ANA) -> None:
    access = await newest(database)
    async with a_desk(database, now=morning(day), actor=await person_id(database, actor)) as desk:
        await give_panel_access(desk, access.id, version=stage_of(access), on=on)


async def answer(database: Database, *, works: bool, actor: str = MARIA, day: date = ASKED) -> None:
    access = await newest(database)
    async with a_desk(database, now=morning(day), actor=await person_id(database, actor)) as desk:
        await answer_panel_access(desk, access.id, version=stage_of(access), works=works)


async def tasks_told(database: Database, email: str) -> list[str]:
    who: PersonId = await person_id(database, email)
    async with database.read() as session:
        found = select(Delivery.subject).join(Notice, Notice.id == Delivery.notice_id)
        found = found.where(Notice.kind == NoticeKind.TASK, Notice.person_id == who).order_by(Delivery.id)
        return list((await session.scalars(found)).all())


async def task(database: Database) -> tuple[ObligationState, list[tuple[DeliverableState, int]]]:
    """The Secretariat's 1.3 for that indication, and its reports."""
    [owed] = [row for row in await rows(database, "SEGES", "1.3") if row.internal]
    async with database.read() as session:
        found = select(Deliverable).where(Deliverable.obligation_id == owed.id)
        reports = (await session.scalars(found.order_by(Deliverable.id))).all()
        return owed.state, [(one.state, one.version) for one in reports]


@pytest.fixture
async def upb(database: Database) -> Database:
    await register(database)
    await import_for(database, "UPB")
    return database


async def test_an_indication_is_a_task_that_the_secretariat_hears_of(upb: Database) -> None:
    access = await named(upb)
    assert (access.given_on, access.works) == (None, None)
    assert await tasks_told(upb, ANA) == ["Painel Gerencial: acesso para UPB"]
    assert await task(upb) == (ObligationState.OPEN, [])


async def test_giving_access_ends_the_task_and_the_partner_is_told(upb: Database) -> None:
    await named(upb)
    await give(upb)
    assert await task(upb) == (ObligationState.FULFILLED, [(DeliverableState.SELF_DECLARED, 1)])
    assert await tasks_told(upb, MARIA) == ["Painel Gerencial: acesso registrado, UPB"]
    assert (await newest(upb)).ask_on == ASKED


async def test_five_business_days_later_the_partner_is_asked_once(upb: Database) -> None:
    await named(upb)
    await give(upb)
    asked = [await ask_of_panels(upb, make_office(), morning(day)) for day in (GIVEN, ASKED, ASKED)]
    assert asked == [0, 1, 0]
    assert (await tasks_told(upb, MARIA))[1:] == ["Conseguiu entrar no Painel Gerencial? (UPB)"]


async def test_a_yes_confirms_the_report_of_the_secretariat(upb: Database) -> None:
    await named(upb)
    await give(upb)
    await answer(upb, works=True)
    assert await task(upb) == (ObligationState.FULFILLED, [(DeliverableState.ACCEPTED, 1)])


async def test_a_no_makes_it_the_secretariats_task_again(upb: Database) -> None:
    await named(upb)
    await give(upb)
    await answer(upb, works=False)
    assert await task(upb) == (ObligationState.OPEN, [(DeliverableState.RETURNED, 1)])
    assert len(await tasks_told(upb, ANA)) == 2

    await give(upb, on=ASKED, day=ASKED)
    assert await task(upb) == (ObligationState.FULFILLED, [(DeliverableState.SELF_DECLARED, 2)])


async def test_a_successor_is_a_task_of_its_own(upb: Database) -> None:
    first = await named(upb)
    second = await named(upb, GIVEN, whom="Rui Sá")
    assert second.id != first.id
    assert [row.state for row in await rows(upb, "SEGES", "1.3") if row.internal] == [
        ObligationState.OPEN
    ] * 2


async def test_an_old_button_says_how_it_stands(upb: Database) -> None:
    access = await named(upb)
    await give(upb)
    async with a_desk(upb, now=morning(GIVEN), actor=await person_id(upb, ANA)) as desk:
        with pytest.raises(PanelRefused, match="panel_changed"):
            await give_panel_access(desk, access.id, version=stage_of(access), on=GIVEN)
    await answer(upb, works=True)
    with pytest.raises(PanelRefused, match="panel_changed"):
        await answer(upb, works=False)


@pytest.mark.parametrize("day", [date(2026, 3, 9), date(2026, 3, 12)], ids=["before 1.2", "to come"])
async def test_access_is_given_between_the_indication_and_today(upb: Database, day: date) -> None:
    await named(upb)
    with pytest.raises(PanelRefused, match="panel_day"):
        await give(upb, on=day)


async def test_nothing_is_given_for_an_indication_that_was_taken_back(upb: Database) -> None:
    access = await named(upb)
    async with a_desk(upb, now=morning(NAMED)) as desk:
        report = await desk.session.get_one(Deliverable, access.deliverable_id)
        report.state = DeliverableState.CANCELLED
    with pytest.raises(PanelRefused, match="panel_nothing"):
        await give(upb)


async def test_an_access_of_others_looks_as_a_missing_one(upb: Database) -> None:
    await named(upb)
    with pytest.raises(NotYours):
        await give(upb, actor=MARIA)
    await give(upb)
    for other in (JOAO, ANA):
        with pytest.raises(NotYours):
            await answer(upb, works=True, actor=other)
