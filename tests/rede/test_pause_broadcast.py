"""A broadcast that is paused, killed and let go on again: everybody hears it once, and counts once."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import delete

from db import Database
from db.announcements import NEVER, Announcement, AnnouncementRecipient, Wording
from db.attempts import Attempt
from db.broadcast_results import Counts, counts_of_announcement
from db.channels import ChannelKind
from db.claims import Settlement, claim, settle, take_over
from db.deliveries import Delivery, DeliveryState
from db.ids import AnnouncementId
from db.notices import Notice
from elo.announcing import fill_announcements
from rede.access import NotYours
from rede.fill_announcement import fill_announcement
from rede.hold_broadcasts import HeldRefused, call_off, let_go_on
from rede.pause_broadcast import pause, resume
from tests.rede.broadcasts import announced, announcement, crowd, put_for, told
from tests.rede.makers import MARIA, NOW, a_desk, make_office, person_id, register

OFFICE = make_office()
NAMES = [f"Pessoa{number}" for number in range(7)]
LATER = NOW + timedelta(minutes=5)


class Killed(Exception):
    """The process dies within the transaction."""


async def counted(database: Database, number: AnnouncementId) -> Counts:
    async with database.read() as session:
        return await counts_of_announcement(session, await session.get_one(Announcement, number))


async def taken(database: Database, most: int = 99) -> Sequence[tuple[int, int]]:
    """What the courier claims; its delivery and its fence."""
    async with database.write() as session:
        found = await claim(session, ChannelKind.EMAIL, holder="c", now=LATER, limit=most)
        return [(one.id, one.fence) for one in found]


async def settled(database: Database, claims: Sequence[tuple[int, int]], state: DeliveryState) -> None:
    async with database.write() as session:
        rows = [
            Settlement(
                delivery_id=number,  # type: ignore[arg-type]
                fence=fence,
                state=state,
                not_before=LATER if state is DeliveryState.PENDING else None,
            )
            for number, fence in claims
        ]
        await settle(session, rows, now=LATER)


async def step(database: Database, number: AnnouncementId, what: str, *, dies: bool) -> None:
    """One thing that somebody, the bell or the courier does; killed before it is over, if so."""
    if what == "send":
        claims = await taken(database, 2)
        if not dies:
            await settled(database, claims, DeliveryState.SENT)
            return
        async with database.write() as session:
            await take_over(session, now=LATER, everything=True)
        return
    try:
        async with a_desk(database, now=LATER) as desk:
            match what:
                case "fill":
                    await fill_announcement(desk, number, limit=3)
                case "pause":
                    await pause(desk, number)
                case "resume":
                    await resume(desk, number)
                case _:
                    await let_go_on(desk, limit=2)
            if dies:
                raise Killed
    except (Killed, HeldRefused):
        return


STEPS = st.lists(st.tuples(st.sampled_from(["fill", "pause", "resume", "go on", "send"]), st.booleans()))


@settings(max_examples=12)
@given(steps=STEPS)
def test_however_it_is_paused_killed_and_resumed_each_one_is_told_once_and_counts_once(
    database_url: str, steps: list[tuple[str, bool]]
) -> None:
    async def played() -> tuple[Counts, list[int]]:
        database = Database(database_url)
        async with database.write() as session:
            for table in (Attempt, Delivery, Notice, AnnouncementRecipient, Wording, Announcement):
                await session.execute(delete(table))
        await crowd(database, *NAMES)
        number = await announced(database)
        for what, dies in steps:
            await step(database, number, what, dies=dies)
        await step(database, number, "resume", dies=False)
        await fill_announcements(database, OFFICE, LATER)
        await settled(database, await taken(database), DeliveryState.SENT)
        counts = await counted(database, number)
        fences = [one.fence for name in NAMES for one in await put_for(database, name)]
        await database.close()
        return counts, fences

    counts, fences = asyncio.run(played())
    assert (counts.sent + counts.unknown, counts.waiting, counts.people) == (7, 0, 7)
    assert fences == [1] * 7


async def test_while_it_is_paused_nothing_leaves_and_nobody_is_filled_in(database: Database) -> None:
    await crowd(database, *NAMES)
    number = await announced(database)
    async with a_desk(database) as desk:
        await fill_announcement(desk, number, limit=3)
        assert await pause(desk, number) == 3
    assert await fill_announcements(database, OFFICE, LATER) == 0
    assert await taken(database) == []
    assert (await counted(database, number)).waiting == 7
    async with a_desk(database, now=LATER) as desk:
        await resume(desk, number)
    assert await fill_announcements(database, OFFICE, LATER) == 4
    assert len(await taken(database)) == 7
    assert sorted(await told(database)) == NAMES


async def test_what_was_in_flight_and_comes_back_waits_too(database: Database) -> None:
    await crowd(database, "Ana")
    number = await announced(database)
    await fill_announcements(database, OFFICE, NOW)
    claims = await taken(database)
    async with a_desk(database) as desk:
        await pause(desk, number)
    await settled(database, claims, DeliveryState.PENDING)
    assert [one.not_before for one in await put_for(database, "Ana")] == [NEVER]
    async with a_desk(database, now=LATER) as desk:
        await resume(desk, number)
    await fill_announcements(database, OFFICE, LATER)
    assert len(await taken(database)) == 1


async def test_one_that_goes_on_early_still_waits_for_its_moment(database: Database) -> None:
    await crowd(database, "Ana")
    moment = NOW + timedelta(minutes=2)
    number = await announced(database, at=moment)
    await fill_announcements(database, OFFICE, NOW)
    for act in (pause, resume):
        async with a_desk(database) as desk:
            await act(desk, number)
    await fill_announcements(database, OFFICE, NOW)
    assert [one.not_before for one in await put_for(database, "Ana")] == [moment]


async def test_hours_later_it_goes_on_and_is_not_held_as_late(database: Database) -> None:
    await crowd(database, *NAMES)
    number = await announced(database)
    async with a_desk(database) as desk:
        await fill_announcement(desk, number, limit=3)
        await pause(desk, number)
    evening = NOW + timedelta(hours=5)
    assert await fill_announcements(database, OFFICE, evening) == 0
    assert (await announcement(database, number)).held_at is None
    async with a_desk(database, now=evening) as desk:
        await resume(desk, number)
    assert await fill_announcements(database, OFFICE, evening) == 4


async def test_what_is_called_off_while_paused_counts_as_left_out(database: Database) -> None:
    await crowd(database, *NAMES)
    number = await announced(database)
    async with a_desk(database) as desk:
        await fill_announcement(desk, number, limit=3)
        await pause(desk, number)
        await call_off(desk, number)
    counts = await counted(database, number)
    assert (counts.left_out, counts.waiting, counts.people) == (7, 0, 7)


@pytest.mark.parametrize(
    ("first", "then", "key"),
    [
        (None, resume, "announcement_not_paused"),
        (pause, pause, "announcement_stands_still"),
        (call_off, pause, "announcement_over"),
        (call_off, resume, "announcement_not_paused"),
    ],
)
async def test_what_makes_no_sense_is_refused_with_its_reason(
    database: Database, first: object, then: object, key: str
) -> None:
    await crowd(database, "Ana")
    number = await announced(database)
    async with a_desk(database) as desk:
        if callable(first):
            await first(desk, number)
        with pytest.raises(HeldRefused) as refused:
            await then(desk, number)  # type: ignore[operator]
    assert refused.value.key == key


async def test_what_the_secretariat_announces_is_not_a_first_layers_to_pause(database: Database) -> None:
    await register(database)
    number = await announced(database)
    async with a_desk(database, actor=await person_id(database, MARIA)) as desk:
        with pytest.raises(NotYours):
            await pause(desk, number)
