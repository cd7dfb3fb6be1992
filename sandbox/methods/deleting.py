"""Methods that take messages away, for 48 hours after they were sent."""

from datetime import timedelta

from sandbox.chats import Chat, ChatKind
from sandbox.exchange import Exchange
from sandbox.messages import Message
from sandbox.methods.doors import enter, find_message
from sandbox.methods.identifiers import read_numbers
from sandbox.refusals import BadRequest
from sandbox.requests.json_values import Json
from sandbox.requests.parameters import Parameters

DELETABLE_FOR = timedelta(hours=48)


def delete_message(exchange: Exchange, p: Parameters) -> Json:
    """Both sides' messages may go in a private chat."""
    chat = enter(exchange, p)
    return _delete(exchange, chat, [find_message(chat, p, "message to delete")])


def delete_messages(exchange: Exchange, p: Parameters) -> Json:
    """Those that are there; none, when one of them may not go."""
    numbers = read_numbers(p)
    chat = enter(exchange, p)
    found = [chat.messages[number] for number in dict.fromkeys(numbers) if number in chat.messages]
    return _delete(exchange, chat, found)


def _delete(exchange: Exchange, chat: Chat, messages: list[Message]) -> Json:
    for message in messages:
        _refuse_if_kept(exchange, chat, message)
    for message in messages:
        chat.remove(message.message_id)
    exchange.seen.beat()
    return True


def _refuse_if_kept(exchange: Exchange, chat: Chat, message: Message) -> None:
    """tdlib MessagesManager.cpp, can_delete_channel_message and can_revoke_message."""
    is_own = chat.is_private or message.author.id == exchange.bot.id
    is_fresh = exchange.clock.now() - message.date <= DELETABLE_FOR
    opens_a_topic = message.message_id in chat.topics
    if is_fresh and not opens_a_topic and (is_own or chat.bot.may("can_delete_messages")):
        return
    everybody = "" if chat.kind is ChatKind.SUPERGROUP else " for everyone"
    raise BadRequest(f"message can't be deleted{everybody}")
