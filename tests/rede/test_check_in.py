"""One statement answers for everything that is owed all the time, and its reminders stop with it."""

import asyncio
from collections.abc import Mapping
from datetime import date, datetime

import pytest
from sqlalchemy import select, update

from db import Database
from db.deliverables import Deliverable
from db.deliveries import Delivery, DeliveryState
from db.ids import ObligationId, PersonId
from db.institutions import institution_by_acronym
from db.instruments import Instrument
from db.notices import Notice, NoticeKind
from db.obligations import ObligationState, obligations_in
from elo.rings import Rings
from rede.access import NotYours
from rede.check_in import CheckedIn, CheckInRefused, check_in
from rede.filing import ReportRefused
from rede.own_goals import CHECK_IN
from tests.rede.makers import (
    ANA,
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

ASKED = morning(date(2026, 6, 16))


async def answer(
    database: Database,
    who: PersonId,
    number: ObligationId,
    reports: Mapping[str, str] | None = None,
    *,
    now: datetime = ASKED,
) -> CheckedIn:
    async with a_desk(database, actor=who, now=now) as desk:
        return await check_in(desk, number, reports=reports or {})


async def waiting(database: Database, acronym: str = "UPB") -> list[ObligationId]:
    async with database.read() as session:
        institution = await institution_by_acronym(session, acronym)
        assert institution is not None
        found = await obligations_in(session, institution.id, key=CHECK_IN, state=ObligationState.OPEN)
        return [ObligationId(one.obligation.id) for one in found]


async def reports(database: Database) -> list[tuple[str, str]]:
    async with database.read() as session:
        kept = await session.scalars(select(Deliverable).order_by(Deliverable.id))
        return [(one.protocol, one.description) for one in kept]


@pytest.fixture
async def maria(database: Database) -> PersonId:
    await register(database)
    await import_for(database, "UPB", corrections={"1.2": "Durante a vigência do Acordo"})
    return await person_id(database, MARIA)


async def test_nothing_to_tell_is_one_statement_with_a_protocol(database: Database, maria: PersonId) -> None:
    june, december = await waiting(database)
    done = await answer(database, maria, june)
    assert done.protocol == "RP-2026-000001"
    assert await reports(database) == [("RP-2026-000001", "Nada a informar: 1.1, 1.2.")]
    assert await waiting(database) == [december]
    assert (await owed_by(database, "UPB", "1.1")).obligation.state is ObligationState.OPEN


async def test_each_goal_that_has_something_gets_its_own_report(database: Database, maria: PersonId) -> None:
    june, _ = await waiting(database)
    done = await answer(database, maria, june, {"1.2": "Indicada a servidora, ofício 7"})
    assert done.reports == {"1.2": "RP-2026-000001"}
    assert await reports(database) == [
        ("RP-2026-000001", "Indicada a servidora, ofício 7"),
        ("RP-2026-000002", "Com relato próprio: meta 1.2 (RP-2026-000001).\nNada a informar: 1.1."),
    ]


async def test_the_secretariat_hears_of_reports_and_not_of_nothing(
    database: Database, maria: PersonId
) -> None:
    june, _ = await waiting(database)
    await answer(database, maria, june, {"1.1": "Dois servidores indicados"})
    async with database.read() as session:
        told = select(Delivery.body).join(Notice).where(Notice.kind == NoticeKind.REPORT)
        (body,) = (await session.scalars(told)).all()
    assert "Dois servidores indicados" in body


async def test_one_answer_serves_every_agreement_of_the_institution(
    database: Database, maria: PersonId
) -> None:
    async with a_desk(database) as desk:
        await desk.session.execute(update(Instrument).values(number="AC 1/2020"))
    await import_for(database, "UPB")
    ana = await person_id(database, ANA)
    first, *_ = numbers = await waiting(database, "SEGES")
    done = await answer(database, ana, first)
    assert (len(numbers), len(done.asked.obligations)) == (4, 2)
    assert len(await reports(database)) == 1
    assert len(await waiting(database, "SEGES")) == 2


async def test_what_was_not_answered_before_is_answered_too(database: Database, maria: PersonId) -> None:
    _, december = await waiting(database)
    await answer(database, maria, december, now=morning(date(2026, 12, 1)))
    assert await waiting(database) == []


async def test_a_second_answer_is_told_of_the_first(database: Database, maria: PersonId) -> None:
    june, _ = await waiting(database)
    await answer(database, maria, june)
    with pytest.raises(CheckInRefused) as refused:
        await answer(database, maria, june)
    assert (refused.value.key, refused.value.facts) == ("check_in_done", {"protocol": "RP-2026-000001"})


async def test_of_two_answers_at_the_same_moment_one_counts(database: Database, maria: PersonId) -> None:
    june, _ = await waiting(database)
    both = await asyncio.gather(*(answer(database, maria, june) for _ in range(2)), return_exceptions=True)
    assert sorted(type(one).__name__ for one in both) == ["CheckInRefused", "CheckedIn"]
    assert len(await reports(database)) == 1


async def test_a_semester_that_has_not_begun_is_not_asked_about(database: Database, maria: PersonId) -> None:
    _, december = await waiting(database)
    with pytest.raises(CheckInRefused, match="check_in_closed"):
        await answer(database, maria, december)


async def test_another_institutions_check_in_looks_like_a_missing_one(
    database: Database, maria: PersonId
) -> None:
    joao, (june, _) = await person_id(database, JOAO), await waiting(database)
    goal = (await owed_by(database, "UPB", "1.1")).obligation.id
    for who, number in ((joao, june), (maria, goal), (maria, 999_999)):
        with pytest.raises(NotYours):
            await answer(database, who, ObligationId(number))
    assert await reports(database) == []


@pytest.mark.parametrize(
    ("key", "words", "refusal"),
    [("2.2", "Curso", "check_in_goal_unknown"), ("1.1", " … ", "report_empty")],
    ids=["a goal with a date", "a report with nothing in it"],
)
async def test_a_report_that_cannot_be_taken_leaves_the_check_in_open(
    database: Database, maria: PersonId, key: str, words: str, refusal: str
) -> None:
    june, december = await waiting(database)
    with pytest.raises((CheckInRefused, ReportRefused), match=refusal):
        await answer(database, maria, june, {key: words})
    assert await waiting(database) == [june, december]
    assert await reports(database) == []


async def test_an_answer_stops_the_reminder_that_has_not_left(database: Database, maria: PersonId) -> None:
    june, _ = await waiting(database)
    await Rings(database, make_office()).remind(ASKED)
    await answer(database, maria, june)
    async with database.read() as session:
        put = select(Delivery.state).join(Notice).where(Notice.kind == NoticeKind.REMINDER)
        states = await session.scalars(put.where(Notice.person_id == maria))
    assert set(states) == {DeliveryState.CANCELLED}
