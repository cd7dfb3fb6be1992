"""A partner's answer to a request: the draft from its accepted reports, changed by several, sent; and all of them
put together."""

import io

import pytest
from openpyxl import load_workbook
from sqlalchemy import select, update

from db import Database
from db.deliverables import Deliverable, DeliverableState
from db.deliveries import Delivery
from db.enclosures import Enclosure, drop_unused, enclosures_of
from db.ids import DeliverableId, RequestId
from db.obligations import ObligationState
from rede.access import NotYours
from rede.answer_request import answer_request
from rede.cancel_deliverable import cancel_deliverable
from rede.close_request import close_request
from rede.fill_request import add_to_draft, cut_from_draft, reword_draft
from rede.receipt import Receipt
from rede.request_draft import in_words
from rede.requested import RequestRefused
from tests.rede.happenings import NOW, called_for
from tests.rede.makers import ANA, JOAO, MARIA, TEXTS, a_desk, days, person_id
from tests.rede.requests import DUE, begun, follows, kept, place, reported, shown, tally
from tests.rede.reviews import stored


async def answers(database: Database, number: RequestId, acronym: str = "UPB", who: str = MARIA) -> Receipt:
    mark = (await shown(database, number, acronym, who)).filled.mark
    there = await place(database, acronym)
    async with a_desk(database, actor=await person_id(database, who), now=NOW) as desk:
        return await answer_request(desk, number, there, mark=mark)


async def closes(database: Database, number: RequestId) -> dict[str, list[tuple[object, ...]]]:
    """The rows of each sheet of what was put together."""
    async with a_desk(database, actor=await person_id(database, ANA), now=NOW) as desk:
        await close_request(desk, number)
    await follows(database)
    enclosure = (await kept(database, number)).enclosure_id
    assert enclosure is not None
    async with database.read() as session:
        content = (await enclosures_of(session, [enclosure]))[enclosure].content
    book = load_workbook(io.BytesIO(content))
    return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book}


async def test_the_draft_has_what_was_accepted_and_counts_what_waits(database: Database) -> None:
    number = await begun(database)
    await reported(database, "3.2", "Divulgação da turma 1")
    await reported(database, "1.2", "Indicação", accepted=False)
    seen = (await shown(database, number)).filled
    words, whole = in_words(TEXTS, seen)
    assert "Meta 3.2 · Divulgar os cursos\nTotal: 1 item." in words
    assert "1. Divulgação da turma 1 · 20/03/2026 · https://upb.example.org/curso (RP-2026-" in words
    assert (seen.waiting, whole, (await shown(database, number, "IRECE", JOAO)).filled.is_empty) == (
        1,
        True,
        True,
    )


async def test_items_are_cut_reworded_and_added(database: Database) -> None:
    number, upb = await begun(database), await place(database, "UPB")
    for words in ("Primeira", "Segunda"):
        await reported(database, "3.2", words)
    mark = (await shown(database, number)).filled.mark
    async with a_desk(database, actor=await person_id(database, MARIA), now=NOW) as desk:
        seen = await cut_from_draft(desk, number, upb, [1], mark=mark)
        seen = await reword_draft(desk, number, upb, number=1, text="Mudada", mark=seen.filled.mark)
        seen = await add_to_draft(desk, number, upb, "Visita a Irecê")
    words, _ = in_words(TEXTS, seen.filled)
    assert [("Primeira" in words), ("Segunda" in words)] == [False, False]
    assert "1. Mudada (RP-" in words
    assert "2. Visita a Irecê" in words


async def test_whoever_was_shown_another_draft_changes_nothing(database: Database) -> None:
    number, upb = await begun(database), await place(database, "UPB")
    await reported(database, "3.2", "Divulgação")
    mark = (await shown(database, number)).filled.mark
    async with a_desk(database, actor=await person_id(database, MARIA), now=NOW) as desk:
        await add_to_draft(desk, number, upb, "De outra pessoa")
        with pytest.raises(RequestRefused, match="request_draft_changed"):
            await cut_from_draft(desk, number, upb, [1], mark=mark)
        with pytest.raises(RequestRefused, match="request_draft_changed"):
            await answer_request(desk, number, upb, mark=mark)


async def test_sent_it_is_the_report_of_the_goal_with_its_protocol(database: Database) -> None:
    number = await begun(database)
    await reported(database, "3.2", "Divulgação")
    receipt = await answers(database, number)
    assert receipt.owed.goal.key == "3.5"
    assert "1. Divulgação" in (await stored(database, receipt.protocol)).description
    assert await called_for(database, "UPB", "3.5") == [(DUE, ObligationState.FULFILLED)]
    assert (await tally(database, number)).answered == 1
    with pytest.raises(RequestRefused, match="request_answered"):
        await answers(database, number)


async def test_taken_back_it_may_be_sent_again(database: Database) -> None:
    number = await begun(database)
    await reported(database, "3.2", "Divulgação")
    receipt = await answers(database, number)
    async with a_desk(database, actor=await person_id(database, MARIA), now=NOW) as desk:
        await cancel_deliverable(desk, DeliverableId(receipt.deliverable.id), version=1)
    assert (await tally(database, number)).answered == 0
    assert (await answers(database, number)).protocol != receipt.protocol


async def test_what_came_back_is_sent_again_under_its_own_number(database: Database) -> None:
    number = await begun(database)
    await reported(database, "3.2", "Divulgação")
    receipt = await answers(database, number)
    async with a_desk(database) as desk:
        report = await desk.session.get_one(Deliverable, receipt.deliverable.id)
        report.state = DeliverableState.RETURNED
    with pytest.raises(RequestRefused, match="request_returned"):
        await answers(database, number)


async def test_nothing_to_tell_is_an_answer_and_an_empty_draft_is_none(database: Database) -> None:
    number, irece = await begun(database), await place(database, "IRECE")
    with pytest.raises(RequestRefused, match="request_draft_empty"):
        await answers(database, number, "IRECE", JOAO)
    async with a_desk(database, actor=await person_id(database, JOAO), now=NOW) as desk:
        receipt = await answer_request(desk, number, irece, nothing="Nada a relatar")
    assert receipt.deliverable.says_nothing
    assert await called_for(database, "IRECE", "3.5") == [(DUE, ObligationState.FULFILLED)]


async def test_another_institution_looks_like_none(database: Database) -> None:
    number = await begun(database)
    with pytest.raises(NotYours):
        await answers(database, number, "UPB", JOAO)


async def test_what_is_longer_than_a_report_keeps_its_totals_and_all_its_items(database: Database) -> None:
    number = await begun(database)
    for at in range(30):
        await reported(database, "3.2", f"Divulgação {at} " + "de uma turma " * 8)
    receipt = await answers(database, number)
    assert "Total: 30 itens." in receipt.deliverable.description
    assert "A lista completa" in receipt.deliverable.description
    assert len((await closes(database, number))["Ações"]) == 31


async def test_closing_puts_all_of_it_together_and_names_who_is_missing(database: Database) -> None:
    number = await begun(database)
    await reported(database, "3.2", "=1+1")
    await answers(database, number)
    sheets = await closes(database, number)
    assert [row[0] for row in sheets["Respostas"]] == ["Sigla", "UPB"]
    assert sheets["Ações"][1][6] == "=1+1 · 20/03/2026 · https://upb.example.org/curso"
    assert sheets["Por meta"][1][:2] == ("3.2", 1)
    assert [row[0] for row in sheets["Quem falta"]] == ["Sigla", "IRECE"]


async def test_who_closed_it_gets_the_workbook(database: Database) -> None:
    number = await begun(database)
    await closes(database, number)
    async with database.read() as session:
        sent = select(Delivery.address, Delivery.enclosure_id).where(Delivery.enclosure_id.is_not(None))
        [found] = (await session.execute(sent)).all()
    assert tuple(found) == (ANA, (await kept(database, number)).enclosure_id)


async def test_who_answers_after_the_closing_is_marked(database: Database) -> None:
    number, irece = await begun(database), await place(database, "IRECE")
    await closes(database, number)
    async with a_desk(database, actor=await person_id(database, JOAO), now=NOW + days(1)) as desk:
        await answer_request(desk, number, irece, nothing="Nada a relatar")
    rows = (await closes(database, number))["Respostas"]
    assert (rows[1][0], rows[1][6]) == ("IRECE", "depois do encerramento, nada a relatar")


async def test_what_was_put_together_outlives_the_messages_that_took_it(database: Database) -> None:
    number = await begun(database)
    await closes(database, number)
    async with a_desk(database) as desk:
        await desk.session.execute(update(Delivery).values(enclosure_id=None))
        await drop_unused(desk.session, Enclosure.created_at <= NOW + days(1))
    enclosure = (await kept(database, number)).enclosure_id
    async with database.read() as session:
        assert await session.get(Enclosure, enclosure) is not None
