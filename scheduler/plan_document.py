"""The text or HTML of a plano de trabalho → its goals, with what could not be read named by line.

It proposes what the document says (CNPJ, SEI, last signature), and never guesses the início da vigência.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from scheduler.plan_table import COLUMNS, Row, read_rows
from scheduler.plan_text import Line, Problem, UnreadablePlan, decode_document, folded, read_lines

__all__ = [
    "Party",
    "PlanDocument",
    "PlanGoal",
    "Problem",
    "UnreadablePlan",
    "decode_document",
    "read_plan",
]

_SEGES_WORDS = re.compile(r"\b(?:seges|mgi|dtpar|secretaria[- ]executiva)\b")
_BOTH_WORDS = re.compile(
    r"\b(?:ambos|ambas|todos os particip\w+|os particip\w+|as partes|participes|particip\w+ 1 e 2)\b"
)
_NUMBERED = re.compile(r"\bpart[ií]c\w*e ?([12])\b(?! e [12])", re.IGNORECASE)
_FILLER = re.compile(r"\b(?:por meio|por intermedio|da rede(?: de parcerias)?|d[aeo]s?|[aoe]|a)\b|[^a-z]")
_SEGES_CNPJ = "00489828"  #: the first eight digits of the ministry's CNPJ, for every office of it
_CNPJ = re.compile(r"\b([0-9A-Z]{2})\.?([0-9A-Z]{3})\.?([0-9A-Z]{3})/([0-9A-Z]{4})-?(\d{2})\b")
_SEI = re.compile(r"\b\d{5}\.\d{6}/\d{4}-\d{2}\b")
_SIGNED = re.compile(r"\bem (\d{1,2})/(\d{1,2})/(\d{4}),? as \d{1,2}[:h]\d{2}")
_PLAN_NUMBER = re.compile(r"\bplano de trabalho n[.o]* ?(\d+/\d{4})")
_INSTRUMENT = re.compile(r"^(ac|act|acordo de cooperacao(?: tecnica)?) n[.o]* ?(\d+/\d{4})")
_LISTED = r"((?:\d{1,2}\.){1,3})(\d{1,2})"
_GOAL_LIST = re.compile(rf"(?<![\d.]){_LISTED}(?:\s+(?:a|ate)\s+{_LISTED})?(?![\d.]*\d)")
_ADHERENTS = re.compile(r"aderente|aderir|adesao|segunda camada")


class Party(StrEnum):
    """Who owes a goal, by role: every partner's plan carries the partner's own name."""

    SEGES = "SEGES"
    PARTNER = "partner"


@dataclass(frozen=True, slots=True)
class PlanGoal:
    """One row of the cronograma, its deadline as written. Combined rows are keyed C1, C2 … in their order."""

    key: str
    axis: str  #: as the document says: "1", "1 e 3"
    text: str
    responsible: tuple[Party, ...]
    second_layer: bool  #: an adhering institution owes it as well
    deadline: str
    line: int


@dataclass(frozen=True, slots=True)
class PlanDocument:
    """What a plan says. Everything but the goals is a proposal, for a person to confirm."""

    goals: tuple[PlanGoal, ...]
    problems: tuple[Problem, ...]
    number: str | None  #: of the plan: "01/2025"
    instrument: str | None  #: "AC 15/2025"
    sei: str | None
    cnpjs: tuple[str, ...]  #: unmasked and valid, in the document's order
    last_signature: date | None
    partner_acronym: str | None

    @property
    def partner_cnpj(self) -> str | None:
        """The first CNPJ that is not the ministry's."""
        return next((cnpj for cnpj in self.cnpjs if not cnpj.startswith(_SEGES_CNPJ)), None)


def read_plan(text: str) -> PlanDocument:
    """Read the text of a plan (see `decode_document` for bytes).

    Raises UnreadablePlan when there is no goal in it that can be read.
    """
    if not text.strip():
        raise UnreadablePlan("o documento está vazio", 1)
    lines, problems = read_lines(text)
    rows, row_problems, outside = read_rows(lines)
    _name_parties(rows, lines)
    keyed = list(_keyed(rows))
    adherents, adherent_problems = _adherent_keys(outside, {key for key, _ in keyed})
    goals = [goal for key, row in keyed if (goal := _goal(key, row, adherents)) is not None]
    problems += [*row_problems, *adherent_problems, *_row_problems(keyed)]
    if not goals:
        line = min((problem.line for problem in problems), default=None)
        reason = "o cronograma não tem nenhuma meta legível; cada uma começa por seu número, como 1.1"
        raise UnreadablePlan(reason, line)
    signatures, signature_problems = _signatures(lines)
    cnpjs, cnpj_problems = _cnpjs(lines)
    problems += [*signature_problems, *cnpj_problems]
    return PlanDocument(
        goals=tuple(_first_of_each(goals)),
        problems=tuple(sorted(problems, key=lambda problem: (problem.line, problem.reason))),
        number=_first(_PLAN_NUMBER, lines, 1),
        instrument=_instrument(lines),
        sei=_first(_SEI, lines, 0),
        cnpjs=cnpjs,
        last_signature=max(signatures, default=None),
        partner_acronym=_acronym(rows, lines),
    )


def _keyed(rows: Iterable[Row]) -> Iterator[tuple[str, Row]]:
    """Incomplete combined rows count as well, so that mending one does not rename those after it."""
    combined = 0
    for row in rows:
        key = row.key or ""
        if "." in key:
            yield key, row
        else:
            combined += 1
            yield f"C{combined}", row


def _goal(key: str, row: Row, adherents: set[str]) -> PlanGoal | None:
    if _missing(row):
        return None
    text, deadline, responsible = row.texts()
    axis = row.key.partition(".")[0] if row.key else ""
    return PlanGoal(key, axis, text, _parties(responsible), key in adherents, deadline, row.line)


def _row_problems(keyed: list[tuple[str, Row]]) -> Iterator[Problem]:
    first_lines: dict[str, int] = {}
    for key, row in keyed:
        if missing := _missing(row):
            yield Problem(row.line, f"a meta {key} está incompleta: falta {' e '.join(missing)}")
        if key in first_lines:
            yield Problem(row.line, f"a meta {key} já apareceu na linha {first_lines[key]}; vale a primeira")
        first_lines.setdefault(key, row.line)


def _missing(row: Row) -> list[str]:
    cells = [*row.texts(), "", "", ""][:COLUMNS]
    names = ("a descrição", "o prazo", "o responsável")
    missing = [name for name, cell in zip(names, cells, strict=True) if not cell]
    if not missing and not _parties(cells[-1]):
        return ["o responsável"]
    return missing


def _parties(text: str) -> tuple[Party, ...]:
    """The roles named in the last column, in its order; empty when it names nobody."""
    plain = folded(text)
    if _BOTH_WORDS.search(plain):
        return (Party.SEGES, Party.PARTNER)
    found = []
    for name in re.split(r",|;|/|\be\b", plain):
        if _SEGES_WORDS.search(name):
            found.append(Party.SEGES)
        elif _FILLER.sub("", name):
            found.append(Party.PARTNER)
    return tuple(dict.fromkeys(found))


def _name_parties(rows: Iterable[Row], lines: Iterable[Line]) -> None:
    """`Partícipe 2` in the last column becomes who the table of parties says it is, or nobody."""
    cells = [cell for line in lines for cell in line.text.split("\t")]
    headed = [(found[1], cell[found.end() :]) for cell in cells if (found := _NUMBERED.match(cell.strip()))]
    names = {number: name for number, name in reversed(headed) if name.strip().startswith(("-", "–", ":"))}
    for row in rows:
        if row.cells:
            row.cells[-1] = [_NUMBERED.sub(lambda found: names.get(found[1], ""), row.cell(-1))]


def _first_of_each(goals: Iterable[PlanGoal]) -> list[PlanGoal]:
    found: dict[str, PlanGoal] = {}
    for goal in goals:
        found.setdefault(goal.key, goal)
    return list(found.values())


def _adherent_keys(outside: list[Line], keys: set[str]) -> tuple[set[str], list[Problem]]:
    """The goals listed in the paragraph on adherents; a listed goal that is no row is a problem."""
    listed: set[str] = set()
    problems = []
    for line, paragraph in _paragraphs(outside):
        plain = folded(paragraph)
        if not _ADHERENTS.search(plain) or "met" not in plain:
            continue
        found = {key for match in _GOAL_LIST.finditer(plain) for key in _range(match)}
        unknown = sorted(found - keys)
        problems += [
            Problem(line, f"a meta {key} é dos aderentes, mas não está no cronograma") for key in unknown
        ]
        listed |= found & keys
    return listed, problems


def _range(match: re.Match[str]) -> list[str]:
    stem, first = match[1], int(match[2])
    last = int(match[4]) if match[3] == stem else first
    return [re.sub(r"\b0(?=\d)", "", f"{stem}{number}") for number in range(first, last + 1)]


def _paragraphs(lines: list[Line]) -> Iterator[tuple[int, str]]:
    """What a colon announces belongs to its paragraph, blank lines or not."""
    number, words = 0, ""
    for line in [*lines, Line(0, "")]:
        if line.text.strip():
            number, words = (number if words else line.number), f"{words} {line.text}"
        elif words and (line.number == 0 or not words.rstrip().endswith(":")):
            yield number, words
            words = ""


def _signatures(lines: list[Line]) -> tuple[list[date], list[Problem]]:
    days, problems = [], []
    for line in lines:
        for found in _SIGNED.finditer(folded(line.text)):
            try:
                days.append(date(int(found[3]), int(found[2]), int(found[1])))
            except ValueError:
                problems.append(Problem(line.number, "a data da assinatura não existe"))
    return days, problems


def _cnpjs(lines: list[Line]) -> tuple[tuple[str, ...], list[Problem]]:
    found: dict[str, None] = {}
    problems = []
    for line in lines:
        for match in _CNPJ.finditer(line.text.upper()):
            cnpj = "".join(match.groups())
            if _is_cnpj(cnpj):
                found[cnpj] = None
            else:
                problems.append(Problem(line.number, "os dígitos finais de um CNPJ não conferem"))
    return tuple(found), problems


def _is_cnpj(cnpj: str) -> bool:
    """Modulus 11 over ASCII − 48, as the alphanumeric CNPJ of July 2026 asks; the old one is a case of it."""
    for length in (12, 13):
        weights = [(length - 1 - place) % 8 + 2 for place in range(length)]
        total = sum((ord(sign) - 48) * weight for sign, weight in zip(cnpj, weights, strict=False))
        if int(cnpj[length]) != (0 if total % 11 < 2 else 11 - total % 11):
            return False
    return True


def _first(pattern: re.Pattern[str], lines: list[Line], group: int) -> str | None:
    return next((found[group] for line in lines if (found := pattern.search(folded(line.text)))), None)


def _instrument(lines: list[Line]) -> str | None:
    for line in lines:
        if found := _INSTRUMENT.match(folded(line.text)):
            kind = {"ac": "AC", "act": "ACT"}.get(found[1], "ACT" if "tecnica" in found[1] else "AC")
            return f"{kind} {found[2]}"
    return None


def _acronym(rows: Iterable[Row], lines: list[Line]) -> str | None:
    """The partner's own, as the responsible column ends with it, or as the table of parties has it."""
    cells = [row.cell(-1) for row in rows if row.cells]
    found = Counter(match[1] for cell in cells if (match := re.search(r"[-–] ?([A-Z][A-Z0-9/-]+)$", cell)))
    if found:
        return found.most_common(1)[0][0]
    for line in lines:
        if match := re.search(r"\bPart[a-zí]+ ?2 ?[-–:] ?([A-Z][A-Z0-9-]+)", line.text):
            return match[1]
    return None
