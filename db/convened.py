"""Meetings and forums: what was convened, who was, and who came. What is asked of them: db/meetings.py.

Whoever owes goal 1.4 for one has a happening that names it (db/happenings.py).
"""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from db.database import Base, text_enum
from db.ids import EnclosureId, InstitutionId, MeetingId, PersonId


class MeetingKind(StrEnum):
    MEETING = "reuniao"
    #: Goal 3.4: the Fórum Nacional, and a Fórum Regional, which concerns its UF.
    NATIONAL_FORUM = "forum-nacional"
    REGIONAL_FORUM = "forum-regional"


class Reply(StrEnum):
    YES = "sim"
    NO = "nao"
    #: By link, where there is a place as well.
    REMOTE = "a-distancia"


class Convened(Base):
    __tablename__ = "meetings"

    id: Mapped[MeetingId] = mapped_column(primary_key=True, init=False)
    kind: Mapped[MeetingKind] = mapped_column(text_enum(MeetingKind, "kind"))
    title: Mapped[str]
    agenda: Mapped[str]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    created_at: Mapped[datetime]
    #: In the language of audiences, as confirmed.
    audience: Mapped[str]
    #: Who convenes: the Secretariat, or a first-layer institution its own second layer.
    institution_id: Mapped[InstitutionId] = mapped_column(ForeignKey("institutions.id"), index=True)
    created_by: Mapped[PersonId | None] = mapped_column(ForeignKey("people.id"), default=None)
    #: Of a forum: which one it is.
    number: Mapped[int | None] = mapped_column(default=None)
    #: Of a Fórum Regional: the UFs that it concerns, `BA,SE`.
    ufs: Mapped[str] = mapped_column(default="")
    place: Mapped[str] = mapped_column(default="")
    link: Mapped[str] = mapped_column(default="")
    #: Enrolment ends at an hour; None where one only answers.
    enrol_closes_at: Mapped[datetime | None] = mapped_column(default=None)
    enrol_link: Mapped[str] = mapped_column(default="")
    #: It passes on one that the Secretariat convened.
    passes_on: Mapped[MeetingId | None] = mapped_column(ForeignKey("meetings.id"), default=None)
    #: How often it changed (RFC 5545, SEQUENCE).
    sequence: Mapped[int] = mapped_column(default=0)
    cancelled_at: Mapped[datetime | None] = mapped_column(default=None)
    cancelled_why: Mapped[str] = mapped_column(default="")
    minutes: Mapped[str] = mapped_column(default="")
    minutes_id: Mapped[EnclosureId | None] = mapped_column(ForeignKey("enclosures.id"), default=None)
    #: Who was there was asked for, once it was over; and it is complete.
    attendance_asked_at: Mapped[datetime | None] = mapped_column(default=None)
    attendance_closed_at: Mapped[datetime | None] = mapped_column(default=None)


class MeetingDay(Base):
    """One day of a forum of several, with what goes on beside it (agenda satélite)."""

    __tablename__ = "meeting_days"

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    meeting_id: Mapped[MeetingId] = mapped_column(ForeignKey("meetings.id"), index=True)
    day: Mapped[date]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    title: Mapped[str] = mapped_column(default="")


class Invitee(Base):
    """Somebody convened, for one institution, and what they answered."""

    __tablename__ = "meeting_invitees"

    meeting_id: Mapped[MeetingId] = mapped_column(ForeignKey("meetings.id"), primary_key=True)
    person_id: Mapped[PersonId] = mapped_column(ForeignKey("people.id"), primary_key=True)
    institution_id: Mapped[InstitutionId] = mapped_column(ForeignKey("institutions.id"), index=True)
    reply: Mapped[Reply | None] = mapped_column(text_enum(Reply, "reply"), default=None)
    replied_at: Mapped[datetime | None] = mapped_column(default=None)


class Attendance(Base):
    """One institution at one meeting; who came of it is counted, and named where that is known."""

    __tablename__ = "attendances"
    __table_args__ = (UniqueConstraint("meeting_id", "institution_id"),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    meeting_id: Mapped[MeetingId] = mapped_column(ForeignKey("meetings.id"), index=True)
    institution_id: Mapped[InstitutionId] = mapped_column(ForeignKey("institutions.id"), index=True)
    noted_at: Mapped[datetime]
    people: Mapped[int] = mapped_column(default=1)
    remote: Mapped[bool] = mapped_column(default=False)
    noted_by: Mapped[PersonId | None] = mapped_column(ForeignKey("people.id"), default=None)
