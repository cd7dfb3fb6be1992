"""Classes (turmas) of courses: when one enrols, when and where they are held; and their lessons."""

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from sqlalchemy import ForeignKey, Numeric, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from db.database import Base, text_enum
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
