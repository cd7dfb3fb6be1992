"""What was found at a feed's address is kept: new posts become drafts, or go straight out; a feed that breaks keeps
what is known of it, and is told of once, as is one that says nothing new for long.

Safe to repeat: a post is known by its canonical address.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import assert_never

from db.feeds import Feed, Post, PostState, alone_with_posts, held_feed, posts_at
from db.ids import FeedId
from db.people import Person
from notifier.feed import FeedPost
from rede.desk import Desk
from rede.digest import words_of
from rede.forum_answer import Failed, FeedAnswer, News, Unchanged
from rede.forum_post import PostRefused, announce_post, draft_buttons, draft_words
from rede.tasks import executives, tell_task
from scheduler.clock import local_day
from scheduler.wording import long_date

EVERY, LONGEST = timedelta(minutes=30), timedelta(hours=24)
#: Broken for so long, a feed is told of.
PATIENCE = timedelta(hours=24)
#: New posts at once that are told one by one, and those that a list names.
MOST_AT_ONCE, MOST_LISTED = 5, 10


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of one reading."""

    drafts: int = 0
    announced: int = 0
    edited: int = 0


async def take_answer(desk: Desk, feed_id: FeedId, came: FeedAnswer) -> Taken:
    feed = await held_feed(desk.session, feed_id)
    if feed is None:
        return Taken()
    feed.checked_at = desk.now
    taken = Taken()
    match came:
        case Failed():
            await _broke(desk, feed, came)
        case Unchanged():
            await _answered(desk, feed)
        case News():
            await _answered(desk, feed)
            taken = await _keep(desk, feed, came)
        case never:
            assert_never(never)
    await _tell_silence(desk, feed)
    await desk.session.flush()
    return taken


def wait_after(failures: int) -> timedelta:
    """Half an hour, and twice as long each time, up to a day."""
    doublings = min(max(failures - 1, 0), 10)
    return min(EVERY * (1 << doublings), LONGEST)


async def _broke(desk: Desk, feed: Feed, came: Failed) -> None:
    """What was known stays known: no stamp of its state is touched."""
    feed.failures += 1
    feed.broken_since = feed.broken_since or desk.now
    feed.last_error = came.why
    feed.next_at = _again(desk, feed, came, since=feed.broken_since)
    if feed.broken_told_at is None and desk.now - feed.broken_since >= PATIENCE:
        feed.broken_told_at = desk.now
        await _tell_of_feed(desk, feed, "broken", since=feed.broken_since)


def _again(desk: Desk, feed: Feed, came: Failed, *, since: datetime) -> datetime:
    """Once when patience ends, too: that is when somebody is told."""
    wait = max(wait_after(feed.failures), came.retry_in or timedelta(0))
    ends = since + PATIENCE
    is_between = desk.now < ends < desk.now + wait
    return ends if is_between and came.retry_in is None else desk.now + wait


async def _answered(desk: Desk, feed: Feed) -> None:
    if feed.broken_told_at is not None and feed.broken_since is not None:
        await _tell_of_feed(desk, feed, "mended", since=feed.broken_since)
    feed.failures, feed.broken_since, feed.broken_told_at, feed.last_error = 0, None, None, ""
    feed.next_at = desk.now + EVERY


async def _keep(desk: Desk, feed: Feed, news: News) -> Taken:
    feed.etag, feed.last_modified = news.etag, news.last_modified
    feed.title = news.feed.title or feed.title
    await alone_with_posts(desk.session)
    known = await posts_at(desk.session, [one.address for one in news.feed.posts])
    edited = sum(
        [_edit(desk, feed, known[one.address], one) for one in news.feed.posts if one.address in known]
    )
    found = [one for one in _oldest_first(news.feed.posts) if one.address not in known]
    is_first, feed.known_since = feed.known_since is None, feed.known_since or desk.now
    new = [_row(desk, feed, one, PostState.KNOWN if is_first else PostState.DRAFT) for one in found]
    desk.session.add_all(new)
    await desk.session.flush()
    if is_first or not new:
        return Taken(edited=edited)
    feed.last_new_at, feed.silent_told_at = desk.now, None
    waiting = await _not_announced(desk, feed, new)
    await _tell_of_drafts(desk, feed, waiting)
    return Taken(drafts=len(waiting), announced=len(new) - len(waiting), edited=edited)


def _oldest_first(posts: Sequence[FeedPost]) -> list[FeedPost]:
    """By date where each has one; else a feed begins with its newest."""
    upwards = list(reversed(posts))
    if any(one.published is None for one in posts):
        return upwards
    return sorted(upwards, key=lambda one: one.published.timestamp() if one.published else 0)


def _row(desk: Desk, feed: Feed, post: FeedPost, state: PostState) -> Post:
    return Post(
        feed_id=feed.id,
        address=post.address,
        link=post.link,
        title=post.title,
        summary=post.summary,
        first_seen_at=desk.now,
        # Some are dated ahead; none is from tomorrow.
        published_at=min(post.published, desk.now) if post.published else None,
        state=state,
    )


def _edit(desk: Desk, feed: Feed, known: Post, post: FeedPost) -> bool:
    """Noted, and told to nobody again; a draft is published as it reads now. Another feed may call it otherwise."""
    if known.feed_id != feed.id or (known.title, known.summary) == (post.title, post.summary):
        return False
    known.title, known.summary, known.link, known.edited_at = post.title, post.summary, post.link, desk.now
    return True


async def _not_announced(desk: Desk, feed: Feed, new: Sequence[Post]) -> Sequence[Post]:
    """What is left for the Secretariat. Many at once are seldom news: the site moved, or shows its archive."""
    if feed.url not in desk.office.forum.trusted or len(new) > MOST_AT_ONCE:
        return new
    return [one for one in new if not await _goes_out(desk, one)]


async def _goes_out(desk: Desk, post: Post) -> bool:
    try:
        await announce_post(desk, post)
    except PostRefused:
        return False
    return True


async def _tell_of_drafts(desk: Desk, feed: Feed, drafts: Sequence[Post]) -> None:
    if not drafts:
        return
    people = [await desk.session.get_one(Person, one) for one in await executives(desk)]
    if len(drafts) > MOST_AT_ONCE:
        newest = list(reversed(drafts))[:MOST_LISTED]
        listed = {"titles": [one.title for one in newest], "count": len(drafts)}
        for person in people:
            facts = {"person": person.name, "feed": feed.title or feed.url, **listed}
            key = f"posts:{drafts[0].id}-{drafts[-1].id}:{person.id}"
            await tell_task(desk, person.id, words_of(desk, "forum_drafts", facts), key=key)
        return
    for post in drafts:
        for person in people:
            words, buttons = draft_words(desk, person, post), draft_buttons(desk, person, post)
            await tell_task(desk, person.id, words, key=f"post:{post.id}:{person.id}", buttons=buttons)


async def _tell_silence(desk: Desk, feed: Feed) -> None:
    """A broken feed has an alarm of its own."""
    days, last = desk.office.forum.quiet_days, feed.last_new_at or feed.known_since
    if not days or last is None or feed.silent_told_at is not None or feed.broken_since is not None:
        return
    if desk.now - last >= timedelta(days=days):
        feed.silent_told_at = desk.now
        await _tell_of_feed(desk, feed, "silent", since=last)


async def _tell_of_feed(desk: Desk, feed: Feed, state: str, *, since: datetime) -> None:
    for person_id in await executives(desk):
        person = await desk.session.get_one(Person, person_id)
        facts = {
            "person": person.name,
            "state": state,
            "feed": feed.title or feed.url,
            "url": feed.url,
            "fault": desk.office.texts.chat("forum_fault", why=feed.last_error),
            "since": long_date(local_day(since)),
        }
        key = f"feed-{state}:{feed.id}:{int(since.timestamp())}:{person_id}"
        await tell_task(desk, person_id, words_of(desk, "forum_feed", facts), key=key)
