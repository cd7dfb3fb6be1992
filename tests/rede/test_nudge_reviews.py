"""Whoever has to act on a report and has not is reminded, once in ten days, in one message a person."""

from datetime import date, datetime

import pytest

from db import Database
from db.notices import NoticeKind
from elo.nudging import nudge_reviews
from rede.delegate_review import delegate_review
from tests.rede.makers import ANA, JOAO, MARIA, NOW, a_desk, days, make_office, morning, owed_by, person_id
from tests.rede.reviews import RUI, a_network, accepts, gives_back, handed_in, told


async def rung(database: Database, *moments: datetime) -> list[str]:
    """Who was reminded by then, in order."""
    for moment in moments:
        await nudge_reviews(database, make_office(), moment)
    return [address for address, _ in await told(database, NoticeKind.TASK, "review-nudge:")]


async def test_what_nobody_looked_at_is_told_to_those_who_check(database: Database) -> None:
    await a_network(database)
    await handed_in(database, "1.2")
    await handed_in(database, "2.2", hours="20")
    assert await rung(database, NOW + days(9)) == []
    assert await rung(database, NOW + days(10)) == [ANA, RUI]
    assert (await told(database, NoticeKind.TASK, "review-nudge:"))[0][1].count("RP-2025-") == 2


async def test_once_a_period_however_often_the_bell_rings(database: Database) -> None:
    await a_network(database)
    await handed_in(database, "1.2")
    again = [NOW + days(count) for count in (10, 10, 13, 16, 20, 21)]
    assert len(await rung(database, *again)) == 4


async def test_nothing_leaves_on_a_day_without_work(database: Database) -> None:
    await a_network(database)
    await handed_in(database, "1.2")
    assert await rung(database, morning(date(2025, 12, 20))) == []


async def test_the_secretariats_own_is_told_to_the_second_person(database: Database) -> None:
    await a_network(database)
    await handed_in(database, "C1", by=ANA, acronym="SEGES")
    assert await rung(database, NOW + days(10)) == [RUI]


@pytest.mark.parametrize(("day", "who"), [("2025-12-19", []), ("2025-12-22", [MARIA])])
async def test_what_came_back_is_told_shortly_before_its_internal_date(
    database: Database, day: str, who: list[str]
) -> None:
    await a_network(database)
    report = await handed_in(database, "1.2")
    await gives_back(database, ANA, report, now=NOW + days(6))
    assert await rung(database, morning(date.fromisoformat(day))) == who


async def test_what_was_decided_is_told_to_nobody(database: Database) -> None:
    await a_network(database)
    await accepts(database, ANA, await handed_in(database, "1.2"))
    assert await rung(database, NOW + days(10)) == []


async def test_where_the_first_layer_checks_it_is_told(database: Database) -> None:
    await a_network(database, "IRECE")
    upb = (await owed_by(database, "IRECE", "1.2")).institution.parent_id
    assert upb is not None
    async with a_desk(database) as desk:
        await delegate_review(desk, upb, given=True)
    await handed_in(database, "1.2", by=JOAO, acronym="IRECE")
    assert await rung(database, NOW + days(10)) == [MARIA]
    maria = await person_id(database, MARIA)
    assert maria
