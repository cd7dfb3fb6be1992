"""The topic every forum begins with: it can be renamed, closed and hidden, but not deleted."""

from sandbox.exchange import Exchange
from sandbox.groups.forums import Look, hide_general, unhide_general
from sandbox.groups.topics import GENERAL
from sandbox.methods import topics
from sandbox.methods.doors import enter
from sandbox.refusals import BadRequest
from sandbox.requests.json_values import Json
from sandbox.requests.parameters import Parameters

_CLOSE = "not enough rights to close or open the topic"


def edit_general_forum_topic(exchange: Exchange, p: Parameters) -> Json:
    chat = topics.enter_forum(exchange, p)
    topics.refuse_meddling(exchange, chat, GENERAL, "not enough rights to edit the topic")
    return topics.edit(exchange, chat, chat.general, Look(topics.new_name(p)))


def close_general_forum_topic(exchange: Exchange, p: Parameters) -> Json:
    chat = topics.enter_forum(exchange, p)
    topics.refuse_meddling(exchange, chat, GENERAL, _CLOSE)
    return topics.close(exchange, chat, chat.general)


def reopen_general_forum_topic(exchange: Exchange, p: Parameters) -> Json:
    """It comes into sight again, too."""
    chat = topics.enter_forum(exchange, p)
    topics.refuse_meddling(exchange, chat, GENERAL, _CLOSE)
    return topics.reopen(exchange, chat, chat.general)


def hide_general_forum_topic(exchange: Exchange, p: Parameters) -> Json:
    """It is closed, too."""
    chat = topics.enter_forum(exchange, p)
    topics.refuse_meddling(exchange, chat, GENERAL, _CLOSE)
    if chat.general.hidden:
        raise BadRequest("TOPIC_NOT_MODIFIED")
    hide_general(exchange, chat, exchange.bot)
    return True


def unhide_general_forum_topic(exchange: Exchange, p: Parameters) -> Json:
    chat = topics.enter_forum(exchange, p)
    topics.refuse_meddling(exchange, chat, GENERAL, _CLOSE)
    if not chat.general.hidden:
        raise BadRequest("TOPIC_NOT_MODIFIED")
    unhide_general(exchange, chat, exchange.bot)
    return True


def unpin_all_general_forum_topic_messages(exchange: Exchange, p: Parameters) -> Json:
    return topics.unpin(exchange, enter(exchange, p), GENERAL)
