"""What happens to a group as a whole: its founding, its name, its change into a supergroup, its end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sandbox.chats import Chat, ChatKind
from sandbox.groups.members import Member, Status
from sandbox.groups.notices import tell
from sandbox.users import TELEGRAM, User

if TYPE_CHECKING:
    from sandbox.exchange import Exchange

LONGEST_TITLE = 128


def found(
    exchange: Exchange,
    owner: User,
    name: str,
    *,
    kind: ChatKind = ChatKind.SUPERGROUP,
    forum: bool = False,
) -> Chat:
    """A new group of one person; the bot is not in it, and knows nothing of it."""
    group = exchange.group(name, kind=kind, forum=forum)
    group.bot = Member(exchange.bot, Status.LEFT)
    group.members[owner.id] = Member(owner, Status.CREATOR)
    return group


def rename(exchange: Exchange, group: Chat, name: str, *, by: User = TELEGRAM) -> None:
    group.name = name
    tell(exchange, group, by, {"new_chat_title": name})


def upgrade(exchange: Exchange, group: Chat) -> Chat:
    """Make a group a supergroup: the bot is told in both, and the old one answers with the new id."""
    if group.kind is not ChatKind.GROUP or group.migrated_to is not None:
        raise ValueError(f"{group.name} is no group that could become a supergroup")
    larger = exchange.group(group.name)
    larger.bot, larger.members = group.bot, dict(group.members)
    tell(exchange, group, TELEGRAM, {"migrate_to_chat_id": larger.id})
    group.migrated_to = larger.id
    tell(exchange, larger, TELEGRAM, {"migrate_from_chat_id": group.id})
    return larger


def delete(exchange: Exchange, group: Chat) -> None:
    """The end for everybody; nobody is told."""
    group.deleted = True
    exchange.seen.beat()
