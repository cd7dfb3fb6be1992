"""The topics of a forum, and of private chats where the desk switched them on."""

from sandbox.chats import Chat
from sandbox.exchange import Exchange
from sandbox.groups.forums import Look, change_topic, close_topic, delete_topic, open_topic, reopen_topic
from sandbox.groups.pins import unpin_all
from sandbox.groups.titles import cleaned_title
from sandbox.groups.topics import GENERAL, LONGEST_NAME, Topic
from sandbox.methods.doors import enter
from sandbox.methods.pins import refuse_without_pins
from sandbox.refusals import BadRequest
from sandbox.requests.json_values import Json
from sandbox.requests.parameters import Parameters

NO_RIGHT_TO_CLOSE = "not enough rights to close or open the topic"


def get_forum_topic_icon_stickers(exchange: Exchange, p: Parameters) -> Json:
    """There are no stickers here."""
    return []


def create_forum_topic(exchange: Exchange, p: Parameters) -> Json:
    """The colour must be one Telegram offers; any other becomes the first of them."""
    chat = enter_forum(exchange, p)
    if not chat.is_private and not chat.bot.may("can_manage_topics"):
        raise BadRequest("not enough rights to create a topic")
    name = cleaned_title(p.text("name"), LONGEST_NAME)
    if not name:
        raise BadRequest("title must be non-empty")
    color = p.integer("icon_color")
    if not 0 <= color <= 0xFFFFFF:
        raise BadRequest("invalid icon color specified")
    chat.refuse_if_unheard()
    look = Look(name, color, p.text("icon_custom_emoji_id"))
    return open_topic(exchange, chat, look, exchange.bot).to_json()


def edit_forum_topic(exchange: Exchange, p: Parameters) -> Json:
    """An empty name keeps the old one; nothing to change at all is accepted."""
    chat, number = enter_forum(exchange, p), _number(p)
    refuse_meddling(exchange, chat, number, "not enough rights to edit the topic")
    emoji = p.text("icon_custom_emoji_id") if "icon_custom_emoji_id" in p.values else None
    return edit(exchange, chat, find_topic(chat, number), Look(new_name(p), emoji_id=emoji))


def close_forum_topic(exchange: Exchange, p: Parameters) -> Json:
    chat, number = enter_forum(exchange, p), _number(p)
    refuse_meddling(exchange, chat, number, NO_RIGHT_TO_CLOSE)
    return close(exchange, chat, find_topic(chat, number))


def reopen_forum_topic(exchange: Exchange, p: Parameters) -> Json:
    chat, number = enter_forum(exchange, p), _number(p)
    refuse_meddling(exchange, chat, number, NO_RIGHT_TO_CLOSE)
    return reopen(exchange, chat, find_topic(chat, number))


def delete_forum_topic(exchange: Exchange, p: Parameters) -> Json:
    """Even the bot's own topic goes only with can_delete_messages, as its messages go with it."""
    chat, number = enter_forum(exchange, p), _number(p)
    if not chat.is_private and not chat.bot.may("can_delete_messages"):
        raise BadRequest("not enough rights to delete the topic")
    topic = find_topic(chat, number)
    if topic.thread_id == GENERAL:
        raise BadRequest("TOPIC_ID_INVALID")
    delete_topic(exchange, chat, topic)
    return True


def unpin_all_forum_topic_messages(exchange: Exchange, p: Parameters) -> Json:
    chat = enter(exchange, p)
    return unpin(exchange, chat, _number(p))


def enter_forum(exchange: Exchange, p: Parameters) -> Chat:
    chat = enter(exchange, p)
    if not exchange.has_topics(chat):
        raise BadRequest("the chat is not a forum")
    return chat


def refuse_meddling(exchange: Exchange, chat: Chat, number: int, words: str) -> None:
    """A topic is changed by who opened it, and by administrators who may manage topics."""
    topic = chat.topics.get(number)
    own = topic is not None and topic.creator == exchange.bot.id
    if not (own or chat.is_private or chat.bot.may("can_manage_topics")):
        raise BadRequest(words)


def find_topic(chat: Chat, number: int) -> Topic:
    topic = chat.topic(number)
    if topic is None:
        raise BadRequest("TOPIC_ID_INVALID")
    return topic


def edit(exchange: Exchange, chat: Chat, topic: Topic, look: Look) -> Json:
    if topic.thread_id == GENERAL and look.emoji_id is not None:
        raise BadRequest("GENERAL_MODIFY_ICON_FORBIDDEN")
    asked = look.name is not None or look.emoji_id is not None
    if asked and not change_topic(exchange, chat, topic, look, exchange.bot):
        raise BadRequest("TOPIC_NOT_MODIFIED")
    return True


def close(exchange: Exchange, chat: Chat, topic: Topic) -> Json:
    if topic.closed:
        raise BadRequest("TOPIC_NOT_MODIFIED")
    close_topic(exchange, chat, topic, exchange.bot)
    return True


def reopen(exchange: Exchange, chat: Chat, topic: Topic) -> Json:
    if not topic.closed:
        raise BadRequest("TOPIC_NOT_MODIFIED")
    reopen_topic(exchange, chat, topic, exchange.bot)
    return True


def unpin(exchange: Exchange, chat: Chat, number: int) -> Json:
    if not exchange.has_topics(chat):
        raise BadRequest("chat doesn't have topics")
    refuse_without_pins(chat)
    unpin_all(exchange, chat, find_topic(chat, number).message_thread_id)
    return True


def _number(p: Parameters) -> int:
    number = p.integer("message_thread_id")
    if number <= 0:
        raise BadRequest("invalid forum topic identifier specified")
    return number


def new_name(p: Parameters) -> str | None:
    """None when it shall stay; raises BadRequest for a name of nothing but white space."""
    given = p.text("name")
    name = cleaned_title(given, LONGEST_NAME)
    if given and not name:
        raise BadRequest("title must be non-empty")
    return name or None
