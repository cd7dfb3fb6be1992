"""Dates as entries of a calendar (RFC 5545, RFC 5546): what a mail carries so that a calendar shows them.

The same date has the same UID always, and a higher SEQUENCE once it moved: a calendar that took it in moves it too.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache

from icalendar import Calendar, Event

PRODUCT = "-//Elo//Rede de Parcerias//PT"
ENDING = "END:VCALENDAR\r\n"
#: By what the name of an entry begins with, where the file is called otherwise.
FILE_NAMES = {"meta": "prazo"}
_METHOD = re.compile(r"^METHOD:([A-Z]+)\r?$", re.MULTILINE)
_NAMED = re.compile(r"^UID:([a-z]+)-", re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What a calendar shows, and how it tells this entry from others."""

    #: Unique among ours, the same for ever: `meta-17`.
    name: str
    #: How often the date has moved.
    sequence: int
    summary: str
    description: str


def deadline_entry(
    entry: Entry, day: date, *, stamped: datetime, last: date | None = None, cancelled: bool = False
) -> str:
    """One day, whole, or as many as there are to the `last`, on which the person stays free. `cancelled`: a
    calendar takes it out."""
    event = _event(entry, stamped)
    if cancelled:
        event.add("status", "CANCELLED")
    event.add("dtstart", day)
    event.add("dtend", (last or day) + timedelta(days=1))
    event.add("transp", "TRANSPARENT")
    return _text(event)


def event_entry(entry: Entry, starts: datetime, ends: datetime, *, stamped: datetime) -> str:
    """From one instant to another, which every calendar shows in its own zone."""
    event = _event(entry, stamped)
    event.add("dtstart", starts.astimezone(UTC))
    event.add("dtend", ends.astimezone(UTC))
    event.add("transp", "OPAQUE")
    return _text(event)


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathering:
    """Where and when people meet, and who calls them together."""

    starts: datetime
    ends: datetime
    place: str = ""
    #: An https address.
    link: str = ""
    #: An e-mail address; whoever publishes or calls off an entry has to name one (RFC 5546, 3.2.1 and 3.2.5).
    organizer: str = ""
    cancelled: bool = False


def gathering_calendar(entry: Entry, gathering: Gathering, *, stamped: datetime) -> str:
    """An iCalendar object of one meeting: shown, moved where its SEQUENCE grew, or taken out once called off."""
    return calendar_of([gathering_entry(entry, gathering, stamped=stamped)], cancelled=gathering.cancelled)


def gathering_entry(entry: Entry, gathering: Gathering, *, stamped: datetime) -> str:
    """The same, to stand with others in one object."""
    event = _event(entry, stamped)
    event.add("dtstart", gathering.starts.astimezone(UTC))
    event.add("dtend", gathering.ends.astimezone(UTC))
    event.add("status", "CANCELLED" if gathering.cancelled else "CONFIRMED")
    event.add("transp", "TRANSPARENT" if gathering.cancelled else "OPAQUE")
    for name, value in (("location", gathering.place or gathering.link), ("url", gathering.link)):
        if value:
            event.add(name, value)
    if gathering.organizer:
        event.add("organizer", f"mailto:{gathering.organizer}")
    return _text(event)


def method_of(calendar: str) -> str:
    """Which a mail has to say as well (RFC 6047, 2.4)."""
    found = _METHOD.search(calendar)
    return found[1] if found else "PUBLISH"


def file_name_of(calendar: str) -> str:
    """What the file is called: after the name of its first entry."""
    found = _NAMED.search(calendar)
    name = found[1] if found else "meta"
    return f"{FILE_NAMES.get(name, name)}.ics"


def calendar_of(entries: Iterable[str], *, cancelled: bool = False) -> str:
    """An iCalendar object of such entries; empty without any. `cancelled`: a calendar takes them out."""
    written = "".join(entries)
    return _opening("CANCEL" if cancelled else "PUBLISH") + written + ENDING if written else ""


@cache
def _opening(method: str) -> str:
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", method)
    return _text(calendar).removesuffix(ENDING)


def _event(entry: Entry, stamped: datetime) -> Event:
    event = Event()
    event.add("uid", f"{entry.name}@elo")
    event.add("dtstamp", stamped)
    event.add("sequence", entry.sequence)
    event.add("summary", entry.summary)
    event.add("description", entry.description)
    return event


def _text(component: Calendar | Event) -> str:
    written: bytes = component.to_ical()
    return written.decode()
