"""Multiplicadores: the steps of their path come one after the other, each with its day."""

from datetime import date, timedelta

import pytest

from db import Database
from db.ids import InstitutionId
from db.institutions import institution_by_acronym
from db.multipliers import Multiplier, multipliers_of
from rede.access import NotYours
from rede.multiplier_path import Certificate, Step, StepRefused, begin_path, next_step, take_step, taken
from tests.rede.makers import ANA, JOAO, MARIA, a_desk, morning, person_id, register
from tests.rede.test_panel_access import tasks_told

TODAY = date(2026, 3, 20)
BEGAN = date(2026, 3, 2)


async def upb_of(database: Database) -> InstitutionId:
    async with database.read() as session:
        place = await institution_by_acronym(session, "UPB")
        assert place is not None
        return place.id


async def begin(database: Database, *, actor: str = MARIA, on: date = BEGAN) -> None:
    place, joao = await upb_of(database), await person_id(database, JOAO)
    async with a_desk(database, now=morning(TODAY), actor=await person_id(database, actor)) as desk:
        await begin_path(desk, place, joao, on=on)


async def the_one(database: Database) -> Multiplier:
    async with database.read() as session:
        [one] = await multipliers_of(session, None, limit=9)
        return one.multiplier


async def step(
    database: Database,
    which: Step,
    *,
    on: date,
    actor: str = MARIA,
    certificate: Certificate | None = None,
) -> None:
    number = (await the_one(database)).id
    async with a_desk(database, now=morning(TODAY), actor=await person_id(database, actor)) as desk:
        await take_step(desk, number, which, on=on, certificate=certificate)


@pytest.fixture
async def nominated(database: Database) -> Database:
    await register(database)
    await begin(database)
    return database


async def walked(database: Database, *steps: Step) -> None:
    for number, which in enumerate(steps, start=1):
        await step(database, which, on=BEGAN + timedelta(days=number))


async def test_the_path_is_walked_in_its_order(nominated: Database) -> None:
    await walked(nominated, Step.PATH, Step.TERM, Step.COURSE)
    row = await the_one(nominated)
    assert taken(row) == (Step.COURSE, date(2026, 3, 5))
    assert next_step(row) is Step.CERTIFICATE
    assert await tasks_told(nominated, ANA) == ["Multiplicador de UPB: curso concluído"]


async def test_the_certificate_is_the_secretariats_and_has_a_level_and_an_end(nominated: Database) -> None:
    await walked(nominated, Step.PATH, Step.TERM, Step.COURSE)
    with pytest.raises(NotYours):
        await step(nominated, Step.CERTIFICATE, on=TODAY)
    given = Certificate("2", date(2028, 3, 20))
    await step(nominated, Step.CERTIFICATE, on=TODAY, actor=ANA, certificate=given)
    row = await the_one(nominated)
    assert (row.certified_on, row.level, row.valid_until) == (TODAY, "2", date(2028, 3, 20))
    assert next_step(row) is None
    assert await tasks_told(nominated, MARIA) == ["Multiplicador de UPB: certificado"]


@pytest.mark.parametrize(
    ("which", "on", "key"),
    [
        (Step.COURSE, TODAY, "multiplier_step_order"),
        (Step.PATH, TODAY, "multiplier_step_taken"),
        (Step.TERM, BEGAN, "multiplier_day_before"),
        (Step.TERM, TODAY + timedelta(days=1), "multiplier_day_ahead"),
    ],
    ids=["a step is left out", "a step is taken twice", "a day before the last step's", "a day to come"],
)
async def test_what_cannot_be_is_refused(nominated: Database, which: Step, on: date, key: str) -> None:
    await walked(nominated, Step.PATH)
    with pytest.raises(StepRefused, match=key):
        await step(nominated, which, on=on)


async def test_a_certificate_ends_after_it_begins(nominated: Database) -> None:
    await walked(nominated, Step.PATH, Step.TERM, Step.COURSE)
    ended = Certificate(valid_until=TODAY)
    with pytest.raises(StepRefused, match="multiplier_valid_before"):
        await step(nominated, Step.CERTIFICATE, on=TODAY, actor=ANA, certificate=ended)


async def test_nobody_is_on_the_path_twice(nominated: Database) -> None:
    with pytest.raises(StepRefused, match="multiplier_known"):
        await begin(nominated)


async def test_a_multiplicador_of_others_looks_as_a_missing_one(nominated: Database) -> None:
    with pytest.raises(NotYours):
        await step(nominated, Step.PATH, on=TODAY, actor=JOAO)
    with pytest.raises(NotYours):
        await begin(nominated, actor=JOAO)
