"""Dates as entries of a calendar (RFC 5545, RFC 5546 PUBLISH): what a mail carries so that a calendar shows them.

The same date has the same UID always, and a higher SEQUENCE once it moved: a calendar that took it in moves it too.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache

from icalendar import Calendar, Event

PRODUCT = "-//Elo//Rede de Parcerias//PT"
ENDING = "END:VCALENDAR\r\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What a calendar shows, and how it tells this entry from others."""

    #: Unique among ours, the same for ever: `meta-17`.
    name: str
    #: How often the date has moved.
    sequence: int
    summary: str
    description: str


def deadline_entry(entry: Entry, day: date, *, stamped: datetime) -> str:
    """One day, whole, on which the person stays free."""
    event = _event(entry, stamped)
    event.add("dtstart", day)
    event.add("dtend", day + timedelta(days=1))
    event.add("transp", "TRANSPARENT")
    return _text(event)


def event_entry(entry: Entry, starts: datetime, ends: datetime, *, stamped: datetime) -> str:
    """From one instant to another, which every calendar shows in its own zone."""
    event = _event(entry, stamped)
    event.add("dtstart", starts.astimezone(UTC))
    event.add("dtend", ends.astimezone(UTC))
    event.add("transp", "OPAQUE")
    return _text(event)


def calendar_of(entries: Iterable[str]) -> str:
    """An iCalendar object of what `deadline_entry` and `event_entry` made; empty without any."""
    written = "".join(entries)
    return _opening() + written + ENDING if written else ""


@cache
def _opening() -> str:
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
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
