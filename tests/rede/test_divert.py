"""A channel stands still: what waits for it goes by the other one, once; what has no other goes on waiting."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from db import Database
from db.claims import Settlement, claim, settle
from db.deliveries import Delivery
from db.departures import let_go
from db.outages import Outage
from rede.divert import divert
from tests.elo.outages import (
    BEGAN,
    CANCELLED,
    CHAT,
    FAILED,
    FRIDAY,
    LONG,
    MAIL,
    PENDING,
    SENDING,
    SENT,
    SHORT,
    STANDBY,
    after,
    answers,
    found_town,
    shown,
    stops,
    watch,
)
from tests.rede.makers import a_desk, morning
from tests.rede.networks import letters_to


@pytest.fixture
async def town(database: Database) -> Database:
    return await found_town(database)


async def test_after_15_minutes_what_waits_goes_by_email_once(town: Database) -> None:
    await stops(town, BEGAN)
    await watch(town, BEGAN + SHORT)
    assert await shown(town, "Caio") == [(CHAT, PENDING), (MAIL, STANDBY)]
    await watch(town, BEGAN + LONG, after(16))
    assert await shown(town, "Caio") == [(CHAT, CANCELLED), (MAIL, PENDING)]
    chat, mail = await letters_to(town, "Caio")
    assert chat.last_error == "told by e-mail: Telegram was out"
    assert mail.not_before == BEGAN + LONG
    async with town.read() as session:
        [outage] = await session.scalars(select(Outage))
    assert (outage.diverted_at, outage.told_at) == (BEGAN + LONG, BEGAN + LONG)


async def test_who_has_no_email_goes_on_waiting(town: Database) -> None:
    await stops(town, BEGAN)
    await watch(town, BEGAN + LONG)
    assert await shown(town, "Dora") == [(CHAT, PENDING)]


async def test_what_falls_due_meanwhile_goes_by_email_too_after_a_chance(town: Database) -> None:
    """A reminder of 9h is tried with Telegram first: it may work again, and only a message would show it."""
    await stops(town, morning(FRIDAY))
    await watch(town, after(5))
    assert await shown(town, "Caio") == [(CHAT, PENDING), (MAIL, STANDBY)]
    await watch(town, after(6))
    assert await shown(town, "Caio") == [(CHAT, CANCELLED), (MAIL, PENDING)]


async def test_the_mail_waits_for_the_hours_of_the_person(town: Database) -> None:
    await stops(town, BEGAN)
    await watch(town, morning(FRIDAY) + timedelta(hours=13))
    assert (await letters_to(town, "Caio"))[1].not_before == morning(date(2025, 12, 15)) + timedelta(hours=1)


async def test_what_is_in_flight_is_left_alone_and_its_failure_wakes_the_mail(town: Database) -> None:
    await stops(town, BEGAN)
    async with town.write() as session:
        rows = await claim(session, CHAT, holder="one", now=after(6), limit=9)
        flying = {row.address: Settlement(delivery_id=row.id, fence=row.fence, state=FAILED) for row in rows}
    await watch(town, BEGAN + LONG)
    assert await shown(town, "Caio") == [(CHAT, SENDING), (MAIL, STANDBY)]
    async with town.write() as session:
        await settle(session, [flying["7"]], now=after(16))
    await watch(town, after(17))
    assert await shown(town, "Caio") == [(CHAT, FAILED), (MAIL, PENDING)]


async def test_what_was_sent_is_not_told_again(town: Database) -> None:
    async with a_desk(town) as desk:
        await let_go(desk.session, [(await letters_to(town, "Caio"))[0].id], now=BEGAN)
    await stops(town, BEGAN)
    await watch(town, BEGAN + LONG)
    assert await shown(town, "Caio") == [(CHAT, SENT), (MAIL, STANDBY)]


async def test_once_it_answers_new_notices_go_by_telegram(town: Database) -> None:
    await stops(town, BEGAN)
    await answers(town, after(16))
    await watch(town, after(17))
    assert await shown(town, "Caio") == [(CHAT, PENDING), (MAIL, STANDBY)]


async def test_while_both_stand_still_nothing_changes_channel(town: Database) -> None:
    await stops(town, BEGAN)
    await stops(town, after(1), MAIL)
    await watch(town, after(17))
    assert await shown(town, "Caio") == [(CHAT, PENDING), (MAIL, STANDBY)]
    await answers(town, after(20), MAIL)
    await watch(town, after(21))
    assert await shown(town, "Caio") == [(CHAT, CANCELLED), (MAIL, PENDING)]


async def test_who_chose_email_first_is_told_by_telegram_when_email_stands_still(town: Database) -> None:
    async with a_desk(town) as desk:
        for letter in await letters_to(town, "Caio"):
            row = await desk.session.get_one(Delivery, letter.id)
            row.state = STANDBY if row.channel is CHAT else PENDING
    await stops(town, BEGAN, MAIL)
    await watch(town, BEGAN + LONG)
    assert await shown(town, "Caio") == [(CHAT, PENDING), (MAIL, CANCELLED)]


async def test_many_are_diverted_in_parts(town: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rede.divert.MOST", 1)
    for name in ("Caio", "Ana"):
        assert (CHAT, PENDING) in await shown(town, name)
    done = []
    for _ in range(3):
        async with a_desk(town, now=BEGAN + LONG) as desk:
            done.append(await divert(desk, CHAT))
    assert done == [1, 1, 0]
