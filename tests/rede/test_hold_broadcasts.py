"""An announcement that would begin too late is held, nothing of it leaves, and a person decides."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from db import Database
from db.announcements import NEVER
from db.channels import ChannelKind, open_channels
from db.deliveries import Delivery, DeliveryState, next_due
from db.held_announcements import LATE, announcements
from db.ids import AnnouncementId
from db.notices import Notice, NoticeKind
from db.outbox import close_channel
from db.recall import cancel_if_pointless, decide
from elo.announcing import fill_announcements, hold_late_announcements
from rede.access import NotYours
from rede.desk import Desk
from rede.hold_broadcasts import HeldRefused, call_off, release
from rede.leave_announcements import leave_announcements
from tests.rede.broadcasts import ORDER, announced, announcement, crowd, put_for, stand, states, told
from tests.rede.makers import ANA, MARIA, NOW, a_desk, link, make_office, person_id, register
from tests.rede.networks import address

OFFICE = make_office()
Act = Callable[[Desk, AnnouncementId], Awaitable[object]]
#: NOW is 10h; the evening is quiet.
LATER = NOW + LATE + timedelta(minutes=1)


async def filled(database: Database, *names: str) -> AnnouncementId:
    await crowd(database, *names)
    for chat, name in enumerate(names, start=71):
        await link(database, address(name), chat)
    number = await announced(database)
    await fill_announcements(database, OFFICE, NOW)
    return number


async def moments(database: Database, *names: str) -> set[datetime]:
    return {one.not_before for name in names for one in await put_for(database, name)}


async def waiting(database: Database) -> Sequence[datetime]:
    """What the lanes wait for."""
    async with database.read() as session:
        found = [await next_due(session, kind) for kind in ChannelKind]
    return [one for one in found if one is not None]


async def test_what_nobody_filled_in_time_is_held_and_the_secretariat_told_once(database: Database) -> None:
    await register(database)
    number = await announced(database)
    assert await fill_announcements(database, OFFICE, LATER) == 0
    assert await fill_announcements(database, OFFICE, LATER + timedelta(minutes=1)) == 0
    assert await told(database) == []
    async with database.read() as session:
        rows = select(Delivery).join(Notice).where(Notice.kind == NoticeKind.OUTAGE)
        (mail,) = await session.scalars(rows)
    assert (mail.address, mail.not_before) == (ANA, LATER)
    assert "previsto para terça-feira, 09/12/2025, 10h00" in mail.body
    assert f"comunicado número {number}" in mail.body


async def test_two_hours_late_to_the_minute_is_not_too_late(database: Database) -> None:
    await crowd(database, "Ana")
    await announced(database)
    assert await fill_announcements(database, OFFICE, NOW + LATE - timedelta(minutes=1)) == 1


async def test_the_night_makes_nothing_late(database: Database) -> None:
    await crowd(database, "Ana")
    await announced(database, now=NOW.replace(hour=21))
    assert await fill_announcements(database, OFFICE, NOW.replace(hour=23, minute=59)) == 0
    assert await fill_announcements(database, OFFICE, NOW.replace(day=10, hour=8)) == 1


async def test_what_is_left_of_one_that_stands_still_is_held(database: Database) -> None:
    number = await filled(database, "Ana", "Bia")
    await stand(database, "Ana", state=DeliveryState.SENT, settled=NOW)
    assert await hold_late_announcements(database, OFFICE, LATER) == 1
    assert (await announcement(database, number)).held_at == LATER
    assert await moments(database, "Bia") == {NEVER}
    assert states(await put_for(database, "Ana")) == [("telegram", "sent"), ("email", "standby")]
    assert await waiting(database) == [NEVER]


@pytest.mark.parametrize("state", [DeliveryState.FAILED, DeliveryState.UNKNOWN, DeliveryState.CANCELLED])
async def test_only_what_was_sent_shows_that_it_moves(database: Database, state: DeliveryState) -> None:
    await filled(database, "Ana", "Bia")
    await stand(database, "Ana", state=state, settled=LATER)
    assert await hold_late_announcements(database, OFFICE, LATER) == 1


async def test_one_that_is_slow_and_moves_goes_on(database: Database) -> None:
    await filled(database, "Ana", "Bia")
    await stand(database, "Ana", state=DeliveryState.SENT, settled=LATER - timedelta(hours=1))
    assert await hold_late_announcements(database, OFFICE, LATER) == 0
    assert await moments(database, "Bia") == {NOW}


async def test_a_channel_that_closes_lets_nothing_held_out_by_the_other(database: Database) -> None:
    await filled(database, "Ana")
    await hold_late_announcements(database, OFFICE, LATER)
    async with database.write() as session:
        chat = (await open_channels(session, await person_id(database, address("Ana"))))[ChannelKind.TELEGRAM]
        await close_channel(session, chat.id, reason="blocked", now=LATER)
    assert states(await put_for(database, "Ana")) == [("telegram", "failed"), ("email", "pending")]
    assert await waiting(database) == [NEVER]


async def test_one_that_is_released_goes_on_where_it_stood(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("elo.announcing.PEOPLE", 1)
    number = await filled(database, "Ana", "Bia", "Caio")
    await stand(database, "Ana", state=DeliveryState.SENT, settled=NOW)
    await hold_late_announcements(database, OFFICE, LATER)
    evening = NOW.replace(hour=21)
    async with a_desk(database, now=evening) as desk:
        await release(desk, number)
    await fill_announcements(database, OFFICE, evening)
    assert await moments(database, "Bia", "Caio") == {NOW.replace(day=10, hour=8)}
    assert await told(database) == ["Ana", "Bia", "Caio"]


async def test_an_urgent_one_that_is_released_waits_for_no_hour(database: Database) -> None:
    await crowd(database, "Ana")
    number = await announced(database, replace(ORDER, urgent="O curso de hoje mudou de sala"))
    await fill_announcements(database, OFFICE, NOW)
    await hold_late_announcements(database, OFFICE, LATER)
    night = NOW.replace(hour=22)
    async with a_desk(database, now=night) as desk:
        await release(desk, number)
    await fill_announcements(database, OFFICE, night)
    assert await moments(database, "Ana") == {night}


async def test_one_that_was_never_filled_is_filled_when_it_is_released(database: Database) -> None:
    await crowd(database, "Ana")
    number = await announced(database)
    await fill_announcements(database, OFFICE, LATER)
    async with a_desk(database, now=LATER) as desk:
        await release(desk, number)
    assert await fill_announcements(database, OFFICE, LATER + timedelta(minutes=1)) == 1


async def test_one_that_is_called_off_never_leaves(database: Database) -> None:
    number = await filled(database, "Ana", "Bia")
    await stand(database, "Ana", state=DeliveryState.SENT, settled=NOW)
    async with a_desk(database) as desk:
        assert await call_off(desk, number) == 3
    assert states(await put_for(database, "Bia")) == [("telegram", "cancelled"), ("email", "cancelled")]
    planned = await announced(database, at=NOW + timedelta(days=1))
    async with a_desk(database) as desk:
        await call_off(desk, planned)
    assert await fill_announcements(database, OFFICE, NOW + timedelta(days=1)) == 0
    async with database.read() as session:
        assert [one.state for one in await announcements(session, limit=9)] == ["cancelled", "cancelled"]


async def test_one_in_flight_that_was_called_off_is_not_tried_again(database: Database) -> None:
    number = await filled(database, "Ana")
    await stand(database, "Ana", state=DeliveryState.SENDING, settled=None)
    async with a_desk(database) as desk:
        await call_off(desk, number)
    chat, _ = await put_for(database, "Ana")
    async with database.write() as session:
        await cancel_if_pointless(session, chat.id, chat.notice_id, now=LATER)
    assert states(await put_for(database, "Ana")) == [("telegram", "cancelled"), ("email", "cancelled")]


async def test_one_in_flight_to_somebody_who_left_announcements_is_not_tried_again(
    database: Database,
) -> None:
    await filled(database, "Ana")
    await stand(database, "Ana", state=DeliveryState.SENDING, settled=None)
    who = await person_id(database, address("Ana"))
    async with a_desk(database, actor=who) as desk:
        await leave_announcements(desk, who)
    chat, _ = await put_for(database, "Ana")
    async with database.write() as session:
        await cancel_if_pointless(session, chat.id, chat.notice_id, now=LATER)
    assert states(await put_for(database, "Ana")) == [("telegram", "cancelled"), ("email", "cancelled")]


@pytest.mark.parametrize("act", [release, call_off])
async def test_what_is_over_or_unknown_cannot_be_decided(database: Database, act: Act) -> None:
    number = await filled(database, "Ana")
    await stand(database, "Ana", state=DeliveryState.SENT, settled=NOW)
    async with database.write() as session:
        for row in await session.scalars(select(Delivery)):
            row.state = DeliveryState.SENT
    with pytest.raises(HeldRefused):
        async with a_desk(database) as desk:
            await act(desk, number)
    with pytest.raises(NotYours):
        async with a_desk(database) as desk:
            await act(desk, AnnouncementId(number + 1))


async def test_only_the_secretariat_decides(database: Database) -> None:
    await register(database)
    number = await announced(database)
    with pytest.raises(NotYours):
        async with a_desk(database, actor=await person_id(database, MARIA)) as desk:
            await call_off(desk, number)


async def test_an_unknown_one_is_sent_again_at_a_persons_word_with_the_same_words(database: Database) -> None:
    await filled(database, "Ana")
    await stand(database, "Ana", state=DeliveryState.UNKNOWN, settled=NOW)
    chat, _ = await put_for(database, "Ana")
    async with database.write() as session:
        assert await decide(session, [chat.id], send_again=True, now=LATER) == 1
    again, _ = await put_for(database, "Ana")
    assert (again.state, again.wording_id, again.fills) == (
        DeliveryState.PENDING,
        chat.wording_id,
        chat.fills,
    )
    assert again.wording_id is not None


async def test_one_listed_says_how_far_it_is(database: Database) -> None:
    number = await filled(database, "Ana", "Bia")
    await stand(database, "Ana", state=DeliveryState.SENT, settled=NOW)
    async with database.read() as session:
        (progress,) = await announcements(session, limit=9)
    assert (progress.announcement.id, progress.state) == (number, "leaving")
    assert (progress.counts[DeliveryState.SENT], progress.counts[DeliveryState.PENDING]) == (1, 1)
