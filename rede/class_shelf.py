"""The courses and classes that one institution can enter classes in: its own, and the Secretariat's courses.

What is read is held: nobody else enters a class of them before the transaction ends. A tool of acts.
"""

import json
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from decimal import Decimal

from db.audit import record
from db.classes import CourseClass, Lesson, classes_of_courses, lessons_of, put_lessons
from db.courses import Course, courses_of, hold_courses
from db.ids import ClassId, CourseId
from db.institutions import Institution, the_secretariat
from rede.class_plan import ClassFlaw, ClassPlan, ClassProblem, ClassRefused, Column, LessonPlan, cells_of
from rede.desk import Desk
from rede.elo_names import same
from scheduler.clock import BRASILIA

#: Others have to hear of any change of these.
RELEVANT = frozenset(
    {Column.OPENS, Column.CLOSES, Column.STARTS, Column.ENDS, Column.LESSONS, Column.PLACE, Column.LINK}
)
#: Instead of a column, in `CourseClass.changed`.
CANCELLED = "cancelled"
#: What a class has of its course where nobody says otherwise.
_OF_COURSE = (Column.WORKLOAD, Column.LEVEL, Column.AXIS)


class Shelf:
    """`of` makes one; `load` the classes of some courses before they are asked for."""

    def __init__(self, desk: Desk, holder: Institution, courses: Sequence[Course]) -> None:
        self._desk, self.holder = desk, holder
        self._courses: dict[str, Course] = {}
        # Its own goes before the Secretariat's of the same title.
        for one in sorted(courses, key=lambda one: one.institution_id == holder.id):
            self._courses[same(one.title)] = one
        self._classes: dict[tuple[CourseId, str], CourseClass] = {}
        self._lessons: dict[ClassId, list[Lesson]] = {}

    @classmethod
    async def of(cls, desk: Desk, holder: Institution) -> "Shelf":
        secretariat = await the_secretariat(desk.session)
        places = {holder.id} | ({secretariat.id} if secretariat else set())
        await hold_courses(desk.session, places)
        return cls(desk, holder, await courses_of(desk.session, places))

    async def load(self, titles: Collection[str]) -> None:
        courses = {one.id for title in titles if (one := self.course(title)) is not None}
        classes = await classes_of_courses(self._desk.session, sorted(courses))
        self._classes |= {(one.course_id, same(one.code)): one for one in classes}
        self._lessons |= await lessons_of(self._desk.session, [one.id for one in classes])

    def course(self, title: str) -> Course | None:
        return self._courses.get(same(title))

    def known(self, title: str, code: str) -> tuple[CourseClass, ClassPlan] | None:
        """The class of that code, and how it is now.

        Raises:
            ClassRefused: another institution holds it.
        """
        course = self.course(title)
        found = self._classes.get((course.id, same(code))) if course else None
        if course is None or found is None:
            return None
        if found.institution_id != self.holder.id:
            raise ClassRefused([ClassProblem(Column.CODE, ClassFlaw.CODE_TAKEN, found.code)])
        return found, plan_of(found, course, self._lessons[found.id])

    def next_code(self, title: str) -> str:
        """The first number that no class of that course has."""
        course = self.course(title)
        taken = {code for number, code in self._classes if course is not None and number == course.id}
        return next(str(one) for one in range(1, len(taken) + 2) if str(one) not in taken)

    def completed(self, cells: Mapping[str, str]) -> dict[str, str]:
        """With what the course says where the cells say nothing."""
        course = self.course(cells.get(Column.COURSE, ""))
        if course is None:
            return dict(cells)
        hours = f"{course.workload.normalize():f}" if course.workload else ""
        of_course = dict(zip(_OF_COURSE, (hours, course.level, course.axis), strict=True))
        silent: dict[str, str] = {
            name: text for name, text in of_course.items() if not cells.get(name, "").strip()
        }
        return {**cells, **silent}

    async def keep(self, plan: ClassPlan) -> CourseClass:
        """A new one. Raises ClassRefused: there is one with its code."""
        if self.known(plan.course, plan.code) is not None:
            raise ClassRefused([ClassProblem(Column.CODE, ClassFlaw.CODE_TAKEN, plan.code)])
        course = await self._course(plan)
        new = CourseClass(
            course_id=course.id,
            institution_id=self.holder.id,
            code=plan.code,
            created_at=self._desk.now,
            created_by=self._desk.actor,
            starts_on=plan.starts_on,
            ends_on=plan.ends_on,
        )
        _write(new, plan)
        self._desk.session.add(new)
        await self._desk.session.flush()
        if plan.lessons:
            await put_lessons(self._desk.session, new.id, _lessons(new.id, plan))
        self._classes[course.id, same(plan.code)] = new
        self._lessons[new.id] = []
        note(self._desk, "class.enter", new)
        return new

    async def change(self, plan: ClassPlan) -> None:
        """The class of its code, which is known."""
        known, course = self.known(plan.course, plan.code), self.course(plan.course)
        if known is not None and course is not None:
            await change(self._desk, known[0], course, plans=(known[1], plan), relevant=False)

    async def _course(self, plan: ClassPlan) -> Course:
        course = self.course(plan.course)
        if course is None:
            course = Course(
                institution_id=self.holder.id,
                title=plan.course,
                created_at=self._desk.now,
                created_by=self._desk.actor,
                workload=plan.workload,
                axis=plan.axis,
                level=plan.level,
            )
            self._desk.session.add(course)
            await self._desk.session.flush()
            self._courses[same(plan.course)] = course
        elif course.institution_id == self.holder.id:
            course.axis = plan.axis or course.axis
        return course


def plan_of(one: CourseClass, course: Course, lessons: Sequence[Lesson]) -> ClassPlan:
    """As it is now."""
    return ClassPlan(
        course=course.title,
        code=one.code,
        starts_on=one.starts_on,
        ends_on=one.ends_on,
        modality=one.modality,
        workload=one.workload or course.workload or Decimal(0),
        seats=one.seats,
        enrol_opens_at=_local(one.enrol_opens_at),
        enrol_closes_at=_local(one.enrol_closes_at),
        lessons=tuple(
            LessonPlan(each.starts_at.astimezone(BRASILIA), each.ends_at.astimezone(BRASILIA), each.subject)
            for each in lessons
        ),
        place=one.place,
        link=one.link,
        audience=one.audience,
        level=one.level,
        instructor=one.instructor,
        axis=course.axis,
    )


def changes(before: ClassPlan, after: ClassPlan) -> list[Column]:
    """Columns that are written otherwise, in their order."""
    was, will_be = cells_of(before), cells_of(after)
    return [one for one in Column if was.get(one) != will_be.get(one)]


async def change(
    desk: Desk, one: CourseClass, course: Course, *, plans: tuple[ClassPlan, ClassPlan], relevant: bool
) -> bool:
    """Writes the second plan in place of the first; whether others are to be told, which is remembered."""
    before, after = plans
    changed = changes(before, after)
    told = [column for column in changed if relevant or column in RELEVANT]
    _write(one, after)
    one.code = after.code
    if course.institution_id == one.institution_id and after.axis:
        course.axis = after.axis
    if Column.LESSONS in changed:
        await put_lessons(desk.session, one.id, _lessons(one.id, after))
    if told and max(before.ends_on, after.ends_on) >= desk.today:
        was, now = cells_of(before), cells_of(after)
        old = {column: was[column] for column in told} | changed_from(one)
        left = {column: text for column, text in old.items() if now.get(column) != text}
        one.changed = json.dumps(left, ensure_ascii=False) if left else ""
        one.sequence += 1
    note(desk, "class.change", one, detail=",".join(changed))
    await desk.session.flush()
    return bool(told)


def changed_from(one: CourseClass) -> dict[str, str]:
    """What others are still to be told of: by column, what stood there before; `CANCELLED` for that."""
    return {str(name): str(text) for name, text in json.loads(one.changed).items()} if one.changed else {}


def note(desk: Desk, act: str, one: CourseClass, *, detail: str = "") -> None:
    about = f"classes:{one.id}"
    record(desk.session, act, about, now=desk.now, person_id=desk.actor, detail=detail)


def _write(one: CourseClass, plan: ClassPlan) -> None:
    one.starts_on, one.ends_on = plan.starts_on, plan.ends_on
    one.modality, one.workload, one.seats = plan.modality, plan.workload, plan.seats
    one.enrol_opens_at, one.enrol_closes_at = plan.enrol_opens_at, plan.enrol_closes_at
    one.place, one.link, one.instructor = plan.place, plan.link, plan.instructor
    one.audience, one.level = plan.audience, plan.level


def _lessons(class_id: ClassId, plan: ClassPlan) -> list[Lesson]:
    return [
        Lesson(class_id=class_id, starts_at=one.starts_at, ends_at=one.ends_at, subject=one.subject)
        for one in plan.lessons
    ]


def _local(at: datetime | None) -> datetime | None:
    return at.astimezone(BRASILIA) if at else None
