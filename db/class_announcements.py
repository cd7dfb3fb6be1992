"""Which classes are to be told of, and who was told: a class is marked with what its first announcement was about.

One announcement may open several classes; its own changes are asked for by the class.
"""

from collections.abc import Collection, Sequence
from datetime import date, datetime

from sqlalchemy import ColumnElement, String, and_, cast, delete, exists, func, or_, select

from db.announcements import Announcement, people_told_about
from db.classes import CourseClass
from db.database import Session
from db.ids import ClassId, PersonId
from db.marks import Mark, mark, set_mark

#: Before the number of a class: the name of its mark.
ANNOUNCED = "class announced:"


def _is_announced() -> ColumnElement[bool]:
    return exists().where(Mark.name == ANNOUNCED + cast(CourseClass.id, String))


async def unannounced_classes(session: Session, *, now: datetime, today: date) -> Sequence[ClassId]:
    """Whose enrolment is open and nobody was told of it, by number; without enrolment, that are not over."""
    rows = select(CourseClass.id).where(
        CourseClass.cancelled_at.is_(None),
        func.coalesce(CourseClass.enrol_opens_at, CourseClass.created_at) <= now,
        or_(
            CourseClass.enrol_closes_at > now,
            and_(CourseClass.enrol_closes_at.is_(None), CourseClass.ends_on >= today),
        ),
        ~_is_announced(),
    )
    return (await session.scalars(rows.order_by(CourseClass.id))).all()


async def closing_classes(session: Session, *, now: datetime, until: datetime) -> Sequence[ClassId]:
    """That were told of, and whose enrolment closes by then, by number."""
    rows = select(CourseClass.id).where(
        CourseClass.cancelled_at.is_(None),
        CourseClass.enrol_closes_at > now,
        CourseClass.enrol_closes_at <= until,
        _is_announced(),
    )
    return (await session.scalars(rows.order_by(CourseClass.id))).all()


async def changed_classes(session: Session) -> Sequence[ClassId]:
    """With a change that others are still to be told of, by number."""
    rows = select(CourseClass.id).where(CourseClass.changed != "").order_by(CourseClass.id)
    return (await session.scalars(rows)).all()


async def next_opening(session: Session, *, after: datetime) -> datetime | None:
    """When the next enrolment opens."""
    rows = select(func.min(CourseClass.enrol_opens_at)).where(
        CourseClass.enrol_opens_at > after, CourseClass.cancelled_at.is_(None)
    )
    return await session.scalar(rows)


async def announced_as(session: Session, class_id: ClassId) -> str:
    """What the announcement was about that told of it first; empty for none."""
    return await mark(session, f"{ANNOUNCED}{class_id}")


async def note_announced(session: Session, ids: Collection[ClassId], about: str) -> None:
    for one in ids:
        await set_mark(session, f"{ANNOUNCED}{one}", about)


async def forget_announced(session: Session, about: str) -> None:
    """Nobody was told after all: those that this announcement opened are to be told of again."""
    named = Mark.name.startswith(ANNOUNCED, autoescape=True)
    await session.execute(delete(Mark).where(named, Mark.value == about))


async def announcements_about(session: Session, abouts: Collection[str]) -> Sequence[Announcement]:
    """Those that were not called off, the first first; nobody else changes them before the transaction ends."""
    named = [one for one in abouts if one]
    rows = select(Announcement).where(Announcement.about.in_(named), Announcement.cancelled_at.is_(None))
    rows = rows.order_by(Announcement.id).with_for_update().execution_options(populate_existing=True)
    return (await session.scalars(rows)).all()


async def people_told_of_class(session: Session, class_id: ClassId, about: str) -> list[PersonId]:
    """Who heard of it, by number. `about`: what its first announcement was about."""
    people = set(await people_told_about(session, f"classes:{class_id}"))
    if about:
        people |= set(await people_told_about(session, about))
    return sorted(people)
