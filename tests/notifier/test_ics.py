from dataclasses import replace
from datetime import date, datetime

from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from notifier.ics import (
    Entry,
    Gathering,
    calendar_of,
    deadline_entry,
    event_entry,
    file_name_of,
    gathering_calendar,
    method_of,
)
from scheduler.clock import BRASILIA
from tests.notifier.conftest import NOON

ENTRY = Entry(
    name="meta-17", sequence=2, summary="Prazo da meta 2.2 · UPB", description="Curso; 20 h,\nAC 15"
)


def read(written: str) -> Calendar:
    found = Calendar.from_ical(written)
    assert isinstance(found, Calendar)
    return found


def test_a_deadline_is_one_whole_day_on_which_the_person_is_free() -> None:
    calendar = read(calendar_of([deadline_entry(ENTRY, date(2026, 12, 24), stamped=NOON)]))
    (event,) = calendar.events
    assert (calendar["METHOD"], calendar["VERSION"]) == ("PUBLISH", "2.0")
    assert (event.start, event.end) == (date(2026, 12, 24), date(2026, 12, 25))
    assert (event["UID"], event["SEQUENCE"], event["TRANSP"]) == ("meta-17@elo", 2, "TRANSPARENT")
    assert (event["SUMMARY"], event["DESCRIPTION"]) == (ENTRY.summary, ENTRY.description)
    assert event.stamp == NOON
    assert event.alarms.times == []


def test_an_event_is_the_same_moment_in_every_zone() -> None:
    starts = datetime(2026, 12, 3, 14, 30, tzinfo=BRASILIA)
    ends = datetime(2026, 12, 3, 16, tzinfo=BRASILIA)
    (event,) = read(calendar_of([event_entry(ENTRY, starts, ends, stamped=NOON)])).events
    assert (event.start, event.end, event["TRANSP"]) == (starts, ends, "OPAQUE")


MEETING = Gathering(
    starts=datetime(2026, 5, 6, 14, 30, tzinfo=BRASILIA),
    ends=datetime(2026, 5, 6, 16, 30, tzinfo=BRASILIA),
    place="Auditório",
    link="https://www.gov.br/sala",
    organizer="rede@example.org",
)


def test_a_meeting_names_its_place_and_who_convenes_it() -> None:
    written = gathering_calendar(replace(ENTRY, name="reuniao-3"), MEETING, stamped=NOON)
    (event,) = read(written).events
    assert (event["LOCATION"], event["URL"]) == ("Auditório", "https://www.gov.br/sala")
    assert (event["ORGANIZER"], event["STATUS"]) == ("mailto:rede@example.org", "CONFIRMED")
    assert (method_of(written), file_name_of(written)) == ("PUBLISH", "reuniao.ics")


def test_called_off_it_is_taken_out_under_the_same_name() -> None:
    written = gathering_calendar(ENTRY, replace(MEETING, cancelled=True), stamped=NOON)
    (event,) = read(written).events
    assert (method_of(written), event["STATUS"]) == ("CANCEL", "CANCELLED")
    assert (event["UID"], event["SEQUENCE"]) == ("meta-17@elo", 2)


def test_nothing_to_show_is_no_calendar() -> None:
    assert calendar_of([]) == ""


def test_several_dates_are_one_calendar() -> None:
    days = [date(2026, 12, day) for day in (1, 2, 3)]
    written = calendar_of(deadline_entry(ENTRY, day, stamped=NOON) for day in days)
    assert [event.start for event in read(written).events] == days


@given(st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=300))
def test_whatever_a_plan_says_stays_within_its_entry(words: str) -> None:
    entry = Entry(name="meta-1", sequence=0, summary=words, description=words)
    written = deadline_entry(entry, date(2026, 12, 24), stamped=NOON)
    (event,) = read(calendar_of([written])).events
    assert event["UID"] == "meta-1@elo"
    assert all(len(line.encode()) <= 75 for line in written.split("\r\n"))
