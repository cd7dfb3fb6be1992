"""Reading what people type of a request: `"Relatório 2026" até 15/01/2027 de 01/01/2026 a 31/12/2026 camada:1`."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from bot.date_words import read_date, read_dates
from bot.plain import plain
from rede.requested import Period

_QUOTED = re.compile(r"[\"“”]([^\"“”]*)[\"“”]")
_DAY = r"\d{1,2}/\d{1,2}(?:/\d{2,4})?"
_PERIOD = re.compile(rf"(?i)\b(?:de|do per[ií]odo de)\s+({_DAY}\s+(?:a|até)\s+{_DAY})")
_YEAR = re.compile(r"(?i)\b(?:de|do ano de|ano de|ano)\s+(20\d\d)\b(?!/)")
_DUE = re.compile(rf"(?i)\baté\s+(?:o dia\s+)?({_DAY})")
_WHOLE_YEAR = re.compile(r"(?:o )?(?:ano )?(?:de )?(20\d\d)")
_NUMBERS = re.compile(r"\d{1,4}")


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestWords:
    """What one line said; None or empty where it said nothing."""

    title: str
    text: str
    due: str
    period: str
    #: What is left.
    audience: str


def read_request(arguments: str) -> RequestWords:
    rest, title = _take(_QUOTED, arguments.strip())
    rest, text = _take(_QUOTED, rest)
    rest, period = _take(_PERIOD, rest)
    if not period:
        rest, period = _take(_YEAR, rest)
    rest, due = _take(_DUE, rest)
    return RequestWords(
        title=title, text=text, due=due, period=period, audience=" ".join(rest.split()).strip(" ,;")
    )


def _take(pattern: re.Pattern[str], text: str) -> tuple[str, str]:
    found = pattern.search(text)
    if found is None:
        return text, ""
    return f"{text[: found.start()]} {text[found.end() :]}", found[1].strip()


def read_due(typed: str, *, today: date, working_day: Callable[[date], bool]) -> date | None:
    read = read_date(typed, today=today, working_day=working_day)
    return None if read is None or read.doubt else read.day


def read_period(typed: str, *, today: date, working_day: Callable[[date], bool]) -> Period | None:
    """Two days, or a civil year; with both years written it may be longer than one."""
    if year := _WHOLE_YEAR.fullmatch(plain(typed).strip(" .")):
        return civil_year(int(year[1]))
    days = re.findall(r"\d{1,2}/\d{1,2}/\d{4}", typed)
    if len(days) == 2:
        first, last = (read_due(day, today=today, working_day=working_day) for day in days)
        return Period(first, last) if first and last else None
    stretch = read_dates(typed, today=today, working_day=working_day, past=True)
    return Period(stretch.first, stretch.last) if stretch else None


def civil_year(year: int) -> Period:
    return Period(date(year, 1, 1), date(year, 12, 31))


def read_numbers(typed: str) -> list[int]:
    """`2, 5 e 7`; empty where there is anything else."""
    if re.search(r"[^\d\s,;e.]", plain(typed)):
        return []
    return [int(one) for one in _NUMBERS.findall(typed)]


def read_numbered(typed: str) -> tuple[int, str]:
    """`2 Oficina de Obrasgov`: the number of an item and its new words; 0 for none."""
    found = re.match(r"\s*(\d{1,4})\s*[.):-]?\s+(.+)", typed, re.DOTALL)
    return (int(found[1]), found[2].strip()) if found else (0, "")
