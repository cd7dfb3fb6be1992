"""A list of days without work goes in, in the place of the one that was there. Dates are `recompute`'s to move."""

from collections.abc import Sequence
from itertools import groupby

from db.audit import record
from db.calendar_days import CalendarList, loaded_days, replace_list
from rede.desk import Desk
from rede.known_days import listed, stored
from scheduler.days.listed_days import ListedDay
from scheduler.days.places import UNION, Place

#: The year of a list that holds days of every year.
ANY_YEAR = 0


async def new_lists(desk: Desk, days: Sequence[ListedDay]) -> dict[tuple[Place, int], list[ListedDay]]:
    """The lists of `days` that differ from those stored, by place and year (0: every year)."""
    known: dict[tuple[Place, int], list[ListedDay]] = {}
    for row, day in await loaded_days(desk.session):
        known.setdefault((row.place, row.year), []).append(listed(row.place, day))
    by_list = groupby(sorted(days, key=list_of), key=list_of)
    given = {name: list(group) for name, group in by_list}
    return {name: rows for name, rows in given.items() if set(rows) != set(known.get(name, ()))}


def list_of(day: ListedDay) -> tuple[Place, int]:
    """The Union publishes a list a year; a State or municipality has one, of days that come back."""
    return day.place, int(str(day.when)[:4]) if day.place == UNION else ANY_YEAR


async def load_calendar(desk: Desk, days: Sequence[ListedDay], *, source: str) -> None:
    """Stores the lists that are new, with audit. They count from the next desk on."""
    for (place, year), rows in (await new_lists(desk, days)).items():
        new = CalendarList(place=place, year=year, loaded_at=desk.now, source=source)
        await replace_list(desk.session, new, stored(rows))
        about = f"calendar:{place or 'BR'}:{year or 'all'}"
        record(desk.session, "calendar.load", about, now=desk.now, person_id=desk.actor, detail=source)
