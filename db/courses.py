"""Courses, and what each holds besides its classes: the material that is kept with it and sent on request."""

from collections.abc import Collection, Sequence
from datetime import datetime
from decimal import Decimal

from sqlalchemy import ForeignKey, Numeric, UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column

from db.database import Base, Session
from db.ids import CourseId, EnclosureId, InstitutionId, PersonId
from db.institutions import Institution


class Course(Base):
    """Of the Rede, or of one institution: that one enters its own."""

    __tablename__ = "courses"
    __table_args__ = (UniqueConstraint("institution_id", "title"),)

    id: Mapped[CourseId] = mapped_column(primary_key=True, init=False)
    #: Who holds it; the Secretariat for courses of the Rede.
    institution_id: Mapped[InstitutionId] = mapped_column(ForeignKey("institutions.id"), index=True)
    title: Mapped[str]
    created_at: Mapped[datetime]
    created_by: Mapped[PersonId | None] = mapped_column(ForeignKey("people.id"), default=None)
    about: Mapped[str] = mapped_column(default="")
    #: Of one class of it, in hours.
    workload: Mapped[Decimal | None] = mapped_column(Numeric(8, 2), default=None)
    #: The axis that it belongs to: `1`, `2`, `3`; empty where nobody said.
    axis: Mapped[str] = mapped_column(default="")
    #: What one has to have done or to be; empty for none.
    level: Mapped[str] = mapped_column(default="")


class Material(Base):
    """A file or a link of a course (Portaria SEGES/MGI nº 4.890/2023, art. 21, X)."""

    __tablename__ = "materials"

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    course_id: Mapped[CourseId] = mapped_column(ForeignKey("courses.id"), index=True)
    title: Mapped[str]
    created_at: Mapped[datetime]
    created_by: Mapped[PersonId | None] = mapped_column(ForeignKey("people.id"), default=None)
    #: One of the two.
    link: Mapped[str] = mapped_column(default="")
    enclosure_id: Mapped[EnclosureId | None] = mapped_column(ForeignKey("enclosures.id"), default=None)
    removed_at: Mapped[datetime | None] = mapped_column(default=None)


async def courses_of(session: Session, places: Collection[InstitutionId]) -> Sequence[Course]:
    """By title; of these institutions."""
    found = select(Course).where(Course.institution_id.in_(places)).order_by(Course.title, Course.id)
    return (await session.scalars(found)).all()


async def courses_by_id(session: Session, ids: Collection[CourseId]) -> dict[CourseId, Course]:
    found = await session.scalars(select(Course).where(Course.id.in_(ids)))
    return {one.id: one for one in found}


async def hold_courses(session: Session, places: Collection[InstitutionId]) -> None:
    """Nobody else enters or changes courses and classes of these institutions before the transaction ends."""
    held = select(Institution.id).where(Institution.id.in_(places)).order_by(Institution.id)
    await session.execute(held.with_for_update(key_share=True))


async def materials_of(session: Session, course_id: CourseId) -> Sequence[Material]:
    """Those that stand, in the order in which they came."""
    found = select(Material).where(Material.course_id == course_id, Material.removed_at.is_(None))
    return (await session.scalars(found.order_by(Material.id))).all()
