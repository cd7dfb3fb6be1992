"""Was there a termo de adesão last month? Asked once, on the first business day; silence is no breach."""

import asyncio
from collections.abc import Sequence
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from db import Database
from db.audit import AuditEntry
from db.deliveries import DeliveryState
from db.happenings import Happening
from db.notices import NoticeKind, NoticeLine
from db.obligations import Obligation, ObligationState
from elo.rings import Rings
from rede.access import NotYours
from rede.say_no_adhesions import AdhesionKnown, say_no_adhesions
from scheduler.deadlines import EventKind
from tests.db.locks import until_another_waits
from tests.rede.happenings import STARTS, called_for, happens, rede_of, rows
from tests.rede.makers import ANA, MARIA, a_desk, make_office, morning, owed_by, person_id
from tests.rede.test_recompute import notices

#: 1 April 2026 is a Wednesday; 1 May a holiday and a Friday.
APRIL, MAY = date(2026, 4, 1), date(2026, 5, 4)


async def ring(database: Database, days: Sequence[date]) -> None:
    rings = Rings(database, make_office())
    for day in days:
        await rings.open_obligations(morning(day))
        await rings.remind(morning(day))


def until(last: date) -> list[date]:
    return [STARTS + timedelta(days=count) for count in range((last - STARTS).days + 1)]


async def questions(database: Database) -> list[tuple[str, date | None, ObligationState]]:
    found = await rows(database, "UPB", "C1")
    return [(row.occurrence, row.literal, row.state) for row in found if row.internal]


async def the_question(database: Database) -> Obligation:
    return next(row for row in await rows(database, "UPB", "C1") if row.internal)


async def test_it_is_asked_once_on_the_first_business_day_of_the_month(database: Database) -> None:
    await rede_of(database, "UPB")
    await ring(database, until(APRIL + timedelta(days=20)))
    question = await the_question(database)
    assert (question.occurrence, question.literal, question.internal) == ("question:202603", APRIL, True)
    async with database.read() as session:
        told = select(NoticeLine.step).where(NoticeLine.obligation_id == question.id)
        assert (await session.scalars(told)).all() == ["D0"]


async def test_without_an_answer_nothing_is_owed_and_the_next_month_asks_anew(database: Database) -> None:
    await rede_of(database, "UPB")
    await ring(database, [APRIL, MAY])
    assert await questions(database) == [
        ("question:202603", APRIL, ObligationState.DISPENSED),
        ("question:202604", MAY, ObligationState.OPEN),
    ]
    assert await called_for(database, "UPB", "C1") == []


async def test_no_closes_the_month_and_takes_the_reminder_back(database: Database) -> None:
    await rede_of(database, "UPB")
    await ring(database, [APRIL])
    question, maria = await the_question(database), await person_id(database, MARIA)
    for _ in range(2):
        async with a_desk(database, now=morning(APRIL), actor=maria) as desk:
            assert await say_no_adhesions(desk, question.id) == date(2026, 3, 1)
    assert await questions(database) == [("question:202603", APRIL, ObligationState.FULFILLED)]
    reminders = [one for one in await notices(database, NoticeKind.REMINDER) if one.address == MARIA]
    assert all(one.state is DeliveryState.CANCELLED for one in reminders if "Adesão" in one.body)
    async with database.read() as session:
        answers = select(AuditEntry.detail).where(AuditEntry.act == "adhesions.none")
        assert (await session.scalars(answers)).all() == ["202603"]


@pytest.mark.parametrize("backend", ["postgresql"])
async def test_of_two_who_say_no_at_once_one_answer_is_written(database: Database) -> None:
    await rede_of(database, "UPB")
    await ring(database, [APRIL])
    question, maria = await the_question(database), await person_id(database, MARIA)

    async def say_no_beside() -> date:
        async with a_desk(database, now=morning(APRIL), actor=maria) as desk:
            return await say_no_adhesions(desk, question.id)

    async with asyncio.TaskGroup() as group, a_desk(database, now=morning(APRIL), actor=maria) as desk:
        await say_no_adhesions(desk, question.id)
        other = group.create_task(say_no_beside())
        await until_another_waits(desk.session)
    assert other.result() == date(2026, 3, 1)
    async with database.read() as session:
        assert len((await session.scalars(select(Happening))).all()) == 1


async def test_a_termo_that_is_known_answers_the_question_before_it_is_put(database: Database) -> None:
    await rede_of(database, "UPB")
    await happens(database, EventKind.ADHESION, date(2026, 3, 20), "UPB", now=morning(date(2026, 3, 20)))
    await ring(database, [APRIL])
    assert await questions(database) == []


async def test_a_termo_told_afterwards_closes_the_question_and_is_owed(database: Database) -> None:
    await rede_of(database, "UPB")
    await ring(database, [APRIL])
    await happens(database, EventKind.ADHESION, date(2026, 3, 20), "UPB", now=morning(APRIL))
    assert await questions(database) == [("question:202603", APRIL, ObligationState.FULFILLED)]
    assert await called_for(database, "UPB", "C1") == [(date(2026, 4, 10), ObligationState.OPEN)]


async def test_an_old_button_cannot_say_no_to_a_termo_that_is_known(database: Database) -> None:
    await rede_of(database, "UPB")
    await ring(database, [APRIL])
    await happens(database, EventKind.ADHESION, date(2026, 3, 20), "UPB", now=morning(APRIL))
    question, maria = await the_question(database), await person_id(database, MARIA)
    async with a_desk(database, now=morning(APRIL), actor=maria) as desk:
        with pytest.raises(AdhesionKnown):
            await say_no_adhesions(desk, question.id)


async def test_another_institution_answers_nothing_and_what_is_no_question_has_no_answer(
    database: Database,
) -> None:
    await rede_of(database, "UPB")
    await ring(database, [APRIL])
    question, other = await the_question(database), await owed_by(database, "UPB", "1.2")
    for email, obligation_id in ((ANA, question.id), (MARIA, other.obligation.id)):
        async with a_desk(database, now=morning(APRIL), actor=await person_id(database, email)) as desk:
            with pytest.raises(NotYours):
                await say_no_adhesions(desk, obligation_id)
