"""What every agreement gets from us: one check-in a semester, and a word before the vigência ends."""

from datetime import date

import pytest
from sqlalchemy import select, update

from db import Database
from db.institutions import Institution
from db.instruments import Instrument
from db.notices import Notice, NoticeKind
from db.obligations import Obligation, ObligationState
from db.plans import Goal, GoalKind, Plan, goals_of, plans_of
from elo.rings import Rings
from rede.date_instrument import Dates, date_instrument
from rede.open_obligations import open_obligations
from tests.rede.makers import a_desk, import_for, make_office, morning, register


async def kept(database: Database, kind: GoalKind) -> list[tuple[str, date | None, ObligationState]]:
    async with database.read() as session:
        rows = select(Institution.acronym, Obligation.literal, Obligation.state).select_from(Obligation)
        rows = rows.join(Goal, Goal.id == Obligation.goal_id).where(Goal.kind == kind)
        rows = rows.join(Institution, Institution.id == Obligation.institution_id)
        rows = rows.order_by(Institution.acronym, Obligation.literal)
        return [(row[0], row[1], row[2]) for row in (await session.execute(rows)).all()]


async def days_asked(database: Database, acronym: str) -> list[date | None]:
    return [day for name, day, _ in await kept(database, GoalKind.CHECK_IN) if name == acronym]


async def end_on(database: Database, instrument: Instrument, ends: date) -> None:
    async with a_desk(database) as desk:
        await desk.session.execute(update(Instrument).where(Instrument.id == instrument.id).values(ends=ends))
    async with a_desk(database) as desk:
        await open_obligations(desk, await desk.session.get_one(Instrument, instrument.id))


@pytest.mark.parametrize("acronym", ["UPB", "SEGES"])
async def test_each_side_is_asked_once_a_civil_semester(database: Database, acronym: str) -> None:
    await register(database)
    await import_for(database, "UPB")
    assert await days_asked(database, acronym) == [date(2026, 6, 30), date(2026, 12, 31)]


async def test_an_adherent_is_asked_alone(database: Database) -> None:
    await register(database)
    await import_for(database, "IRECE", starts=date(2026, 1, 31))
    assert await days_asked(database, "IRECE") == [date(2026, 6, 30), date(2026, 12, 31), date(2027, 6, 30)]
    assert await days_asked(database, "SEGES") == []


@pytest.mark.parametrize(
    ("starts", "first"),
    [
        (date(2026, 5, 1), date(2026, 6, 30)),
        (date(2026, 5, 2), date(2026, 12, 31)),
        (date(2026, 11, 1), date(2026, 12, 31)),
        (date(2026, 12, 31), date(2027, 6, 30)),
    ],
    ids=["sixty days before", "fifty-nine days before", "sixty days before December", "on the last day"],
)
async def test_nobody_is_asked_before_sixty_days(database: Database, starts: date, first: date) -> None:
    await register(database)
    await import_for(database, "UPB", starts=starts)
    assert (await days_asked(database, "UPB"))[0] == first


async def test_a_plan_without_continuous_goals_asks_nothing(database: Database) -> None:
    await register(database)
    await import_for(database, "UPB", corrections={"1.1": "Anual"})
    assert await kept(database, GoalKind.CHECK_IN) == []


async def test_opening_again_opens_nothing_twice(database: Database) -> None:
    await register(database)
    instrument, _ = await import_for(database, "UPB")
    await end_on(database, instrument, date(2035, 12, 9))
    before = [await kept(database, kind) for kind in GoalKind]
    async with a_desk(database) as desk:
        assert (await open_obligations(desk, instrument)).dated == 0
    assert [await kept(database, kind) for kind in GoalKind] == before


async def test_without_an_end_nothing_is_said_of_it(database: Database) -> None:
    await register(database)
    await import_for(database, "UPB")
    assert await kept(database, GoalKind.TERM_END) == []


async def test_the_end_of_the_vigencia_concerns_both_sides_and_never_rolls(database: Database) -> None:
    await register(database)
    instrument, _ = await import_for(database, "UPB")
    sunday = date(2035, 12, 9)
    await end_on(database, instrument, sunday)
    assert await kept(database, GoalKind.TERM_END) == [
        ("SEGES", sunday, ObligationState.OPEN),
        ("UPB", sunday, ObligationState.OPEN),
    ]
    async with database.read() as session:
        kinds = select(Obligation.extended).join(Goal, Goal.id == Obligation.goal_id)
        assert set(await session.scalars(kinds.where(Goal.kind == GoalKind.TERM_END))) == {sunday}


async def test_a_new_end_moves_its_date_and_is_told(database: Database) -> None:
    await register(database)
    instrument, _ = await import_for(database, "UPB")
    await end_on(database, instrument, date(2026, 12, 9))
    async with a_desk(database) as desk:
        known = await desk.session.get_one(Instrument, instrument.id)
        await date_instrument(desk, known, Dates(ends=date(2027, 12, 9)))
    await Rings(database, make_office()).recount(morning(date(2026, 9, 1)))
    assert {day for _, day, _ in await kept(database, GoalKind.TERM_END)} == {date(2027, 12, 9)}
    async with database.read() as session:
        told = await session.scalars(select(Notice.person_id).where(Notice.kind == NoticeKind.MOVED))
        assert len(list(told)) == 2


async def test_an_amended_plan_asks_once_for_each_semester(database: Database) -> None:
    await register(database)
    instrument, _ = await import_for(database, "UPB")
    asked = await days_asked(database, "UPB")
    async with a_desk(database) as desk:
        (before,) = [plan for plan, _ in await plans_of(desk.session, instrument.id)]
        since = date(2026, 9, 1)
        plan = Plan(
            instrument_id=instrument.id,
            version=2,
            imported_at=desk.now,
            document_name="aditivo.txt",
            document_sha256="",
            in_force_from=since,
            amendment="1º Termo Aditivo",
        )
        desk.session.add(plan)
        await desk.session.flush()
        for goal in await goals_of(desk.session, before.id):
            names = [column.name for column in Goal.__table__.columns if column.name not in ("id", "plan_id")]
            desk.session.add(Goal(plan_id=plan.id, **{name: getattr(goal, name) for name in names}))
        await desk.session.flush()
        await open_obligations(desk, instrument)
    still = await kept(database, GoalKind.CHECK_IN)
    assert [day for name, day, state in still if (name, state) == ("UPB", ObligationState.OPEN)] == asked


async def test_what_is_ours_ends_by_itself_and_is_never_late(database: Database) -> None:
    await register(database)
    instrument, _ = await import_for(database, "UPB")
    await end_on(database, instrument, date(2026, 8, 31))
    rings = Rings(database, make_office())
    await rings.open_obligations(morning(date(2026, 8, 31)))
    assert {state for _, _, state in await kept(database, GoalKind.TERM_END)} == {ObligationState.OPEN}
    await rings.open_obligations(morning(date(2026, 9, 1)))
    assert {state for _, _, state in await kept(database, GoalKind.TERM_END)} == {ObligationState.WITHDRAWN}


@pytest.mark.parametrize(
    ("day", "state"),
    [(date(2026, 9, 28), ObligationState.OPEN), (date(2026, 9, 29), ObligationState.WITHDRAWN)],
    ids=["ninety days after", "a day more"],
)
async def test_a_check_in_of_long_ago_is_no_longer_asked(
    database: Database, day: date, state: ObligationState
) -> None:
    await register(database)
    await import_for(database, "UPB")
    await Rings(database, make_office()).open_obligations(morning(day))
    june = [found for _, due, found in await kept(database, GoalKind.CHECK_IN) if due == date(2026, 6, 30)]
    assert june == [state, state]
