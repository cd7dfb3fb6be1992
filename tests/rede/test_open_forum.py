"""Goal C1: the forum is open, each partner is welcomed once, and each agreement has its own date."""

from datetime import date, datetime, timedelta

import pytest

from db import Database
from db.deliverables import Deliverable
from db.ids import ObligationId
from db.notices import NoticeKind
from db.obligations import ObligationState
from elo.welcoming_to_forum import welcome_partners
from rede.access import NotYours
from rede.filing import Details
from rede.offers import ContributionRefused
from rede.open_forum import Opened, open_forum, waiting_for_the_forum
from rede.register_institutions import register_institutions
from rede.rows import Row
from tests.rede.makers import (
    ANA,
    MARIA,
    NOW,
    STARTS,
    a_desk,
    days,
    import_for,
    make_office,
    owed_by,
    person_id,
)
from tests.rede.reviews import a_network, handed_in, joins, told

LIA = "lia@apema.example.org"
LINK = "https://www.gov.br/transferegov/forum"
SOON = NOW + timedelta(minutes=12)


async def two_partners(database: Database, *, starts: date = STARTS, now: datetime = NOW) -> None:
    """UPB and APEMA, which Lia coordinates."""
    await a_network(database)
    await apema(database, starts=starts, now=now)


async def apema(
    database: Database, *, starts: date = STARTS, now: datetime = NOW, people: bool = True
) -> None:
    house = {"acronym": "APEMA", "name": "Associação de Prefeitos", "layer": "1", "parent": ""}
    async with a_desk(database) as desk:
        await register_institutions(desk, [Row(2, house)])
    if people:
        await joins(database, LIA, "Lia", "APEMA", "coordenador")
    await import_for(database, "APEMA", starts=starts, now=now)


async def opened_once(database: Database, link: str = LINK, *, now: datetime = NOW) -> Deliverable:
    """As /entregar C1 does, for the agreement that is due first."""
    evidence = {"link": link} if link else {}
    return await handed_in(
        database, "C1", by=ANA, acronym="SEGES", now=now, details=Details(evidence=evidence)
    )


async def opens_for_all(database: Database, *, who: str = ANA, now: datetime = SOON) -> Opened:
    async with a_desk(database, actor=await person_id(database, who), now=now) as desk:
        return await open_forum(desk)


async def rings(database: Database, now: datetime = SOON) -> None:
    await welcome_partners(database, make_office(), now)


async def waits(database: Database) -> int:
    async with a_desk(database) as desk:
        return len(await waiting_for_the_forum(desk))


async def test_the_partner_is_welcomed_once_with_the_address(database: Database) -> None:
    await a_network(database)
    await opened_once(database)
    for minute in range(3):
        await rings(database, SOON + timedelta(minutes=minute))
    ((address, words),) = await told(database, NoticeKind.REPORT, "forum-open:")
    assert (address, LINK in words, "09/12/2025" in words) == (MARIA, True, True)


async def test_not_while_the_report_may_be_taken_back(database: Database) -> None:
    await a_network(database)
    await opened_once(database)
    await rings(database, NOW + timedelta(minutes=9))
    assert await told(database, NoticeKind.REPORT, "forum-open:") == []


async def test_who_comes_after_it_was_opened_is_welcomed_then(database: Database) -> None:
    await a_network(database)
    await apema(database, people=False)
    await opened_once(database)
    await opens_for_all(database)
    await rings(database, SOON + timedelta(minutes=20))
    await joins(database, LIA, "Lia", "APEMA", "coordenador")
    for minute in (30, 31):
        await rings(database, SOON + timedelta(minutes=minute))
    heard = await told(database, NoticeKind.REPORT, "forum-open:")
    assert [address for address, _ in heard] == [MARIA, LIA]


async def test_without_an_address_nobody_is_welcomed_until_there_is_one(database: Database) -> None:
    await a_network(database)
    await opened_once(database, "")
    await rings(database)
    assert await told(database, NoticeKind.REPORT, "forum-open:") == []
    await opened_once(database, now=SOON)
    await rings(database, SOON + timedelta(hours=1))
    assert len(await told(database, NoticeKind.REPORT, "forum-open:")) == 1


async def test_the_others_are_told_of_by_one_press(database: Database) -> None:
    await two_partners(database)
    await opened_once(database)
    await rings(database)
    asked = await told(database, NoticeKind.TASK, "forum-known:")
    assert ["(APEMA)" in words and "19/12/2025" in words for _, words in asked] == [True, True]
    opened = await opens_for_all(database)
    assert [(one.late, one.protocol) for one in opened.told] == [(False, "RP-2025-000002")]
    assert await waits(database) == 0
    await rings(database, SOON + timedelta(hours=1))
    assert [address for address, _ in await told(database, NoticeKind.REPORT, "forum-open:")] == [MARIA, LIA]


async def test_a_new_agreement_is_asked_about_with_its_own_date(database: Database) -> None:
    await a_network(database)
    await opened_once(database)
    await rings(database)
    assert await told(database, NoticeKind.TASK, "forum-known:") == []
    await apema(database, starts=STARTS + days(60), now=NOW + days(60))
    for hour in range(2):
        await rings(
            database,
            NOW
            + days(
                60,
            )
            + timedelta(hours=hour),
        )
    asked = await told(database, NoticeKind.TASK, "forum-known:")
    assert (len(asked), "17/02/2026" in asked[0][1] or "18/02/2026" in asked[0][1]) == (2, True)


async def test_each_date_is_met_or_not(database: Database) -> None:
    await two_partners(database)
    await opened_once(database)
    (line,) = (await opens_for_all(database, now=NOW + days(30))).told
    assert (line.late, line.day) == (True, "sex., 19/12/2025")


async def test_pressed_again_nothing_waits(database: Database) -> None:
    await a_network(database)
    await opened_once(database)
    with pytest.raises(ContributionRefused, match="forum_nothing_open"):
        await opens_for_all(database)


async def test_nobody_else_says_so(database: Database) -> None:
    await two_partners(database)
    await opened_once(database)
    with pytest.raises(NotYours):
        await opens_for_all(database, who=MARIA)


async def test_it_is_one_obligation_each(database: Database) -> None:
    await two_partners(database)
    first = await opened_once(database)
    await opens_for_all(database)
    async with database.read() as session:
        owed = await owed_by(database, "SEGES", "C1")
        report = await session.get_one(Deliverable, first.id + 1)
    assert owed.obligation.state is ObligationState.FULFILLED
    assert ObligationId(report.obligation_id) != ObligationId(first.obligation_id)
