"""The topic every forum begins with: it can be renamed, closed and hidden, but not deleted."""

from sandbox.chats import Chat
from sandbox.exchange import Exchange
from sandbox.groups.forums import Look, hide_general, unhide_general
from sandbox.groups.topics import GENERAL
from sandbox.methods import topics
from sandbox.methods.doors import enter
from sandbox.refusals import BadRequest
from sandbox.requests.json_values import Json
from sandbox.requests.parameters import Parameters


def edit_general_forum_topic(exchange: Exchange, p: Parameters) -> Json:
    chat = _enter(exchange, p, "not enough rights to edit the topic")
    return topics.edit(exchange, chat, chat.general, Look(topics.new_name(p)))


def close_general_forum_topic(exchange: Exchange, p: Parameters) -> Json:
    chat = _enter(exchange, p, topics.NO_RIGHT_TO_CLOSE)
    return topics.close(exchange, chat, chat.general)


def reopen_general_forum_topic(exchange: Exchange, p: Parameters) -> Json:
    """It comes into sight again, too."""
    chat = _enter(exchange, p, topics.NO_RIGHT_TO_CLOSE)
    return topics.reopen(exchange, chat, chat.general)


def hide_general_forum_topic(exchange: Exchange, p: Parameters) -> Json:
    """It is closed, too."""
    chat = _enter(exchange, p, topics.NO_RIGHT_TO_CLOSE)
    if chat.general.hidden:
        raise BadRequest("TOPIC_NOT_MODIFIED")
    hide_general(exchange, chat, exchange.bot)
    return True


def unhide_general_forum_topic(exchange: Exchange, p: Parameters) -> Json:
    chat = _enter(exchange, p, topics.NO_RIGHT_TO_CLOSE)
    if not chat.general.hidden:
        raise BadRequest("TOPIC_NOT_MODIFIED")
    unhide_general(exchange, chat, exchange.bot)
    return True


def unpin_all_general_forum_topic_messages(exchange: Exchange, p: Parameters) -> Json:
    return topics.unpin(exchange, enter(exchange, p), GENERAL)


def _enter(exchange: Exchange, p: Parameters, words: str) -> Chat:
    """A forum whose general topic the bot may change; raises BadRequest with `words` when it may not."""
    chat = topics.enter_forum(exchange, p)
    topics.refuse_meddling(exchange, chat, GENERAL, words)
    return chat
