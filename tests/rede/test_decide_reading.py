"""A phrase that reads several ways: the Secretariat says how, once, for every plan, and may say otherwise later."""

from datetime import date, datetime

import pytest
from sqlalchemy import select

from db import Database
from db.audit import AuditEntry
from db.deliveries import Delivery
from db.ids import PlanId
from db.obligations import Obligation, ObligationState
from db.plans import Goal
from db.readings import ReadingDecision
from rede.agreements import instrument_named
from rede.amend_plan import AmendmentOrder
from rede.date_instrument import Dates, date_instrument
from rede.decide_reading import Decided, Decision, ReadingRefused, choose, decide
from rede.readings import read_goals, stored
from scheduler.clock import BRASILIA
from scheduler.phrases import Confidence
from tests.rede.makers import MARIA, NOW, a_desk, owed_by, register
from tests.rede.plans import HOURS, amend, import_dated, open_days, owed, plan_with, ring

ANNUAL = "Anual"
CPF = "529.982.247-25"
CIVIL = "Até 31 de dezembro de cada ano"
JULY = datetime(2026, 7, 2, 12, tzinfo=BRASILIA)
FROM_START, CIVIL_DAY = date(2026, 12, 9), date(2025, 12, 31)


async def decide_as(
    database: Database, phrase: str, *, words: str = "", number: int = 1, now: datetime = NOW
) -> Decided:
    async with a_desk(database, now=now) as desk:
        chosen = choose(phrase, words=words, number=number)
        return await decide(desk, Decision(phrase=phrase, chosen=chosen, why="Parecer 12/2026"))


async def goal_of(database: Database, key: str = "2.2") -> Goal:
    async with database.read() as session:
        return (await session.scalars(select(Goal).where(Goal.key == key).order_by(Goal.id))).all()[-1]


async def test_a_decision_serves_every_identical_phrase(database: Database) -> None:
    await register(database)
    decided = await decide_as(database, "ANUAL.", words=CIVIL)
    await import_dated(database, document=plan_with(ANNUAL))
    goal = await goal_of(database)
    assert (goal.phrase, goal.decision_id) == (ANNUAL, decided.reading.id)
    assert goal.reading == decided.reading.reading
    assert (await open_days(database, "2.2"))[0] == CIVIL_DAY


async def test_a_plan_imported_before_follows_the_decision_and_its_dates_are_counted_anew(
    database: Database,
) -> None:
    await register(database)
    await import_dated(database, document=plan_with(ANNUAL))
    assert await open_days(database, "2.2") == [FROM_START]
    decided = await decide_as(database, ANNUAL, words=CIVIL)
    await ring(database)
    assert (decided.goals, decided.instruments) == (1, 1)
    assert (await open_days(database, "2.2"))[0] == CIVIL_DAY
    assert FROM_START not in await open_days(database, "2.2")


async def test_who_follows_a_date_that_another_reading_moved_is_told_once(database: Database) -> None:
    await register(database)
    await import_dated(database, document=plan_with(ANNUAL))
    before = (await owed_by(database, "UPB", "2.2")).obligation.id
    await decide_as(database, ANNUAL, words=CIVIL)
    first, second = await ring(database), await ring(database)
    assert (first.moved, first.told, second.told) == (2, 2, 0)
    async with database.read() as session:
        words = await session.scalars(select(Delivery.body).where(Delivery.address == MARIA))
        row = await session.get_one(Obligation, before)
        assert ["Agora: quinta-feira, 31/12/2026" in one for one in words] == [True]
        assert (row.state, row.literal) == (ObligationState.OPEN, date(2026, 12, 31))


async def test_a_period_that_was_over_before_the_reading_is_nobodys_delay(database: Database) -> None:
    await register(database)
    await import_dated(database, document=plan_with(ANNUAL))
    await decide_as(database, ANNUAL, words=CIVIL, now=JULY)
    await ring(database, now=JULY)
    assert [row[1:] for row in await owed(database, "2.2")] == [
        (CIVIL_DAY, ObligationState.HISTORY),
        (date(2026, 12, 31), ObligationState.OPEN),
        (date(2027, 12, 31), ObligationState.OPEN),
    ]
    async with a_desk(database, now=JULY) as desk:
        await date_instrument(desk, await instrument_named(desk, "UPB"), Dates(ends=date(2030, 12, 9)))
    await ring(database, now=JULY)
    assert (await owed(database, "2.2"))[0][1:] == (CIVIL_DAY, ObligationState.HISTORY)


async def test_what_was_decided_before_stays_on_record(database: Database) -> None:
    await register(database)
    await import_dated(database, document=plan_with(ANNUAL))
    await decide_as(database, ANNUAL)
    await decide_as(database, ANNUAL, words=CIVIL)
    async with database.read() as session:
        oldest, newest = await session.scalars(select(ReadingDecision).order_by(ReadingDecision.id))
        audited = await session.scalars(select(AuditEntry.act).where(AuditEntry.act == "reading.decide"))
        assert (newest.replaced_at, oldest.replaced_at is not None) == (None, True)
        assert len(audited.all()) == 2


async def test_deciding_back_owes_again_what_was_withdrawn(database: Database) -> None:
    await register(database)
    await import_dated(database, document=plan_with(ANNUAL))
    before = await owed(database, "2.2")
    for words in (CIVIL, ""):
        await decide_as(database, ANNUAL, words=words)
        await ring(database)
    assert [one for one in await owed(database, "2.2") if one[2] is ObligationState.OPEN] == before


async def test_what_had_no_date_is_owed_on_its_dates_alone(database: Database) -> None:
    await register(database)
    await decide_as(database, ANNUAL, words="Durante a vigência do Acordo")
    await import_dated(database, document=plan_with(ANNUAL))
    assert await open_days(database, "2.2") == [None]
    await decide_as(database, ANNUAL, words=CIVIL)
    await ring(database)
    assert None not in await open_days(database, "2.2")


async def test_deciding_the_same_again_changes_nothing(database: Database) -> None:
    await register(database)
    first = await decide_as(database, ANNUAL)
    async with a_desk(database) as desk:
        again = await decide(desk, Decision(phrase=ANNUAL, chosen=choose(ANNUAL)))
    assert (again.reading.id, again.goals) == (first.reading.id, 0)


async def test_a_phrase_corrected_for_one_plan_follows_no_decision(database: Database) -> None:
    await register(database)
    read = read_goals(plan_with(ANNUAL), {"2.2": CIVIL})
    corrected = next(one for one in read if one.goal.key == "2.2")
    goal = stored(await _plan_id(database), corrected)
    assert (goal.decision_id, goal.confidence) == (None, Confidence.CERTAIN)


async def _plan_id(database: Database) -> PlanId:
    await import_dated(database)
    return (await goal_of(database)).plan_id


async def test_an_amendment_keeps_following_the_decision(database: Database) -> None:
    await register(database)
    decided = await decide_as(database, HOURS)
    await import_dated(database)
    await amend(database, AmendmentOrder(since=date(2026, 7, 1)), phrases={"1.2": "Anual"})
    assert (await goal_of(database)).decision_id == decided.reading.id


@pytest.mark.parametrize(
    "order",
    [{"phrase": f"{ANNUAL} {CPF}"}, {"why": f"A pedido de {CPF}"}, {"sei": CPF}],
    ids=["phrase", "reason", "process"],
)
async def test_a_decision_keeps_no_cpf(database: Database, order: dict[str, str]) -> None:
    await register(database)
    given = {"phrase": ANNUAL, "why": "", "sei": ""} | order
    async with a_desk(database) as desk:
        with pytest.raises(ReadingRefused, match="reading_with_cpf"):
            await decide(desk, Decision(chosen=choose(ANNUAL), **given))


@pytest.mark.parametrize(
    ("phrase", "words", "number", "key"),
    [
        ("Até 31 de março de cada ano", "", 1, "reading_certain"),
        ("um dia desses", "", 1, "reading_unreadable"),
        (ANNUAL, "", 9, "reading_no_choice"),
        (ANNUAL, "", 0, "reading_no_choice"),
        (ANNUAL, "Mensal", 1, "reading_uncertain"),
    ],
)
def test_what_cannot_be_decided_so(phrase: str, words: str, number: int, key: str) -> None:
    with pytest.raises(ReadingRefused, match=key):
        choose(phrase, words=words, number=number)
