"""Reading what people type after /dispensar: institution, goal, a reason in quotes, SEI number, in any order."""

import re
from dataclasses import dataclass

from bot.plain import plain
from scheduler.plan.sei import PROCESS

_KEY = re.compile(r"(?i)(?:^|(?<=\s))(?:meta\s+)?(c\d+|\d+(?:[.,]\d+)+|semestre)(?=[\s,;:]|$)")
_QUOTED = re.compile(r"[\"“”]([^\"“”]*)[\"“”]")
_UNDO = re.compile(r"(?i)^desfazer\b\s*")
_NO_EVENT = re.compile(r"(?i)^sem[\s-]?eventos?\b\s*")


@dataclass(frozen=True, slots=True, kw_only=True)
class DispenseWords:
    """What one line said; empty where it said nothing."""

    undo: bool
    no_event: bool
    key: str
    reason: str
    sei: str
    #: What is left: an institution; of an event that did not take place, a day.
    rest: str


def read_dispensation(arguments: str) -> DispenseWords:
    """`UPB 3.4 "Decisão da Secretaria" 19973.014253/2025-58`, `desfazer UPB 3.4`, `sem-evento 3.4 31/12`."""
    rest, undo = _without(_UNDO, arguments.strip())
    rest, no_event = _without(_NO_EVENT, rest)
    rest, reason = _take(_QUOTED, rest)
    rest, sei = _take(PROCESS, rest)
    rest, key = _take(_KEY, rest)
    # Names of our own goals are in lower case.
    key = plain(key) if key.isalpha() else key.upper().replace(",", ".")
    words = " ".join(rest.split()).strip(" ,;:")
    return DispenseWords(undo=undo, no_event=no_event, key=key, reason=reason, sei=sei, rest=words)


def _without(pattern: re.Pattern[str], text: str) -> tuple[str, bool]:
    found = pattern.match(text)
    return (text[found.end() :], True) if found else (text, False)


def _take(pattern: re.Pattern[str], text: str) -> tuple[str, str]:
    found = pattern.search(text)
    if found is None:
        return text, ""
    taken = found[1] if pattern.groups else found[0]
    return f"{text[: found.start()]} {text[found.end() :]}", taken.strip()
