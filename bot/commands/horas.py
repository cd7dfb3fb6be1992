"""/horas: the hours of courses of an institution: what its cycle asks for, each course, and what is missing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from textwrap import shorten

from bot.turn import TakesButton, Turn
from bot.which_institution import which_institution
from db.course_reports import course_reports
from db.deliverables import Deliverable
from db.ids import InstitutionId, ObligationId
from db.institutions import Institution
from db.obligations import Owed, reportable_obligations
from rede.access import Act, places, require
from rede.duplicate_courses import Course, course_in, is_same
from rede.lines import document_of
from rede.progress import asks_for_hours, progress_of_many
from rede.progress_lines import ProgressLine, number, progress_line
from scheduler.clock import local_day
from scheduler.deadlines import rule_from_json

BUTTONS: Mapping[str, TakesButton] = {}
#: Ledgers of one answer, and courses of one ledger: each is a message of at most 4096 characters.
MOST_LEDGERS, MOST_COURSES = 5, 15
#: How far back courses are looked for: a cycle has a year, and may be told of later.
BACK, MOST_READ = timedelta(days=3 * 366), 1000
BRIEF = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class CourseLine:
    """What a text knows of one course. Days as `10/03/2026 a 12/03/2026`."""

    protocol: str
    title: str
    days: str
    place: str
    hours: str
    #: A `DeliverableState`.
    state: str
    late: bool
    #: The protocol of an earlier report of the same course; empty for none.
    repeats: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HoursLedger:
    acronym: str
    document: str
    key: str
    progress: ProgressLine
    #: The newest first; `more` are not shown.
    courses: Sequence[CourseLine]
    more: int


async def handle(turn: Turn) -> None:
    """`/horas`, of the institutions that the person serves; `/horas UPB`."""
    words = turn.arguments.strip()
    served = list(turn.served)
    if words and words.casefold() not in {one.acronym.casefold() for one in served}:
        place = await which_institution(turn, words, act=Act.READ_REPORTS, then="/horas")
        if place is None:
            return
        served = [await require(turn.desk, Act.READ_REPORTS, place.id)]
    elif words:
        served = [one for one in served if one.acronym.casefold() == words.casefold()]
    ledgers = await _ledgers(turn, served)
    if not ledgers:
        turn.answer("hours_none", acronym=served[0].acronym if len(served) == 1 else "")
    for at, one in enumerate(ledgers[:MOST_LEDGERS]):
        last = at + 1 == min(len(ledgers), MOST_LEDGERS)
        turn.answer("hours_ledger", one=one, more=len(ledgers) - MOST_LEDGERS if last else 0)


async def _ledgers(turn: Turn, served: Sequence[Institution]) -> list[HoursLedger]:
    ids = [one.id for one in served]
    seen = await places(turn.desk, Act.READ_REPORTS)
    owed = [
        one
        for one in await reportable_obligations(turn.desk.session, ids)
        if seen.covers(one.institution.id, one.goal.axis)
    ]
    current = _current(
        [one for one in owed if asks_for_hours(rule_from_json(one.goal.rule))], turn.desk.today
    )
    progress = await progress_of_many(turn.desk, current)
    since = turn.desk.now - BACK
    reports = await course_reports(turn.desk.session, ids, since=since, limit=MOST_READ) if current else []
    return [
        _ledger(
            one, progress_line(progress[ObligationId(one.obligation.id)]), [report for report, _ in reports]
        )
        for one in current
        if one.obligation.id in progress
    ]


def _current(owed: Sequence[Owed], today: date) -> list[Owed]:
    """Of each agreement the cycle that has begun last; the first, while none has."""
    found: dict[tuple[InstitutionId, int, str], Owed] = {}
    for one in owed:
        place = (one.institution.id, one.instrument.id, one.goal.key)
        if place not in found or (one.obligation.opens or date.max) <= today:
            found[place] = one
    return list(found.values())


def _ledger(owed: Owed, progress: ProgressLine, reports: Sequence[Deliverable]) -> HoursLedger:
    own = [one for one in reports if one.obligation_id == owed.obligation.id]
    known = [(one, course_in(one.evidence, one.description)) for one in reports]
    return HoursLedger(
        acronym=owed.institution.acronym,
        document=document_of(owed),
        key=owed.goal.key,
        progress=progress,
        courses=[_line(one, known) for one in own[:MOST_COURSES]],
        more=max(0, len(own) - MOST_COURSES),
    )


def _line(report: Deliverable, known: Sequence[tuple[Deliverable, Course]]) -> CourseLine:
    course = course_in(report.evidence, report.description)
    earlier = [
        one
        for one, other in known
        if one.id < report.id and one.institution_id == report.institution_id and is_same(course, other)
    ]
    return CourseLine(
        protocol=report.protocol,
        title=shorten(course.title, BRIEF, placeholder="…"),
        days=_days(report, course),
        place=shorten(course.place, BRIEF, placeholder="…"),
        hours=number(report.hours) if report.hours is not None else "",
        state=str(report.state),
        late=report.late,
        repeats=min(earlier, key=lambda one: one.id).protocol if earlier else "",
    )


def _days(report: Deliverable, course: Course) -> str:
    """Of the course; where it does not say them, when the report came."""
    told = [date.fromisoformat(one) for one in course.days.split("/") if one]
    days = dict.fromkeys(told or [local_day(report.received_at)])
    return " a ".join(f"{day:%d/%m/%Y}" for day in days)
