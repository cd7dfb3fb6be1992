"""Pages of partners (goal 3.1) are visited at hand-in and each semester; a page that is gone is told of once."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from db import Database
from db.deliverables import DeliverableState, held_report
from db.ids import DeliverableId
from db.page_looks import PageLook
from elo.looking_at_pages import look_at_pages
from rede.cancel_deliverable import cancel_deliverable
from rede.evidence import WITHDRAWN
from rede.filing import Details
from rede.look_at_pages import address_in, last_look, page_words
from rede.submit_deliverable import submit_deliverable
from tests.notifier.web_servers import Site, answer, at_home, site
from tests.rede.happenings import import_for, rows
from tests.rede.makers import ANA, MARIA, a_desk, make_office, morning, person_id, register
from tests.rede.test_panel_access import tasks_told

DAY = date(2026, 3, 10)
SEMESTER = date(2026, 9, 10)
PAGE = answer(b"<title>UPB</title><p>Participamos da Rede de Parcerias.</p>", "Content-Type: text/html")
GONE = answer(b"", status=404)


async def reported(database: Database, description: str, **evidence: str) -> DeliverableId:
    await register(database)
    await import_for(database, "UPB")
    return await reported_again(database, description, **evidence)


async def reported_again(database: Database, description: str, **evidence: str) -> DeliverableId:
    owed = (await rows(database, "UPB", "3.1"))[0]
    async with a_desk(database, now=morning(DAY), actor=await person_id(database, MARIA)) as desk:
        receipt = await submit_deliverable(
            desk, owed.id, description=description, hours=None, details=Details(evidence=evidence)
        )
        return DeliverableId(receipt.deliverable.id)


async def look(database: Database, *days: date) -> list[int]:
    return [await look_at_pages(database, make_office(), at_home(), morning(day)) for day in days]


async def looks(database: Database) -> list[PageLook]:
    async with database.read() as session:
        return list(await session.scalars(select(PageLook).order_by(PageLook.id)))


async def test_a_page_is_visited_at_hand_in_and_in_six_months(database: Database) -> None:
    async with site({"/rede": PAGE}) as upb:
        report = await reported(database, "Banner no ar.", link=upb.url("/rede"))
        assert await look(database, DAY, DAY) == [1, 0]
    seen, following = await looks(database)
    assert (seen.answered, seen.status, seen.names_rede, seen.title) == (True, 200, True, "UPB")
    assert (seen.final_url, seen.look_on) == (seen.url, None)
    assert (following.url, following.look_on, following.looked_at) == (seen.url, SEMESTER, None)
    async with a_desk(database) as desk:
        newest = await last_look(desk, report)
        assert newest is not None
        told = desk.office.texts.chat("page_seen", **page_words(newest))
    assert "Visita de terça-feira, 10/03/2026: abriu e cita a Rede de Parcerias." in told


async def walk(database: Database, upb: Site, *days: date) -> list[int]:
    """How many people were told after each day."""
    told = []
    for day in days:
        await look(database, day)
        told.append(len(await tasks_told(database, MARIA)) + len(await tasks_told(database, ANA)))
    return told


async def test_a_page_that_is_gone_is_tried_again_and_then_told_of_once(database: Database) -> None:
    async with site({"/rede": PAGE}) as upb:
        await reported(database, f"Está em {upb.url('/rede')}.")
        await look(database, DAY)
        upb.pages["/rede"] = GONE
        later = date(2027, 3, 11)
        days = (SEMESTER, SEMESTER + timedelta(days=1), later, later + timedelta(days=1))
        assert await walk(database, upb, *days) == [0, 2, 2, 2]
    assert await tasks_told(database, MARIA) == ["Meta 3.1: não abrimos a página de UPB"]


async def test_a_page_that_comes_back_on_the_next_day_is_no_news(database: Database) -> None:
    async with site({"/rede": PAGE}) as upb:
        await reported(database, f"Está em {upb.url('/rede')}.")
        await look(database, DAY)
        upb.pages["/rede"] = GONE
        await look(database, SEMESTER)
        upb.pages["/rede"] = PAGE
        assert await walk(database, upb, SEMESTER + timedelta(days=1)) == [0]


async def test_a_page_that_never_opened_is_shown_to_whoever_reviews_and_nobody_else(
    database: Database,
) -> None:
    async with site({"/rede": GONE}) as upb:
        await reported(database, f"Está em {upb.url('/rede')}.")
        assert await walk(database, upb, DAY, DAY + timedelta(days=1)) == [0, 0]
    assert [(one.status, one.why) for one in await looks(database) if one.looked_at] == [(404, "status")] * 2


async def test_a_report_that_was_taken_back_is_not_looked_at(database: Database) -> None:
    async with site({"/rede": PAGE}) as upb:
        report = await reported(database, f"Está em {upb.url('/rede')}.")
        async with a_desk(database, now=morning(DAY)) as desk:
            row = await held_report(desk.session, report)
            assert row is not None
            row.state = DeliverableState.CANCELLED
        assert await look(database, DAY) == [0]
        assert upb.heads == []


async def test_the_same_page_named_by_two_reports_is_visited_once(database: Database) -> None:
    async with site({"/rede": PAGE}) as upb:
        await reported(database, f"Está em {upb.url('/rede')}.")
        owed = (await rows(database, "UPB", "3.1"))[0]
        async with a_desk(database, now=morning(DAY), actor=await person_id(database, MARIA)) as desk:
            again = f"Continua em {upb.url('/rede')}."
            await submit_deliverable(desk, owed.id, description=again, hours=None)
        assert await look(database, DAY) == [1]


@pytest.mark.parametrize(
    ("words", "address"),
    [
        ("https://upb.example.org/rede", "https://upb.example.org/rede"),
        ("Veja em www.upb.example.org/rede.", "https://www.upb.example.org/rede"),
        ("(http://upb.example.org)", "http://upb.example.org"),
        ("retirado por período eleitoral", ""),
        ("Banner na página oficial", ""),
    ],
)
def test_an_address_is_found_among_words(words: str, address: str) -> None:
    assert address_in(words) == address


async def take_back(database: Database, report: DeliverableId) -> None:
    async with a_desk(database, now=morning(DAY), actor=await person_id(database, MARIA)) as desk:
        await cancel_deliverable(desk, report, version=1)


async def test_a_page_of_a_report_that_was_taken_back_is_not_visited(database: Database) -> None:
    report = await reported(database, "Banner no ar.", link="https://upb.example.org/rede")
    await take_back(database, report)
    assert await looks(database) == []


async def test_it_is_visited_for_the_report_that_named_it_before(database: Database) -> None:
    async with site({"/rede": PAGE}) as upb:
        first = await reported(database, "Banner no ar.", link=upb.url("/rede"))
        await look(database, DAY)
        await take_back(database, await reported_again(database, "Notícia.", link=upb.url("/rede")))
        assert await look(database, DAY) == [1]
    assert {one.deliverable_id for one in await looks(database)} == {first}


async def test_a_page_that_was_taken_down_before_an_election_is_not_missed(database: Database) -> None:
    async with site({"/rede": PAGE}) as upb:
        await reported(database, "Banner no ar.", link=upb.url("/rede"))
        await look(database, DAY)
        withdrawal = await reported_again(database, "Eleições.", link=WITHDRAWN)
        assert await look(database, SEMESTER) == [0]
        await take_back(database, withdrawal)
        assert await look(database, SEMESTER) == [1]
