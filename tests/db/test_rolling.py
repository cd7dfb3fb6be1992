"""Which agreements have their windows filled up on which day: each in four weeks, and on a day of its own."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from itertools import pairwise

import pytest

from db import Database
from db.happenings import Happening
from db.ids import InstrumentId
from db.institutions import Institution, Layer
from db.instruments import Instrument
from db.plans import Plan
from db.rolling import EVERY, instruments_to_roll
from scheduler.clock import BRASILIA

NOW = datetime(2026, 3, 10, 9, 0, tzinfo=BRASILIA)
ONE_DAY = timedelta(days=1)
#: In the middle of a month: nobody is asked about the last one any more.
MIDDLE = date(2026, 3, 15)


async def settle(database: Database, layer: Layer, **dates: date) -> InstrumentId:
    """An agreement in force since 2020 that was looked at on MIDDLE, and is not due again for weeks."""
    async with database.write() as session:
        institution = Institution(acronym="X", name="X", layer=layer)
        session.add(institution)
        await session.flush()
        # Its number says on which days it is looked at: not on the next.
        instrument = Instrument(
            institution_id=institution.id,
            number="1",
            sei="",
            policy="lei-9784",
            imported_at=NOW,
            starts=date(2020, 1, 2),
        )
        for name, day in dates.items():
            setattr(instrument, name, day)
        instrument.id = InstrumentId((MIDDLE - ONE_DAY).toordinal() % EVERY + EVERY)
        session.add(instrument)
        await session.flush()
        return instrument.id


async def looked_at(database: Database, today: date, rolled_on: date | None) -> Sequence[InstrumentId]:
    async with database.read() as session:
        found = await instruments_to_roll(
            session, today=today, until=today + timedelta(days=548), rolled_on=rolled_on
        )
    return [one.id for one in found]


async def test_each_is_looked_at_once_in_four_weeks(database: Database) -> None:
    number = await settle(database, Layer.SECOND)
    days = [MIDDLE + timedelta(days=after) for after in range(EVERY)]
    seen = [day for day in days if number in await looked_at(database, day, day - ONE_DAY)]
    assert len(seen) == 1


async def test_days_on_which_nobody_rang_are_caught_up(database: Database) -> None:
    number = await settle(database, Layer.SECOND)
    for missed in range(1, EVERY + 3):
        rung = [MIDDLE + timedelta(days=after) for after in range(0, 3 * EVERY, missed)]
        assert any([number in await looked_at(database, day, last) for last, day in pairwise(rung)])


@pytest.mark.parametrize("rolled_on", [None, MIDDLE - timedelta(days=EVERY)])
async def test_all_are_looked_at_where_it_is_not_known_when_they_were(
    database: Database, rolled_on: date | None
) -> None:
    number = await settle(database, Layer.SECOND)
    assert await looked_at(database, MIDDLE, rolled_on) == [number]


@pytest.mark.parametrize("which", ["starts", "ends", "signed", "published", "go_live"])
async def test_a_date_of_its_own_is_a_reason(database: Database, which: str) -> None:
    number = await settle(database, Layer.SECOND, **{which: MIDDLE})
    assert await looked_at(database, MIDDLE, MIDDLE - ONE_DAY) == [number]


async def test_a_version_that_comes_in_force_is_a_reason(database: Database) -> None:
    number = await settle(database, Layer.SECOND)
    async with database.write() as session:
        session.add(
            Plan(
                instrument_id=number,
                version=2,
                imported_at=NOW,
                document_name="",
                document_sha256="",
                in_force_from=MIDDLE,
            )
        )
    assert await looked_at(database, MIDDLE, MIDDLE - ONE_DAY) == [number]


@pytest.mark.parametrize("everywhere", [False, True])
async def test_what_happens_is_a_reason(database: Database, everywhere: bool) -> None:
    number = await settle(database, Layer.SECOND)
    async with database.write() as session:
        session.add(
            Happening(
                kind="solicitacao", day=MIDDLE, noted_at=NOW, instrument_id=None if everywhere else number
            )
        )
    assert await looked_at(database, MIDDLE, MIDDLE - ONE_DAY) == [number]


@pytest.mark.parametrize(("layer", "asked"), [(Layer.FIRST, True), (Layer.SECOND, False)])
async def test_the_first_layer_is_asked_about_each_month(
    database: Database, layer: Layer, asked: bool
) -> None:
    number = await settle(database, layer)
    assert (number in await looked_at(database, date(2026, 4, 2), date(2026, 4, 1))) == asked


async def test_nothing_of_its_own_is_no_reason(database: Database) -> None:
    await settle(database, Layer.SECOND)
    assert await looked_at(database, MIDDLE, MIDDLE - ONE_DAY) == []
