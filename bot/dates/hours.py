"""An hour as people type it beside a day: `14h30`, `14:30`, `às 14h`, `2 horas da tarde`. Works on plain words."""

import re
from dataclasses import dataclass
from datetime import time

_WRITTEN = (
    r"(?:(?P<hour>\d{1,2})(?: ?(?:horas?|hrs?|hs?)(?: ?(?:e )?(?P<minute>\d{2})(?: ?min(?:utos)?)?)?)"
    r"|(?P<clock>\d{1,2}:\d{2})(?::\d{2})?(?: ?(?:hrs?|hs?))?"
    r"|(?P<noon>meio dia(?P<half> e meia)?)"
    r"|(?<=as )(?P<bare>\d{1,2}))"
    r"(?: (?:da|de|a) (?P<part>manha|tarde|noite))?"
)
_BEFORE = r"(?:(?:as|a|ao|pelas) )?"
_AT_THE_END = re.compile(rf"(?:(?P<rest>.*?) )??{_BEFORE}{_WRITTEN}", re.ASCII)
_IN_FRONT = re.compile(rf"{_BEFORE}{_WRITTEN}(?: (?:de|do|da|no|na|em))? (?P<rest>.+)", re.ASCII)

#: Hours that may be said with a part of the day: `2 da tarde`, `14 da tarde`. Midnight belongs to no day for sure.
_HOURS_OF = {
    "manha": range(13),
    "tarde": (*range(1, 8), *range(12, 20)),
    "noite": (*range(6, 12), *range(18, 24)),
}


@dataclass(frozen=True, slots=True)
class Timed:
    """What is left of the words once the hour is taken out, and the hour; None: none was said."""

    rest: str
    hour: time | None


def take_time(words: str) -> Timed | None:
    """None when an hour is said that does not exist."""
    found = _AT_THE_END.fullmatch(words) or _IN_FRONT.fullmatch(words)
    if found is None:
        return Timed(words, None)
    hour = _hour(found)
    return None if hour is None else Timed(found["rest"] or "", hour)


def _hour(found: re.Match[str]) -> time | None:
    if found["noon"]:
        return time(12, 30 if found["half"] else 0)
    if found["clock"]:
        hour, minute = map(int, found["clock"].split(":"))
    else:
        hour, minute = int(found["hour"] or found["bare"]), int(found["minute"] or 0)
    if found["part"] and hour not in _HOURS_OF[found["part"]]:
        return None
    if found["part"] in ("tarde", "noite") and hour < 12:
        hour += 12
    return time(hour, minute) if hour < 24 and minute < 60 else None
