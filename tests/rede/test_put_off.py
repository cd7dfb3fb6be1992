"""`Lembrar em 3 dias`: told again then, never after the day itself, and only this person is left in peace."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from db import Database
from db.deliveries import DeliveryState
from db.ids import NoticeId
from db.notices import Notice, NoticeKind
from db.snoozes import Snooze
from rede.put_off import NothingToPutOff, put_off
from rede.submit_deliverable import submit_deliverable
from tests.rede.makers import a_desk, import_for, link, morning, owed_by, person_id
from tests.rede.networks import UPB, Heard, address, found, heard, letters_to, ring

#: Goal 1.2 is due on Wednesday 24/12/2025: D-10 falls on Sunday the 14th.
FIRST = date(2025, 12, 12)


async def prepare(database: Database) -> NoticeId:
    """Caio and Dora follow UPB; both were told of goal 1.2 ten days before. Returns Caio's notice."""
    await found(database, UPB, people=[("Caio", "UPB", "coordenador"), ("Dora", "UPB", "servidor_designado")])
    await import_for(database, "UPB")
    await link(database, address("Caio"), 7)
    await ring(database, FIRST)
    return (await letters_to(database, "Caio"))[0].notice_id


async def press(database: Database, notice_id: NoticeId, day: date, name: str = "Caio") -> date:
    who = await person_id(database, address(name))
    async with a_desk(database, now=morning(day) + timedelta(hours=2), actor=who) as desk:
        return await put_off(desk, notice_id)


async def ring_daily(database: Database, first: date, last: date) -> None:
    for day in range((last - first).days + 1):
        for hour in (8, 12):
            await ring(database, morning(first + timedelta(days=day)) + timedelta(hours=hour - 8))


async def told(database: Database, name: str) -> list[str]:
    return [line.step for line in await heard(database, "1.2") if line.name == name]


async def test_it_comes_again_in_three_days(database: Database) -> None:
    notice = await prepare(database)
    assert await press(database, notice, FIRST) == date(2025, 12, 15)
    await ring_daily(database, FIRST, date(2025, 12, 15))
    assert await told(database, "Caio") == ["D-10", "again:2025-12-15"]
    assert await told(database, "Dora") == ["D-10"]
    chat = (await letters_to(database, "Caio"))[-2]
    assert "Faltam 9 dias: quarta-feira, 24/12/2025" in chat.body


async def test_what_was_put_off_goes_by_no_other_channel(database: Database) -> None:
    notice = await prepare(database)
    await press(database, notice, FIRST)
    assert {letter.state for letter in await letters_to(database, "Caio")} == {DeliveryState.CANCELLED}


async def test_a_step_in_between_is_not_told_and_the_day_itself_is(database: Database) -> None:
    notice = await prepare(database)
    # Thursday the 18th: in three days it is Sunday, so it comes on Friday the 19th, with D-5.
    assert await press(database, notice, date(2025, 12, 18)) == date(2025, 12, 19)
    assert await press(database, notice, date(2025, 12, 19)) == date(2025, 12, 22)
    assert await press(database, notice, date(2025, 12, 22)) == date(2025, 12, 24)
    await ring_daily(database, date(2025, 12, 19), date(2025, 12, 26))
    assert await told(database, "Caio") == ["D-10", "D0"]
    assert await told(database, "Dora") == ["D-10", "D-5", "D-2", "D0"]


async def test_once_told_again_the_ladder_goes_on(database: Database) -> None:
    notice = await prepare(database)
    await press(database, notice, FIRST)
    await ring_daily(database, FIRST, date(2025, 12, 30))
    assert await told(database, "Caio") == ["D-10", "again:2025-12-15", "D-5", "D-2", "D0", "D+1"]


async def test_a_late_goal_can_be_put_off_too(database: Database) -> None:
    await prepare(database)
    await ring_daily(database, FIRST, date(2025, 12, 29))
    notice = (await letters_to(database, "Caio"))[-1].notice_id
    assert await press(database, notice, date(2025, 12, 29)) == date(2025, 12, 31)
    await ring_daily(database, date(2025, 12, 30), date(2025, 12, 31))
    assert (await told(database, "Caio"))[-1] == "again:2025-12-31"
    assert "Ainda não recebemos" in (await letters_to(database, "Caio"))[-1].body


async def test_what_ended_does_not_come_again(database: Database) -> None:
    notice = await prepare(database)
    await press(database, notice, FIRST)
    owed, dora = await owed_by(database, "UPB", "1.2"), await person_id(database, address("Dora"))
    async with a_desk(database, now=morning(FIRST), actor=dora) as desk:
        await submit_deliverable(desk, owed.obligation.id, description="Ofício enviado", hours=None)
    async with database.read() as session:
        left = (await session.scalars(select(Snooze.obligation_id))).all()
    assert owed.obligation.id not in left
    await ring_daily(database, FIRST, date(2025, 12, 16))
    assert await told(database, "Caio") == ["D-10"]


async def test_the_button_is_of_whoever_was_told(database: Database) -> None:
    notice = await prepare(database)
    with pytest.raises(NothingToPutOff):
        await press(database, notice, FIRST, name="Dora")
    with pytest.raises(NothingToPutOff):
        await press(database, NoticeId(99), FIRST)


async def test_only_reminders_are_put_off(database: Database) -> None:
    notice = await prepare(database)
    async with database.write() as session:
        (await session.get_one(Notice, notice)).kind = NoticeKind.MOVED
    with pytest.raises(NothingToPutOff):
        await press(database, notice, FIRST)


async def test_an_old_button_of_what_ended_puts_nothing_off(database: Database) -> None:
    notice = await prepare(database)
    for key in ("1.1", "1.2"):
        owed, caio = await owed_by(database, "UPB", key), await person_id(database, address("Caio"))
        async with a_desk(database, now=morning(FIRST), actor=caio) as desk:
            await submit_deliverable(desk, owed.obligation.id, description="Ofício enviado", hours=None)
    with pytest.raises(NothingToPutOff):
        await press(database, notice, FIRST)


async def test_it_comes_again_after_days_without_bell(database: Database) -> None:
    notice = await prepare(database)
    await press(database, notice, FIRST)
    await ring_daily(database, date(2025, 12, 17), date(2025, 12, 18))
    assert await heard(database, "1.2") == [
        *(Heard("Caio", "1.2", "D-10"), Heard("Dora", "1.2", "D-10")),
        Heard("Caio", "1.2", "again:2025-12-15"),
    ]
