"""What the bell calls: all of it side by side, after days without a bell, and beside what is spoilt."""

import asyncio
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select
from structlog.testing import capture_logs

from db import Database
from db.instruments import Instrument
from db.notices import Notice, NoticeLine
from db.obligations import Obligation
from db.people import Person
from db.plans import Goal, Plan
from elo.rings import Rings
from rede.load_calendar import load_calendar
from scheduler.bell import Bell, Ring
from scheduler.clock import BRASILIA, local_day
from scheduler.deadlines import EventKind
from tests.rede.happenings import happens, rede_of, rows
from tests.rede.makers import MARIA, a_desk, import_for, make_office, morning, owed_by, register
from tests.rede.test_recompute import BRIDGE, LOADED, STARTS, list_of_2027

#: 1 April 2026 is a Wednesday: were there termos de adesão in March?
APRIL = date(2026, 4, 1)


# --- the order of the rings ---------------------------------------------------------------------------


class StillClock:
    """A clock that stands."""

    def __init__(self, now: datetime) -> None:
        self._now = now

    def now(self) -> datetime:
        return self._now

    async def changed(self) -> None:
        await asyncio.Event().wait()


async def ring_once(database: Database, now: datetime) -> None:
    """The bell itself, until each of its rows has rung."""
    answered: list[str] = []
    all_answered = asyncio.Event()

    def awaited(ring: Ring) -> Ring:
        async def call(moment: datetime) -> None:
            await ring.callable(moment)
            answered.append(ring.name)
            if len(answered) == len(table):
                all_answered.set()

        return Ring(ring.name, timedelta(hours=1), call)

    table = Rings(database, make_office()).table()
    bell = Bell(StillClock(now), [awaited(ring) for ring in table], on_error=fail)
    async with asyncio.TaskGroup() as group:
        running = group.create_task(bell.run())
        await all_answered.wait()
        running.cancel()


def fail(name: str, error: Exception) -> None:
    raise AssertionError(name) from error


async def test_what_is_opened_today_is_in_the_one_digest_of_today(database: Database) -> None:
    await rede_of(database, "UPB")
    before, now = morning(date(2026, 3, 20)), morning(APRIL)
    await happens(database, EventKind.REQUEST, date(2026, 4, 8), "UPB", now=before)
    await ring_once(database, before)
    await ring_once(database, now)
    async with database.read() as session:
        own = select(Notice.id).join(Person).where(Person.email == MARIA, Notice.created_at == now)
        (digest,) = await session.scalars(own)
        lines = select(Obligation.occurrence, NoticeLine.step).join(NoticeLine)
        lines = lines.where(NoticeLine.notice_id == digest, Obligation.occurrence != "target")
        told = (await session.execute(lines.order_by(NoticeLine.id))).all()
    assert [tuple(line) for line in told] == [("1", "D-7"), ("question:202603", "D0")]


# --- days without a bell ------------------------------------------------------------------------------


@pytest.mark.parametrize("restarted", [False, True])
@pytest.mark.parametrize(
    ("last", "back", "told"),
    [
        ("2026-04-30T20:30", "2026-05-06T08:00", "2026-05-06"),
        ("2026-03-30T08:00", "2026-04-03T08:00", "2026-04-06"),
        ("2026-03-31T08:00", "2026-04-01T20:30", "2026-04-02"),
        ("2026-03-31T08:00", "2026-04-30T08:00", "2026-04-30 2026-05-04"),
    ],
    ids=["three days", "three days, until a holiday", "until the evening", "until the last day of the month"],
)
async def test_the_question_of_a_month_is_asked_as_soon_as_somebody_rings_again(
    database: Database, last: str, back: str, told: str, restarted: bool
) -> None:
    await rede_of(database, "UPB")
    rings = Rings(database, make_office())
    await rings.open_and_remind(instant(last))
    rings = Rings(database, make_office()) if restarted else rings
    for day in range(8):
        await rings.open_and_remind(instant(back) + timedelta(days=day))
        await rings.open_and_remind(morning(instant(back).date() + timedelta(days=day + 1)))
    assert await asked(database) == [date.fromisoformat(day) for day in told.split()]


async def test_a_question_is_not_asked_when_its_month_is_over(database: Database) -> None:
    await rede_of(database, "UPB")
    rings = Rings(database, make_office())
    await rings.open_obligations(morning(APRIL))
    await rings.open_and_remind(morning(date(2026, 5, 3)))
    assert await asked(database) == []


def instant(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=BRASILIA)


async def asked(database: Database) -> list[date]:
    """The days on which UPB was asked about March, or April."""
    async with database.read() as session:
        told = select(Notice.created_at).join(NoticeLine, NoticeLine.notice_id == Notice.id)
        told = told.join(Obligation, Obligation.id == NoticeLine.obligation_id)
        told = told.where(Obligation.occurrence.like("question:%")).order_by(NoticeLine.id)
        return [local_day(moment) for moment in await session.scalars(told)]


# --- what is spoilt -----------------------------------------------------------------------------------


async def spoil(database: Database, instrument: Instrument, *, rule: str = "{}") -> str:
    """Writes a rule that nobody can read to goal 2.2; the one that it had."""
    async with database.write() as session:
        plan = select(Plan.id).where(Plan.instrument_id == instrument.id)
        (goal,) = await session.scalars(select(Goal).where(Goal.plan_id.in_(plan), Goal.key == "2.2"))
        before, goal.rule = goal.rule, rule
        return before


async def courses(database: Database, acronym: str) -> int:
    return len(await rows(database, acronym, "2.2"))


async def test_an_agreement_that_cannot_be_read_stops_no_other_and_is_tried_again_the_next_day(
    database: Database,
) -> None:
    await register(database)
    spoilt, _ = await import_for(database, "UPB")
    await import_for(database, "IRECE")
    rule, had = await spoil(database, spoilt), await courses(database, "IRECE")
    rings, later = Rings(database, make_office()), morning(date(2027, 1, 11))
    with capture_logs() as logs:
        for minute in range(3):
            await rings.open_obligations(later + timedelta(minutes=minute))
    assert [(line["act"], line["id"]) for line in logs] == [("open obligations", spoilt.id)]
    assert (await courses(database, "UPB"), await courses(database, "IRECE")) == (had, had + 1)
    await spoil(database, spoilt, rule=rule)
    await rings.open_obligations(later + timedelta(days=1))
    assert await courses(database, "UPB") == had + 1


async def test_dates_of_an_agreement_that_cannot_be_read_are_counted_the_next_day_at_the_soonest(
    database: Database,
) -> None:
    await register(database)
    office = make_office()
    spoilt, _ = await import_for(database, "UPB", starts=STARTS, office=office, now=LOADED)
    await import_for(database, "IRECE", starts=STARTS, office=office, now=LOADED)
    rule, rings = await spoil(database, spoilt), Rings(database, office)
    async with a_desk(database, office=office, now=LOADED) as desk:
        await load_calendar(desk, list_of_2027(BRIDGE), source="2027.csv")
    with capture_logs() as logs:
        for minute in range(3):
            await rings.recount(LOADED + timedelta(minutes=minute))
    failures = [line for line in logs if line["log_level"] == "error"]
    assert [(line["act"], line["id"]) for line in failures] == [("recount", spoilt.id)]
    assert (await owed_by(database, "IRECE", "2.2")).obligation.extended != BRIDGE
    await spoil(database, spoilt, rule=rule)
    await rings.recount(LOADED + timedelta(minutes=4))
    assert (await owed_by(database, "UPB", "2.2")).obligation.extended == BRIDGE
    await rings.recount(LOADED + timedelta(days=1))
    assert (await owed_by(database, "UPB", "2.2")).obligation.extended != BRIDGE
