"""What is told of a class: enrolment opens, or closes soon, and what changed; once, and to the right people."""

from asyncio import gather
from datetime import datetime, timedelta
from html import escape

import pytest
from sqlalchemy import select

from db import Database
from db.announcements import AnnouncementKind, Wording
from db.happenings import Happening
from db.ids import ClassId
from db.interests import Interest
from elo.announcing_classes import announce_classes
from rede.announce_classes import due_on
from rede.cancel_class import cancel_class
from rede.change_class import change_class
from rede.class_words import class_calendar
from rede.kits import kit_of
from tests.rede.classes import OFFICE, announced, entered, ring, titles, told_by
from tests.rede.happenings import NOW as HAPPENS
from tests.rede.happenings import called_for, rede_of
from tests.rede.makers import JOAO, MARIA, NOW, a_desk, import_for, person_id, register

OPENS, CLOSES, CANCELLED = "Inscrições abertas", "Inscrições terminam em breve", "Turma cancelada"
#: Friday; enrolment closes on Friday the 19th, at 18h.
LAST = datetime.fromisoformat("2025-12-19T12:00:00-03:00")


def before(days: int) -> datetime:
    return LAST - timedelta(days=days)


async def change(database: Database, number: ClassId, **cells: str) -> None:
    async with a_desk(database) as desk:
        await change_class(desk, number, cells)


async def happened(database: Database) -> list[str]:
    async with database.read() as session:
        return list(await session.scalars(select(Happening.detail).order_by(Happening.id)))


async def test_a_class_is_told_of_when_its_enrolment_opens_and_once(database: Database) -> None:
    await register(database)
    await entered(database, opens="10/12/2025 9h")
    assert await ring(database) == 0
    opened = NOW + timedelta(days=1)
    assert [await ring(database, opened), await ring(database, opened)] == [1, 0]
    (one,) = await announced(database)
    assert (one.kind, one.promotional, await told_by(database, one)) == (
        AnnouncementKind.CLASS,
        True,
        ["Ana", "João", "Maria"],
    )
    assert one.expires_at == LAST.replace(hour=18)
    assert "LOCATION:Salvador" in one.calendar
    assert one.calendar.count("BEGIN:VEVENT") == 2


async def test_enrolment_is_reminded_of_three_days_and_one_before_it_closes(database: Database) -> None:
    await register(database)
    await entered(database)
    told = [await ring(database)]
    told += [await ring(database, before(days)) for days in (5, 4, 3, 3, 2, 1, 1, 0)]
    assert told == [1, 0, 0, 1, 0, 0, 1, 0, 0]
    assert await titles(database) == [OPENS, CLOSES, CLOSES]


async def test_after_a_silence_only_the_most_useful_reminder_is_made(database: Database) -> None:
    await register(database)
    await entered(database)
    assert await ring(database) == 1
    assert [await ring(database, before(0)), await ring(database, before(0))] == [1, 0]


async def test_what_was_told_within_a_day_is_not_reminded_of(database: Database) -> None:
    await register(database)
    await entered(database, opens="15/12/2025 12h")
    assert [await ring(database, before(4)), await ring(database, before(3) - timedelta(hours=2))] == [1, 0]


async def test_a_class_that_is_over_or_whose_enrolment_is_none_of_the_future_is_told_to_nobody(
    database: Database,
) -> None:
    await register(database)
    await entered(database, opens="", closes="01/02/2025", lessons="", starts="03/02/2025", ends="05/02/2025")
    assert await ring(database) == 0


async def test_the_first_thing_published_in_a_week_opens_the_partners_task(database: Database) -> None:
    await rede_of(database, "UPB")
    cells = {"opens": "", "closes": "", "lessons": "20/05/2026 9h-12h"}
    await entered(database, now=HAPPENS, cells=cells)
    await ring(database, HAPPENS)
    (task,) = await called_for(database, "UPB", "3.2")
    await entered(database, now=HAPPENS, code="2", cells=cells)
    await ring(database, HAPPENS)
    assert await called_for(database, "UPB", "3.2") == [task]


async def test_those_who_said_what_interests_them_hear_of_that_alone(database: Database) -> None:
    await register(database)
    async with a_desk(database) as desk:
        for email, subject in ((MARIA, "eixo:2"), (JOAO, "eixo:3")):
            who = await person_id(database, email)
            desk.session.add(Interest(person_id=who, subject=subject, chosen_at=NOW))
    await entered(database)
    await ring(database)
    assert await told_by(database, (await announced(database))[0]) == ["Ana", "Maria"]


async def test_a_partners_class_is_told_to_its_own_people_and_its_second_layer(database: Database) -> None:
    await register(database)
    await entered(database, holder="UPB")
    await entered(database, holder="IRECE")
    await ring(database)
    told = [await told_by(database, one) for one in await announced(database)]
    assert told == [["João", "Maria"], ["João"]]
    assert await happened(database) == []


async def test_who_was_told_and_nobody_else_hears_of_a_change(database: Database) -> None:
    await register(database)
    number = await entered(database, audience="camada:1")
    await ring(database)
    await change(database, number, place="Ilhéus", audience="todos")
    assert [await ring(database), await ring(database)] == [1, 0]
    first, second = await announced(database)
    assert await told_by(database, second) == await told_by(database, first) == ["Maria"]
    assert (second.promotional, second.about) == (False, f"classes:{number}")
    assert "SEQUENCE:1" in second.calendar
    assert "Antes, o local era Salvador" in await words(database, "Mudança")


async def test_a_class_put_off_and_one_called_off_say_so(database: Database) -> None:
    await register(database)
    number = await entered(database)
    await ring(database)
    await change(database, number, lessons="19/01/2026 14h-17h")
    await ring(database)
    async with a_desk(database) as desk:
        await cancel_class(desk, number, why="Sem sala & sem luz")
    await ring(database, NOW + timedelta(hours=1))
    assert await titles(database) == [OPENS, "Turma adiada", CANCELLED]
    assert "METHOD:CANCEL" in (await announced(database))[-1].calendar
    assert "Sem sala &amp; sem luz" in await words(database, CANCELLED)
    assert [await ring(database, before(days)) for days in (3, 1)] == [0, 0]


async def test_a_lesson_that_is_held_no_more_is_taken_out_of_calendars(database: Database) -> None:
    await register(database)
    number = await entered(database)
    await ring(database)
    await change(database, number, lessons="12/01/2026 14h-17h")
    await ring(database)
    first, second = (await announced(database))[-1].calendar.split("BEGIN:VEVENT")[1:]
    assert [f"UID:class-{number}-{n}@" in text for n, text in ((1, first), (2, second))] == [True, True]
    assert ["STATUS:CANCELLED" in text for text in (first, second)] == [False, True]
    assert "SEQUENCE:1" in second


async def test_called_off_before_a_change_was_told_all_its_lessons_go(database: Database) -> None:
    await register(database)
    number = await entered(database)
    await ring(database)
    await change(database, number, lessons="12/01/2026 14h-17h")
    async with a_desk(database) as desk:
        await cancel_class(desk, number, why="Sem sala")
    await ring(database)
    calendar = (await announced(database))[-1].calendar
    assert (calendar.count("METHOD:CANCEL"), calendar.count("STATUS:CANCELLED")) == (1, 2)


async def test_a_class_that_gets_lessons_is_no_entry_of_whole_days_any_more(database: Database) -> None:
    await register(database)
    number = await entered(database, lessons="", starts="12/01/2026", ends="14/01/2026")
    await ring(database)
    await change(database, number, lessons="12/01/2026 14h-17h")
    await ring(database)
    lesson, whole = (await announced(database))[-1].calendar.split("BEGIN:VEVENT")[1:]
    assert "STATUS:CONFIRMED" in lesson
    assert f"UID:class-{number}@elo" in whole
    assert "STATUS:CANCELLED" in whole


async def test_the_mail_has_the_words_to_publish(database: Database) -> None:
    await register(database)
    number = await entered(database)
    async with a_desk(database) as desk:
        kit = await kit_of(desk, f"classes:{number}")
    await ring(database)
    said = await words(database, OPENS)
    assert kit is not None
    assert all(escape(part.splitlines()[0]) in said for part in (kit.banner, kit.news, kit.popup))


async def test_what_nobody_heard_yet_is_told_as_it_is_now(database: Database) -> None:
    await register(database)
    night = NOW.replace(hour=0) + timedelta(days=1)
    number = await entered(database, opens="10/12/2025")
    assert await announce_classes(database, OFFICE, night) == 1
    await change(database, number, place="Ilhéus")
    assert await announce_classes(database, OFFICE, night + timedelta(minutes=1)) == 0
    assert await ring(database, night + timedelta(hours=10)) == 1
    assert await titles(database) == [OPENS]
    assert "Ilhéus" in await words(database, OPENS)


async def test_many_classes_that_open_at_once_are_one_announcement_and_change_one_by_one(
    database: Database,
) -> None:
    await register(database)
    numbers = [await entered(database, code=str(code)) for code in range(1, 11)]
    assert [await ring(database), await ring(database)] == [1, 0]
    assert await titles(database) == ["Cursos com inscrições abertas"]
    assert "E mais 2 turmas." in await words(database, "Cursos")
    await change(database, numbers[4], place="Ilhéus")
    assert await ring(database) == 1
    first, second = await announced(database)
    assert await told_by(database, first) == await told_by(database, second)


async def test_two_machines_that_ring_at_once_tell_once(database: Database) -> None:
    await register(database)
    numbers = [await entered(database, code=str(code)) for code in range(1, 3)]
    rung = await gather(*(announce_classes(database, OFFICE, NOW) for _ in range(3)))
    assert sum(rung) == 2
    await ring(database)
    await change(database, numbers[0], place="Ilhéus")
    assert sum(await gather(*(announce_classes(database, OFFICE, NOW) for _ in range(3)))) == 1
    assert len(await announced(database)) == 3


async def test_what_the_secretariat_publishes_calls_for_goal_3_2_once_a_week(database: Database) -> None:
    await register(database)
    await import_for(database, "UPB")
    number = await entered(database)
    await ring(database)
    await change(database, number, place="Ilhéus")
    await ring(database)
    assert await happened(database) == ["Gestão de convênios · 1"]
    await entered(database, code="2")
    await ring(database)
    assert await happened(database) == ["Gestão de convênios · 1", "Gestão de convênios · 2"]


@pytest.mark.parametrize(
    ("closes", "on", "days"),
    [
        ("2025-12-21T23:59-03:00", "2025-12-19T08:00-03:00", 1),
        ("2025-12-21T23:59-03:00", "2025-12-18T08:00-03:00", 3),
        ("2025-12-21T23:59-03:00", "2025-12-20T08:00-03:00", None),
        ("2025-12-22T18:00-03:00", "2025-12-17T08:00-03:00", None),
        ("2025-12-26T18:00-03:00", "2025-12-24T08:00-03:00", 1),
    ],
    ids=["Sunday: on Friday", "three days", "Saturday: too late", "not yet", "after Christmas"],
)
def test_what_falls_on_a_day_without_work_is_told_on_the_one_before(
    closes: str, on: str, days: int | None
) -> None:
    office = OFFICE
    due = due_on(
        office.window, office.calendar, closes=datetime.fromisoformat(closes), now=datetime.fromisoformat(on)
    )
    assert due == days


async def test_the_calendar_has_the_days_of_a_class_without_lessons(database: Database) -> None:
    await register(database)
    number = await entered(database, lessons="", starts="12/01/2026", ends="14/01/2026")
    async with a_desk(database) as desk:
        calendar = await class_calendar(desk, [number])
    assert "DTSTART;VALUE=DATE:20260112" in calendar
    assert "DTEND;VALUE=DATE:20260115" in calendar
    assert f"UID:class-{number}@elo" in calendar


async def words(database: Database, beginning: str) -> str:
    """What the mail with such a subject says."""
    async with database.read() as session:
        rows = select(Wording.html).where(Wording.subject.startswith(beginning), Wording.html != "")
        return (await session.scalars(rows.order_by(Wording.id.desc()).limit(1))).one()
