"""The rows of the table → goals with their keys, and a problem for each row that makes none."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from scheduler.plan.cpf import has_cpf, without_cpf
from scheduler.plan.headings import Role
from scheduler.plan.keys import axis_in
from scheduler.plan.letters import folded
from scheduler.plan.lines import cpf_problem
from scheduler.plan.parties import Parties, Party
from scheduler.plan.row import Row
from scheduler.plan.text import Problem

_YES = re.compile(r"(?:x|s|sim|aplica(?:-se)?|✓|✔)$")
_SENTENCE = re.compile(r"[:;?]|\.\s+[A-ZÀ-Ý]|.{200}")
_MISSING = {Role.TEXT: "a descrição", Role.DEADLINE: "o prazo", Role.RESPONSIBLE: "o responsável"}


@dataclass(frozen=True, slots=True)
class PlanGoal:
    """One row of the cronograma, its deadline as written.

    A row with no number of its own is keyed in its order: C1, C2 … when it combines axes, else S1, S2 …
    """

    key: str
    axis: str  #: as the document says: "1", "1 e 3"
    text: str
    responsible: tuple[Party, ...]
    second_layer: bool  #: an adhering institution owes it as well
    deadline: str
    line: int


@dataclass(frozen=True, slots=True)
class ReadGoals:
    goals: tuple[PlanGoal, ...]
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class _Keyed:
    key: str
    axis: str
    row: Row


@dataclass(frozen=True, slots=True)
class _Section:
    """What the last heading said of the rows under it."""

    axis: str
    is_combined: bool = False


def read_goals(rows: Sequence[Row], parties: Parties) -> ReadGoals:
    """The goals of the rows that are whole, the first of each key; every other row is a heading or a problem."""
    whole: dict[str, _Keyed] = {}
    problems: list[Problem] = []
    strangers = Counter(filter(None, (parties.stranger_in(row.value(Role.RESPONSIBLE)) for row in rows)))
    has_points = any("." in row.key for row in rows)
    for one in _keyed(rows):
        line, said = one.row.line, one.row.value(Role.RESPONSIBLE)
        if missing := _missing(one.row, parties):
            reason = f"a meta {one.key} está incompleta: falta {' e '.join(missing)}"
            problems.append(Problem(line, reason))
        elif first := whole.get(one.key):
            reason = f"a meta {one.key} já apareceu na linha {first.row.line}; vale a primeira"
            problems.append(Problem(line, reason))
        else:
            whole[one.key] = one
        problems += _remarks(one, has_points=has_points)
        if _SENTENCE.search(said) or strangers[parties.stranger_in(said)] == 1:
            reason = (
                f"a coluna do responsável da meta {one.key} traz mais do que os nomes das partes; confira"
            )
            problems.append(Problem(line, reason))
    problems += _gaps(whole)
    return ReadGoals(tuple(_goal(one, parties) for one in whole.values()), tuple(problems))


def _gaps(whole: Mapping[str, _Keyed]) -> Iterator[Problem]:
    """A number left out between two of an axis may be a row that the export lost."""
    for key, one in whole.items():
        stem, point, number = key.rpartition(".")
        before = [f"{stem}.{less}" for less in range(1, int(number))] if point and number.isdecimal() else []
        if before and before[-1] not in whole and any(earlier in whole for earlier in before):
            yield Problem(
                one.row.line, f"antes da meta {key} não há a meta {before[-1]}; confira a numeração"
            )


def _keyed(rows: Sequence[Row]) -> Iterator[_Keyed]:
    """Incomplete combined rows count as well, so that mending one does not rename those after it."""
    section, combined, numberless = _Section(""), 0, 0
    is_anew = _are_numbered_anew(rows)
    for row, following in zip(rows, [*rows[1:], None], strict=False):
        if _is_title(row, following):
            section = _section(row)
        elif row.key:
            axis = row.axis or section.axis
            is_short = is_anew and row.key.isdecimal() and axis.isdecimal()
            yield _Keyed(f"{axis}.{row.key}" if is_short else row.key, axis, row)
        elif row.axis or section.is_combined:
            combined += 1
            yield _Keyed(f"C{combined}", row.axis or section.axis, row)
        else:
            numberless += 1
            yield _Keyed(f"S{numberless}", section.axis, row)


def _are_numbered_anew(rows: Sequence[Row]) -> bool:
    """Plain numbers that begin again in each axis: 1, 2; 1, 2, 3."""
    goals = [row.key for row in rows if row.key.isdecimal() and row.value(Role.DEADLINE)]
    return len(set(goals)) < len(goals)


def _is_title(row: Row, following: Row | None) -> bool:
    """A heading, or a row of words only that names an axis (`2 Capacitação`) or the goals under its number."""
    if row.is_heading:
        return True
    if row.value(Role.DEADLINE) or row.value(Role.RESPONSIBLE):
        return False
    if not row.key:
        return not row.value(Role.TEXT)
    return row.key.isdecimal() or (following is not None and following.key.startswith(f"{row.key}."))


def _section(row: Row) -> _Section:
    if row.key:
        return _Section(row.key.partition(".")[0])
    if row.axis:
        return _Section(row.axis, is_combined=True)
    words = " ".join(row.cell(at) for at in range(len(row.cells))).strip()
    return _Section(axis_in(words), is_combined=re.match(r"eixos\b", folded(words)) is not None)


def _goal(one: _Keyed, parties: Parties) -> PlanGoal:
    row = one.row
    return PlanGoal(
        key=one.key,
        axis=one.axis,
        text=without_cpf(row.value(Role.TEXT)),
        responsible=parties.owing(row.value(Role.RESPONSIBLE)),
        second_layer=_YES.match(folded(row.value(Role.SECOND_LAYER))) is not None,
        deadline=without_cpf(row.value(Role.DEADLINE)),
        line=row.line,
    )


def _missing(row: Row, parties: Parties) -> list[str]:
    missing = [name for role, name in _MISSING.items() if not row.value(role)]
    if not missing and not parties.owing(row.value(Role.RESPONSIBLE)):
        return [_MISSING[Role.RESPONSIBLE]]
    return missing


def _remarks(one: _Keyed, *, has_points: bool) -> Iterator[Problem]:
    """What a person should look at: a missing number, a CPF that only shows once wrapped lines are joined."""
    row = one.row
    if has_points and one.key.isdecimal():
        yield Problem(
            row.line, f"o número {one.key} não é como os das outras metas; confira o número da meta"
        )
    if one.key.startswith("S"):
        yield Problem(row.line, f"a meta não tem número que se entenda; recebeu a chave interna {one.key}")
    if any(has_cpf(row.value(role)) for role in (Role.TEXT, Role.DEADLINE)):
        yield cpf_problem(row.line)
