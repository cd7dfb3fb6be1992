"""What the bot does to a group as a whole: its title, its description, its own leaving."""

from sandbox.chats import Access, ChatKind
from sandbox.exchange import Exchange
from sandbox.groups.life import LONGEST_TITLE, rename
from sandbox.groups.standing import leave
from sandbox.groups.titles import cleaned_title
from sandbox.methods.doors import enter
from sandbox.refusals import BadRequest
from sandbox.requests.json_values import Json
from sandbox.requests.parameters import Parameters

LONGEST_DESCRIPTION = 255


def set_chat_title(exchange: Exchange, p: Parameters) -> Json:
    """The title it has already is accepted, and nobody is told."""
    chat = enter(exchange, p)
    title = cleaned_title(p.text("title"), LONGEST_TITLE)
    if not title:
        raise BadRequest("title must be non-empty")
    if chat.is_private:
        raise BadRequest("can't change private chat title")
    if not chat.bot.may("can_change_info"):
        raise BadRequest("not enough rights to change chat title")
    if title != chat.name:
        rename(exchange, chat, title, by=exchange.bot)
    return True


def set_chat_description(exchange: Exchange, p: Parameters) -> Json:
    chat = enter(exchange, p)
    if chat.is_private:
        raise BadRequest("can't change private chat description")
    if not chat.bot.may("can_change_info"):
        raise BadRequest("not enough rights to set chat description")
    description = p.text("description").strip()[:LONGEST_DESCRIPTION]
    if description == chat.description:
        raise BadRequest("chat description is not modified")
    chat.description = description
    exchange.seen.beat()
    return True


def leave_chat(exchange: Exchange, p: Parameters) -> Json:
    """Who has left a basic group may leave it again; a group that is over cannot be left."""
    chat = enter(exchange, p, Access.READ)
    if chat.is_private:
        raise BadRequest("can't leave private chats")
    if chat.kind is ChatKind.GROUP and (chat.deleted or chat.migrated_to is not None):
        raise BadRequest("chat is deactivated")
    if chat.bot.is_inside:
        leave(exchange, chat, exchange.bot)
    return True
