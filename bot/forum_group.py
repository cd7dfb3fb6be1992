"""What is said in the forum group: `/anexarforum`, `/topico 2` in a topic, `/desanexar`, and answers to a question.

Others read along: an answer names nobody and tells nothing that is pending. Only the Secretariat, known by its own
chat with the bot, may attach; everybody else is told where to speak.
"""

import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace

from bot.plain import plain
from bot.turn import Turn
from bot.update import InGroup
from db.channels import person_of_chat
from rede.access import NotYours
from rede.attach_forum_group import (
    GroupRefused,
    attach_forum_group,
    detach_forum_group,
    set_forum_topic,
)
from rede.desk import Desk
from rede.take_question import bring_answer

_TYPED = re.compile(r"/([^\W\d_]*)(?:@(\w+))?\s*(.*)", re.DOTALL)
#: What one calls the topic of what belongs to no axis.
_GENERAL = ("geral", "todos", "avisos")


async def take(turn: Turn) -> bool:
    """False: it is nothing of the forum's."""
    group, said = turn.said.group, turn.said
    if group is None or said.edited:
        return False
    if not said.text.startswith("/"):
        if group.answers and not said.had_cpf:
            await bring_answer(
                turn.desk, said.chat_id, to=group.answers, text=said.text, message_id=said.message_id
            )
        return True
    typed = _TYPED.match(said.text)
    own = turn.desk.office.username
    if typed is not None and typed[2] and own and typed[2].casefold() != own.casefold():
        # To another bot.
        return True
    act = _COMMANDS.get(plain(typed[1])) if typed else None
    if typed is None or act is None:
        return False
    try:
        await act(turn, await _desk_of(turn, group), group, typed[3].strip())
    except NotYours:
        turn.answer("forum_group_not_yours")
    except GroupRefused as refused:
        turn.answer(refused.key, **refused.facts)
    return True


async def _desk_of(turn: Turn, group: InGroup) -> Desk:
    """Raises NotYours: whoever typed it has no chat with the bot; a group has no actor of its own."""
    person = await person_of_chat(turn.desk.session, group.sender_id) if group.sender_id > 0 else None
    if person is None:
        raise NotYours
    return replace(turn.desk, actor=person.id)


async def _attach(turn: Turn, desk: Desk, group: InGroup, _: str) -> None:
    if not group.is_large:
        raise GroupRefused("forum_group_no_topics")
    await attach_forum_group(desk, turn.said.chat_id, title=group.title)
    turn.answer("forum_group_attached", title=group.title)


async def _topic(turn: Turn, desk: Desk, group: InGroup, typed: str) -> None:
    said = plain(typed).removeprefix("eixo").strip()
    if said not in (*_GENERAL, "1", "2", "3"):
        turn.answer("forum_group_which_axis")
        return
    axis = said if said.isdecimal() else ""
    topics = await set_forum_topic(desk, turn.said.chat_id, axis=axis, thread_id=group.thread_id)
    turn.answer("forum_group_topic", axis=axis, missing=[one for one in ("1", "2", "3") if one not in topics])


async def _detach(turn: Turn, desk: Desk, _: InGroup, __: str) -> None:
    await detach_forum_group(desk, turn.said.chat_id)
    turn.answer("forum_group_detached")


_COMMANDS: Mapping[str, Callable[[Turn, Desk, InGroup, str], Awaitable[None]]] = {
    "anexarforum": _attach,
    "topico": _topic,
    "desanexar": _detach,
}
