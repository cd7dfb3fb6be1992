"""The bell's minute for the forum: a feed that is due is claimed, asked with no transaction open, and kept.

A claim is durable before the network is touched: two bells never read the same feed, and one that dies leaves it to
the other some minutes later.
"""

import asyncio
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from db import Database
from db.database import StoreUnreachable
from db.feeds import claim_feed, feeds_at, keep_feeds
from db.ids import FeedId
from notifier.fetch import Fetcher
from rede.desk import Office, open_desk
from rede.forum_answer import LIMITS, Broken, Failed, FeedAnswer, asking, understood
from rede.read_forum import LONGEST, take_answer

log = structlog.get_logger(__name__)
#: Feeds read each time the bell rings: a slow one takes 20 seconds.
MOST = 12
#: Longer than one reading ever takes.
CLAIM = timedelta(minutes=5)
#: No feed is put off for longer (rede/read_forum.py, LONGEST), a claim included.
FARTHEST = LONGEST + CLAIM


@dataclass(frozen=True, slots=True)
class Claimed:
    id: FeedId
    url: str
    etag: str
    last_modified: str


async def read_forum(database: Database, office: Office, fetcher: Fetcher, now: datetime) -> int:
    """How many feeds were asked, answering or not; nothing is asked where none is configured or due."""
    urls = set(office.forum.feeds)
    if not urls:
        return 0
    async with database.read() as session:
        known = await feeds_at(session, urls)
    if len(known) < len(urls):
        async with database.write() as session:
            await keep_feeds(session, sorted(urls), now=now)
            known = await feeds_at(session, urls)
    due = [one for one in known if not now < one.next_at <= now + FARTHEST]
    due_first = [one.id for one in sorted(due, key=lambda one: one.next_at)][:MOST]
    bounded = fetcher.within(LIMITS)
    return sum([await _read(database, office, bounded, now, feed_id=one) for one in due_first])


async def _read(
    database: Database, office: Office, fetcher: Fetcher, now: datetime, *, feed_id: FeedId
) -> bool:
    feed = await _claim(database, feed_id, now)
    if feed is None:
        return False
    try:
        got = await fetcher.get(feed.url, headers=asking(feed.etag, feed.last_modified))
        # A long feed takes a second to read.
        await _keep(database, office, now, feed=feed, came=await asyncio.to_thread(understood, got, now=now))
    except StoreUnreachable:
        raise
    except Exception as error:  # a door: one feed must not stop all the others, nor be tried each minute
        log.error("feed.not_read", feed=feed.id, exc_info=error)
        await _keep(database, office, now, feed=feed, came=Failed(Broken.DEFECT))
    return True


async def _claim(database: Database, feed_id: FeedId, now: datetime) -> Claimed | None:
    async with database.write() as session:
        feed = await claim_feed(session, feed_id, now=now, until=now + CLAIM, farthest=now + FARTHEST)
        return Claimed(feed.id, feed.url, feed.etag, feed.last_modified) if feed else None


async def _keep(
    database: Database, office: Office, now: datetime, *, feed: Claimed, came: FeedAnswer
) -> None:
    async with database.write() as session:
        taken = await take_answer(await open_desk(session, now=now, office=office), feed.id, came)
    if isinstance(came, Failed):
        log.warning("feed.broken", feed=feed.id, why=came.why)
    elif taken.drafts or taken.announced:
        log.info("feed.news", feed=feed.id, drafts=taken.drafts, announced=taken.announced)
