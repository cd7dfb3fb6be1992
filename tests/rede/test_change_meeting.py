"""A meeting is answered, changes, is called off: who was told hears it, and dates that were owed for it follow."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select

from db import Database
from db.convened import MeetingKind, Reply
from db.ids import MeetingId
from db.meetings import days_of
from db.notices import Notice, NoticeKind
from db.obligations import ObligationState
from rede.access import NotYours
from rede.change_meeting import MeetingChange, cancel_meeting, change_meeting
from rede.convene_meeting import pass_on
from rede.convening import ConvocationRefused, Day, MeetingRefused
from scheduler.clock import BRASILIA
from tests.rede.broadcasts import put_for
from tests.rede.happenings import NOW, called_for
from tests.rede.makers import ANA, JOAO, MARIA, a_desk, person_id
from tests.rede.meetings import (
    AFTER,
    NEW,
    STARTS,
    a_network,
    answers,
    convened,
    kept,
    keys,
    place_of,
    replies,
    the_bell_rings,
)

#: A week later than it was.
LATER = datetime(2026, 5, 13, 9, tzinfo=BRASILIA)


@pytest.fixture
async def network(database: Database) -> Database:
    await a_network(database)
    return database


async def changes(database: Database, number: int, change: MeetingChange, *, by: str = ANA) -> None:
    async with a_desk(database, now=NOW, actor=await person_id(database, by)) as desk:
        await change_meeting(desk, MeetingId(number), change)


async def test_an_answer_is_kept_and_may_be_another_until_the_end(network: Database) -> None:
    number = await convened(network)
    await answers(network, number, MARIA, Reply.YES)
    await answers(network, number, MARIA, Reply.REMOTE)
    assert await replies(network, number) == {"Maria": Reply.REMOTE}
    with pytest.raises(MeetingRefused, match="meeting_over"):
        await answers(network, number, MARIA, Reply.NO, now=AFTER)


async def test_who_was_not_convened_has_nothing_to_answer(network: Database) -> None:
    number = await convened(network)
    with pytest.raises(NotYours):
        await answers(network, number, JOAO, Reply.YES)


async def test_another_day_moves_what_is_owed_tells_once_and_asks_again(network: Database) -> None:
    number = await convened(network)
    await the_bell_rings(network)
    await answers(network, number, MARIA, Reply.YES)
    await changes(network, number, MeetingChange(starts_at=LATER))
    await the_bell_rings(network)
    assert await called_for(network, "UPB", "1.4") == [(date(2026, 5, 13), ObligationState.OPEN)]
    assert await replies(network, number) == {"Maria": None}
    assert (await kept(network, number)).ends_at - LATER == timedelta(hours=2)
    changed = (await put_for(network, "Maria"))[-1]
    assert "SEQUENCE:1" in changed.calendar
    assert "DTSTART:20260513T120000Z" in changed.calendar
    async with network.read() as session:
        moved = select(Notice).where(Notice.kind == NoticeKind.MOVED)
        assert (await session.scalars(moved)).all() == []


async def test_another_place_leaves_the_answers(network: Database) -> None:
    number = await convened(network)
    await answers(network, number, MARIA, Reply.YES)
    await changes(network, number, MeetingChange(place="Sala 2"))
    assert await replies(network, number) == {"Maria": Reply.YES}
    assert await keys(network) == [f"meeting:{number}:told-leads:0", f"meeting:{number}:changed:1"]


async def test_the_days_of_a_forum_move_with_it(network: Database) -> None:
    day = Day(STARTS, STARTS + timedelta(hours=8), "Abertura")
    number = await convened(network, replace(NEW, days=[day], ends_at=STARTS + timedelta(days=1)))
    await changes(network, number, MeetingChange(starts_at=LATER))
    async with network.read() as session:
        (moved,) = await days_of(session, number)
    assert (moved.day, moved.starts_at) == (date(2026, 5, 13), LATER)


async def test_enrolment_that_is_over_keeps_nothing_from_moving(network: Database) -> None:
    closes = NOW + timedelta(hours=1)
    forum = replace(NEW, kind=MeetingKind.NATIONAL_FORUM, number=3, enrol_closes_at=closes)
    number = await convened(network, forum)
    async with a_desk(network, now=closes, actor=await person_id(network, ANA)) as desk:
        assert (await change_meeting(desk, number, MeetingChange(starts_at=LATER))).starts_at == LATER


async def test_what_had_not_left_never_leaves(network: Database) -> None:
    number = await convened(network)
    await changes(network, number, MeetingChange(place="Sala 2"))
    await the_bell_rings(network)
    (only,) = await put_for(network, "Maria")
    assert "Sala 2" in only.calendar


async def test_what_passes_it_on_changes_and_ends_with_it(network: Database) -> None:
    number, upb = await convened(network), await place_of(network, "UPB")
    async with a_desk(network, now=NOW, actor=await person_id(network, MARIA)) as desk:
        below = (await pass_on(desk, number, upb)).id
    await the_bell_rings(network)
    await changes(network, number, MeetingChange(starts_at=LATER))
    await the_bell_rings(network)
    assert (await kept(network, below)).starts_at == LATER
    assert await called_for(network, "IRECE", "1.4") == [(date(2026, 5, 13), ObligationState.OPEN)]
    with pytest.raises(MeetingRefused, match="meeting_follows"):
        await changes(network, below, MeetingChange(place="Sala 2"), by=MARIA)


async def test_called_off_it_is_owed_no_more_and_leaves_the_calendar(network: Database) -> None:
    number = await convened(network)
    await the_bell_rings(network)
    async with a_desk(network, now=NOW, actor=await person_id(network, ANA)) as desk:
        await cancel_meeting(desk, number, why="Sem quórum")
    await the_bell_rings(network)
    assert await called_for(network, "UPB", "1.4") == [(date(2026, 5, 6), ObligationState.WITHDRAWN)]
    ended = (await put_for(network, "Maria"))[-1].calendar
    assert "METHOD:CANCEL" in ended
    assert "STATUS:CANCELLED" in ended
    assert "SEQUENCE:1" in ended
    async with a_desk(network, now=NOW, actor=await person_id(network, ANA)) as desk:
        with pytest.raises(MeetingRefused, match="meeting_cancelled_already"):
            await cancel_meeting(desk, number)


async def test_who_never_heard_of_it_hears_nothing_of_its_end(network: Database) -> None:
    number = await convened(network)
    async with a_desk(network, now=NOW, actor=await person_id(network, ANA)) as desk:
        await cancel_meeting(desk, number)
    await the_bell_rings(network)
    assert await put_for(network, "Maria") == []


@pytest.mark.parametrize(
    ("change", "key"),
    [
        (MeetingChange(), "meeting_unchanged"),
        (MeetingChange(place=NEW.place, starts_at=STARTS), "meeting_unchanged"),
        (MeetingChange(starts_at=NOW), "meeting_in_the_past"),
        (MeetingChange(ends_at=STARTS), "meeting_ends_before"),
        (MeetingChange(agenda=" "), "meeting_without_agenda"),
        (MeetingChange(place="", link=""), "meeting_without_place"),
    ],
)
async def test_what_cannot_change_so_is_refused(network: Database, change: MeetingChange, key: str) -> None:
    number = await convened(network)
    with pytest.raises((MeetingRefused, ConvocationRefused)) as refused:
        await changes(network, number, change)
    assert refused.value.key == key


async def test_only_who_convened_it_changes_it(network: Database) -> None:
    number = await convened(network, replace(NEW, title="Outra"))
    with pytest.raises(NotYours):
        await changes(network, number, MeetingChange(place="Sala 2"), by=MARIA)
