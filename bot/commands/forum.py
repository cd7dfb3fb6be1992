"""/forum: the Secretariat sees what is new in the forum, publishes it or dismisses it, and how its feeds are.

Its buttons need no form, so a report that is half filled in stays. Each is of the words that it stands under.
"""

import re
from collections.abc import Mapping

from bot.turn import TakesButton, Turn
from db.feeds import Feed, Post, drafts, drafts_waiting, feeds_at, held_post
from db.ids import PostId
from rede.access import NotYours, require_secretariat
from rede.bound_buttons import Pressed
from rede.decide_post import dismiss_post, publish_post
from rede.electoral_hold import waiting_number
from rede.forum_post import DISMISS, PUBLISH, PostRefused, draft_buttons, post_facts
from rede.trace_lines import moment

MORE = "forummais"
#: Drafts shown at once, each in a message of its own.
MOST = 3
#: Feeds of which it is said how they are, the broken ones first; the others are counted.
MOST_FEEDS = 10
#: `/forum 12`, `/forum publicar 12`, `/forum descartar 12`.
_TYPED = re.compile(r"(?:(?P<act>publicar|descartar)\s+)?(?P<number>[0-9]{1,9})", re.IGNORECASE | re.ASCII)


async def handle(turn: Turn) -> None:
    await require_secretariat(turn.desk)
    typed = turn.arguments.strip()
    if not typed:
        await _show(turn)
        return
    found = _TYPED.fullmatch(typed)
    if found is None:
        turn.answer("forum_not_understood")
        return
    number = PostId(int(found["number"]))
    match (found["act"] or "").lower():
        case "publicar":
            await _publish(turn, number)
        case "descartar":
            await _dismiss(turn, number)
        case _:
            await _show_one(turn, number)


async def _show(turn: Turn) -> None:
    session, plan = turn.desk.session, turn.desk.office.forum
    waiting = await drafts_waiting(session)
    known = sorted(await feeds_at(session, list(plan.feeds)), key=lambda one: one.broken_since is None)
    feeds = [_line(turn, one) for one in known[:MOST_FEEDS]]
    more, unread = len(known) - len(feeds), len(plan.feeds) - len(known)
    turn.answer("forum", waiting=waiting, feeds=feeds, more=more, unread=unread)
    if waiting:
        await _show_drafts(turn)


def _line(turn: Turn, feed: Feed) -> dict[str, object]:
    return {
        "title": feed.title or feed.url,
        "trusted": feed.url in turn.desk.office.forum.trusted,
        "read": moment(feed.checked_at) if feed.known_since or feed.broken_since else "",
        "new": moment(feed.last_new_at),
        "broken": moment(feed.broken_since),
        "fault": turn.text("forum_fault", why=feed.last_error),
        "next": moment(feed.next_at),
    }


async def _show_drafts(turn: Turn, *, before: int | None = None) -> None:
    found = await drafts(turn.desk.session, limit=MOST + 1, before=before)
    for place, post in enumerate(found[:MOST], start=1):
        more = place == MOST < len(found)
        _card(turn, post, more=more)
    if not found:
        turn.answer("forum_no_drafts")


def _card(turn: Turn, post: Post, *, more: bool = False, changed: bool = False) -> None:
    assert turn.person is not None
    rows = list(draft_buttons(turn.desk, turn.person, post))
    if more:
        rows.append([(turn.text("button_see_more"), turn.button(MORE, 0, post.id))])
    turn.answer("forum_card", buttons=rows, changed=changed, **post_facts(post))


async def _show_one(turn: Turn, number: PostId) -> None:
    post = await held_post(turn.desk.session, number)
    if post is None:
        raise NotYours
    _card(turn, post)


async def _publish(turn: Turn, number: PostId, version: int | None = None) -> None:
    post = await publish_post(turn.desk, number, version=version)
    held = await waiting_number(turn.desk, post.announcement_id) > 0
    turn.answer("forum_published", title=post.title, announcement=post.announcement_id, held=held)


async def _dismiss(turn: Turn, number: PostId, version: int | None = None) -> None:
    post = await dismiss_post(turn.desk, number, version=version)
    turn.answer("forum_dismissed", title=post.title, number=post.id)


async def _decide(turn: Turn, pressed: Pressed) -> None:
    decide, number = (_publish if pressed.act == PUBLISH else _dismiss), PostId(pressed.number)
    try:
        await decide(turn, number, pressed.version)
        turn.spent = True
    except PostRefused as refused:
        if refused.key != "forum_changed":
            raise
        post = await held_post(turn.desk.session, number)
        if post is not None:
            _card(turn, post, changed=True)


async def _more(turn: Turn, pressed: Pressed) -> None:
    await require_secretariat(turn.desk)
    await _show_drafts(turn, before=pressed.version)


BUTTONS: Mapping[str, TakesButton] = {PUBLISH: _decide, DISMISS: _decide, MORE: _more}
