"""What stands by is woken, at an hour that is not quiet where each person is. A tool of acts."""

from collections.abc import Iterable
from zoneinfo import ZoneInfo

from db.fallback import wake_standing_by
from db.ids import NoticeId, PersonId
from db.serving import seats_of
from rede.desk import Desk
from scheduler.days.zones import zone_of
from scheduler.sending_window import not_before


async def wake(desk: Desk, waiting: Iterable[tuple[NoticeId, PersonId | None]]) -> int:
    """How many messages were woken."""
    waiting = list(waiting)
    seats = await seats_of(desk.session, {person_id for _, person_id in waiting if person_id is not None})
    by_zone: dict[ZoneInfo, list[NoticeId]] = {}
    for notice_id, person_id in waiting:
        seat = ("", "") if person_id is None else seats.get(person_id, ("", ""))
        by_zone.setdefault(zone_of(*seat), []).append(notice_id)
    woken = 0
    for zone, notices in by_zone.items():
        window = not_before(desk.now, desk.office.window, zone, desk.office.calendar)
        woken += await wake_standing_by(desk.session, notices, now=desk.now, window=window)
    return woken
