"""Two people decide at the same instant, or two machines ring at once: one comes first, and nobody hears twice."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select

from db import Database
from db.announcements import Announcement
from db.contributions import Contribution
from db.ids import PersonId
from db.notices import Notice
from elo.announcing import fill_announcements
from elo.announcing_classes import announce_classes
from elo.opening_requests import follow_requests
from elo.posting_to_topics import post_to_topics
from elo.reminding_of_meetings import remind_of_meetings
from elo.reminding_partners import remind_partners
from rede.access import NotYours
from rede.answer_request import answer_request
from rede.approve_broadcast import approve, refuse
from rede.attach_forum_group import attach_forum_group
from rede.clear_restricted import clear_restricted
from rede.confirm_joint_action import confirm_joint_action, deny_joint_action
from rede.convene_meeting import pass_on
from rede.decide_post import dismiss_post, publish_post
from rede.desk import Desk, Office
from rede.moderate_contribution import decline_contribution, publish_contribution
from rede.offers import stage_of
from rede.pause_broadcast import pause
from rede.refusal import Refusal
from rede.remind_of_meeting import Due, remind_of_meeting
from tests.rede import happenings, requests
from tests.rede.announcing_world import World, a_world
from tests.rede.makers import MARIA, NOW, a_desk, days, make_office, person_id

Acts = Callable[[Desk, World], Awaitable[object]]
OFFICE = make_office()
EXECUTIVE, OF_SEGES, OF_UPB, OF_IRECE = "executive", "SEGES", "UPB", "IRECE"


def who(world: World, name: str) -> PersonId:
    return world.people[name] if name in world.people else world.of(name).lead


async def unapproved(desk: Desk, world: World) -> None:
    (await desk.session.get_one(Announcement, world.of("UPB").broadcast)).needs_approval = True


async def nothing(desk: Desk, world: World) -> None:
    """As it is."""


async def begun(desk: Desk, world: World) -> None:
    desk = replace(desk, actor=world.of("SEGES").lead)
    await publish_contribution(desk, world.of("UPB").offer, world.of("UPB").stage)


async def says(desk: Desk, world: World, *, yes: bool) -> None:
    """Whether what was asked about may be announced."""
    offer = await desk.session.get_one(Contribution, world.of("UPB").offer)
    await clear_restricted(desk, world.of("UPB").offer, stage_of(offer), yes=yes)


#: What is done at once, by whom; what was before; of the two one is refused.
AT_ONCE: dict[str, tuple[Acts, tuple[str, Acts], tuple[str, Acts]]] = {
    "both approve": (
        unapproved,
        (EXECUTIVE, lambda desk, world: approve(desk, world.of("UPB").broadcast)),
        (OF_SEGES, lambda desk, world: approve(desk, world.of("UPB").broadcast)),
    ),
    "one approves, one refuses": (
        unapproved,
        (EXECUTIVE, lambda desk, world: approve(desk, world.of("UPB").broadcast)),
        (OF_SEGES, lambda desk, world: refuse(desk, world.of("UPB").broadcast, reason="Não agora")),
    ),
    "both pause": (
        nothing,
        (EXECUTIVE, lambda desk, world: pause(desk, world.of("UPB").broadcast)),
        (OF_UPB, lambda desk, world: pause(desk, world.of("UPB").broadcast)),
    ),
    "one confirms, one denies": (
        nothing,
        (
            OF_UPB,
            lambda desk, world: confirm_joint_action(desk, world.of("UPB").joint, world.of("UPB").place),
        ),
        (
            "first coordinator",
            lambda desk, world: deny_joint_action(desk, world.of("UPB").joint, world.of("UPB").place),
        ),
    ),
    "both pass on": (
        nothing,
        (OF_UPB, lambda desk, world: pass_on(desk, world.of("SEGES").meeting, world.of("UPB").place)),
        (
            "first substitute",
            lambda desk, world: pass_on(desk, world.of("SEGES").meeting, world.of("UPB").place),
        ),
    ),
    "one publishes a post, one dismisses it": (
        nothing,
        (EXECUTIVE, lambda desk, world: publish_post(desk, world.post)),
        (OF_SEGES, lambda desk, world: dismiss_post(desk, world.post)),
    ),
    "one asks about an offer, one declines it": (
        nothing,
        (
            EXECUTIVE,
            lambda desk, world: publish_contribution(desk, world.of("UPB").offer, world.of("UPB").stage),
        ),
        (
            OF_SEGES,
            lambda desk, world: decline_contribution(
                desk, world.of("UPB").offer, world.of("UPB").stage, reason="Já existe"
            ),
        ),
    ),
    "one lets publish, one does not": (
        begun,
        (OF_UPB, lambda desk, world: says(desk, world, yes=True)),
        ("first coordinator", lambda desk, world: says(desk, world, yes=False)),
    ),
}


@pytest.mark.parametrize("name", AT_ONCE)
async def test_of_two_at_once_one_is_refused(database: Database, name: str) -> None:
    world = await a_world(database)
    before, *both = AT_ONCE[name]
    async with a_desk(database) as desk:
        await before(desk, world)

    async def does(actor: str, act: Acts) -> object:
        async with a_desk(database, actor=who(world, actor)) as desk:
            return await act(desk, world)

    ends = await asyncio.gather(*(does(*one) for one in both), return_exceptions=True)
    refused = [one for one in ends if isinstance(one, BaseException)]
    assert [type(one) for one in refused if not isinstance(one, Refusal)] == []
    assert len(refused) == 1
    assert not isinstance(refused[0], NotYours)


async def test_two_who_answer_a_request_make_one_report(database: Database) -> None:
    number = await requests.begun(database, "UPB")
    place, maria = await requests.place(database, "UPB"), await person_id(database, MARIA)

    async def answers() -> object:
        async with a_desk(database, actor=maria, now=happenings.NOW) as desk:
            return await answer_request(desk, number, place, nothing="Nada houve no período")

    ends = await asyncio.gather(answers(), answers(), return_exceptions=True)
    assert sorted(isinstance(one, Refusal) for one in ends) == [False, True]


@pytest.mark.parametrize("backend", ["sqlite"])
async def test_a_meeting_that_cannot_be_reminded_of_stops_no_other(
    database: Database, backend: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = await a_world(database)
    spoilt = world.of("SEGES").meeting

    async def reminds(desk: Desk, due: Due) -> int:
        if due.meeting_id == spoilt:
            raise RuntimeError
        return await remind_of_meeting(desk, due)

    monkeypatch.setattr("elo.reminding_of_meetings.remind_of_meeting", reminds)
    await remind_of_meetings(database, OFFICE, NOW + days(3))
    async with database.read() as session:
        keys = [key for key in await session.scalars(select(Announcement.key)) if key and "-ask" in key]
    assert len(keys) == 2
    assert not [one for one in keys if one.startswith(f"meetings:{spoilt}:")]


async def waits(database: Database, world: World) -> None:
    """Nothing was done before."""


async def a_group(database: Database, world: World) -> None:
    async with a_desk(database, actor=who(world, EXECUTIVE), now=NOW - days(1)) as desk:
        await attach_forum_group(desk, -100_123, title="Fórum")
    await announce_classes(database, OFFICE, NOW)


async def announced(database: Database, world: World) -> None:
    await a_group(database, world)
    await fill_announcements(database, OFFICE, NOW + timedelta(minutes=30))


Rung = Callable[[Database, Office, datetime], Awaitable[object]]
Before = Callable[[Database, World], Awaitable[None]]
#: What was done before, and when it rings.
RINGS: dict[str, tuple[Rung, Before, datetime]] = {
    "classes": (announce_classes, waits, NOW),
    "what was announced": (fill_announcements, a_group, NOW + timedelta(hours=1)),
    "reminders of meetings": (remind_of_meetings, waits, NOW + days(3)),
    "who came to meetings": (remind_of_meetings, waits, NOW + days(11)),
    "requests": (follow_requests, waits, NOW),
    "topics": (post_to_topics, announced, NOW + timedelta(hours=1)),
    "partners of joint actions": (remind_partners, waits, NOW + days(13)),
}


async def told(database: Database) -> tuple[int, int]:
    async with database.read() as session:
        made = await session.scalar(select(func.count()).select_from(Announcement))
        put = await session.scalar(select(func.count()).select_from(Notice))
        return made or 0, put or 0


@pytest.mark.parametrize("name", RINGS)
async def test_two_machines_that_ring_at_once_tell_once(database: Database, name: str) -> None:
    world = await a_world(database)
    ring, before, now = RINGS[name]
    await before(database, world)
    at_first = await told(database)
    await asyncio.gather(ring(database, OFFICE, now), ring(database, OFFICE, now))
    once = await told(database)
    assert once > at_first
    await ring(database, OFFICE, now)
    assert await told(database) == once
    async with database.read() as session:
        keys = [key for key in await session.scalars(select(Announcement.key)) if key]
        heard = (await session.execute(select(Notice.announcement_id, Notice.person_id, Notice.kind))).all()
    assert len(keys) == len(set(keys))
    of_announcements = [tuple(one) for one in heard if one[0] is not None]
    assert len(of_announcements) == len(set(of_announcements))
