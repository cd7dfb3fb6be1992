"""Going live in a network that exists already: one welcome a person, and no step from before."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import select

from db import Database
from db.audit import AuditEntry
from db.deliveries import Delivery, DeliveryState
from db.instruments import Instrument
from db.notices import Notice, NoticeKind, NoticeLine
from db.obligations import Obligation, ObligationState, dated_obligations
from db.plans import Goal, goals_in_force
from elo.rings import Rings
from rede.date_instrument import Dates, date_instrument
from rede.desk import Office
from rede.recompute import recompute
from rede.register_institutions import register_institutions
from rede.register_person import register_people
from rede.rows import Row
from rede.submit_deliverable import submit_deliverable
from scheduler.ladder import offset_of
from tests.rede.live_days import LIVE, LIVE_OFFICE, notices, ring
from tests.rede.makers import (
    JOAO,
    STARTS,
    a_desk,
    days,
    import_for,
    make_office,
    morning,
    owed_by,
    person_id,
    register,
)

TWO_YEARS_AGO = date(2023, 12, 20)
#: Every shape of rule: continuous, monthly, yearly with a quantity, quarterly.
SHAPES = {"1.2": "Até o dia 15 de cada mês", "C1": "Último dia útil do mês subsequente ao trimestre"}


async def nominal_days(database: Database) -> set[date]:
    """The days that the steps told so far are dated, before any is sent a little earlier for lack of work."""
    async with database.read() as session:
        rows = (await session.execute(select(NoticeLine.step, NoticeLine.aim))).all()
        return {aim + timedelta(days=offset_of(step)) for step, aim in rows}


async def partners(database: Database, count: int, office: Office) -> None:
    """So many more partners, each with its person and an agreement two years old."""
    acronyms = [f"PARCEIRO{number}" for number in range(count)]
    async with a_desk(database) as desk:
        await register_institutions(
            desk,
            [
                Row(line, {"acronym": acronym, "name": acronym.title(), "layer": "1"})
                for line, acronym in enumerate(acronyms, start=2)
            ],
        )
        await register_people(
            desk,
            [
                Row(
                    line,
                    {
                        "email": f"{acronym.lower()}@example.org",
                        "name": "Rosa",
                        "institution": acronym,
                        "functions": "coordenador",
                    },
                )
                for line, acronym in enumerate(acronyms, start=2)
            ],
        )
    for acronym in acronyms:
        await import_for(database, acronym, starts=TWO_YEARS_AGO, office=office, corrections=SHAPES)


@pytest.mark.parametrize("backend", ["sqlite"])
async def test_old_agreements_send_one_welcome_a_person_on_the_first_day_and_nothing_else(
    database: Database,
) -> None:
    await register(database)
    await partners(database, 14, LIVE_OFFICE)
    await import_for(database, "UPB", starts=TWO_YEARS_AGO, office=LIVE_OFFICE, corrections=SHAPES)

    await ring(database, LIVE)
    first_day = await notices(database)
    await Rings(database, LIVE_OFFICE).open_obligations(morning(LIVE + days(1)))
    for number in range(1, 11):
        await ring(database, LIVE + days(number))

    # 14 Rosas, Maria and Ana; João's institution has no agreement.
    assert [one.kind for one in first_day] == [NoticeKind.WELCOME] * 16
    assert len({one.person_id for one in first_day}) == 16
    later = (await notices(database))[16:]
    assert {one.kind for one in later} == {NoticeKind.REMINDER}
    assert min(await nominal_days(database)) >= LIVE


async def test_between_two_steps_the_next_one_is_told(database: Database) -> None:
    office = make_office(go_live=date(2026, 11, 20))
    await register(database)
    await import_for(database, "IRECE", office=office)
    for number in range(20):
        await ring(database, date(2026, 11, 20) + days(number), office)
    async with database.read() as session:
        told = list(await session.scalars(select(NoticeLine.step).order_by(NoticeLine.id)))
    # 2.2 falls due on 9 December 2026: D-30 was on 9 November.
    assert told == ["D-7", "D-1", "D0"]


async def test_what_was_late_on_the_day_of_import_is_history_where_no_day_was_given(
    database: Database,
) -> None:
    await register(database)
    await import_for(database, "IRECE", starts=TWO_YEARS_AGO)
    await ring(database, LIVE, make_office())
    async with database.read() as session:
        rows = (await session.execute(select(Obligation.extended, Obligation.state))).all()
    assert {state for extended, state in rows if extended and extended < LIVE} == {ObligationState.HISTORY}
    assert {state for extended, state in rows if not extended or extended >= LIVE} == {ObligationState.OPEN}
    assert {one.kind for one in await notices(database)} <= {NoticeKind.REMINDER}


async def test_the_day_of_an_instrument_counts_before_that_of_the_office(database: Database) -> None:
    await register(database)
    instrument, _ = await import_for(database, "IRECE", starts=TWO_YEARS_AGO, corrections=SHAPES)
    await go_live_on(database, instrument, date(2026, 3, 1), office=LIVE_OFFICE)
    for number in range(78, 90):
        await ring(database, LIVE + days(number))
    assert min(await nominal_days(database)) >= date(2026, 3, 1)
    assert (await notices(database))[0].created_at.date() == date(2026, 3, 2)


async def go_live_on(
    database: Database, instrument: Instrument, day: date, office: Office | None = None
) -> None:
    async with a_desk(database, office=office) as desk:
        found = await desk.session.get_one(Instrument, instrument.id)
        await date_instrument(desk, found, Dates(go_live=day))
        await recompute(desk, found)


async def test_a_day_given_later_sorts_what_has_no_report_and_takes_reminders_back(
    database: Database,
) -> None:
    await register(database)
    instrument, _ = await import_for(database, "IRECE", corrections=SHAPES)
    joao = await person_id(database, JOAO)
    await ring(database, LIVE + days(1), make_office())
    assert len(await waiting(database)) == 1
    reported = await owed_by(database, "IRECE", "2.2")
    async with a_desk(database, actor=joao) as desk:
        await submit_deliverable(desk, reported.obligation.id, description="Curso", hours=Decimal(20))
    await go_live_on(database, instrument, date(2027, 6, 1))
    states = await states_of(database, instrument)
    assert states["2.2", date(2026, 12, 9)] is ObligationState.OPEN
    assert states["1.2", date(2025, 12, 15)] is ObligationState.HISTORY
    assert await waiting(database) == []


async def test_an_earlier_day_owes_again_and_is_audited(database: Database) -> None:
    await register(database)
    instrument, _ = await import_for(database, "IRECE", corrections=SHAPES)
    before = await states_of(database, instrument)
    for day in (date(2027, 6, 1), date(2027, 6, 1), STARTS):
        await go_live_on(database, instrument, day)
    assert await states_of(database, instrument) == before
    async with database.read() as session:
        acts = select(AuditEntry.detail).where(AuditEntry.act == "instrument.date").order_by(AuditEntry.id)
        assert list(await session.scalars(acts)) == [
            "go_live None -> 2027-06-01",
            "go_live 2027-06-01 -> 2025-12-09",
        ]


async def states_of(
    database: Database, instrument: Instrument
) -> dict[tuple[str, date | None], ObligationState]:
    async with database.read() as session:
        goals: dict[int, Goal] = {
            one.goal.id: one.goal for one in await goals_in_force(session, instrument.id)
        }
        rows = await dated_obligations(session, [goal.id for goal in goals.values()])
        return {(goals[row.goal_id].key, row.literal): row.state for row in rows}


async def waiting(database: Database) -> list[Delivery]:
    async with database.read() as session:
        reminders = select(Notice.id).where(Notice.kind == NoticeKind.REMINDER)
        pending = (Delivery.state == DeliveryState.PENDING, Delivery.notice_id.in_(reminders))
        return list(await session.scalars(select(Delivery).where(*pending)))
