"""The scratch copy: whatever decides what people are told is carried over, and nothing points outside."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from db import Database
from db.institutions import institution_by_acronym
from db.obligations import Obligation
from db.people import Person
from db.scratch import LEFT_OUT, carried, scratch_copy
from db.tables import metadata
from elo.rings import Rings
from tests.rede.makers import MARIA, NOW, import_for, link, make_office, register


async def filled(database: Database) -> None:
    await register(database)
    await import_for(database, "UPB")
    await import_for(database, "IRECE")
    await link(database, MARIA, 77)
    for ring in Rings(database, make_office()).table():
        await ring.callable(NOW + timedelta(days=3))


def test_every_table_is_carried_over_or_left_out_on_purpose() -> None:
    assert carried() | LEFT_OUT == set(metadata.tables)
    assert not carried() & LEFT_OUT


async def count(database: Database, table: str) -> int:
    async with database.read() as session:
        rows = select(func.count()).select_from(metadata.tables[table])
        return (await session.scalars(rows)).one()


async def test_the_secretariat_hears_of_everybody_so_everything_is_carried_over(database: Database) -> None:
    await filled(database)
    async with database.read() as session:
        seges = await institution_by_acronym(session, "SEGES")
    assert seges is not None
    async with scratch_copy(database, seges.id, now=NOW) as scratch:
        # Of marks, those of a day stay behind.
        for table in sorted(carried() - {"marks"}):
            assert await count(scratch, table) == await count(database, table), table


@pytest.mark.parametrize(("acronym", "owed_under"), [("IRECE", {"IRECE"}), ("UPB", {"UPB", "IRECE"})])
async def test_an_institution_is_carried_over_with_those_that_joined_through_it(
    database: Database, acronym: str, owed_under: set[str]
) -> None:
    await filled(database)
    async with database.read() as session:
        institution = await institution_by_acronym(session, acronym)
    assert institution is not None
    async with scratch_copy(database, institution.id, now=NOW) as scratch, scratch.read() as session:
        under = (await session.scalars(select(Obligation.instrument_id).distinct())).all()
        people = (await session.scalars(select(Person.name).order_by(Person.name))).all()
    assert len(under) == len(owed_under)
    # Whom a step may climb to is known, too.
    assert people == ["Ana", "João", "Maria"]


async def test_what_is_tried_out_stays_there(database: Database) -> None:
    await filled(database)
    before = await count(database, "notices")
    async with scratch_copy(database, None, now=NOW) as scratch:
        for day in range(4, 20):
            for ring in Rings(scratch, make_office()).table():
                await ring.callable(NOW + timedelta(days=day))
        assert await count(scratch, "notices") > before
    assert await count(database, "notices") == before
