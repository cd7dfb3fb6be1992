"""Reminders of meetings: one step at a time, in two wordings, never past their use."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from db import Database
from db.convened import MeetingKind, Reply
from db.obligations import obligations_to_look_at
from elo.reminding_of_meetings import remind_of_meetings
from scheduler.clock import BRASILIA
from tests.rede.broadcasts import put_for
from tests.rede.happenings import NOW, rows
from tests.rede.makers import MARIA, link
from tests.rede.meetings import NEW, OFFICE, STARTS, a_network, answers, convened, keys, the_bell_rings

MORNING = timedelta(hours=9)


@pytest.fixture
async def network(database: Database) -> Database:
    await a_network(database)
    return database


async def rung(database: Database, *moments: datetime) -> list[str]:
    """The reminders that come of it, without the number of the meeting."""
    for moment in moments:
        await remind_of_meetings(database, OFFICE, moment)
    told = [key.split(":", 2)[2] for key in await keys(database)]
    return [key for key in told if not key.startswith(("told", "changed"))]


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=BRASILIA)


async def test_who_did_not_answer_is_asked_and_who_comes_is_reminded(network: Database) -> None:
    number = await convened(network)
    week, eve, hour = at("2026-04-29T09:00"), at("2026-05-05T09:00"), at("2026-05-06T13:30")
    assert await rung(network, week - timedelta(minutes=1), week, week) == ["d7-ask:0"]
    await answers(network, number, MARIA, Reply.YES)
    assert await rung(network, eve, hour) == ["d7-ask:0", "d1-yes:0", "h1-yes:0"]


async def test_who_does_not_come_hears_nothing_more(network: Database) -> None:
    number = await convened(network)
    await answers(network, number, MARIA, Reply.NO)
    assert await rung(network, at("2026-04-29T09:00"), at("2026-05-05T09:00")) == []


async def test_the_last_hour_leaves_whatever_the_hour_and_not_after_it_began(network: Database) -> None:
    await link(network, MARIA, 71)
    starts = at("2026-05-06T22:00")
    await convened(network, replace(NEW, starts_at=starts))
    await the_bell_rings(network)
    await the_bell_rings(network, starts - timedelta(hours=1))
    chat = (await put_for(network, "Maria"))[-2]
    assert (chat.not_before, chat.expires_at) == (starts - timedelta(hours=1), starts)


@pytest.mark.parametrize(
    ("woke", "told"),
    [
        ("2026-04-30T10:00", ["d7-ask:0"]),
        ("2026-05-03T10:00", []),
        ("2026-05-06T08:00", ["d1-ask:0"]),
        ("2026-05-06T13:35", ["h1-ask:0"]),
        ("2026-05-06T14:25", []),
        ("2026-05-06T15:00", []),
    ],
)
async def test_after_a_silence_only_the_step_of_use_is_told(
    network: Database, woke: str, told: list[str]
) -> None:
    await convened(network)
    assert await rung(network, at(woke)) == told


async def test_who_was_convened_the_day_before_is_not_reminded_at_once(network: Database) -> None:
    await convened(network, replace(NEW, starts_at=NOW + timedelta(days=1, hours=3)))
    assert await rung(network, NOW, NOW + timedelta(hours=2)) == []


async def test_who_was_convened_the_day_before_is_reminded_in_the_last_hour(network: Database) -> None:
    starts = NOW + timedelta(days=1, hours=3)
    await convened(network, replace(NEW, starts_at=starts))
    assert await rung(network, starts - timedelta(hours=1)) == ["h1-ask:0"]


async def test_a_step_of_a_sunday_leaves_on_the_friday_before(network: Database) -> None:
    """25 May 2026 is a Monday."""
    await convened(network, replace(NEW, starts_at=at("2026-05-25T10:00")))
    friday = at("2026-05-22T09:00")
    assert await rung(network, friday - timedelta(minutes=1)) == []
    assert await rung(network, friday) == ["d1-ask:0"]


async def test_a_forum_reminds_a_month_ahead_and_of_its_enrolment(network: Database) -> None:
    closes = at("2026-06-12T18:00")
    forum = replace(
        NEW,
        kind=MeetingKind.NATIONAL_FORUM,
        number=3,
        starts_at=at("2026-06-24T09:00"),
        enrol_closes_at=closes,
    )
    await convened(network, forum)
    moments = ("2026-05-25T09:00", "2026-06-09T09:00", "2026-06-11T09:00", "2026-06-12T15:00")
    assert await rung(network, *map(at, moments)) == ["d30-ask:0", "e3-ask:0", "e1-ask:0", "e0-ask:0"]


async def test_the_ladder_of_the_goal_is_silent_as_the_meeting_reminds(network: Database) -> None:
    await convened(network)
    await the_bell_rings(network)
    async with network.read() as session:
        looked_at = await obligations_to_look_at(session, today=STARTS.date())
        of_meeting = {row.id for row in await rows(network, "UPB", "1.4") if row.happening_id}
    assert of_meeting
    assert not of_meeting & set(looked_at)
