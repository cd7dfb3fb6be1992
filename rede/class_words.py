"""What is told of classes: facts for texts, entries for calendars, and the schedule of goal 2.1. A tool of acts."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from html import unescape
from types import MappingProxyType
from typing import TYPE_CHECKING

from db.classes import CourseClass, Lesson, Modality, classes_by_id, classes_starting, lessons_of
from db.courses import Course
from db.ids import ClassId, InstitutionId
from db.institutions import Institution, institutions_by_id
from rede.class_plan import Column, LessonPlan, hour
from rede.class_values import read_day, read_lessons
from rede.desk import Desk
from scheduler.clock import BRASILIA, local_day
from scheduler.wording import long_date

if TYPE_CHECKING:
    from notifier.ics import Entry

NOTHING: Mapping[str, str] = MappingProxyType({})


class State(StrEnum):
    SOON = "soon"
    #: One can enrol.
    OPEN = "open"
    #: One cannot any more, and it has not begun.
    CLOSED = "closed"
    RUNNING = "running"
    OVER = "over"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassFacts:
    """As people read it; what nobody said is empty."""

    number: ClassId
    course: str
    code: str
    modality: Modality
    #: `20`, `20,5`.
    hours: str
    seats: int | None
    #: `quinta-feira, 10/05/2027, 9h`, in Brasília.
    opens: str
    closes: str
    #: `quinta-feira, 10/05/2027`.
    starts: str
    #: Empty for a class of one day.
    ends: str
    #: `quinta-feira, 10/05/2027, das 14h às 17h`, and what about.
    lessons: Sequence[str]
    place: str
    link: str
    instructor: str
    level: str
    #: Who holds it.
    acronym: str
    state: State
    cancelled_why: str


@dataclass(frozen=True, slots=True)
class ClassAtHand:
    """A class with what belongs to it."""

    one: CourseClass
    course: Course
    holder: Institution
    lessons: Sequence[Lesson]


async def classes_at_hand(desk: Desk, ids: Collection[ClassId]) -> Sequence[ClassAtHand]:
    """In the order of `ids`; without those that there are not."""
    rows = await classes_by_id(desk.session, ids)
    lessons = await lessons_of(desk.session, ids)
    places = await institutions_by_id(desk.session, {one.institution_id for one, _ in rows.values()})
    return [
        ClassAtHand(rows[number][0], rows[number][1], places[rows[number][0].institution_id], lessons[number])
        for number in ids
        if number in rows
    ]


async def class_facts(desk: Desk, ids: Collection[ClassId]) -> Sequence[ClassFacts]:
    return [facts_of(desk, one) for one in await classes_at_hand(desk, ids)]


def facts_of(desk: Desk, found: ClassAtHand) -> ClassFacts:
    one = found.one
    return ClassFacts(
        number=one.id,
        course=found.course.title,
        code=one.code,
        modality=one.modality,
        hours=hours_text(one.workload),
        seats=one.seats,
        opens=moment(one.enrol_opens_at),
        closes=moment(one.enrol_closes_at),
        starts=long_date(one.starts_on),
        ends=long_date(one.ends_on) if one.ends_on != one.starts_on else "",
        lessons=[_lesson(desk, each) for each in found.lessons],
        place=one.place,
        link=one.link,
        instructor=one.instructor,
        level=one.level or found.course.level,
        acronym=found.holder.acronym,
        state=state_of(one, desk.now),
        cancelled_why=one.cancelled_why,
    )


def state_of(one: CourseClass, now: datetime) -> State:
    today = local_day(now)
    if one.cancelled_at is not None:
        return State.CANCELLED
    if one.ends_on < today:
        return State.OVER
    if one.enrol_opens_at is not None and one.enrol_opens_at > now:
        return State.SOON
    if one.enrol_closes_at is not None and one.enrol_closes_at > now:
        return State.OPEN
    if one.starts_on <= today:
        return State.RUNNING
    return State.OPEN if one.enrol_closes_at is None else State.CLOSED


def hours_text(hours: Decimal | None) -> str:
    return f"{hours.normalize():f}".replace(".", ",") if hours else ""


def moment(at: datetime | None) -> str:
    return f"{long_date(at.astimezone(BRASILIA).date())}, {hour(at)}" if at else ""


def _lesson(desk: Desk, one: Lesson) -> str:
    facts = {
        "day": long_date(one.starts_at.astimezone(BRASILIA).date()),
        "first": hour(one.starts_at),
        "last": hour(one.ends_at),
        "subject": one.subject,
    }
    return unescape(desk.office.texts.chat("class_lesson", **facts))


async def class_calendar(desk: Desk, ids: Collection[ClassId]) -> str:
    """An iCalendar object of these classes, an entry for each lesson; empty where none is to come."""
    return calendar_of_classes(desk, await classes_at_hand(desk, ids))


def calendar_of_classes(desk: Desk, found: Sequence[ClassAtHand], *, old: Mapping[str, str] = NOTHING) -> str:
    """`old`: what stood in columns of it that changed; an entry that there is no more is taken out."""
    from notifier.ics import calendar_of

    standing = [one for one in found if one.one.ends_on >= desk.today]
    entries = [entry for one in standing for entry in (*_entries(desk, one), *_gone(desk, one, old))]
    return calendar_of(entries, cancelled=any(one.one.cancelled_at is not None for one in found))


def _entries(desk: Desk, found: ClassAtHand) -> Iterator[str]:
    off = found.one.cancelled_at is not None
    if not found.lessons:
        yield _whole(desk, found, found.one.starts_on, off=off)
    for number, lesson in enumerate(found.lessons, start=1):
        yield _held(desk, found, number, lesson, off=off)


def _gone(desk: Desk, found: ClassAtHand, old: Mapping[str, str]) -> Iterator[str]:
    """Lessons are named by their number: where fewer are left, the last ones are those that nobody holds."""
    was = read_lessons(old.get(Column.LESSONS, ""))
    if Column.LESSONS not in old or isinstance(was, str):
        return
    if not was and found.lessons:
        yield _whole(desk, found, read_day(old.get(Column.STARTS, "")) or found.one.starts_on, off=True)
    for number, lesson in enumerate(was[len(found.lessons) :], start=len(found.lessons) + 1):
        yield _held(desk, found, number, lesson, off=True)


def _whole(desk: Desk, found: ClassAtHand, day: date, *, off: bool) -> str:
    # Late: commands that tell nobody anything start half a second earlier.
    from notifier.ics import deadline_entry

    one = found.one
    entry, last = _entry(desk, found, f"class-{one.id}"), max(day, one.ends_on)
    return deadline_entry(entry, day, stamped=desk.now, last=last, cancelled=off)


def _held(desk: Desk, found: ClassAtHand, number: int, lesson: Lesson | LessonPlan, *, off: bool) -> str:
    from notifier.ics import Gathering, gathering_entry

    one = found.one
    held = Gathering(
        starts=lesson.starts_at,
        ends=lesson.ends_at,
        place=one.place,
        link=one.link,
        organizer=desk.office.sender or desk.office.mailbox,
        cancelled=off,
    )
    return gathering_entry(_entry(desk, found, f"class-{one.id}-{number}"), held, stamped=desk.now)


def _entry(desk: Desk, found: ClassAtHand, name: str) -> "Entry":
    from notifier.ics import Entry

    summary, description = desk.office.texts.calendar("class", one=facts_of(desk, found))
    return Entry(name=name, sequence=found.one.sequence, summary=summary, description=description)


async def schedule_text(desk: Desk, institution_id: InstitutionId, *, first: date, last: date) -> str:
    """The classes that an institution holds from one day to another, as goal 2.1 asks for them: dates, classes,
    places. Empty without any."""
    rows = await classes_starting(desk.session, institution_id, first=first, last=last)
    facts = await class_facts(desk, [one.id for one, _ in rows])
    if not facts:
        return ""
    span: Mapping[str, object] = {"first": f"{first:%d/%m/%Y}", "last": f"{last:%d/%m/%Y}"}
    return unescape(desk.office.texts.chat("class_schedule", classes=facts, **span))
