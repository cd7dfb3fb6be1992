"""`Lembrar em 3 dias`: the person who was told hears nothing of it until then; everybody else goes on as before."""

from datetime import date, timedelta

from db.ids import NoticeId, ObligationId
from db.notices import Notice, NoticeKind
from db.obligations import Obligation, ObligationState, obligations_owed
from db.recall import acknowledge, acknowledge_told, standing_lines
from db.snoozes import snooze
from rede.desk import Desk
from rede.refusal import Refusal

LATER = timedelta(days=3)


class NothingToPutOff(Refusal):
    """The notice is somebody else's or no reminder, or all that it tells of has ended."""

    def __init__(self) -> None:
        super().__init__("old_button")


async def put_off(desk: Desk, notice_id: NoticeId) -> date:
    """Puts off every line of a reminder of the desk's actor; returns the first day on which one comes again.

    Raises:
        NothingToPutOff.
    """
    notice = await desk.session.get(Notice, notice_id)
    if notice is None or notice.kind is not NoticeKind.REMINDER or notice.person_id != desk.actor:
        raise NothingToPutOff
    ids = [line.obligation_id for line in await standing_lines(desk.session, notice_id)]
    owed = await obligations_owed(desk.session, ids)
    days: dict[ObligationId, date] = {
        one.obligation.id: _until(desk, one.obligation)
        for one in owed
        if one.obligation.state is ObligationState.OPEN
    }
    if desk.actor is None or not days:
        raise NothingToPutOff
    await snooze(desk.session, desk.actor, days)
    await acknowledge(desk.session, notice_id, now=desk.now)
    await acknowledge_told(desk.session, desk.actor, days, now=desk.now)
    return min(days.values())


def _until(desk: Desk, obligation: Obligation) -> date:
    """In three days; on a day with work, tomorrow at the earliest; never after the literal day, which is told."""
    day = desk.today + LATER
    if obligation.literal is not None and desk.today < obligation.literal:
        day = min(day, obligation.literal)
    if not desk.office.window.working_days_only:
        return day
    before = desk.office.calendar.working_day_on_or_before(day)
    return before if before > desk.today else desk.office.calendar.working_day_on_or_after(day)
