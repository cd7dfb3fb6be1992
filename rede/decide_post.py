"""The Secretariat publishes a post of the forum, or dismisses it; either is done once."""

from db.audit import record
from db.feeds import Post, PostState, held_post
from db.ids import PostId
from rede.access import NotYours, require_secretariat
from rede.desk import Desk
from rede.forum_post import PostRefused, announce_post, version_of_words
from scheduler.clock import local_day
from scheduler.wording import long_date


async def publish_post(desk: Desk, post_id: PostId, *, version: int | None = None) -> Post:
    """`version`: of the words that were read; None: whatever they are.

    Raises:
        NotYours: the actor does not serve the Secretariat, or there is no such post.
        PostRefused: it was decided on, its words changed since, or it may not be announced.
    """
    post = await _draft(desk, post_id, version)
    await announce_post(desk, post)
    record(desk.session, "post.publish", f"posts:{post.id}", now=desk.now, person_id=desk.actor)
    return post


async def dismiss_post(desk: Desk, post_id: PostId, *, version: int | None = None) -> Post:
    """Nobody is told of it; it can still be announced by hand.

    Raises:
        NotYours: the actor does not serve the Secretariat, or there is no such post.
        PostRefused: it was decided on, or its words changed since.
    """
    post = await _draft(desk, post_id, version)
    post.state, post.decided_at, post.decided_by = PostState.DISMISSED, desk.now, desk.actor
    await desk.session.flush()
    record(desk.session, "post.dismiss", f"posts:{post.id}", now=desk.now, person_id=desk.actor)
    return post


async def _draft(desk: Desk, post_id: PostId, version: int | None) -> Post:
    await require_secretariat(desk)
    post = await held_post(desk.session, post_id)
    if post is None or post.state is PostState.KNOWN:
        raise NotYours
    if post.state is not PostState.DRAFT:
        day = long_date(local_day(post.decided_at)) if post.decided_at else ""
        published = post.state is PostState.ANNOUNCED
        raise PostRefused("forum_decided", title=post.title, published=published, day=day)
    if version is not None and version != version_of_words(post):
        raise PostRefused("forum_changed")
    return post
