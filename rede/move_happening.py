"""A meeting, or the day of a request, is put on another day: its dates follow, and whoever was told of them hears.

Whoever opens the desk then goes through the obligations of the instruments concerned (`open_obligations`), and the
bell counts their dates again.
"""

from collections.abc import Sequence
from datetime import date, datetime

from db.audit import record
from db.happenings import Happening
from db.ids import HappeningId
from db.instruments import Instrument
from rede.called_for import count_again_for
from rede.desk import Desk
from rede.refusal import Refusal
from scheduler.deadlines import EventKind


class MoveRefused(Refusal):
    """There is nothing to move, or not to that day."""


async def move_happening(
    desk: Desk, happening_id: HappeningId, *, day: date, at: datetime | None = None
) -> Sequence[Instrument]:
    """The instruments that it concerns.

    Raises:
        MoveRefused: no such happening, one called off, or a request by a day that is gone.
    """
    happening = await desk.session.get(Happening, happening_id)
    if happening is None or happening.cancelled_at is not None:
        raise MoveRefused("happening_unknown", id=happening_id)
    if happening.kind == EventKind.REQUEST and day < desk.today:
        raise MoveRefused("happening_asked_in_the_past", day=day)
    before, happening.day, happening.at = happening.day, day, at
    about, detail = f"happenings:{happening.id}", f"{before} -> {day}"
    record(desk.session, "happening.move", about, now=desk.now, person_id=desk.actor, detail=detail)
    return await count_again_for(desk, happening)
