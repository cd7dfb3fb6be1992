"""What a mail brings for the calendar of who reads it."""

from datetime import date, timedelta

from icalendar import Calendar, Event

from db import Database
from db.deliveries import Delivery
from db.notices import NoticeKind
from rede.announce import withdraw
from tests.rede.makers import a_desk, import_for, make_office, morning, owed_by, register
from tests.rede.networks import UPB, found, letters_to, ring
from tests.rede.test_recompute import BRIDGE, LOADED, STARTS, list_of_2027, load

#: Ten days before goal 1.2 of UPB, on a Friday: the Sunday's step.
FRIDAY = date(2025, 12, 12)


def events(letter: Delivery) -> list[Event]:
    return list(Calendar.from_ical(letter.calendar).events) if letter.calendar else []


async def test_a_reminder_brings_its_dates_to_the_calendar(database: Database) -> None:
    await found(database, UPB, people=[("Caio", "UPB", "coordenador")])
    await import_for(database, "UPB")
    await ring(database, FRIDAY)
    obligation = (await owed_by(database, "UPB", "1.2")).obligation
    (letter,) = await letters_to(database, "Caio")
    assert [(event["UID"], event.start, event["SEQUENCE"]) for event in events(letter)] == [
        (f"meta-{obligation.id}@elo", obligation.literal, 0)
    ]
    assert events(letter)[0]["SUMMARY"] == "Prazo da meta 1.2 · UPB"


async def test_a_date_that_is_past_is_in_no_calendar(database: Database) -> None:
    await found(database, UPB, people=[("Caio", "UPB", "coordenador")])
    await import_for(database, "UPB")
    obligation = (await owed_by(database, "UPB", "1.2")).obligation
    assert obligation.extended is not None
    await ring(database, obligation.extended + timedelta(days=3))
    (letter,) = await letters_to(database, "Caio")
    assert letter.calendar == ""


async def test_what_is_reported_leaves_the_calendar_of_a_letter_that_waits(database: Database) -> None:
    await found(database, UPB, people=[("Caio", "UPB", "coordenador")])
    await import_for(database, "UPB")
    await ring(database, date(2026, 12, 2))
    (before,) = await letters_to(database, "Caio")
    first = (await owed_by(database, "UPB", "2.2")).obligation.id
    async with a_desk(database, now=morning(date(2026, 12, 2))) as desk:
        await withdraw(desk, first)
    (after,) = await letters_to(database, "Caio")
    left = {event["UID"] for event in events(before)} - {event["UID"] for event in events(after)}
    assert left == {f"meta-{first}@elo"}


async def test_a_date_that_moved_moves_in_the_calendar(database: Database) -> None:
    await register(database)
    office = make_office()
    await import_for(database, "UPB", starts=STARTS, office=office, now=LOADED)
    await load(database, office, list_of_2027(BRIDGE))
    (letter,) = await letters_to(database, "Maria", kind=NoticeKind.MOVED)
    (event,) = events(letter)
    assert (event.start, event["SEQUENCE"]) == (BRIDGE, 1)
    assert "Pela lei, o prazo vai até segunda-feira, 31/05/2027." in str(event["DESCRIPTION"])
