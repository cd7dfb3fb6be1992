"""Classes (turmas) of courses: when one enrols, when and where they are held; and their lessons."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from sqlalchemy import ForeignKey, Numeric, UniqueConstraint, delete, select
from sqlalchemy.orm import Mapped, mapped_column

from db.courses import Course
from db.database import Base, Session, batches, text_enum
from db.ids import ClassId, CourseId, DeliverableId, InstitutionId, PersonId


class Modality(StrEnum):
    IN_PERSON = "presencial"
    REMOTE = "remota"
    HYBRID = "hibrida"
    #: At one's own pace, without a teacher.
    SELF_PACED = "autoinstrucional"


class CourseClass(Base):
    __tablename__ = "classes"
    #: What an import knows it by.
    __table_args__ = (UniqueConstraint("course_id", "code"),)

    id: Mapped[ClassId] = mapped_column(primary_key=True, init=False)
    course_id: Mapped[CourseId] = mapped_column(ForeignKey("courses.id"), index=True)
    #: Who holds this class; the course may be another's.
    institution_id: Mapped[InstitutionId] = mapped_column(ForeignKey("institutions.id"), index=True)
    code: Mapped[str]
    created_at: Mapped[datetime]
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    created_by: Mapped[PersonId | None] = mapped_column(ForeignKey("people.id"), default=None)
    modality: Mapped[Modality] = mapped_column(text_enum(Modality, "modality"), default=Modality.REMOTE)
    #: Hours.
    workload: Mapped[Decimal | None] = mapped_column(Numeric(8, 2), default=None)
    seats: Mapped[int | None] = mapped_column(default=None)
    #: Enrolment, both ends instants; None where one need not enrol.
    enrol_opens_at: Mapped[datetime | None] = mapped_column(default=None)
    enrol_closes_at: Mapped[datetime | None] = mapped_column(default=None)
    place: Mapped[str] = mapped_column(default="")
    link: Mapped[str] = mapped_column(default="")
    #: Who teaches; told in the report of goal 2.2.
    instructor: Mapped[str] = mapped_column(default="")
    #: Whom it is for, in the language of audiences.
    audience: Mapped[str] = mapped_column(default="todos")
    level: Mapped[str] = mapped_column(default="")
    #: How often it changed in what people were told (RFC 5545, SEQUENCE).
    sequence: Mapped[int] = mapped_column(default=0)
    #: What the change was that others are still to be told of; empty for none.
    changed: Mapped[str] = mapped_column(default="")
    cancelled_at: Mapped[datetime | None] = mapped_column(default=None)
    cancelled_why: Mapped[str] = mapped_column(default="")
    #: Its report (goal 2.2) was asked for after the last lesson; and the report that came.
    report_asked_at: Mapped[datetime | None] = mapped_column(default=None)
    deliverable_id: Mapped[DeliverableId | None] = mapped_column(ForeignKey("deliverables.id"), default=None)


class Lesson(Base):
    __tablename__ = "lessons"

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    class_id: Mapped[ClassId] = mapped_column(ForeignKey("classes.id"), index=True)
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    subject: Mapped[str] = mapped_column(default="")


async def put_lessons(session: Session, class_id: ClassId, lessons: Collection[Lesson]) -> None:
    """These instead of those that it had."""
    await session.execute(delete(Lesson).where(Lesson.class_id == class_id))
    session.add_all(lessons)
    await session.flush()


async def class_with_course(session: Session, class_id: ClassId) -> tuple[CourseClass, Course] | None:
    rows = select(CourseClass, Course).join(Course, Course.id == CourseClass.course_id)
    found = (await session.execute(rows.where(CourseClass.id == class_id))).one_or_none()
    return (found[0], found[1]) if found else None


async def classes_by_id(
    session: Session, ids: Collection[ClassId]
) -> dict[ClassId, tuple[CourseClass, Course]]:
    found: dict[ClassId, tuple[CourseClass, Course]] = {}
    for part in batches(ids):
        rows = select(CourseClass, Course).join(Course, Course.id == CourseClass.course_id)
        for row in await session.execute(rows.where(CourseClass.id.in_(part))):
            found[row[0].id] = (row[0], row[1])
    return found


async def held_classes(session: Session, ids: Collection[ClassId]) -> Sequence[CourseClass]:
    """As they are now, by number, and nobody else changes them before the transaction ends."""
    found = select(CourseClass).where(CourseClass.id.in_(ids)).order_by(CourseClass.id)
    held = found.with_for_update().execution_options(populate_existing=True)
    return (await session.scalars(held)).all()


async def classes_of_courses(session: Session, ids: Collection[CourseId]) -> Sequence[CourseClass]:
    """By course and number."""
    found: list[CourseClass] = []
    for part in batches(ids):
        rows = select(CourseClass).where(CourseClass.course_id.in_(part))
        found += (await session.scalars(rows.order_by(CourseClass.course_id, CourseClass.id))).all()
    return found


async def lessons_of(session: Session, ids: Collection[ClassId]) -> dict[ClassId, list[Lesson]]:
    """Of each of these classes, the first first; none for one that has none."""
    found: dict[ClassId, list[Lesson]] = {one: [] for one in ids}
    for part in batches(ids):
        rows = select(Lesson).where(Lesson.class_id.in_(part)).order_by(Lesson.starts_at, Lesson.id)
        for one in await session.scalars(rows):
            found[one.class_id].append(one)
    return found


async def classes_listed(
    session: Session,
    *,
    institution_id: InstitutionId | None = None,
    ends_from: date | None = None,
    limit: int = 1000,
) -> list[tuple[CourseClass, Course]]:
    """By first day; of that institution (None: of all), those that end on that day or later (None: all), called
    off too."""
    rows = select(CourseClass, Course).join(Course, Course.id == CourseClass.course_id)
    if institution_id is not None:
        rows = rows.where(CourseClass.institution_id == institution_id)
    if ends_from is not None:
        rows = rows.where(CourseClass.ends_on >= ends_from)
    rows = rows.order_by(CourseClass.starts_on, CourseClass.id).limit(limit)
    return [(row[0], row[1]) for row in (await session.execute(rows)).all()]


async def classes_starting(
    session: Session, institution_id: InstitutionId, *, first: date, last: date
) -> list[tuple[CourseClass, Course]]:
    """Of one institution, that begin in those days, both included, and were not called off; by first day."""
    rows = (
        select(CourseClass, Course)
        .join(Course, Course.id == CourseClass.course_id)
        .where(
            CourseClass.institution_id == institution_id,
            CourseClass.starts_on.between(first, last),
            CourseClass.cancelled_at.is_(None),
        )
        .order_by(CourseClass.starts_on, CourseClass.id)
    )
    return [(row[0], row[1]) for row in (await session.execute(rows)).all()]


async def classes_without_report(
    session: Session, *, ended_before: date, since: date
) -> Sequence[CourseClass]:
    """That ended in these days, and whose report nobody asked for, or sent; by number."""
    rows = select(CourseClass).where(
        CourseClass.report_asked_at.is_(None),
        CourseClass.deliverable_id.is_(None),
        CourseClass.cancelled_at.is_(None),
        CourseClass.ends_on < ended_before,
        CourseClass.ends_on >= since,
    )
    return (await session.scalars(rows.order_by(CourseClass.id))).all()
