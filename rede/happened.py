"""What happened is written down, with the weeks that are counted by it. A tool of acts."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from db.audit import record
from db.happenings import Happening, happenings_alike, happenings_between
from db.ids import InstrumentId
from db.instruments import Instrument, count_again
from rede.desk import Desk
from scheduler.deadlines import EventKind


async def write_down(
    desk: Desk,
    kind: EventKind,
    day: date,
    *,
    place: InstrumentId | None = None,
    at: datetime | None = None,
    detail: str = "",
) -> Happening:
    happening = Happening(
        kind=kind,
        day=day,
        noted_at=desk.now,
        instrument_id=place,
        noted_by=desk.actor,
        at=at,
        detail=detail.strip(),
    )
    desk.session.add(happening)
    await desk.session.flush()
    about = f"happenings:{happening.id}"
    record(
        desk.session, "happening.record", about, now=desk.now, person_id=desk.actor, detail=f"{kind} {day}"
    )
    return happening


async def count_the_week_again(
    desk: Desk, kind: EventKind, day: date, places: Sequence[InstrumentId | None]
) -> None:
    """The task of a week counts from its first change, which may be told after another."""
    if kind is not EventKind.COURSE_CHANGE:
        return
    sunday = day + timedelta(days=6 - day.weekday())
    here = [place for place in places if place is not None]
    later = await happenings_between(
        desk.session, kind, first=day + timedelta(days=1), last=sunday, instruments=here
    )
    if not later:
        return
    for place in places:
        if place is None:
            await count_again(desk.session, None)
            continue
        instrument = await desk.session.get_one(Instrument, place)
        instrument.counted_by = ""


async def courses_changed(desk: Desk, detail: str) -> bool:
    """Something changed today in the courses of the Rede that everybody has to hear of (goal 3.2); whether that
    calls for something new: the first change of a week does."""
    kind, monday = EventKind.COURSE_CHANGE, desk.today - timedelta(days=desk.today.weekday())
    if None in await happenings_alike(desk.session, kind, day=desk.today, detail=detail.strip()):
        return False
    before = await happenings_between(desk.session, kind, first=monday, last=desk.today)
    await count_the_week_again(desk, kind, desk.today, [None])
    await write_down(desk, kind, desk.today, detail=detail)
    return all(one.instrument_id is not None for one in before)
