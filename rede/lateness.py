"""Whether a report came late: after the extended day had ended in Brasília, and not because of the service.

Where the service stood still as that day ended, the report may come until the end of the next working day after it
worked again (as Lei 11.419/2006, art. 10, § 2º, has it for the courts). A target of our own, a question, and what
has no date or no known start is never late. A tool of acts.
"""

from datetime import date, datetime, time, timedelta

from db.channels import ChannelKind
from db.obligations import Owed
from db.outages import Outage, longest_outage
from db.plans import GoalKind
from rede.desk import Desk
from scheduler.calendar import ONE_DAY, Calendar
from scheduler.clock import BRASILIA, local_day
from scheduler.deadlines import Policy

#: An outage that ended so shortly before the day did counts as well: whoever had tried and failed was asleep.
LAST_HOUR = timedelta(hours=1)


async def is_late(desk: Desk, owed: Owed, received_at: datetime) -> bool:
    """Of a report that was complete at that moment."""
    last = _last_day(owed)
    if last is None:
        return False
    calendar, policy = desk.office.days.current.of(owed.institution), Policy(owed.instrument.policy)
    while received_at >= end_of(last):
        standstill = await _standstill(desk, last)
        if standstill is None:
            return True
        if standstill.ended_at is None:
            return False
        last = _day_after(standstill.ended_at, calendar, policy)
    return False


def end_of(day: date) -> datetime:
    """The first moment after a day in Brasília."""
    return datetime.combine(day + ONE_DAY, time(0), tzinfo=BRASILIA)


def has_last_day(owed: Owed) -> bool:
    """Whether a report of it can come in time, or late."""
    return _last_day(owed) is not None


def _last_day(owed: Owed) -> date | None:
    is_deadline = owed.goal.kind is GoalKind.PLAN and not owed.obligation.internal
    return owed.obligation.extended if is_deadline and owed.instrument.starts is not None else None


async def _standstill(desk: Desk, day: date) -> Outage | None:
    """The outage in which that day ended, of those the one that lasted longest: reports come by Telegram."""
    end = end_of(day)
    return await longest_outage(desk.session, ChannelKind.TELEGRAM, since=end - LAST_HOUR, until=end)


def _day_after(ended_at: datetime, calendar: Calendar, policy: Policy) -> date:
    return calendar.next_business_day(local_day(ended_at) + ONE_DAY, policy)
