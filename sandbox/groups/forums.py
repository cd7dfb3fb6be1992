"""What happens to topics: opened, renamed, closed, hidden, deleted. Each but the last is told in the chat."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sandbox.chats import Chat
from sandbox.groups.notices import tell, tell_at
from sandbox.groups.topics import ICON_COLORS, Topic
from sandbox.requests.json_values import Json
from sandbox.users import User

if TYPE_CHECKING:
    from sandbox.exchange import Exchange


@dataclass(frozen=True, slots=True)
class Look:
    """A topic's name and icon; what is None stays as it is."""

    name: str | None = None
    color: int | None = None
    emoji_id: str | None = None


def open_topic(exchange: Exchange, chat: Chat, look: Look, who: User) -> Topic:
    """A new topic; the message that says so is its first, and gives it its number."""
    number = exchange.next_message_id(chat)
    color = look.color if look.color in ICON_COLORS else ICON_COLORS[0]
    topic = Topic(number, look.name or "", who.id, color, look.emoji_id or "")
    chat.topics[number] = topic
    created = {"forum_topic_created": topic.description()}
    tell_at(exchange, chat, who, created, place=(number, number))
    return topic


def change_topic(exchange: Exchange, chat: Chat, topic: Topic, look: Look, who: User) -> bool:
    """Whether there was anything to change."""
    edited: dict[str, Json] = {}
    if look.name is not None and look.name != topic.name:
        topic.name = edited["name"] = look.name
    if look.emoji_id is not None and look.emoji_id != topic.icon_custom_emoji_id:
        topic.icon_custom_emoji_id = edited["icon_custom_emoji_id"] = look.emoji_id
    if edited:
        tell(exchange, chat, who, {"forum_topic_edited": edited}, thread_id=topic.message_thread_id)
    return bool(edited)


def close_topic(exchange: Exchange, chat: Chat, topic: Topic, who: User) -> None:
    topic.closed = True
    tell(exchange, chat, who, {"forum_topic_closed": {}}, thread_id=topic.message_thread_id)


def reopen_topic(exchange: Exchange, chat: Chat, topic: Topic, who: User) -> None:
    """The general topic comes into sight again, too."""
    topic.closed = topic.hidden = False
    tell(exchange, chat, who, {"forum_topic_reopened": {}}, thread_id=topic.message_thread_id)


def hide_general(exchange: Exchange, chat: Chat, who: User) -> None:
    """Hidden, it is closed as well."""
    chat.general.hidden = chat.general.closed = True
    tell(exchange, chat, who, {"general_forum_topic_hidden": {}})


def unhide_general(exchange: Exchange, chat: Chat, who: User) -> None:
    chat.general.hidden = False
    tell(exchange, chat, who, {"general_forum_topic_unhidden": {}})


def delete_topic(exchange: Exchange, chat: Chat, topic: Topic) -> None:
    """With all that was written in it. Telegram tells no bot."""
    del chat.topics[topic.thread_id]
    written = [message for message in chat.messages.values() if message.thread_id == topic.thread_id]
    for message in written:
        chat.remove(message.message_id)
    exchange.seen.beat()
