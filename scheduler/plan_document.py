"""The text or HTML of a plano de trabalho → its goals, with what could not be read named by line.

It proposes what the document says (CNPJ, SEI, last signature), and never guesses the início da vigência.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from scheduler.plan.adherents import read_adherents
from scheduler.plan.bytes import decode_document
from scheduler.plan.facts import read_facts, titles
from scheduler.plan.goals import PlanGoal, read_goals
from scheduler.plan.headings import Role
from scheduler.plan.layout import with_columns
from scheduler.plan.lines import read_lines
from scheduler.plan.mending import mend
from scheduler.plan.pages import without_running_lines
from scheduler.plan.parties import Parties, Party, read_parties
from scheduler.plan.row import Row
from scheduler.plan.separators import with_cells
from scheduler.plan.table import TableRead, read_table
from scheduler.plan.text import Line, Problem, UnreadablePlan

__all__ = [
    "Party",
    "PlanDocument",
    "PlanGoal",
    "Problem",
    "UnreadablePlan",
    "decode_document",
    "read_plan",
]

_SEGES_CNPJ = "00489828"  #: the first eight digits of the ministry's CNPJ, for every office of it
_REPEATS = 3  #: goals said anew, and otherwise, make another plan


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

    Raises UnreadablePlan when there is no goal in it that can be read, when it holds more than one plan, or when it
    is larger than a plan can be.
    """
    if not text.strip():
        raise UnreadablePlan("o documento está vazio", 1)
    lines, problems = read_lines(text)
    lines = with_cells(lines)
    parties = read_parties(lines)
    table = _mended_table(lines, parties)
    read = read_goals(table.rows, parties)
    problems = [*problems, *table.problems, *read.problems]
    if not read.goals:
        reason = "o cronograma não tem nenhuma meta legível; cada uma começa por seu número, como 1.1"
        raise UnreadablePlan(reason, min((problem.line for problem in problems), default=None))
    adherents = read_adherents(table.outside, {goal.key: goal.responsible for goal in read.goals})
    facts = read_facts(lines)
    return PlanDocument(
        goals=tuple(
            replace(goal, second_layer=goal.second_layer or goal.key in adherents.keys) for goal in read.goals
        ),
        problems=_in_order([*problems, *adherents.problems, *facts.problems]),
        number=facts.number,
        instrument=facts.instrument,
        sei=facts.sei,
        cnpjs=facts.cnpjs,
        last_signature=facts.last_signature,
        partner_acronym=parties.acronym(row.value(Role.RESPONSIBLE) for row in table.rows),
    )


def _mended_table(lines: list[Line], parties: Parties) -> TableRead:
    """The rows with a cell for each column, as far as they can be told apart."""
    own = without_running_lines(lines)
    table = read_table(with_columns(own, parties), parties)
    has_points = any("." in row.key for row in table.rows)
    for row in table.rows:
        if not (has_points and row.key.isdecimal()):  # else it is the title of an axis, however it is cut
            mend(row, parties)
    _refuse_several(table.rows, list(titles(own)))
    return table


def _in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    return tuple(sorted(set(problems), key=lambda problem: (problem.line, problem.reason)))


def _refuse_several(rows: Sequence[Row], numbers: Sequence[tuple[int, str]]) -> None:
    """Each instrument has dates and an institution of its own, so a file holds one plan."""
    goals = [row for row in rows if row.key and row.is_full]
    for line, number in numbers:
        kind = number.count(" ")
        before = [other for at, other in numbers if at < line and other.count(" ") == kind]
        is_new = any(other != number for other in before)
        if is_new and goals and goals[0].line < line < goals[-1].line:
            raise UnreadablePlan("o arquivo traz mais de um plano; envie um de cada vez", line)
    repeated = list(_said_otherwise(goals))
    if len(repeated) >= _REPEATS:
        raise UnreadablePlan(
            "as metas recomeçam: o arquivo traz mais de um plano; envie um de cada vez", repeated[0]
        )


def _said_otherwise(goals: Iterable[Row]) -> Iterable[int]:
    """Lines of goals whose number was there already, with other words."""
    first: dict[str, Row] = {}
    for row in goals:
        said = first.setdefault(row.key, row)
        if "." in row.key and said.value(Role.TEXT) != row.value(Role.TEXT):
            yield row.line
