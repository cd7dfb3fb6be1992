"""Announcements: what is told to many at once. Audience and words are kept once; each person's notice is put later.

The recipients are filled into the outbox in the order of their numbers, some at a time: what was filled last is
remembered in the same transaction, so that a crash repeats nobody and forgets nobody.
"""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from db.channels import ChannelKind
from db.database import Base, text_enum
from db.ids import AnnouncementId, PersonId, WordingId


class Announcement(Base):
    __tablename__ = "announcements"

    id: Mapped[AnnouncementId] = mapped_column(primary_key=True, init=False)
    title: Mapped[str]
    #: As it was written.
    text: Mapped[str]
    #: In the language of audiences: `todos`.
    audience: Mapped[str]
    created_at: Mapped[datetime]
    #: Before then nothing of it leaves.
    not_before: Mapped[datetime]
    #: How many people the audience was, when it was resolved.
    people: Mapped[int]
    #: None for the command line.
    created_by: Mapped[PersonId | None] = mapped_column(ForeignKey("people.id"), default=None)
    #: Why it leaves at once, whatever the hour; empty: it waits for the sending window.
    urgent: Mapped[str] = mapped_column(default="")
    #: Everybody up to this number has their notice.
    filled_through: Mapped[int] = mapped_column(default=0)
    #: Everybody has their notice; None while some wait.
    filled_at: Mapped[datetime | None] = mapped_column(default=None)
    #: It would have begun too late: nothing of it leaves until a person says so.
    held_at: Mapped[datetime | None] = mapped_column(default=None)


class AnnouncementRecipient(Base):
    """The audience, resolved once."""

    __tablename__ = "announcement_recipients"

    announcement_id: Mapped[AnnouncementId] = mapped_column(ForeignKey("announcements.id"), primary_key=True)
    person_id: Mapped[PersonId] = mapped_column(ForeignKey("people.id"), primary_key=True)


class Wording(Base):
    """Words for one channel that many deliveries share; what differs stands in its slots (`db/slots.py`)."""

    __tablename__ = "wordings"

    id: Mapped[WordingId] = mapped_column(primary_key=True, init=False)
    announcement_id: Mapped[AnnouncementId] = mapped_column(ForeignKey("announcements.id"), index=True)
    channel: Mapped[ChannelKind] = mapped_column(text_enum(ChannelKind, "channel"))
    body: Mapped[str]
    subject: Mapped[str] = mapped_column(default="")
    html: Mapped[str] = mapped_column(default="")
