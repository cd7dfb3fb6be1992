"""What the rest of a plano de trabalho says of its instrument: a proposal, for a person to confirm.

The names of those who signed are read over, and the início da vigência is never guessed.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import accumulate

from validate_docbr import CNPJ

from scheduler.plan.letters import folded
from scheduler.plan.text import Line, Problem

_KINDS = {
    "acordo de cooperacao tecnica": "ACT",
    "acordo de cooperacao": "AC",
    "termo de adesao": "TA",
    "acordo de adesao": "TA",
    "instrumento de adesao": "TA",
    "act": "ACT",
    "ac": "AC",
}
_NUMBER = r"(?:n[.oaº°]{0,3}|numero)\s?[:.]?\s?(\d{1,5}\s?/\s?(?:19|20)\d{2})\b"
_PLAN = re.compile(rf"\bplano de trabalho\b[\s:.–-]{{0,4}}{_NUMBER}")
#: Its acronym and the parties may stand between the kind and the number: `Acordo de Cooperação (AC) MGI/SEGES`.
_KIND = (
    rf"({'|'.join(_KINDS)})\b(?: ?\([a-z]{{2,4}}\))?"
    r"(?:[\s:–-]{1,3}[a-z]{2,8}(?:/[a-z-]{2,12}){0,3})?[\s:–-]{0,3}"
)
_TITLE = re.compile(rf"[#\s]*(?:anexo (?:\w{{1,3}} )?(?:d?[ao] )?)?{_KIND}{_NUMBER}")
_MENTION = re.compile(
    rf"\b(?:integrante|anexo|vinculad\w|parte|referente|decorrente)\b.{{0,60}}?\b{_KIND}{_NUMBER}"
)
_SEI = re.compile(r"(?<![\d.])(\d{5}\.\d{6}/\d{4}-) ?(\d{2})\b")
_SEI_NAMED = re.compile(r"\bprocesso\b[^\d]{0,40}" + _SEI.pattern.replace(r"(?<![\d.])", ""))
_POINTED_CNPJ = re.compile(r"\b([\dA-Z]{2})\.([\dA-Z]{3})\.([\dA-Z]{3}) ?/ ?([\dA-Z]{4}) ?[-–] ?(\d{2})\b")
_NAMED_CNPJ = re.compile(
    r"\bCNPJ(?:/MF)?\W{0,4}(?:N[ºO°.]{0,2}\W{0,3})?([\dA-Z.]{8,10}/?[\dA-Z]{4}-?\d{2})\b"
)
_MONTHS = (
    *("janeiro", "fevereiro", "marco", "abril", "maio", "junho"),
    *("julho", "agosto", "setembro", "outubro", "novembro", "dezembro"),
)
_SIGNED = re.compile(
    r"assinad[oa]s?\b(?:(?!assinad).){0,400}?\b(?:em|data|dados):? "
    r"(?:(?P<day>\d{1,2})(?:/(?P<month>\d{1,2})/|o? de (?P<name>[a-z]{4,9}) de )(?P<year>\d{4})"
    r"|(?P<year2>\d{4})\.(?P<month2>\d{2})\.(?P<day2>\d{2})),?(?: as)? \d{1,2} ?[:h] ?\d{2}"
)


@dataclass(frozen=True, slots=True)
class Facts:
    number: str | None  #: of the plan: "01/2025"
    instrument: str | None  #: "AC 15/2025"
    sei: str | None
    cnpjs: tuple[str, ...]  #: unmasked and valid, in the document's order
    last_signature: date | None
    problems: tuple[Problem, ...]


def read_facts(lines: Sequence[Line]) -> Facts:
    text = _Flow(lines)
    signatures, signature_problems = _signatures(text)
    cnpjs, cnpj_problems = _cnpjs(lines)
    plan = _PLAN.search(text.plain)
    sei = _SEI_NAMED.search(text.plain) or _SEI.search(text.plain)
    return Facts(
        number=_tight(plan[1]) if plan else None,
        instrument=_instrument(lines, text),
        sei=sei[1] + sei[2] if sei else None,
        cnpjs=cnpjs,
        last_signature=max(signatures, default=None),
        problems=(*signature_problems, *cnpj_problems),
    )


def titles(lines: Sequence[Line]) -> Iterator[tuple[int, str]]:
    """The lines that are nothing but the number of a plan or of an instrument."""
    for line in lines:
        plain = folded(line.text) if len(line.text) < 120 else ""
        found = _PLAN.match(plain) or _TITLE.match(plain)
        if found and not re.search(r"[a-z]{3}", plain[found.end() :].replace("seges", "").replace("mgi", "")):
            yield line.number, " ".join(map(_tight, found.groups()))


class _Flow:
    """The whole document in plain letters, on one line: signatures and numbers are wrapped as well."""

    def __init__(self, lines: Sequence[Line]) -> None:
        said = [(line.number, plain) for line in lines if (plain := folded(line.text))]
        self._numbers = [number for number, _ in said]
        self._ends = list(accumulate(len(plain) + 1 for _, plain in said))
        self.plain = " ".join(plain for _, plain in said)

    def line(self, place: int) -> int:
        return self._numbers[bisect_right(self._ends, place)]


def _instrument(lines: Sequence[Line], text: _Flow) -> str | None:
    """As a title has it; else as a line begins with it, or as the plan says what it is a part of."""
    titled = (found for line in lines if (found := _TITLE.match(folded(line.text))))
    found = next(titled, None) or _MENTION.search(text.plain)
    return f"{_KINDS[found[1]]} {_tight(found[2])}" if found else None


def _signatures(text: _Flow) -> tuple[list[date], list[Problem]]:
    days, problems = [], []
    for found in _SIGNED.finditer(text.plain):
        year, day = found["year"] or found["year2"], found["day"] or found["day2"]
        month = found["month"] or found["month2"] or _month(found["name"])
        try:
            days.append(date(int(year), int(month), int(day)))
        except ValueError:
            problems.append(Problem(text.line(found.end()), "a data da assinatura não existe"))
    return days, problems


def _month(name: str) -> int:
    return _MONTHS.index(name) + 1 if name in _MONTHS else 0


def _cnpjs(lines: Sequence[Line]) -> tuple[tuple[str, ...], list[Problem]]:
    """Modulus 11 over ASCII − 48, as the alphanumeric CNPJ of July 2026 asks; the old one is a case of it."""
    found: dict[str, None] = {}
    problems = []
    for line in lines:
        text = line.text.upper()
        for match in [*_POINTED_CNPJ.finditer(text), *_NAMED_CNPJ.finditer(text)]:
            cnpj = re.sub(r"[^\dA-Z]", "", "".join(match.groups()))
            if CNPJ().validate(cnpj):
                found[cnpj] = None
            else:
                problems.append(Problem(line.number, "os dígitos finais de um CNPJ não conferem"))
    return tuple(found), problems


def _tight(number: str) -> str:
    return number.replace(" ", "")
