"""A class that is over asks once for its report of goal 2.2, filled in already; and it counts in goal 2.1."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import select

from db import Database
from db.courses import materials_of
from db.deliverables import DeliverableState
from db.deliveries import Delivery
from db.enclosures import Enclosed
from db.ids import ClassId, ObligationId
from db.notices import Notice, NoticeKind
from db.people import Person
from elo.asking_for_class_reports import ask_for_class_reports
from rede.access import NotYours
from rede.cancel_class import cancel_class
from rede.class_report import Prefilled, keep_class_report, prefilled
from rede.class_words import schedule_text
from rede.keep_material import MaterialRefused, keep_material, remove_material
from rede.links import LinkRefused
from rede.submit_deliverable import submit_deliverable
from tests.rede.classes import OFFICE, class_of, entered, place_of
from tests.rede.makers import ANA, JOAO, MARIA, NOW, a_desk, import_for, link, owed_by, person_id, register

#: The class ends on 13 January 2026.
AFTER = NOW + timedelta(days=36)

PDF = Enclosed("a.pdf", "application/pdf", b"%PDF")


async def asked(database: Database) -> list[str]:
    async with database.read() as session:
        rows = select(Person.name).join(Notice, Notice.person_id == Person.id)
        return sorted(await session.scalars(rows.where(Notice.kind == NoticeKind.TASK)))


async def filled_for(database: Database, number: ClassId, email: str) -> Prefilled:
    async with a_desk(database, now=AFTER, actor=await person_id(database, email)) as desk:
        return await prefilled(desk, number)


async def test_a_report_is_asked_for_once_after_the_last_lesson(database: Database) -> None:
    await register(database)
    await link(database, MARIA, 42)
    await import_for(database, "UPB")
    number = await entered(database, holder="UPB")
    assert await ask_for_class_reports(database, OFFICE, NOW + timedelta(days=35)) == 0
    assert await ask_for_class_reports(database, OFFICE, AFTER) == 1
    assert await ask_for_class_reports(database, OFFICE, AFTER + timedelta(days=1)) == 0
    assert await asked(database) == ["Maria"]
    async with database.read() as session:
        buttons = await session.scalars(
            select(Delivery.buttons).where(Delivery.buttons.contains("turmarelato"))
        )
        assert f"turmarelato:{number}:0:" in buttons.one()


async def test_nothing_is_asked_of_history_nor_of_what_was_called_off_nor_of_who_owes_nothing(
    database: Database,
) -> None:
    await register(database)
    await import_for(database, "UPB")
    await entered(database, holder="IRECE")
    past = {"opens": "", "closes": "", "lessons": "", "starts": "03/12/2025", "ends": "05/12/2025"}
    await entered(database, holder="UPB", code="2", cells=past)
    off = await entered(database, holder="UPB", code="3")
    async with a_desk(database) as desk:
        await cancel_class(desk, off, why="Sem sala")
    assert await ask_for_class_reports(database, OFFICE, AFTER) == 0


async def test_the_report_is_filled_in_and_remembered_once_it_is_sent(database: Database) -> None:
    await register(database)
    await import_for(database, "UPB")
    number = await entered(database, holder="UPB", instructor="Rita Lima")
    form = await filled_for(database, number, MARIA)
    assert (form.key, form.acronym, form.hours, form.protocol) == ("2.2", "UPB", "20.00", "")
    assert form.evidence["days"] == "2026-01-12/2026-01-13"
    assert (form.evidence["modality"], form.evidence["place"]) == ("presencial", "Salvador")
    assert "Rita Lima" in form.description
    owed = await owed_by(database, "UPB", "2.2")
    async with a_desk(database, now=AFTER, actor=await person_id(database, MARIA)) as desk:
        about = ObligationId(owed.obligation.id)
        receipt = await submit_deliverable(
            desk, about, description=form.description, hours=Decimal(form.hours)
        )
        await keep_class_report(desk, number, receipt.deliverable)
        report, protocol = receipt.deliverable.id, receipt.protocol
    assert (await class_of(database, number)).deliverable_id == report
    assert (await filled_for(database, number, MARIA)).protocol == protocol
    async with a_desk(database) as desk:
        (await desk.session.get_one(type(receipt.deliverable), report)).state = DeliverableState.CANCELLED
    assert (await filled_for(database, number, MARIA)).protocol == ""


async def test_another_institutions_class_has_no_report_of_ours(database: Database) -> None:
    await register(database)
    number = await entered(database, holder="UPB")
    for email in (JOAO, ANA):
        with pytest.raises(NotYours):
            await filled_for(database, number, email)


async def test_the_classes_of_a_cycle_are_the_schedule_of_goal_2_1(database: Database) -> None:
    await register(database)
    await entered(database, holder="UPB")
    await entered(database, holder="UPB", code="2", lessons="20/01/2027 9h-12h", closes="")
    upb = await place_of(database, "UPB")
    async with a_desk(database) as desk:
        text = await schedule_text(desk, upb, first=date(2025, 12, 9), last=date(2026, 12, 8))
        assert "1. Gestão de convênios, turma 1: segunda-feira, 12/01/2026 a terça-feira, 13/01/2026." in text
        assert "turma 2" not in text
        assert await schedule_text(desk, upb, first=date(2024, 1, 1), last=date(2024, 12, 31)) == ""


async def test_material_is_kept_with_the_course_by_who_holds_it(database: Database) -> None:
    await register(database)
    course = (await class_of(database, await entered(database, holder="UPB"))).course_id
    async with a_desk(database, actor=await person_id(database, MARIA)) as desk:
        page = await keep_material(desk, course, title="Página", link="www.gov.br/curso")
        again = await keep_material(desk, course, title="Página", link="https://www.gov.br/curso")
        file = await keep_material(
            desk, course, title="Apostila", file=Enclosed("a.pdf", "application/pdf", b"%PDF")
        )
        assert page.id == again.id
        await remove_material(desk, page.id)
        assert [one.id for one in await materials_of(desk.session, course)] == [file.id]
        with pytest.raises(MaterialRefused, match="material_which"):
            await keep_material(desk, course, title="Nada")
        with pytest.raises(LinkRefused):
            await keep_material(desk, course, title="Fora", link="https://example.com")
    async with a_desk(database, actor=await person_id(database, JOAO)) as desk:
        with pytest.raises(NotYours):
            await remove_material(desk, file.id)
