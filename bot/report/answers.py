"""Reading what evidence asks for: an answer to one question, and what the report itself says already.

Nothing is guessed: a text with two days or two numbers says none, and all that is found stands in the summary.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from bot.date_words import read_date, read_dates
from bot.plain import plain
from rede.evidence import WITHDRAWN, Field, Reads, fields_of
from rede.filing import ReportRefused
from scheduler.plan.sei import PROCESS
from scheduler.wording import long_date

#: Characters of an answer in words, and of an address.
LONGEST, LONGEST_LINK = 120, 300
#: Days.
LONG_AGO = 183
MODALITIES: Mapping[str, re.Pattern[str]] = {
    "híbrida": re.compile(r"\bhibrid[ao]\b|\bsemipresencial\b"),
    "online": re.compile(r"\bon-?line\b|\ba distancia\b|\bead\b|\bvirtual(?:mente)?\b|\bremot[ao]\b"),
    "presencial": re.compile(r"\bpresencia(?:l|is|lmente)\b"),
}
ITEMS: Mapping[str, re.Pattern[str]] = {
    "banner": re.compile(r"\bbanners?\b|\btodos\b|\bos tres\b"),
    "notícia": re.compile(r"\bnoticias?\b|\btodos\b|\bos tres\b"),
    "pop-up": re.compile(r"\bpop-? ?ups?\b|\btodos\b|\bos tres\b"),
}
_LINK = re.compile(
    r"(?:https?://|www\.)[^\s<>\"“”]+|\b[a-z0-9-]+(?:\.[a-z0-9-]+)*\.(?:gov|org|leg|edu)\.br\b[^\s<>\"“”]*",
    re.I,
)
_WHOLE_LINK = re.compile(r"(?:https?://)?[^\s/@:<>\"]+\.[^\s/@:<>\"]{2,}(?::\d+)?(?:[/?#][^\s<>\"]*)?", re.I)
_DAYS = re.compile(
    r"(?<![\d/.,-])(?:\d{1,2}(?:,\s*\d{1,2})*\s*(?:a|e|até|-)\s*)?\d{1,2}/\d{1,2}(?:/\d{2,4})?"
    r"(?:\s*(?:a|e|até)\s*\d{1,2}/\d{1,2}(?:/\d{2,4})?)?(?![\d/])"
)
_PEOPLE = re.compile(
    r"(?<![\d.,])(\d{1,3}(?:\.\d{3})+|\d{1,6})\s+"
    r"(?:participantes|pessoas|servidor[ea]s|alun[oa]s|cursistas|inscrit[oa]s|concluintes)\b",
    re.I,
)
#: `14h30` and `às 14h` are hours of the clock, `4h por dia` is no total.
_HOURS = re.compile(
    r"(?<![\d,.:h-])(?<!às )(?<!as )(?<!das )(?<!à )(\d{1,4}(?:,\d{1,2})?)"
    r"\s*h(?:oras?|s)?\b(?!\s*(?:por dia|di[áa]ri))",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Days:
    """The calendar by which days are read."""

    today: date
    working_day: Callable[[date], bool]


def read_answer(field: Field, text: str, days: Days) -> str:
    """What is kept of an answer. Raises ReportRefused: it is none."""
    words = " ".join(text.split())
    match field.reads:
        case Reads.DAY:
            return _day(words, days)
        case Reads.DAYS:
            return _stretch(words, days) or _day(words, days)
        case Reads.LINK:
            return _link(words)
        case Reads.COUNT:
            return _count(words)
        case Reads.MODALITY | Reads.ITEMS:
            found = _choice(field.reads, words)
            if not found:
                raise ReportRefused("report_choice_unreadable")
            return found
        case Reads.SEI:
            return _sei(words)
        case Reads.WORDS:
            return _words(words)


def _day(words: str, days: Days) -> str:
    read = read_date(words, today=days.today, working_day=days.working_day, past=True)
    if read is None:
        raise ReportRefused("report_day_unreadable")
    if read.doubt and read.other is not None:
        raise ReportRefused("report_day_doubtful", day=long_date(read.day), other=long_date(read.other))
    if read.day > days.today:
        raise ReportRefused("report_day_to_come", day=long_date(read.day))
    return read.day.isoformat()


def _stretch(words: str, days: Days) -> str:
    """Empty where it is no stretch that has ended."""
    read = read_dates(words, today=days.today, working_day=days.working_day, past=True)
    if read is None or read.last > days.today:
        return ""
    return (
        read.first.isoformat()
        if read.first == read.last
        else f"{read.first.isoformat()}/{read.last.isoformat()}"
    )


def _link(words: str) -> str:
    if plain(words).startswith("retirad"):
        return WITHDRAWN
    link = words.strip(".,;")
    if not _WHOLE_LINK.fullmatch(link) or len(link) > LONGEST_LINK:
        raise ReportRefused("report_link_unreadable")
    return _with_scheme(link)


def _with_scheme(link: str) -> str:
    return link if link.lower().startswith(("http://", "https://")) else f"https://{link}"


def _count(words: str) -> str:
    number = re.fullmatch(r"(\d{1,3}(?:\.\d{3})+|\d{1,6})(?:\s+\w+)?", words)
    if number is None:
        raise ReportRefused("report_count_unreadable")
    return number[1].replace(".", "")


def _choice(reads: Reads, words: str) -> str:
    said = plain(words)
    if reads is Reads.MODALITY:
        return next((name for name, pattern in MODALITIES.items() if pattern.search(said)), "")
    return ", ".join(name for name, pattern in ITEMS.items() if pattern.search(said))


def _sei(words: str) -> str:
    found = PROCESS.search(words)
    if found is None:
        raise ReportRefused("report_sei_unreadable")
    return found.group()


def _words(words: str) -> str:
    if not any(character.isalnum() for character in words) or len(words) > LONGEST:
        raise ReportRefused("report_words_unreadable", most=LONGEST)
    return words


def found_in(text: str, key: str, days: Days) -> dict[str, str]:
    """By field, what the text of a report for the goal of that key says of its evidence."""
    found = {one.name: _found(one.reads, text, days) for one in fields_of(key)}
    return {name: value for name, value in found.items() if value}


def _found(reads: Reads, text: str, days: Days) -> str:
    match reads:
        case Reads.LINK:
            link = _only(_LINK.findall(text))
            return _with_scheme(link.rstrip(".,;:)")) if link and len(link) <= LONGEST_LINK else ""
        case Reads.SEI:
            return _only(PROCESS.findall(text))
        case Reads.COUNT:
            return _only(_PEOPLE.findall(text)).replace(".", "")
        case Reads.DAY | Reads.DAYS:
            stretch = _recent(_only([found.group() for found in _DAYS.finditer(text)]), days)
            return stretch if reads is Reads.DAYS or "/" not in stretch else ""
        case Reads.MODALITY | Reads.ITEMS:
            return _choice(reads, text)
        case Reads.WORDS:
            return ""


def _recent(words: str, days: Days) -> str:
    """Without its year a day of long ago may be one that has not come: nobody is there to say which."""
    stretch = _stretch(words, days)
    has_year = re.search(r"/\d{1,2}/\d", words) is not None
    far = bool(stretch) and (days.today - date.fromisoformat(stretch[:10])).days > LONG_AGO
    return "" if far and not has_year else stretch


def hours_in(text: str) -> Decimal | None:
    """The class hours that the text of a report names; None where it names none, or several numbers."""
    found = _only(_HOURS.findall(text))
    return Decimal(found.replace(",", ".")) if found else None


def _only(found: Sequence[str]) -> str:
    different = set(found)
    return different.pop() if len(different) == 1 else ""
