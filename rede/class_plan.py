"""A class as somebody wants it to be, and what can be wrong with how they put it. A tool of acts.

It is written in cells: texts by the name of a column, whether they come from a table, a chat or the command line.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from db.classes import Modality
from rede.refusal import Refusal
from scheduler.clock import BRASILIA


class Column(StrEnum):
    COURSE = "course"
    CODE = "code"
    MODALITY = "modality"
    #: Hours.
    WORKLOAD = "workload"
    SEATS = "seats"
    OPENS = "opens"
    CLOSES = "closes"
    STARTS = "starts"
    ENDS = "ends"
    LESSONS = "lessons"
    PLACE = "place"
    LINK = "link"
    AUDIENCE = "audience"
    LEVEL = "level"
    INSTRUCTOR = "instructor"
    AXIS = "axis"
    #: Who holds it, by acronym.
    INSTITUTION = "institution"


class ClassFlaw(StrEnum):
    """Keys of what can be wrong with a cell: the text `class_wrong` has the words."""

    EMPTY = "empty"
    FORMULA = "formula"
    CPF = "cpf"
    TOO_LONG = "too_long"
    BAD_MODALITY = "bad_modality"
    BAD_HOURS = "bad_hours"
    BAD_SEATS = "bad_seats"
    BAD_DAY = "bad_day"
    BAD_MOMENT = "bad_moment"
    BAD_LESSON = "bad_lesson"
    BAD_LINK = "bad_link"
    BAD_AUDIENCE = "bad_audience"
    BAD_AXIS = "bad_axis"
    CLOSES_BEFORE_OPENS = "closes_before_opens"
    CLOSES_AFTER_END = "closes_after_end"
    CLOSED_ALREADY = "closed_already"
    ENDS_BEFORE_START = "ends_before_start"
    LESSON_OUTSIDE = "lesson_outside"
    UNKNOWN_INSTITUTION = "unknown_institution"
    #: The course has a class of that code, which another institution holds.
    CODE_TAKEN = "code_taken"
    #: Another row has the same class.
    REPEATED = "repeated"


@dataclass(frozen=True, slots=True, order=True)
class ClassProblem:
    column: Column
    flaw: ClassFlaw
    #: What stands there, or the number that counts; empty where it may be personal.
    got: str = ""


class ClassRefused(Refusal):
    """It cannot be as it was put: `class_wrong` (`problems`), of which the first is told. `class_over`,
    `class_cancelled`: nothing of it changes any more."""

    def __init__(self, problems: Sequence[ClassProblem] = (), *, key: str = "class_wrong") -> None:
        first = problems[0] if problems else None
        facts = {"column": first.column, "flaw": first.flaw, "got": first.got} if first else {}
        super().__init__(key, **facts)
        self.problems = problems


@dataclass(frozen=True, slots=True)
class LessonPlan:
    starts_at: datetime
    ends_at: datetime
    subject: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassPlan:
    course: str
    code: str
    starts_on: date
    ends_on: date
    modality: Modality
    workload: Decimal
    #: None: as many as come.
    seats: int | None = None
    enrol_opens_at: datetime | None = None
    enrol_closes_at: datetime | None = None
    lessons: tuple[LessonPlan, ...] = ()
    place: str = ""
    link: str = ""
    #: In the language of audiences, as it is spelled.
    audience: str = "todos"
    level: str = ""
    instructor: str = ""
    axis: str = ""


def cells_of(plan: ClassPlan) -> Mapping[str, str]:
    """As somebody would write it: reading it again gives the same."""
    return {
        Column.COURSE: plan.course,
        Column.CODE: plan.code,
        Column.MODALITY: plan.modality,
        Column.WORKLOAD: f"{plan.workload.normalize():f}".replace(".", ","),
        Column.SEATS: str(plan.seats or ""),
        Column.OPENS: _moment(plan.enrol_opens_at),
        Column.CLOSES: _moment(plan.enrol_closes_at),
        Column.STARTS: f"{plan.starts_on:%d/%m/%Y}",
        Column.ENDS: f"{plan.ends_on:%d/%m/%Y}",
        Column.LESSONS: "; ".join(map(_lesson, plan.lessons)),
        Column.PLACE: plan.place,
        Column.LINK: plan.link,
        Column.AUDIENCE: plan.audience,
        Column.LEVEL: plan.level,
        Column.INSTRUCTOR: plan.instructor,
        Column.AXIS: plan.axis,
    }


def hour(at: datetime) -> str:
    """In Brasília: `9h`, `14h30`."""
    local = at.astimezone(BRASILIA)
    return f"{local.hour}h{local:%M}" if local.minute else f"{local.hour}h"


def _moment(at: datetime | None) -> str:
    return f"{at.astimezone(BRASILIA):%d/%m/%Y} {hour(at)}" if at else ""


def _lesson(one: LessonPlan) -> str:
    subject = f" ({one.subject})" if one.subject else ""
    return f"{_moment(one.starts_at)}-{hour(one.ends_at)}{subject}"
