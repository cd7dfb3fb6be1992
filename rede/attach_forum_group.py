"""The Secretariat attaches the forum group of the Rede on Telegram, and says which of its topics is for which axis.

Others read what is said there: nothing personal, and nothing pending, is ever told in it.
"""

from db.audit import record
from db.forum_groups import ForumGroup, attach_group, forum_group, leave_group, set_topic, topics_of
from db.people import Person
from rede.access import require_secretariat
from rede.desk import Desk
from rede.digest import words_of
from rede.refusal import Refusal
from rede.tasks import executives, tell_task

#: What a topic may be for; empty: for what belongs to no axis.
AXES = ("1", "2", "3", "")


class GroupRefused(Refusal):
    """`forum_group_unknown`: that group is not attached; `forum_group_no_topics`: it was typed in no topic."""


async def attach_forum_group(desk: Desk, chat_id: int, *, title: str) -> ForumGroup:
    """In the place of any other. Again, it changes nothing but the title. Raises NotYours."""
    await require_secretariat(desk)
    known = await forum_group(desk.session)
    if known is not None and known.chat_id == chat_id:
        known.title = title
        return known
    group = ForumGroup(chat_id=chat_id, title=title, attached_at=desk.now, attached_by=desk.actor)
    await attach_group(desk.session, group)
    _record(desk, "forum_group.attach", chat_id)
    return group


async def set_forum_topic(desk: Desk, chat_id: int, *, axis: str, thread_id: int) -> dict[str, int]:
    """All topics by axis, with this one. `thread_id` 0: the General topic.

    Raises:
        NotYours: the actor does not serve the Secretariat.
        GroupRefused: the group is not attached.
    """
    await require_secretariat(desk)
    await _require_attached(desk, chat_id)
    await set_topic(desk.session, chat_id, axis, thread_id)
    _record(desk, "forum_group.topic", chat_id)
    return await topics_of(desk.session, chat_id)


async def detach_forum_group(desk: Desk, chat_id: int) -> None:
    """Raises NotYours, GroupRefused."""
    await require_secretariat(desk)
    await _require_attached(desk, chat_id)
    await leave_group(desk.session, chat_id, now=desk.now)
    _record(desk, "forum_group.detach", chat_id)


async def note_removed(desk: Desk, chat_id: int) -> bool:
    """The bot was taken out of a group. Where that was the forum's, the Secretariat is told; False: it was not."""
    if not await leave_group(desk.session, chat_id, now=desk.now):
        return False
    _record(desk, "forum_group.detach", chat_id)
    for person_id in await executives(desk):
        person = await desk.session.get_one(Person, person_id)
        words = words_of(desk, "forum_group_gone", {"person": person.name})
        key = f"forum-gone:{chat_id}:{desk.now.isoformat()}:{person_id}"
        await tell_task(desk, person_id, words, key=key)
    return True


async def _require_attached(desk: Desk, chat_id: int) -> None:
    known = await forum_group(desk.session)
    if known is None or known.chat_id != chat_id:
        raise GroupRefused("forum_group_unknown")


def _record(desk: Desk, act: str, chat_id: int) -> None:
    record(desk.session, act, f"forum_groups:{chat_id}", now=desk.now, person_id=desk.actor)
