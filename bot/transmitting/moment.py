"""When an announcement begins: now, at a day and hour, or whatever the hour, with a reason."""

from datetime import date, datetime

from bot.date_words import Read, read_date, read_time
from bot.forms import Form
from bot.turn import Turn
from rede.broadcast import BroadcastRefused
from scheduler.clock import BRASILIA
from scheduler.wording import long_date

#: Characters of a reason.
SHORTEST_REASON, LONGEST_REASON = 10, 300


def take_now(form: Form) -> None:
    for field in ("at", "day", "urgent"):
        form.fields.pop(field, None)
    form.fields["settled"] = "1"


def take_reason(form: Form, said: str) -> None:
    """Why it cannot wait for the sending window. Raises BroadcastRefused."""
    reason = " ".join(said.split())
    if not SHORTEST_REASON <= len(reason) <= LONGEST_REASON:
        raise BroadcastRefused("transmit_reason_length", shortest=SHORTEST_REASON, most=LONGEST_REASON)
    take_now(form)
    form.fields["urgent"] = reason


def take_moment(turn: Turn, form: Form, said: str) -> bool:
    """A day with its hour. False: the hour is missing.

    Raises:
        BroadcastRefused: it is none, it is in doubt, or it is over.
    """
    read = read_date(said, today=turn.desk.today, working_day=turn.desk.office.calendar.is_business_day)
    day = _certain(turn, read, said)
    form.fields["day"] = day.isoformat()
    if read is None or read.hour is None:
        return False
    _settle(turn, form, datetime.combine(day, read.hour, BRASILIA))
    return True


def take_hour(turn: Turn, form: Form, said: str) -> None:
    """Raises BroadcastRefused: it is none, or it is over."""
    hour = read_time(said) or read_time(f"às {said}")
    if hour is None:
        raise BroadcastRefused("transmit_hour_unreadable")
    _settle(turn, form, datetime.combine(date.fromisoformat(form.fields["day"]), hour, BRASILIA))


def _certain(turn: Turn, read: Read | None, said: str) -> date:
    if read is None and (hour := read_time(said)) is not None:
        raise BroadcastRefused("transmit_day_missing", hour=f"{hour.hour}h{hour:%M}")
    if read is None:
        before = read_date(
            said, today=turn.desk.today, working_day=turn.desk.office.calendar.is_business_day, past=True
        )
        if before is not None and before.doubt is None:
            raise BroadcastRefused("transmit_moment_over", moment=long_date(before.day))
        raise BroadcastRefused("transmit_day_unreadable")
    if read.doubt and read.other is not None:
        day, other = long_date(read.day), long_date(read.other)
        raise BroadcastRefused("report_day_doubtful", day=day, other=other)
    if read.day < turn.desk.today:
        raise BroadcastRefused("transmit_moment_over", moment=long_date(read.day))
    return read.day


def _settle(turn: Turn, form: Form, at: datetime) -> None:
    if at <= turn.desk.now:
        raise BroadcastRefused("transmit_moment_over", moment=moment_in_words(at))
    take_now(form)
    form.fields["at"] = at.isoformat()


def moment_in_words(at: datetime) -> str:
    """`quinta-feira, 26/12/2025, às 9h00`, in Brasília."""
    local = at.astimezone(BRASILIA)
    return f"{long_date(local.date())}, às {local.hour}h{local:%M}"
