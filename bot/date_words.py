"""Days and hours as people type them in chat: `15/03`, `sexta às 14h`, `daqui a 3 dias`, `10 a 12/03/2026`.

What is not understood whole, or does not exist, is None; what may mean two days says so. Nothing is guessed, and
whoever asked repeats the day with its weekday before keeping it.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, time

from bot.dates.hours import take_time
from bot.dates.phrases import lacks_year, read_day
from bot.dates.reading import Doubt, Moment, Read, day_or_none
from bot.dates.words import WEEKDAY, WEEKDAYS, plain_words

__all__ = ["Doubt", "Read", "Stretch", "read_date", "read_dates", "read_time"]

#: Characters past which it is a text, and no date. The longest date has half of them.
LONGEST = 100
#: Days that a course may last.
LONGEST_STRETCH = 366
#: Days between two dates of which one takes its year from the other.
NEAR = 183

#: Said before a day; it changes nothing.
_AROUND = re.compile(r"^(?:(?:ate|para|pra|foi|sera|no|na|em|o|a) )+")
#: `sexta-feira, 15/03`, `15/03 (sexta)`: the weekday only confirms.
_WITH_WEEKDAY = (
    re.compile(rf"{WEEKDAY} (?P<rest>.+)", re.ASCII),
    re.compile(rf"(?P<rest>.+) {WEEKDAY}", re.ASCII),
)
_BETWEEN_DAYS = re.compile(r" (?:a|ao|ate|ate o|e|-) (?:o )?(?:dia )?|(?<=\d)-(?=\d{1,2}/)", re.ASCII)
_BEFORE_DAYS = re.compile(r"^(?:de|do|dos|nos|entre|dia|dias) ")


@dataclass(frozen=True, slots=True)
class Stretch:
    """The days of something that lasts, both included."""

    first: date
    last: date


def read_date(
    text: str, *, today: date, working_day: Callable[[date], bool], past: bool = False
) -> Read | None:
    """What day, and hour if any, a text is; None when it is none, or cannot be.

    `past` is for what has happened: `15/03` and `sexta` are the last that were, and `ontem` is understood.
    """
    timed = take_time(plain_words(text)) if len(text) <= LONGEST else None
    if timed is None:
        return None
    read = _read(timed.rest.strip(" -").replace(" - ", " "), Moment(today, working_day, past))
    return read and replace(read, hour=timed.hour)


def read_time(text: str) -> time | None:
    """`14h30`, `às 14h`, with no day beside it."""
    timed = take_time(plain_words(text)) if len(text) <= LONGEST else None
    return timed.hour if timed and not timed.rest else None


def read_dates(
    text: str, *, today: date, working_day: Callable[[date], bool], past: bool = False
) -> Stretch | None:
    """`10/03 a 12/03/2026`, `10, 11 e 12/03`, or one day; None when they are in no order, or any is in doubt."""
    alone = read_date(text, today=today, working_day=working_day, past=past)
    if alone is not None:
        return None if alone.doubt else Stretch(alone.day, alone.day)
    if len(text) > LONGEST:
        return None
    words = _BEFORE_DAYS.sub("", plain_words(re.sub(r"(?<=\d)\s*[,;]", " e ", text)))
    days = _chain(_BETWEEN_DAYS.split(words), Moment(today, working_day, past))
    in_order = len(days) > 1 and days == sorted(days) and (days[-1] - days[0]).days <= LONGEST_STRETCH
    return Stretch(days[0], days[-1]) if in_order else None


def _read(words: str, moment: Moment) -> Read | None:
    for tried in dict.fromkeys((words, _AROUND.sub("", words))):
        if read := read_day(tried, moment) or _confirmed(tried, moment):
            return read
    return None


def _confirmed(words: str, moment: Moment) -> Read | None:
    """A day with its weekday beside it; None when that day is another one."""
    for pattern in _WITH_WEEKDAY:
        found = pattern.fullmatch(words)
        if found and re.search(r"\d|amanha|ontem|hoje", found["rest"]):
            read = read_day(_AROUND.sub("", found["rest"]), moment)
            days = (read.day, read.other) if read else ()
            return next(
                (Read(day) for day in days if day and day.weekday() == WEEKDAYS[found["weekday"]]), None
            )
    return None


def _chain(parts: Sequence[str], moment: Moment) -> list[date]:
    """Every day, each read beside its neighbour; empty when one of them is none."""
    at = _anchor(parts, past=moment.past)
    read = None if at is None else _read(parts[at], moment)
    if at is None or read is None or read.doubt:
        return []
    after = _run(parts[at + 1 :], read.day, moment, later=True)
    before = _run(parts[:at][::-1], read.day, moment, later=False)
    return [] if after is None or before is None else [*before[::-1], read.day, *after]


def _run(parts: Sequence[str], neighbour: date, moment: Moment, *, later: bool) -> list[date] | None:
    days: list[date] = []
    for part in parts:
        day = _beside(part, neighbour, moment, later=later)
        if day is None:
            return None
        days.append(day)
        neighbour = day
    return days


def _anchor(parts: Sequence[str], *, past: bool) -> int | None:
    """The part that says most: one with its year, else the first that happened, or the last that will."""
    whole = [at for at, part in enumerate(parts) if not _is_bare(part)]
    dated = [at for at in whole if not lacks_year(parts[at])]
    if dated:
        return dated[-1]
    return (whole[0] if past else whole[-1]) if whole else None


def _beside(part: str, neighbour: date, moment: Moment, *, later: bool) -> date | None:
    """A day of the neighbour's month, or the nearest to it that bears that name."""
    if _is_bare(part):
        return day_or_none(neighbour.year, neighbour.month, int(part))
    near = replace(moment, today=neighbour, past=not later) if lacks_year(part) else moment
    read = _read(part, near)
    far = read is not None and near is not moment and abs((read.day - neighbour).days) > NEAR
    return None if read is None or read.doubt or far else read.day


def _is_bare(part: str) -> bool:
    return re.fullmatch(r"\d{1,2}", part, re.ASCII) is not None
