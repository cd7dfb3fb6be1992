"""The start of a vigência is not known yet, becomes known, or moves: dates follow, people hear of it once."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from db import Database
from db.audit import AuditEntry
from db.deliveries import Delivery
from db.instruments import instruments_behind
from db.notices import Notice, NoticeKind
from elo.recounting import Outcome
from elo.rings import Rings
from rede.agreements import instrument_named
from rede.date_instrument import Dates, date_instrument
from rede.lines import line_of
from rede.readings import PlanRefused
from scheduler.days.almanac import Scope
from tests.rede.makers import MARIA, NOW, STARTS, a_desk, make_office, morning, owed_by, register
from tests.rede.plans import import_dated, open_days, ring

PUBLISHED = date(2026, 1, 12)


async def set_dates(database: Database, dates: Dates) -> list[str]:
    async with a_desk(database) as desk:
        return await date_instrument(desk, await instrument_named(desk, "upb"), dates)


async def told(database: Database, kind: NoticeKind) -> list[Delivery]:
    async with database.read() as session:
        found = select(Delivery).join(Notice).where(Notice.kind == kind).order_by(Delivery.id)
        return list(await session.scalars(found))


@pytest.mark.parametrize(
    ("published", "signed", "literal", "words"),
    [
        (PUBLISHED, date(2025, 12, 1), date(2026, 1, 27), "contamos da publicação"),
        (None, date(2025, 12, 1), date(2025, 12, 16), "contamos da última assinatura"),
    ],
    ids=["from the publication", "from the last signature"],
)
async def test_without_a_start_dates_are_provisional(
    database: Database, published: date | None, signed: date, literal: date, words: str
) -> None:
    await register(database)
    await import_dated(database, starts=None, published=published, signed=signed)
    obligation = (await owed_by(database, "UPB", "1.2")).obligation
    assert (obligation.literal, obligation.provisional, obligation.look_on) == (literal, True, None)
    assert words in obligation.why


async def test_without_any_date_nothing_is_imported(database: Database) -> None:
    await register(database)
    with pytest.raises(PlanRefused, match="plan_without_dates"):
        await import_dated(database, starts=None)


async def test_nobody_is_reminded_till_the_start_is_known(database: Database) -> None:
    await register(database)
    await import_dated(database, starts=None, published=STARTS)
    rings = Rings(database, make_office())
    for day in range(30):
        now = morning(STARTS + timedelta(days=day))
        await rings.open_obligations(now)
        await rings.recount(now)
        await rings.remind(now)
    assert await told(database, NoticeKind.REMINDER) == []


async def test_the_start_becomes_known_and_each_person_hears_of_it_once(database: Database) -> None:
    await register(database)
    await import_dated(database, starts=None, published=STARTS)
    assert await set_dates(database, Dates(starts=PUBLISHED)) == ["starts"]
    done = await ring(database)
    assert (done.told, await ring(database)) == (2, Outcome())
    assert [one.address for one in await told(database, NoticeKind.MOVED)].count(MARIA) == 1
    assert await open_days(database, "1.2") == [date(2026, 1, 27)]


async def test_the_same_day_as_supposed_makes_dates_certain_and_reminders_begin(database: Database) -> None:
    await register(database)
    await import_dated(database, starts=None, published=STARTS)
    await set_dates(database, Dates(starts=STARTS))
    assert await ring(database) == Outcome()
    obligation = (await owed_by(database, "UPB", "1.2")).obligation
    assert (obligation.provisional, obligation.look_on) == (False, NOW.date())
    assert "publicação" not in obligation.why


async def test_what_is_owed_all_the_time_is_owed_from_the_start_that_becomes_known(
    database: Database,
) -> None:
    await register(database)
    await import_dated(database, starts=None, published=STARTS)
    assert (await owed_by(database, "UPB", "1.1")).obligation.opens == STARTS
    await set_dates(database, Dates(starts=PUBLISHED))
    await ring(database)
    assert (await owed_by(database, "UPB", "1.1")).obligation.opens == PUBLISHED


async def test_a_start_that_moves_two_years_loses_no_date_and_makes_none_twice(database: Database) -> None:
    await register(database)
    await import_dated(database)
    await set_dates(database, Dates(starts=date(2027, 12, 9)))
    await ring(database)
    assert await open_days(database, "2.2") == [date(2028, 12, 9)]
    assert await open_days(database, "1.2") == [date(2027, 12, 24)]


async def test_dates_past_a_nearer_end_are_owed_no_more(database: Database) -> None:
    await register(database)
    await import_dated(database)
    await set_dates(database, Dates(ends=date(2026, 6, 30)))
    await ring(database)
    assert date(2026, 12, 9) not in await open_days(database, "2.2")


async def test_stopped_after_the_dates_were_set_the_bell_goes_on(database: Database) -> None:
    await register(database)
    await import_dated(database)
    await set_dates(database, Dates(starts=PUBLISHED))
    async with database.read() as session:
        mark = make_office(scope=Scope.FULL).days.current.mark
        assert len(await instruments_behind(session, mark)) == 1
    for _ in range(3):
        await Rings(database, make_office()).recount(NOW)
    assert await open_days(database, "1.2") == [date(2026, 1, 27)]


async def test_what_was_set_is_audited_and_setting_it_again_is_nothing(database: Database) -> None:
    await register(database)
    await import_dated(database)
    await set_dates(database, Dates(starts=PUBLISHED))
    assert await set_dates(database, Dates(starts=PUBLISHED)) == []
    async with database.read() as session:
        audited = await session.scalars(select(AuditEntry.detail).where(AuditEntry.act == "instrument.date"))
        assert audited.all() == ["starts 2025-12-09 -> 2026-01-12"]


@pytest.mark.parametrize(
    ("acronym", "number", "key"),
    [
        ("NADA", "", "plan_unknown_institution"),
        ("IRECE", "", "plan_no_instrument"),
        ("UPB", "AC 1/2001", "plan_no_instrument"),
    ],
)
async def test_an_agreement_that_is_not_there(
    database: Database, acronym: str, number: str, key: str
) -> None:
    await register(database)
    await import_dated(database)
    with pytest.raises(PlanRefused, match=key):
        async with a_desk(database) as desk:
            await instrument_named(desk, acronym, number)


async def test_a_term_does_not_end_before_it_begins(database: Database) -> None:
    await register(database)
    await import_dated(database)
    with pytest.raises(PlanRefused, match="plan_ends_before_start"):
        await set_dates(database, Dates(ends=STARTS))


async def test_a_provisional_date_is_never_late(database: Database) -> None:
    await register(database)
    await import_dated(database, starts=None, published=STARTS)
    line = line_of(await owed_by(database, "UPB", "1.2"), date(2026, 3, 1))
    assert (line.late, line.provisional) == (False, True)
