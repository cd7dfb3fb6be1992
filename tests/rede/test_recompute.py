"""A list of days without work is loaded: what it moves is moved, said once, and reminded of by its new date."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal

from sqlalchemy import select, update

from db import Database
from db.audit import AuditEntry
from db.deliveries import Delivery, DeliveryState
from db.institutions import Institution
from db.instruments import Instrument, instruments_behind
from db.notices import Notice, NoticeKind, NoticeLine
from db.obligations import Obligation, ObligationState
from elo.recounting import Outcome, count_moves, recount_all
from elo.rings import Rings
from rede.desk import Office
from rede.load_calendar import load_calendar
from rede.open_obligations import open_obligations
from rede.recompute import recompute
from rede.register_institutions import register_institutions
from rede.rows import Row
from rede.submit_deliverable import submit_deliverable
from scheduler.calendar import ClosureKind
from scheduler.days.almanac import Scope
from scheduler.days.federal_days import forecast
from scheduler.days.listed_days import EveryYear, ListedDay
from tests.rede.makers import (
    JOAO,
    MARIA,
    a_desk,
    import_for,
    make_office,
    morning,
    owed_by,
    person_id,
    register,
)

#: A year before the Friday that follows Corpus Christi of 2027.
STARTS = date(2026, 5, 28)
BRIDGE = date(2027, 5, 28)
LOADED = morning(date(2026, 12, 21))
IRECE = "2914604"
FIVE_DAYS = {"1.2": "Até 5 dias úteis após o início da vigência"}


def list_of_2027(*bridges: date) -> list[ListedDay]:
    foreseen = [
        ListedDay(one.day, one.kind, one.name, one.closes_at, one.opens_at) for one in forecast(2027).values()
    ]
    return [*foreseen, *(ListedDay(day, ClosureKind.OPTIONAL, "Ponte") for day in bridges)]


async def load(
    database: Database, office: Office, days: Sequence[ListedDay], *, now: datetime = LOADED
) -> Outcome:
    async with a_desk(database, office=office, now=now) as desk:
        await load_calendar(desk, days, source="2027.csv")
    return await recount_all(database, office, now)


async def notices(database: Database, kind: NoticeKind) -> list[Delivery]:
    async with database.read() as session:
        found = select(Delivery).join(Notice).where(Notice.kind == kind).order_by(Delivery.id)
        return list(await session.scalars(found))


async def audited(database: Database, act: str) -> list[str]:
    async with database.read() as session:
        found = select(AuditEntry.detail).where(AuditEntry.act == act).order_by(AuditEntry.id)
        return list(await session.scalars(found))


async def dates(database: Database, acronym: str, key: str) -> tuple[date | None, date | None, bool]:
    obligation = (await owed_by(database, acronym, key)).obligation
    return obligation.literal, obligation.extended, obligation.provisional


async def test_a_bridge_day_moves_a_date_and_tells_each_follower_once(database: Database) -> None:
    await register(database)
    office = make_office()
    await import_for(database, "UPB", starts=STARTS, office=office, now=LOADED)
    assert await dates(database, "UPB", "2.2") == (BRIDGE, BRIDGE, True)
    done = await load(database, office, list_of_2027(BRIDGE))
    assert done == Outcome(moved=2, told=2)
    assert await dates(database, "UPB", "2.2") == (BRIDGE, date(2027, 5, 31), False)
    told = next(one for one in await notices(database, NoticeKind.MOVED) if one.address == MARIA)
    assert told.subject == "Uma data do plano de trabalho mudou"
    assert "Antes: sexta-feira, 28/05/2027.\n" in told.body
    assert "Agora: sexta-feira, 28/05/2027 (pela lei, até segunda-feira, 31/05/2027)." in told.body
    assert "Ponte" in told.body
    assert (
        await audited(database, "obligation.move")
        == ["2027-05-28 (2027-05-28) -> 2027-05-28 (2027-05-31)"] * 2
    )


async def test_loading_the_same_list_again_changes_nothing(database: Database) -> None:
    await register(database)
    office = make_office()
    await import_for(database, "UPB", starts=STARTS, office=office, now=LOADED)
    await load(database, office, list_of_2027(BRIDGE))
    again = await load(database, office, list_of_2027(BRIDGE)[::-1], now=LOADED + timedelta(hours=1))
    assert again == Outcome()
    assert len(await notices(database, NoticeKind.MOVED)) == 2
    assert await audited(database, "calendar.load") == ["2027.csv"]


async def test_a_list_that_moves_nothing_makes_dates_certain_in_silence(database: Database) -> None:
    await register(database)
    office = make_office()
    await import_for(database, "UPB", starts=STARTS, office=office, now=LOADED)
    assert await load(database, office, list_of_2027()) == Outcome()
    assert await dates(database, "UPB", "2.2") == (BRIDGE, BRIDGE, False)
    assert await notices(database, NoticeKind.MOVED) == []


async def settle_irece(database: Database) -> None:
    async with database.write() as session:
        here = update(Institution).where(Institution.acronym == "IRECE")
        await session.execute(here.values(uf="BA", municipality_code=IRECE))


def municipal_holiday() -> list[ListedDay]:
    return [ListedDay(EveryYear(5, 28), ClosureKind.HOLIDAY, "Padroeiro", place=IRECE, law="Lei 1/1999")]


async def test_a_municipal_holiday_moves_only_what_is_owed_there(database: Database) -> None:
    await register(database)
    await settle_irece(database)
    office = make_office()
    for acronym in ("UPB", "IRECE"):
        await import_for(database, acronym, starts=STARTS, office=office, now=LOADED)
    assert await load(database, office, municipal_holiday()) == Outcome(moved=1, told=1)
    assert (await dates(database, "IRECE", "2.2"))[1] == date(2027, 5, 31)
    assert (await dates(database, "UPB", "2.2"))[1] == BRIDGE


async def test_a_municipal_holiday_moves_nothing_where_only_federal_days_count(database: Database) -> None:
    await register(database)
    await settle_irece(database)
    office = make_office(scope=Scope.FEDERAL)
    await import_for(database, "IRECE", starts=STARTS, office=office, now=LOADED)
    assert await load(database, office, municipal_holiday()) == Outcome()


async def test_another_seat_moves_what_is_owed_from_there(database: Database) -> None:
    await register(database)
    office = make_office()
    await import_for(database, "IRECE", starts=date(2026, 7, 2), office=office, now=LOADED)
    row = Row(2, {"acronym": "IRECE", "name": "Irecê", "layer": "2", "parent": "UPB", "uf": "BA"})
    async with a_desk(database, office=office, now=LOADED) as desk:
        await register_institutions(desk, [row])
    assert await recount_all(database, office, LOADED) == Outcome(moved=1, told=1)
    assert (await dates(database, "IRECE", "2.2"))[1] == date(2027, 7, 5)


async def ring_daily(database: Database, office: Office, first: date, last: date) -> None:
    rings = Rings(database, office)
    for day in range((last - first).days + 1):
        await rings.recount(morning(first + timedelta(days=day)))
        await rings.remind(morning(first + timedelta(days=day)))


async def lines(database: Database, email: str) -> list[tuple[str, date]]:
    who = await person_id(database, email)
    async with database.read() as session:
        rows = select(NoticeLine.step, NoticeLine.aim).where(NoticeLine.person_id == who)
        return [(row[0], row[1]) for row in (await session.execute(rows.order_by(NoticeLine.id))).all()]


async def five_business_days(database: Database, office: Office) -> None:
    await register(database)
    first = date(2027, 5, 24)
    await import_for(
        database, "IRECE", starts=first, office=office, now=morning(first), corrections=FIVE_DAYS
    )


async def test_after_the_move_the_ladder_tells_the_steps_of_the_new_date(database: Database) -> None:
    office = make_office()
    await five_business_days(database, office)
    await ring_daily(database, office, date(2027, 5, 24), date(2027, 5, 26))
    await load(database, office, list_of_2027(BRIDGE), now=morning(date(2027, 5, 27)))
    await ring_daily(database, office, date(2027, 5, 27), date(2027, 6, 20))
    before, after = date(2027, 6, 1), date(2027, 6, 2)
    # Without the target of goal 1.1, of the week after.
    told = [(step, aim) for step, aim in await lines(database, JOAO) if aim <= after]
    assert [(step.partition(":")[0], aim) for step, aim in told] == [
        ("D-5", before),
        ("moved", after),
        ("D-2", after),
        ("D0", after),
        ("D+1", after),
        ("D+6", after),
    ]


async def test_no_step_of_a_cycle_that_begins_on_the_day_of_a_move_is_lost(database: Database) -> None:
    await register(database)
    office, begins = make_office(), morning(date(2027, 5, 15))
    monthly = {"2.2": "Até o dia 15 de cada mês"}
    await import_for(database, "UPB", starts=STARTS, corrections=monthly, office=office, now=begins)
    await load(database, office, list_of_2027(date(2027, 6, 15)), now=begins)
    async with database.read() as session:
        moved = select(Obligation.last_step).where(Obligation.extended == date(2027, 6, 16))
        assert set(await session.scalars(moved)) == {""}


async def test_a_reminder_of_the_old_date_that_has_not_left_never_does(database: Database) -> None:
    office = make_office()
    await five_business_days(database, office)
    await ring_daily(database, office, date(2027, 5, 26), date(2027, 5, 26))
    now = morning(date(2027, 5, 26)) + timedelta(minutes=30)
    await load(database, office, list_of_2027(BRIDGE), now=now)
    reminders = await notices(database, NoticeKind.REMINDER)
    assert {one.state for one in reminders} == {DeliveryState.CANCELLED}
    moved = await notices(database, NoticeKind.MOVED)
    assert [(one.state, one.not_before) for one in moved] == [(DeliveryState.PENDING, now)]


async def test_who_is_told_at_night_hears_of_it_in_the_morning(database: Database) -> None:
    await register(database)
    office = make_office()
    await import_for(database, "IRECE", starts=STARTS, office=office, now=LOADED)
    await load(database, office, list_of_2027(BRIDGE), now=LOADED - timedelta(hours=5))
    assert [one.not_before for one in await notices(database, NoticeKind.MOVED)] == [LOADED]


async def test_what_is_fulfilled_stays_as_it_was_counted(database: Database) -> None:
    await register(database)
    office = make_office()
    await import_for(database, "IRECE", starts=STARTS, office=office, now=LOADED)
    owed = await owed_by(database, "IRECE", "2.2")
    joao = await person_id(database, JOAO)
    async with a_desk(database, office=office, now=LOADED, actor=joao) as desk:
        await submit_deliverable(desk, owed.obligation.id, description="Curso", hours=Decimal(60))
    assert (await owed_by(database, "IRECE", "2.2")).obligation.state is ObligationState.FULFILLED
    assert await load(database, office, list_of_2027(BRIDGE)) == Outcome()
    assert await dates(database, "IRECE", "2.2") == (BRIDGE, BRIDGE, True)


async def test_handing_in_takes_a_move_that_was_not_told_yet_back(database: Database) -> None:
    await register(database)
    office = make_office()
    await import_for(database, "IRECE", starts=STARTS, office=office, now=LOADED)
    await load(database, office, list_of_2027(BRIDGE))
    owed, joao = await owed_by(database, "IRECE", "2.2"), await person_id(database, JOAO)
    async with a_desk(database, office=office, now=LOADED, actor=joao) as desk:
        await submit_deliverable(desk, owed.obligation.id, description="Curso", hours=Decimal(60))
    assert [one.state for one in await notices(database, NoticeKind.MOVED)] == [DeliveryState.CANCELLED]


async def test_killed_after_loading_the_bell_goes_on_where_it_was(database: Database) -> None:
    await register(database)
    office = make_office()
    for acronym in ("UPB", "IRECE"):
        await import_for(database, acronym, starts=STARTS, office=office, now=LOADED)
    async with a_desk(database, office=office, now=LOADED) as desk:
        await load_calendar(desk, list_of_2027(BRIDGE), source="2027.csv")
    async with a_desk(database, office=office, now=LOADED) as desk:
        mark = office.days.current.mark
        number, *_ = await instruments_behind(desk.session, mark)
        first = await desk.session.get_one(Instrument, number)
        assert await recompute(desk, first) == 2
        assert await recompute(desk, first) == 0
    for _ in range(3):
        await Rings(database, make_office()).recount(LOADED)
    told = [one.address for one in await notices(database, NoticeKind.MOVED)]
    assert sorted(told) == sorted({*told})
    assert len(told) == 3


async def test_a_rehearsal_counts_and_changes_nothing(database: Database) -> None:
    await register(database)
    office = make_office()
    await import_for(database, "UPB", starts=STARTS, office=office, now=LOADED)
    then = office.days.current.with_days(list_of_2027(BRIDGE), stamp=-1)
    assert await count_moves(database, office, then, LOADED) == Outcome(moved=2, told=2)
    assert await dates(database, "UPB", "2.2") == (BRIDGE, BRIDGE, True)


async def test_what_was_kept_under_its_day_gets_its_lasting_name_and_is_not_opened_twice(
    database: Database,
) -> None:
    await register(database)
    office = make_office()
    instrument, _ = await import_for(database, "UPB", starts=STARTS, office=office, now=LOADED)
    async with database.write() as session:
        names = {row.id: row.occurrence for row in await session.scalars(select(Obligation))}
        for row in await session.scalars(select(Obligation).where(Obligation.literal.is_not(None))):
            row.occurrence = str(row.literal)
        await session.execute(update(Instrument).values(counted_by=""))
    async with a_desk(database, office=office, now=LOADED) as desk:
        again = await open_obligations(desk, instrument)
    async with database.read() as session:
        assert {row.id: row.occurrence for row in await session.scalars(select(Obligation))} == names
    assert (again.dated, again.undated) == (0, 0)
