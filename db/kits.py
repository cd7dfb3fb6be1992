"""Ready to copy: what a partner publishes of a class, a campaign, or goal 3.1: banner, news, pop-up."""

import secrets
from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import ForeignKey, select
from sqlalchemy.orm import Mapped, mapped_column

from db.classes import CourseClass
from db.courses import Course
from db.database import Base, Session
from db.ids import EnclosureId, KitId, PersonId

#: What a kit is about: before the number of a class or of a campaign, or the key of a goal.
CLASS, CAMPAIGN, GOAL = "classes:", "campanha:", "meta:"


class Kit(Base):
    """One that somebody wrote; without it the words come from the texts."""

    __tablename__ = "kits"

    id: Mapped[KitId] = mapped_column(primary_key=True, init=False)
    #: `classes:12`, `meta:3.1`, `campanha:7`.
    about: Mapped[str] = mapped_column(unique=True)
    title: Mapped[str]
    created_at: Mapped[datetime]
    created_by: Mapped[PersonId | None] = mapped_column(ForeignKey("people.id"), default=None)
    banner: Mapped[str] = mapped_column(default="")
    news: Mapped[str] = mapped_column(default="")
    popup: Mapped[str] = mapped_column(default="")
    #: The picture of the banner.
    enclosure_id: Mapped[EnclosureId | None] = mapped_column(ForeignKey("enclosures.id"), default=None)


async def kit_about(session: Session, about: str) -> Kit | None:
    return (await session.scalars(select(Kit).where(Kit.about == about))).one_or_none()


async def add_campaign(session: Session, kit: Kit) -> Kit:
    """Under a number of its own, whatever its `about` was."""
    kit.about = f"{CAMPAIGN}{secrets.token_hex(8)}"
    session.add(kit)
    await session.flush()
    kit.about = f"{CAMPAIGN}{kit.id}"
    await session.flush()
    return kit


async def campaigns(session: Session, *, limit: int) -> Sequence[Kit]:
    """The newest first."""
    found = select(Kit).where(Kit.about.startswith(CAMPAIGN)).order_by(Kit.id.desc()).limit(limit)
    return (await session.scalars(found)).all()


async def classes_to_publish(
    session: Session, *, today: date, limit: int
) -> Sequence[tuple[CourseClass, Course]]:
    """Those that are not over nor called off, the next to begin first."""
    found = (
        select(CourseClass, Course)
        .join(Course, Course.id == CourseClass.course_id)
        .where(CourseClass.ends_on >= today, CourseClass.cancelled_at.is_(None))
        .order_by(CourseClass.starts_on, CourseClass.id)
        .limit(limit)
    )
    return [(row[0], row[1]) for row in (await session.execute(found)).all()]


async def class_to_publish(session: Session, number: int) -> tuple[CourseClass, Course] | None:
    found = (
        select(CourseClass, Course)
        .join(Course, Course.id == CourseClass.course_id)
        .where(CourseClass.id == number, CourseClass.cancelled_at.is_(None))
    )
    row = (await session.execute(found)).one_or_none()
    return (row[0], row[1]) if row else None
