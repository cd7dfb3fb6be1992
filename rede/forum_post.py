"""A post of the forum, on its way to everybody: title, a sentence or two, link. A tool of acts."""

import zlib

from db.announcements import Announcement, AnnouncementKind
from db.feeds import Feed, Post, PostState
from db.people import Person
from notifier.feed_address import host_of
from rede.announce import Buttons, Words
from rede.audience import EVERYBODY, count_of, listeners
from rede.bound_buttons import bound
from rede.desk import Desk
from rede.digest import words_of
from rede.links import known_hosts
from rede.refusal import Refusal
from rede.to_many import LinkButton, ToMany, leave_link, person_slot, tell_many
from scheduler.clock import local_day
from scheduler.wording import long_date

#: Acts of the buttons under a draft (bot/commands/forum.py).
PUBLISH, DISMISS = "forumpublicar", "forumdescartar"


class PostRefused(Refusal):
    """`forum_decided` (`published`, `day`), `forum_changed`, `forum_elsewhere` (`host`), `forum_to_nobody`."""


async def announce_post(desk: Desk, post: Post) -> Announcement | None:
    """To everybody. None: it is on its way already.

    Raises:
        PostRefused: it leads to a site that announcements may not lead to, or nobody would hear it.
    """
    host = host_of(post.link)
    feed = await desk.session.get_one(Feed, post.feed_id)
    if not leads_home(desk, host, feed):
        raise PostRefused("forum_elsewhere", host=host, title=post.title)
    heard = await listeners(desk, EVERYBODY)
    if not count_of(heard).hears:
        raise PostRefused("forum_to_nobody")
    new = ToMany(
        kind=AnnouncementKind.POST,
        title=post.title,
        text=post.summary or post.link,
        words=_words(desk, post),
        people=[one.person_id for one in heard],
        audience=str(EVERYBODY),
        key=f"post:{post.id}",
        about=f"posts:{post.id}",
        promotional=True,
        buttons=[[LinkButton(desk.office.texts.chat("button_forum_read_post"), post.link)]]
        if post.link.startswith("https://")
        else (),
    )
    made = await tell_many(desk, new)
    post.state, post.decided_at, post.decided_by = PostState.ANNOUNCED, desk.now, desk.actor
    post.announcement_id = made.id if made else post.announcement_id
    await desk.session.flush()
    return made


def leads_home(desk: Desk, host: str, feed: Feed) -> bool:
    """To gov.br, to a host that is configured, or to where the feed itself is."""
    homes = (*known_hosts(desk.office), host_of(feed.url))
    return any(host == one or host.endswith(f".{one}") for one in homes if one)


def draft_words(desk: Desk, person: Person, post: Post) -> Words:
    return words_of(desk, "forum_draft", {"person": person.name, **post_facts(post)})


def post_facts(post: Post) -> dict[str, object]:
    return {
        "number": post.id,
        "title": post.title,
        "summary": post.summary,
        "link": post.link,
        "published": long_date(local_day(post.published_at)) if post.published_at else "",
        "edited": post.edited_at is not None,
    }


def draft_buttons(desk: Desk, person: Person, post: Post) -> Buttons:
    """For one person; they stand for the words as they are now."""
    texts, sealer = desk.office.texts, desk.office.sealer
    labels = (("button_forum_publish", PUBLISH), ("button_forum_dismiss", DISMISS))
    row = [
        (texts.chat(key), bound(sealer, person.id, act, post.id, version_of_words(post)))
        for key, act in labels
    ]
    return [row]


def version_of_words(post: Post) -> int:
    """Another one for other words: what was read is what is published."""
    return zlib.crc32("\n".join((post.title, post.summary, post.link)).encode()) % 10**9


def _words(desk: Desk, post: Post) -> Words:
    facts = {"person": person_slot(), "leave_link": leave_link(desk), **post_facts(post)}
    return words_of(desk, "forum_post", facts)
