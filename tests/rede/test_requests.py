"""A request of the Secretariat: whom it asks, what becomes owed, what moves with it, and who is told."""

from asyncio import gather
from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from db import Database
from db.announcements import Announcement
from db.happenings import Happening
from db.instruments import Instrument
from db.obligations import ObligationState
from db.requests import Asked
from elo.recounting import recount_all
from rede.access import NotYours
from rede.begin_request import begin_asked, tie_asked
from rede.change_request import cancel_request, move_request
from rede.open_obligations import open_obligations
from rede.open_request import foresee_request, open_request
from rede.remind_asked import remind_asked
from rede.requested import Period, RequestRefused
from tests.rede.happenings import NOW, TODAY, called_for, rede_of
from tests.rede.makers import ANA, MARIA, a_desk, link, make_office, person_id, register
from tests.rede.requests import DUE, a_request, begun, follows, kept, opens, tally

OPEN, WITHDRAWN = ObligationState.OPEN, ObligationState.WITHDRAWN


async def test_who_has_the_goal_is_asked_by_the_date_of_the_request(database: Database) -> None:
    number = await begun(database)
    assert await called_for(database, "UPB", "3.5") == [(DUE, OPEN)]
    assert await called_for(database, "IRECE", "3.5") == [(DUE, OPEN)]
    found = await tally(database, number)
    assert (found.asked, found.answered) == (2, 0)


async def test_who_has_no_agreement_in_force_is_left_out_and_named(database: Database) -> None:
    await rede_of(database, "UPB")
    async with a_desk(database, actor=await person_id(database, ANA), now=NOW) as desk:
        foreseen = await foresee_request(desk, "todos")
        nobody = await foresee_request(desk, "camada:2")
    assert (len(foreseen.places), foreseen.without_goal, foreseen.unreached) == (1, ["IRECE"], [])
    assert not nobody.places


async def test_the_bell_goes_on_where_it_was_and_tells_once(database: Database) -> None:
    await rede_of(database, "UPB", "IRECE")
    await link(database, MARIA, 71)
    number = await opens(database)
    async with a_desk(database, now=NOW) as desk:
        [first, _] = (await desk.session.scalars(select(Asked.id).order_by(Asked.id))).all()
        for instrument in await begin_asked(desk, number, [first]):
            await open_obligations(desk, instrument)
        await tie_asked(desk, [first])
    assert [await follows(database), await follows(database)] == [1, 0]
    async with database.read() as session:
        assert await session.scalar(select(func.count()).select_from(Announcement)) == 1
        tied = (await session.scalars(select(Asked.obligation_id))).all()
    assert None not in tied
    assert len(await called_for(database, "UPB", "3.5")) == 1


async def test_two_machines_that_ring_at_once_ask_each_once(database: Database) -> None:
    await rede_of(database, "UPB", "IRECE")
    await opens(database)
    assert sum(await gather(*(follows(database) for _ in range(3)))) == 2
    async with database.read() as session:
        assert await session.scalar(select(func.count(Happening.id))) == 2
        assert await session.scalar(select(func.count(Announcement.id))) == 1


async def test_another_date_moves_what_is_owed(database: Database) -> None:
    number, later = await begun(database, "UPB"), DUE + timedelta(days=10)
    async with a_desk(database, actor=await person_id(database, ANA), now=NOW) as desk:
        await move_request(desk, number, later)
    await recount_all(database, make_office(), NOW)
    assert await called_for(database, "UPB", "3.5") == [(later, OPEN)]


async def test_called_off_nothing_is_owed_any_more(database: Database) -> None:
    number = await begun(database, "UPB")
    async with a_desk(database, actor=await person_id(database, ANA), now=NOW) as desk:
        await cancel_request(desk, number)
    await recount_all(database, make_office(), NOW)
    assert await called_for(database, "UPB", "3.5") == [(DUE, WITHDRAWN)]
    assert await follows(database) == 0
    with pytest.raises(RequestRefused, match="request_cancelled_already"):
        async with a_desk(database, now=NOW) as desk:
            await move_request(desk, number, DUE)


async def test_whose_agreement_ends_before_it_begins_is_asked_no_more(database: Database) -> None:
    await rede_of(database, "UPB")
    number = await opens(database)
    async with a_desk(database) as desk:
        (await desk.session.scalars(select(Instrument))).one().ends = TODAY - timedelta(days=1)
    assert await follows(database) == 0
    assert (await tally(database, number)).asked == 0


async def test_who_is_missing_is_reminded_once_a_day(database: Database) -> None:
    number = await begun(database)
    ana = await person_id(database, ANA)
    async with a_desk(database, actor=ana, now=NOW) as desk:
        assert await remind_asked(desk, number) == 2
    with pytest.raises(RequestRefused, match="request_reminded_today"):
        async with a_desk(database, actor=ana, now=NOW) as desk:
            await remind_asked(desk, number)


@pytest.mark.parametrize(
    ("changes", "key"),
    [
        ({"title": " … "}, "request_without_title"),
        ({"title": "x" * 91}, "request_too_long"),
        ({"title": "De 529.982.247-25"}, "request_with_cpf"),
        ({"due": TODAY - timedelta(days=1)}, "request_in_the_past"),
        ({"due": date(2036, 1, 1)}, "request_too_far"),
        ({"period": Period(date(2026, 4, 2), date(2026, 4, 1))}, "request_period_backwards"),
        ({"period": Period(date(2027, 1, 1), date(2027, 4, 1))}, "request_period_ahead"),
        ({"period": Period(date(2016, 1, 1), date(2026, 4, 1))}, "request_period_long"),
        ({"audience": "uf:AC"}, "request_of_nobody"),
    ],
)
async def test_what_cannot_be_asked_is_refused(
    database: Database, changes: dict[str, object], key: str
) -> None:
    await register(database)
    with pytest.raises(RequestRefused, match=key):
        async with a_desk(database, now=NOW) as desk:
            await open_request(desk, a_request(**changes))


async def test_the_same_twice_is_refused(database: Database) -> None:
    number = await begun(database, "UPB")
    with pytest.raises(RequestRefused, match="request_known"):
        await opens(database)
    assert (await kept(database, number)).due == DUE


async def test_only_the_secretariat_asks(database: Database) -> None:
    await register(database)
    with pytest.raises(NotYours):
        async with a_desk(database, actor=await person_id(database, MARIA), now=NOW) as desk:
            await open_request(desk, a_request())
