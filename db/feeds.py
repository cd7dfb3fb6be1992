"""Feeds of the forum that are read, and their posts, each known once by its canonical address."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from db.database import Base, text_enum
from db.ids import AnnouncementId, FeedId, PersonId, PostId


class Feed(Base):
    __tablename__ = "feeds"

    id: Mapped[FeedId] = mapped_column(primary_key=True, init=False)
    url: Mapped[str] = mapped_column(unique=True)
    #: Not read before.
    next_at: Mapped[datetime]
    title: Mapped[str] = mapped_column(default="")
    #: As the other side said them last.
    etag: Mapped[str] = mapped_column(default="")
    last_modified: Mapped[str] = mapped_column(default="")
    checked_at: Mapped[datetime | None] = mapped_column(default=None)
    #: Read whole for the first time: what it held then is no news.
    known_since: Mapped[datetime | None] = mapped_column(default=None)
    last_new_at: Mapped[datetime | None] = mapped_column(default=None)
    #: In a row.
    failures: Mapped[int] = mapped_column(default=0)
    broken_since: Mapped[datetime | None] = mapped_column(default=None)
    last_error: Mapped[str] = mapped_column(default="")
    #: The Secretariat was told that it is broken; that it is silent.
    broken_told_at: Mapped[datetime | None] = mapped_column(default=None)
    silent_told_at: Mapped[datetime | None] = mapped_column(default=None)


class PostState(StrEnum):
    #: There when the feed was read first: no news.
    KNOWN = "known"
    #: Waits for the Secretariat.
    DRAFT = "draft"
    ANNOUNCED = "announced"
    DISMISSED = "dismissed"


class Post(Base):
    __tablename__ = "posts"

    id: Mapped[PostId] = mapped_column(primary_key=True, init=False)
    feed_id: Mapped[FeedId] = mapped_column(ForeignKey("feeds.id"), index=True)
    #: Canonical: the same post is known by it, however its link is written.
    address: Mapped[str] = mapped_column(unique=True)
    #: As the feed gives it: where people go.
    link: Mapped[str]
    title: Mapped[str]
    first_seen_at: Mapped[datetime]
    state: Mapped[PostState] = mapped_column(text_enum(PostState, "state"), index=True)
    summary: Mapped[str] = mapped_column(default="")
    published_at: Mapped[datetime | None] = mapped_column(default=None)
    edited_at: Mapped[datetime | None] = mapped_column(default=None)
    decided_at: Mapped[datetime | None] = mapped_column(default=None)
    decided_by: Mapped[PersonId | None] = mapped_column(ForeignKey("people.id"), default=None)
    announcement_id: Mapped[AnnouncementId | None] = mapped_column(
        ForeignKey("announcements.id"), default=None
    )
