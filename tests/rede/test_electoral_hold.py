"""What was made before an electoral period does not leave in it by itself: it is held, and people are told."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from db import Database
from db.announcements import NEVER, Announcement, AnnouncementKind
from db.deliveries import Delivery, DeliveryState
from db.happenings import Happening
from db.ids import AnnouncementId
from db.notices import Notice
from elo.announcing import fill_announcements
from rede.access import NotYours
from rede.approval_of_broadcasts import ask_approval
from rede.electoral import ElectoralPeriod, Sphere
from rede.hold_broadcasts import call_off, release
from rede.own_broadcasts import my_broadcasts
from rede.pause_broadcast import pause, resume
from tests.rede.broadcasts import ORDER, announced, announcement, crowd, put_for, told
from tests.rede.makers import ANA, NOW, a_desk, link, make_office, person_id, register
from tests.rede.networks import address

PERIOD = ElectoralPeriod(
    sphere=Sphere.FEDERAL, first=date(2025, 12, 1), last=(NOW + timedelta(days=40)).date()
)
#: Before it was written down; since.
QUIET = make_office()
NIGHT = NOW.replace(hour=3)
ELECTION = replace(QUIET, electoral=(PERIOD,))


async def waiting_for_words(database: Database, number: AnnouncementId) -> int:
    async with database.read() as session:
        keys = select(Notice.key).where(Notice.key.like(f"announcement-electoral:{number}:%"))
        return len((await session.scalars(keys)).all())


async def made(database: Database, *names: str, promotional: bool = True) -> AnnouncementId:
    await register(database)
    await link(database, ANA, 99)
    await crowd(database, *names)
    return await announced(database, replace(ORDER, promotional=promotional), office=QUIET)


async def test_what_begins_in_it_is_held_and_the_secretariat_told_once(database: Database) -> None:
    number = await made(database, "Bia")
    at = NOW + timedelta(minutes=2)
    for moment in (at, at + timedelta(minutes=1)):
        assert await fill_announcements(database, ELECTION, moment) == 0
    one = await announcement(database, number)
    assert (one.held_for, await told(database)) == ("electoral", [])
    assert await waiting_for_words(database, number) == 1


async def test_who_wrote_it_is_told_too_and_cannot_let_it_go(database: Database) -> None:
    number = await made(database, "Bia")
    bia = await person_id(database, address("Bia"))
    async with database.write() as session:
        (await session.get_one(Announcement, number)).created_by = bia
    await fill_announcements(database, ELECTION, NOW + timedelta(minutes=2))
    assert await waiting_for_words(database, number) == 2
    async with a_desk(database, office=ELECTION, actor=bia) as desk:
        with pytest.raises(NotYours):
            await release(desk, number)


async def test_what_is_on_its_way_when_it_begins_stops(database: Database) -> None:
    number = await made(database, "Bia")
    await fill_announcements(database, QUIET, NOW + timedelta(minutes=2))
    await fill_announcements(database, ELECTION, NOW + timedelta(minutes=3))
    assert (await announcement(database, number)).held_for == "electoral"
    assert {row.not_before for row in await put_for(database, "Bia")} == {NEVER}


async def test_what_is_administrative_goes_on(database: Database) -> None:
    await made(database, "Bia", promotional=False)
    await fill_announcements(database, ELECTION, NOW + timedelta(minutes=2))
    assert "Bia" in await told(database)


async def test_once_let_go_it_leaves_in_the_period_and_is_not_held_again(database: Database) -> None:
    number = await made(database, "Bia")
    await fill_announcements(database, ELECTION, NOW + timedelta(minutes=2))
    ana = await person_id(database, ANA)
    async with a_desk(database, office=ELECTION, actor=ana, now=NOW + timedelta(minutes=3)) as desk:
        await release(desk, number)
    for minutes in (4, 5):
        await fill_announcements(database, ELECTION, NOW + timedelta(minutes=minutes))
    one = await announcement(database, number)
    assert (one.held_at, "Bia" in await told(database)) == (None, True)
    assert NEVER not in {row.not_before for row in await put_for(database, "Bia")}


async def test_what_goes_on_after_a_pause_is_held_and_tells_who_did_not_ask(database: Database) -> None:
    number = await made(database, "Bia")
    async with a_desk(database, office=QUIET) as desk:
        await pause(desk, number)
    async with a_desk(database, office=ELECTION) as desk:
        await resume(desk, number)
    assert (await announcement(database, number)).held_for == "electoral"
    assert await waiting_for_words(database, number) == 1


async def test_after_it_nothing_leaves_by_itself(database: Database) -> None:
    number = await made(database, "Bia")
    await fill_announcements(database, ELECTION, NOW + timedelta(minutes=2))
    assert await fill_announcements(database, ELECTION, NOW + timedelta(days=60)) == 0
    assert (await announcement(database, number)).held_for == "electoral"


@pytest.mark.parametrize("kind", ["class", "post"])
async def test_what_was_announced_by_itself_stands_among_the_broadcasts_while_it_waits(
    database: Database, kind: str
) -> None:
    number = await made(database, "Bia")
    async with database.write() as session:
        row = await session.get_one(Announcement, number)
        row.kind = type(row.kind)(kind)
    ana = await person_id(database, ANA)
    await fill_announcements(database, ELECTION, NOW + timedelta(minutes=2))
    async with a_desk(database, office=ELECTION, actor=ana) as desk:
        assert [one.announcement.id for one in await my_broadcasts(desk, limit=10)] == [number]
        await release(desk, number)
        await desk.session.flush()
        assert await my_broadcasts(desk, limit=10) == []


async def test_a_class_that_is_held_calls_for_publishing_once_it_is_let_go(database: Database) -> None:
    number = await made(database, "Bia")
    async with database.write() as session:
        one = await session.get_one(Announcement, number)
        one.kind, one.held_at, one.held_for = AnnouncementKind.CLASS, one.created_at, "electoral"
    assert await changes(database) == 0
    async with a_desk(database, actor=await person_id(database, ANA), office=ELECTION) as desk:
        await release(desk, number)
    assert await changes(database) == 1


async def changes(database: Database) -> int:
    """Of courses, that call for goal 3.2."""
    async with database.read() as session:
        return len((await session.scalars(select(Happening.id))).all())


async def test_who_is_asked_to_approve_is_asked_no_more_once_it_is_called_off(database: Database) -> None:
    number = await made(database, "Bia")
    async with database.write() as session:
        one = await session.get_one(Announcement, number)
        one.needs_approval = True
    ana = await person_id(database, ANA)
    async with a_desk(database, now=NIGHT) as desk:
        asking = await desk.session.get_one(Announcement, number)
        await ask_approval(desk, asking)
        await call_off(desk, number)
    async with database.read() as session:
        of_it = (
            select(Delivery.state)
            .join(Notice, Notice.id == Delivery.notice_id)
            .where(Notice.person_id == ana)
        )
        assert set(await session.scalars(of_it)) == {DeliveryState.CANCELLED}
