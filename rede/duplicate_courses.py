"""Tells a course that was reported before: the same days, the same place, and as good as the same title.

Whoever hands it in is asked, whoever checks it is told; nothing is refused, for each class of a course counts.
A tool of acts.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import timedelta

from rapidfuzz import fuzz

from db.course_reports import course_reports
from db.deliverables import Deliverable, DeliverableState
from db.ids import DeliverableId, InstitutionId
from rede.desk import Desk
from rede.filing import evidence_in

#: From 0 to 100: titles at least so alike are the same.
ALIKE = 90
#: How far back it is looked, and among how many reports.
YEARS, MOST = timedelta(days=2 * 366), 1000
_NUMBERS = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Course:
    title: str
    #: `2026-03-10/2026-03-12`, as rede/evidence.py keeps them.
    days: str
    place: str


def course_in(evidence: str, description: str) -> Course:
    """Of a report; without a title its description is one."""
    told = evidence_in(evidence)
    return Course(told.get("title") or description, told.get("days", ""), told.get("place", ""))


def is_same(one: Course, other: Course) -> bool:
    """Without its days a course is like no other. `Módulo 1` is not `Módulo 2`."""
    titles = _plain(one.title), _plain(other.title)
    return (
        bool(one.days)
        and one.days == other.days
        and _plain(one.place) == _plain(other.place)
        and _NUMBERS.findall(titles[0]) == _NUMBERS.findall(titles[1])
        and fuzz.ratio(*titles) >= ALIKE
    )


async def repeats(
    desk: Desk, institution_id: InstitutionId, course: Course, *, before: DeliverableId | None = None
) -> str:
    """The protocol of the first report of the same course by that institution; empty for none. `before`: among
    those that came before this one; None: among all."""
    since = desk.now - YEARS
    known = await course_reports(desk.session, [institution_id], since=since, limit=MOST)
    alike = [one for one, _ in known if (before is None or one.id < before) and _is_it(one, course)]
    return min(alike, key=lambda one: one.id).protocol if alike else ""


def _is_it(report: Deliverable, course: Course) -> bool:
    returned = report.state is DeliverableState.RETURNED
    return not returned and is_same(course_in(report.evidence, report.description), course)


def _plain(words: str) -> str:
    """Small letters and digits, without accents."""
    letters = unicodedata.normalize("NFKD", words.casefold())
    return " ".join(
        re.findall(r"[a-z0-9]+", "".join(one for one in letters if not unicodedata.combining(one)))
    )
