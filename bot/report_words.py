"""Reading what people type after /entregar: a goal, an institution, what was done, how many hours."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal
from textwrap import shorten

KEY = re.compile(r"(?:meta\s+)?(c\d+|\d+(?:[.,]\d+)+)(?=[\s,;:.]|$)[,;:.]?\s*", re.IGNORECASE)
#: How people name the check-in; what follows is an institution.
CHECK_IN = re.compile(r"(?:acompanhamento(?:\s+semestral)?|semestre|semestral)(?=\s|$)\s*", re.IGNORECASE)
#: `-3h` is no number of hours.
HOURS_AT_THE_END = re.compile(
    r"[\s,;(]*(?<![-\u2212])\b(\d{1,5}(?:[.,]\d{1,2})?)\s*h(?:oras?|s)?\s*(?:de aula)?[).]?\s*$",
    re.IGNORECASE,
)
HOURS_ALONE = re.compile(
    r"\s*(\d{1,5}(?:[.,]\d{1,2})?)\s*(?:h|hs|hora|horas)?\s*(?:de aula)?[.]?\s*", re.IGNORECASE
)
#: `RP-2026-000142`, before what else the line says.
PROTOCOL = re.compile(r"\s*(RP-\d{4}-\d{6,})(?=[\s,;:.]|$)[\s,;:.]*", re.IGNORECASE)
#: Characters of a goal's wording in a list, and of those of a whole list: it stays one message.
BRIEF, LIST = 80, 2400


def brief(text: str, *, among: int) -> str:
    """A goal's wording, as long as a list of so many goals can show it."""
    return shorten(text, min(BRIEF, max(LIST // among, 16)), placeholder="…")


@dataclass(frozen=True, slots=True)
class ReportWords:
    """What one line said; empty or None where it said nothing."""

    key: str
    acronym: str
    description: str
    hours: Decimal | None


def read_report(arguments: str, acronyms: Collection[str]) -> ReportWords:
    """`2.2 UPB "Curso X" 20h`, in that order, each part optional."""
    rest = arguments.strip()
    key, rest = _take_key(rest)
    acronym, rest = _take_acronym(rest, acronyms)
    hours: Decimal | None = None
    if found := HOURS_AT_THE_END.search(rest):
        hours, rest = _number(found.group(1)), rest[: found.start()]
    return ReportWords(key, acronym, rest.strip().strip('"“”').strip(), hours)


def take_protocol(text: str) -> tuple[str, str]:
    """The protocol of a report that a line begins with, and what follows; empty where it begins with none."""
    found = PROTOCOL.match(text)
    return (found.group(1).upper(), text[found.end() :].strip()) if found else ("", text)


def check_in_named(text: str) -> str | None:
    """The institution after `semestre`, empty where none follows; None when it is no check-in that is asked for."""
    found = CHECK_IN.match(text.strip())
    return text.strip()[found.end() :].strip() if found else None


def read_key(text: str) -> str:
    """A goal number that is all that was typed; empty otherwise."""
    key, rest = _take_key(text.strip())
    return "" if rest.strip(" .") else key


def read_hours(text: str) -> Decimal | None:
    found = HOURS_ALONE.fullmatch(text)
    return _number(found.group(1)) if found else None


def _take_key(text: str) -> tuple[str, str]:
    found = KEY.match(text)
    return (found.group(1).upper().replace(",", "."), text[found.end() :]) if found else ("", text)


def _take_acronym(text: str, acronyms: Collection[str]) -> tuple[str, str]:
    for acronym in sorted(acronyms, key=len, reverse=True):
        rest = text[len(acronym) :]
        if text.lower().startswith(acronym.lower()) and not rest[:1].isalnum():
            return acronym, rest.lstrip(" ,;:-")
    return "", text


def _number(digits: str) -> Decimal:
    return Decimal(digits.replace(",", "."))
