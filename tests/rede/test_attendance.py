"""Who came: the list is asked for once, filled, closed; it fulfils what was owed; minutes go to who was there."""

from dataclasses import replace
from datetime import datetime

import pytest
from sqlalchemy import select, update

from db import Database
from db.convened import MeetingKind
from db.deliverables import Deliverable, DeliverableState
from db.deliveries import Delivery
from db.ids import MeetingId
from db.institutions import Institution
from db.notices import Notice, NoticeKind
from db.obligations import ObligationState
from db.plans import Goal
from rede.access import NotYours
from rede.attendance_reports import file_attendances, owed_by_those_there
from rede.change_meeting import cancel_meeting
from rede.convening import ConvocationRefused, MeetingRefused
from rede.keep_minutes import MinutesFile, keep_minutes, minutes_of
from rede.note_attendance import close_attendance, note_attendance, roll
from scheduler.clock import BRASILIA
from tests.rede.broadcasts import told
from tests.rede.happenings import NOW, called_for, rows
from tests.rede.makers import ANA, JOAO, MARIA, a_desk, person_id
from tests.rede.meetings import AFTER, NEW, STARTS, a_network, convened, keys, place_of, the_bell_rings

NATIONAL = replace(NEW, kind=MeetingKind.NATIONAL_FORUM, number=3)
REGIONAL = replace(NEW, kind=MeetingKind.REGIONAL_FORUM, number=1, ufs=("BA",))
LATER = datetime(2026, 9, 2, 9, tzinfo=BRASILIA)


@pytest.fixture
async def network(database: Database) -> Database:
    await a_network(database)
    return database


async def came(database: Database, number: MeetingId, *, now: datetime = AFTER, people: int = 3) -> int:
    upb = await place_of(database, "UPB")
    async with a_desk(database, now=now, actor=await person_id(database, ANA)) as desk:
        await note_attendance(desk, number, upb, people=people)
        return await close_attendance(desk, number)


async def reports(database: Database) -> list[tuple[str, DeliverableState, str]]:
    async with database.read() as session:
        found = select(Deliverable).order_by(Deliverable.id)
        return [(one.means, one.state, one.description) for one in await session.scalars(found)]


async def test_once_it_is_over_who_convened_it_is_asked_once(network: Database) -> None:
    await convened(network)
    for _ in range(2):
        await the_bell_rings(network, AFTER)
    async with network.read() as session:
        tasks = select(Delivery).join(Notice).where(Notice.kind == NoticeKind.TASK)
        (task,) = (await session.scalars(tasks)).all()
    assert (task.address, task.subject) == (ANA, "Registrar presença: Balanço do trimestre")


async def test_who_came_has_fulfilled_the_goal_with_a_report_and_the_secretariat_too(
    network: Database,
) -> None:
    number = await convened(network)
    await the_bell_rings(network)
    assert await came(network, number) == 1
    for _ in range(2):
        await the_bell_rings(network, AFTER)
    assert [state for _, state in await called_for(network, "UPB", "1.4")] == [ObligationState.FULFILLED]
    first = next(one for one in await reports(network) if one[1] is DeliverableState.ACCEPTED)
    assert first[0] == "reunião"
    assert "Pessoas presentes: 3." in first[2]
    own = [row.state for row in await rows(network, "SEGES", "1.4") if row.happening_id]
    assert set(own) == {ObligationState.FULFILLED}


async def test_who_stayed_away_still_owes_it(network: Database) -> None:
    number = await convened(network)
    await the_bell_rings(network)
    async with a_desk(network, now=AFTER, actor=await person_id(network, ANA)) as desk:
        with pytest.raises(MeetingRefused, match="meeting_nobody_came"):
            await close_attendance(desk, number)
    await the_bell_rings(network, AFTER)
    assert [state for _, state in await called_for(network, "UPB", "1.4")] == [ObligationState.OPEN]


async def test_a_list_is_put_right_until_it_is_closed(network: Database) -> None:
    number, upb = await convened(network), await place_of(network, "UPB")
    ana = await person_id(network, ANA)
    async with a_desk(network, now=AFTER, actor=ana) as desk:
        await note_attendance(desk, number, upb, people=3)
        await note_attendance(desk, number, upb, people=0)
        assert [row.people for row in (await roll(desk, number))[1]] == [0]
    await came(network, number)
    async with a_desk(network, now=AFTER, actor=ana) as desk:
        with pytest.raises(MeetingRefused, match="meeting_attendance_closed"):
            await note_attendance(desk, number, upb, people=1)


async def test_nobody_is_noted_before_it_begins_nor_by_others(network: Database) -> None:
    number, upb = await convened(network), await place_of(network, "UPB")
    async with a_desk(network, now=NOW, actor=await person_id(network, ANA)) as desk:
        with pytest.raises(MeetingRefused, match="meeting_not_begun"):
            await note_attendance(desk, number, upb, people=1)
    async with a_desk(network, now=AFTER, actor=await person_id(network, MARIA)) as desk:
        with pytest.raises(NotYours):
            await note_attendance(desk, number, upb, people=1)


async def test_minutes_go_to_who_was_there_and_are_theirs_to_read(network: Database) -> None:
    number = await convened(network)
    await came(network, number)
    ana = await person_id(network, ANA)
    async with a_desk(network, now=AFTER, actor=ana) as desk:
        with pytest.raises(ConvocationRefused, match="meeting_without_minutes"):
            await keep_minutes(desk, number)
        file = MinutesFile("ata.pdf", "application/pdf", b"%PDF-1.4")
        await keep_minutes(desk, number, text="Ficou combinado.", file=file)
    await the_bell_rings(network, AFTER)
    assert [key.split(":")[2] for key in await keys(network)] == ["told-leads", "minutes"]
    assert await told(network) == ["Maria"]
    async with a_desk(network, now=AFTER, actor=await person_id(network, MARIA)) as desk:
        assert (await minutes_of(desk, number)).minutes_id is not None
    async with a_desk(network, now=AFTER, actor=await person_id(network, JOAO)) as desk:
        with pytest.raises(NotYours):
            await minutes_of(desk, number)


async def test_minutes_written_before_the_list_go_to_all_who_did_not_stay_away(network: Database) -> None:
    number = await convened(network)
    async with a_desk(network, now=AFTER, actor=await person_id(network, ANA)) as desk:
        await keep_minutes(desk, number, text="Ficou combinado.")
    await the_bell_rings(network, AFTER)
    assert await told(network) == ["Maria"]


async def a_forum_goal(database: Database) -> None:
    """Goal 3.2, which is owed once a year, as if it were 3.4; UPB is of Bahia."""
    async with a_desk(database, now=NOW) as desk:
        await desk.session.execute(update(Goal).where(Goal.key == "3.2").values(key="3.4"))


async def bahia(database: Database) -> None:
    async with a_desk(database, now=NOW) as desk:
        await desk.session.execute(update(Institution).values(uf="BA"))


async def yearly(database: Database) -> ObligationState:
    found = [row for row in await rows(database, "UPB", "3.4") if row.literal]
    return min(found, key=lambda row: row.literal or STARTS.date()).state


async def test_a_forum_fulfils_the_cycle_once_none_is_missed(network: Database) -> None:
    await a_forum_goal(network)
    first = await convened(network, NATIONAL)
    await came(network, first)
    await the_bell_rings(network, AFTER)
    assert await yearly(network) is ObligationState.FULFILLED


async def test_a_forum_alone_is_not_enough_where_the_regional_is_missed(network: Database) -> None:
    await a_forum_goal(network)
    await bahia(network)
    national = await convened(network, NATIONAL)
    regional = await convened(network, replace(REGIONAL, starts_at=LATER))
    await came(network, national)
    await the_bell_rings(network, AFTER)
    assert await yearly(network) is ObligationState.OPEN
    after = datetime(2026, 9, 2, 18, tzinfo=BRASILIA)
    await came(network, regional, now=after)
    await the_bell_rings(network, after)
    assert await yearly(network) is ObligationState.FULFILLED


async def test_a_list_filed_twice_makes_one_report(network: Database) -> None:
    """Killed between its parts and their end, or by two machines: the obligation may be open still."""
    await a_forum_goal(network)
    await bahia(network)
    await convened(network, replace(REGIONAL, starts_at=LATER))
    national = await convened(network, NATIONAL)
    await came(network, national)
    for _ in range(2):
        async with a_desk(network, now=AFTER, actor=await person_id(network, ANA)) as desk:
            await file_attendances(desk, national, await owed_by_those_there(desk, national))
    assert len([one for one in await reports(network) if "presentes: 3" in one[2]]) == 1


async def test_a_forum_convened_later_is_missed_till_it_is_called_off(network: Database) -> None:
    await a_forum_goal(network)
    await bahia(network)
    await came(network, await convened(network, REGIONAL))
    await the_bell_rings(network, AFTER)
    assert await yearly(network) is ObligationState.FULFILLED
    national = await convened(network, replace(NATIONAL, starts_at=LATER), now=AFTER)
    for _ in range(2):
        await the_bell_rings(network, AFTER)
    assert await yearly(network) is ObligationState.OPEN
    assert next(row.look_on for row in await rows(network, "UPB", "3.4") if row.literal) is not None
    async with a_desk(network, now=AFTER, actor=await person_id(network, ANA)) as desk:
        await cancel_meeting(desk, national, why="")
    await the_bell_rings(network, AFTER)
    assert await yearly(network) is ObligationState.FULFILLED
