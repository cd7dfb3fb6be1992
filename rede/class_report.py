"""The report of goal 2.2 that follows from a class, filled in with what is known of it. A tool of acts."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from html import unescape

from db.classes import CourseClass, Modality, class_with_course, lessons_of
from db.courses import Course
from db.deliverables import Deliverable, DeliverableState
from db.ids import ClassId, DeliverableId
from db.institutions import Institution
from rede.access import Act, NotYours, require
from rede.class_words import hours_text
from rede.desk import Desk
from scheduler.clock import local_day

#: The goal, and the act of the button that opens its report.
GOAL, REPORT_BUTTON = "2.2", "turmarelato"
#: As rede/evidence.py has them, by the chat's own words (bot/report/answers.py).
_MODALITIES = {
    Modality.IN_PERSON: "presencial",
    Modality.REMOTE: "online",
    Modality.HYBRID: "híbrida",
    Modality.SELF_PACED: "online",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Prefilled:
    class_id: ClassId
    key: str
    acronym: str
    description: str
    #: `20.00`; empty where nobody said.
    hours: str
    #: By the name of its field (rede/evidence.py).
    evidence: Mapping[str, str] = field(default_factory=dict)
    #: Of the report that was sent of it already; empty for none.
    protocol: str = ""


async def prefilled(desk: Desk, class_id: ClassId) -> Prefilled:
    """
    Raises:
        NotYours: the desk's actor does not report for whoever holds the class, or there is none.
    """
    found = await class_with_course(desk.session, class_id)
    if found is None:
        raise NotYours
    one, course = found
    holder = await require(desk, Act.HAND_IN, one.institution_id)
    sent = await _standing(desk, one.deliverable_id)
    days = {local_day(each.starts_at) for each in (await lessons_of(desk.session, [class_id]))[class_id]}
    return Prefilled(
        class_id=class_id,
        key=GOAL,
        acronym=holder.acronym,
        description=_described(desk, one, course, holder),
        hours=str(one.workload) if one.workload else "",
        evidence=_evidence(one, course, sorted({one.starts_on, one.ends_on} | days)),
        protocol=sent.protocol if sent else "",
    )


async def keep_class_report(desk: Desk, class_id: ClassId, report: Deliverable) -> None:
    """The report was sent; one of another institution, or a second one, is none of it."""
    one = await desk.session.get(CourseClass, class_id)
    if one is None or one.institution_id != report.institution_id:
        return
    if await _standing(desk, one.deliverable_id) is None:
        one.deliverable_id = report.id


async def _standing(desk: Desk, number: DeliverableId | None) -> Deliverable | None:
    report = await desk.session.get(Deliverable, number) if number is not None else None
    return report if report is not None and report.state is not DeliverableState.CANCELLED else None


def _described(desk: Desk, one: CourseClass, course: Course, holder: Institution) -> str:
    facts = {
        "course": course.title,
        "code": one.code,
        "acronym": holder.acronym,
        "instructor": one.instructor,
        "hours": hours_text(one.workload),
    }
    return unescape(desk.office.texts.chat("class_report", **facts))


def _evidence(one: CourseClass, course: Course, days: list[date]) -> dict[str, str]:
    told = {
        "title": course.title,
        "days": f"{days[0]}/{days[-1]}" if days[0] != days[-1] else str(days[0]),
        "modality": _MODALITIES[one.modality],
        "place": one.place[:120],
        "link": one.link,
    }
    return {name: text for name, text in told.items() if text}
