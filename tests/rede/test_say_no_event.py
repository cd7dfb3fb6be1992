"""No Fórum was held: cycles that end without one are `sem evento`, for everybody, in parts; and back."""

from datetime import date

import pytest
from sqlalchemy import select, update

from db import Database
from db.ids import ObligationId
from db.notices import NoticeKind
from db.obligations import Obligation, ObligationState
from db.plans import Goal
from elo.ending_cycles import end_cycles_without_event
from elo.rings import Rings
from rede.access import NotYours
from rede.say_no_event import NoEventRefused, say_no_event
from tests.rede.makers import (
    ANA,
    MARIA,
    NOW,
    a_desk,
    import_for,
    make_office,
    morning,
    owed_by,
    person_id,
    register,
)
from tests.rede.reviews import told

#: The first cycle of an agreement of 9 December 2025 ends a year later.
UNTIL = date(2026, 12, 31)


async def a_forum(database: Database) -> ObligationId:
    """UPB and Irecê owe goal 3.4; of UPB's the number."""
    await register(database)
    for acronym in ("UPB", "IRECE"):
        await import_for(database, acronym)
    async with a_desk(database) as desk:
        await desk.session.execute(update(Goal).where(Goal.key == "2.2").values(key="3.4"))
    return ObligationId((await owed_by(database, "UPB", "3.4")).obligation.id)


async def said(database: Database, *, undo: bool = False, until: date = UNTIL) -> int:
    async with a_desk(database, actor=await person_id(database, ANA)) as desk:
        return (await say_no_event(desk, "3.4", until=until, undo=undo)).institutions


async def states(database: Database) -> set[ObligationState]:
    async with database.read() as session:
        rows = select(Obligation.state).join(Goal).where(Goal.key == "3.4", Obligation.literal <= UNTIL)
        return set((await session.scalars(rows.order_by(Obligation.id))).all())


async def test_cycles_end_for_everybody_and_each_is_told_once(database: Database) -> None:
    await a_forum(database)
    assert await said(database) == 3
    for _ in range(2):
        await end_cycles_without_event(database, make_office(), NOW)
    assert await states(database) == {ObligationState.NO_EVENT}
    heard = [address for address, _ in await told(database, NoticeKind.RECEIPT)]
    assert heard.count(MARIA) == 1


async def test_nothing_is_reminded_of_afterwards(database: Database) -> None:
    number = await a_forum(database)
    await said(database)
    await end_cycles_without_event(database, make_office(), NOW)
    await Rings(database, make_office()).remind(morning(date(2026, 12, 2)))
    async with database.read() as session:
        assert (await session.get_one(Obligation, number)).look_on is None
    assert not any("Meta 3.4" in words for _, words in await told(database, NoticeKind.REMINDER))


async def test_said_to_be_wrong_they_are_owed_again(database: Database) -> None:
    number = await a_forum(database)
    for undo in (False, True):
        await said(database, undo=undo)
        await end_cycles_without_event(database, make_office(), NOW)
    assert await states(database) == {ObligationState.OPEN}
    async with database.read() as session:
        assert (await session.get_one(Obligation, number)).look_on == NOW.date()


@pytest.mark.parametrize(
    ("key", "until", "refusal"),
    [("2.2", UNTIL, "no_event_not_waiting"), ("3.4", date(2026, 1, 1), "no_event_no_cycle")],
)
async def test_what_cannot_be_said(database: Database, key: str, until: date, refusal: str) -> None:
    await a_forum(database)
    async with a_desk(database, actor=await person_id(database, ANA)) as desk:
        with pytest.raises(NoEventRefused, match=refusal):
            await say_no_event(desk, key, until=until)


async def test_only_the_secretariat_says_it(database: Database) -> None:
    await a_forum(database)
    async with a_desk(database, actor=await person_id(database, MARIA)) as desk:
        with pytest.raises(NotYours):
            await say_no_event(desk, "3.4", until=UNTIL)
