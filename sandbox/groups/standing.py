"""What a person or the bot becomes in a group: let in, made administrator, restricted, shut out, gone."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from sandbox.chats import Chat
from sandbox.groups.members import PERMISSIONS, RIGHTS, Member, Status, known_rights
from sandbox.groups.notices import tell
from sandbox.requests.json_values import JsonObject
from sandbox.users import TELEGRAM, User

if TYPE_CHECKING:
    from sandbox.exchange import Exchange


def enter(
    exchange: Exchange, group: Chat, user: User, *, by: User | None = None, rights: Collection[str] = ()
) -> None:
    """Let somebody in, and tell the group. Nothing happens to one who is in already."""
    if standing(group, user).is_inside:
        return
    promote(exchange, group, user, rights, by=by or user)
    newcomer = user.to_json()
    came: JsonObject = {
        "new_chat_participant": newcomer,
        "new_chat_member": newcomer,
        "new_chat_members": [newcomer],
    }
    tell(exchange, group, by or user, came)


def leave(exchange: Exchange, group: Chat, user: User) -> None:
    _go(exchange, group, Member(user, Status.LEFT), by=user)


def kick(exchange: Exchange, group: Chat, user: User, *, by: User = TELEGRAM) -> None:
    """Shut somebody out for good; who never was in cannot come in any more."""
    _go(exchange, group, Member(user, Status.KICKED), by=by)


def promote(
    exchange: Exchange, group: Chat, user: User, rights: Collection[str], *, by: User = TELEGRAM
) -> None:
    """Make an administrator with these `rights` (of RIGHTS), or with none a plain member again."""
    status = Status.ADMINISTRATOR if rights else Status.MEMBER
    change(exchange, group, Member(user, status, known_rights(rights, RIGHTS)), by=by)


def restrict(
    exchange: Exchange, group: Chat, user: User, still_may: Collection[str] = (), *, by: User = TELEGRAM
) -> None:
    """Keep a member from everything but `still_may` (of PERMISSIONS)."""
    change(exchange, group, Member(user, Status.RESTRICTED, known_rights(still_may, PERMISSIONS)), by=by)


def change_status(
    exchange: Exchange, group: Chat, user: User, status: Status, *, by: User = TELEGRAM
) -> None:
    """Make somebody a plain member again, from wherever they are; or shut them out, or let them go."""
    match status:
        case Status.KICKED:
            kick(exchange, group, user, by=by)
        case Status.LEFT:
            _go(exchange, group, Member(user, status), by=by)
        case _ if standing(group, user).is_inside:
            change(exchange, group, Member(user), by=by)
        case _:
            enter(exchange, group, user, by=by)


def change(exchange: Exchange, group: Chat, after: Member, *, by: User) -> None:
    """Give somebody another standing; the bot is told of its own, and of others' if it runs the group."""
    before = standing(group, after.user)
    if (before.status, before.rights) == (after.status, after.rights):
        return
    is_the_bot = after.user.id == exchange.bot.id
    if is_the_bot:
        group.bot = after
    else:
        group.members[after.user.id] = after
    if is_the_bot or group.bot.runs_the_group:
        exchange.announce("my_chat_member" if is_the_bot else "chat_member", group, (before, after), by)
    exchange.seen.beat()


def standing(group: Chat, user: User) -> Member:
    if user.id == group.bot.user.id:
        return group.bot
    return group.members.get(user.id, Member(user, Status.LEFT))


def _go(exchange: Exchange, group: Chat, after: Member, *, by: User) -> None:
    # Said while the bot still hears: the last it is told of a group is that it is out (Client.cpp,
    # `need_skip_update_message`).
    if standing(group, after.user).is_inside:
        gone = after.user.to_json()
        tell(exchange, group, by, {"left_chat_participant": gone, "left_chat_member": gone})
    change(exchange, group, after, by=by)
