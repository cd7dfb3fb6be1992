"""Feeds of the forum that are read, and their posts, each known once by its canonical address."""

from collections.abc import Collection, Sequence
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, func, or_, select, update
from sqlalchemy.orm import Mapped, mapped_column

from db.database import Base, Session, batches, insert, text_enum
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


async def keep_feeds(session: Session, urls: Collection[str], *, now: datetime) -> None:
    """Those that are not known yet are due at once."""
    for url in urls:
        new = insert(session, Feed).values(
            url=url, next_at=now, title="", etag="", last_modified="", failures=0, last_error=""
        )
        await session.execute(new.on_conflict_do_nothing(index_elements=["url"]))


async def claim_feed(
    session: Session, feed_id: FeedId, *, now: datetime, until: datetime, farthest: datetime
) -> Feed | None:
    """Nobody else reads it before `until`. None: somebody else does already. `farthest`: no feed is put off for
    longer, so that one which was has it from a clock that ran ahead."""
    is_due = or_(Feed.next_at <= now, Feed.next_at > farthest)
    claimed = update(Feed).where(Feed.id == feed_id, is_due).values(next_at=until)
    found = await session.execute(claimed.returning(Feed.id))
    return await session.get(Feed, feed_id, populate_existing=True) if found.first() else None


async def held_feed(session: Session, feed_id: FeedId) -> Feed | None:
    """Nobody else changes it till the end of the transaction."""
    found = select(Feed).where(Feed.id == feed_id).execution_options(populate_existing=True)
    return (await session.scalars(found.with_for_update())).one_or_none()


async def feeds_at(session: Session, urls: Collection[str]) -> Sequence[Feed]:
    """In the order in which they were first read."""
    return (await session.scalars(select(Feed).where(Feed.url.in_(urls)).order_by(Feed.id))).all()


async def alone_with_posts(session: Session) -> None:
    """Nobody else keeps posts till the end of the transaction: two feeds may bring the same one at once."""
    oldest = select(Feed.id).order_by(Feed.id).limit(1)
    await session.execute(oldest.with_for_update())


async def posts_at(session: Session, addresses: Collection[str]) -> dict[str, Post]:
    """By canonical address, of whatever feed."""
    posts: dict[str, Post] = {}
    for part in batches(addresses):
        found = select(Post).where(Post.address.in_(part)).order_by(Post.id)
        posts.update({one.address: one for one in await session.scalars(found)})
    return posts


async def held_post(session: Session, post_id: PostId) -> Post | None:
    """Nobody else decides on it till the end of the transaction."""
    found = select(Post).where(Post.id == post_id).execution_options(populate_existing=True)
    return (await session.scalars(found.with_for_update())).one_or_none()


async def drafts(session: Session, *, limit: int, before: int | None = None) -> Sequence[Post]:
    """What waits for the Secretariat, the newest first. `before`: only those with a smaller number."""
    found = select(Post).where(Post.state == PostState.DRAFT)
    if before is not None:
        found = found.where(Post.id < before)
    return (await session.scalars(found.order_by(Post.id.desc()).limit(limit))).all()


async def drafts_waiting(session: Session) -> int:
    found = select(func.count()).select_from(Post).where(Post.state == PostState.DRAFT)
    return int(await session.scalar(found) or 0)
