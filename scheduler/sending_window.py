"""When a message may leave: outside quiet hours and, if so configured, on working days only. Pure."""

from dataclasses import dataclass
from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

from scheduler.calendar import ONE_DAY, Calendar


@dataclass(frozen=True, slots=True)
class SendingWindow:
    """Hours of the person's own zone. Equal quiet hours mean none; they may pass midnight."""

    hour: time  #: when the messages of a day leave that could not leave on the day before
    quiet_from: time
    quiet_to: time
    working_days_only: bool

    def is_quiet(self, hour: time) -> bool:
        """Whether nothing may leave at this hour; the first quiet instant is quiet, the last end is not."""
        if self.quiet_from <= self.quiet_to:
            return self.quiet_from <= hour < self.quiet_to
        return hour >= self.quiet_from or hour < self.quiet_to


def not_before(now: datetime, window: SendingWindow, zone: ZoneInfo, calendar: Calendar) -> datetime:
    """The earliest allowed instant from `now` on, in UTC; `now` itself, when it is allowed.

    Quiet hours end at `quiet_to`. What a day without work holds back leaves on the next working day at
    `hour`, or at the end of the quiet hours when `hour` is quiet.
    """
    local = now.astimezone(zone)
    if window.is_quiet(local.time()):
        local = _quiet_end(local, window)
    if window.working_days_only:
        local = _on_working_day(local, window, calendar)
    return max(local.astimezone(UTC), now.astimezone(UTC))


def end_of_local_day(instant: datetime, zone: ZoneInfo) -> datetime:
    """23:59:59 of the local day of `instant`, in UTC."""
    return instant.astimezone(zone).replace(hour=23, minute=59, second=59, microsecond=0).astimezone(UTC)


def _quiet_end(local: datetime, window: SendingWindow) -> datetime:
    day = local.date() if local.time() < window.quiet_to else local.date() + ONE_DAY
    return datetime.combine(day, window.quiet_to, local.tzinfo)


def _on_working_day(local: datetime, window: SendingWindow, calendar: Calendar) -> datetime:
    day = calendar.working_day_on_or_after(local.date())
    if day == local.date():
        return local
    hour = window.quiet_to if window.is_quiet(window.hour) else window.hour
    return datetime.combine(day, hour, local.tzinfo)
