"""Courses, and what each holds besides its classes: the material that is kept with it and sent on request."""

from datetime import datetime
from decimal import Decimal

from sqlalchemy import ForeignKey, Numeric, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from db.database import Base
from db.ids import CourseId, EnclosureId, InstitutionId, PersonId


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
