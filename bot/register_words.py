"""Reading what people type after /registrar: `IRECE 1.2 "texto" 20h ofício 10/12/2025 SEI 19973.014253/2025-58`."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from bot.plain import plain
from bot.report_words import read_hours
from rede.register_received import Means
from scheduler.plan.sei import PROCESS

_KEY = re.compile(r"(?:^|\s)(?:meta\s+)?(c\d+|\d+[.,]\d+)(?=[\s,;:]|$)[,;:]?", re.IGNORECASE)
_QUOTED = re.compile(r"[\"“](.+)[\"”]", re.DOTALL)
_HOURS = re.compile(r"(?<!\S)(\d{1,5}(?:,\d{1,2})?)\s*h(?:oras?|s)?(?=[\s,;.]|$)", re.IGNORECASE)
#: As they stand in a text without accents.
_MEANS: Mapping[Means, re.Pattern[str]] = {
    Means.MAIL: re.compile(r"\be-?mail\b"),
    Means.LETTER: re.compile(r"\bof(?:icio|\.)"),
    Means.PHONE: re.compile(r"\b(?:telefone|telefonema|ligacao)\b"),
    Means.MEETING: re.compile(r"\breuniao\b"),
    Means.SEI: re.compile(r"\bsei\b"),
}
#: Between the parts of a line.
_JOINTS = re.compile(r"\b(?:por|em|no|dia|processo)\b|[,;]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ArrivalWords:
    """What one line said; empty or None where it said nothing."""

    whom: str = ""
    key: str = ""
    description: str = ""
    hours: Decimal | None = None
    means: Means | None = None
    day: str = ""
    sei: str = ""


def read_arrival(arguments: str) -> ArrivalWords:
    """In that order, the description between quotes; what follows it in any order."""
    quoted = _QUOTED.search(arguments)
    head = arguments[: quoted.start()] if quoted else arguments
    found = _KEY.search(head)
    whom = (head[: found.start()] if found else head).strip(" ,;:")
    key = found.group(1).upper().replace(",", ".") if found else ""
    if quoted is None:
        return ArrivalWords(whom, key)
    rest = arguments[quoted.end() :]
    sei = next(iter(PROCESS.findall(rest)), "")
    rest, hours = PROCESS.sub(" ", rest), _HOURS.search(rest)
    return ArrivalWords(
        whom,
        key,
        quoted.group(1).strip(),
        read_hours(hours.group(1)) if hours else None,
        read_means(rest) or (Means.SEI if sei else None),
        _day(_HOURS.sub(" ", rest)),
        sei,
    )


def read_means(text: str) -> Means | None:
    """How it came; a SEI number beside an ofício is the ofício's."""
    said = plain(text)
    return next((means for means, pattern in _MEANS.items() if pattern.search(said)), None)


def _day(rest: str) -> str:
    """What is left is when it came."""
    words = _JOINTS.sub(" ", rest).split()
    return " ".join(word for word in words if read_means(word) is None)
