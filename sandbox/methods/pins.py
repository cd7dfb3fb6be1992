"""Pinning messages, in private chats as well."""

from sandbox.chats import Chat
from sandbox.exchange import Exchange
from sandbox.groups import pins
from sandbox.messages import Message
from sandbox.methods.doors import enter, find_message
from sandbox.refusals import BadRequest
from sandbox.requests.json_values import Json
from sandbox.requests.parameters import Parameters


def pin_chat_message(exchange: Exchange, p: Parameters) -> Json:
    chat = enter(exchange, p)
    message = find_message(chat, p, "message to pin")
    refuse_without_pins(chat)
    if message.is_service:
        raise BadRequest("a service message can't be pinned")
    if message.message_id in chat.pinned:
        raise BadRequest("CHAT_NOT_MODIFIED")
    pins.pin(exchange, chat, message, exchange.bot)
    return True


def unpin_chat_message(exchange: Exchange, p: Parameters) -> Json:
    """Without a message_id the pinned message that was sent last."""
    chat = enter(exchange, p)
    message = find_message(chat, p, "message to unpin") if p.integer("message_id") > 0 else _newest(chat)
    refuse_without_pins(chat)
    if message.message_id not in chat.pinned:
        raise BadRequest("CHAT_NOT_MODIFIED")
    chat.pinned.remove(message.message_id)
    exchange.seen.beat()
    return True


def unpin_all_chat_messages(exchange: Exchange, p: Parameters) -> Json:
    chat = enter(exchange, p)
    refuse_without_pins(chat)
    chat.pinned.clear()
    exchange.seen.beat()
    return True


def refuse_without_pins(chat: Chat) -> None:
    if not (chat.is_private or chat.bot.may("can_pin_messages")):
        raise BadRequest("not enough rights to manage pinned messages in the chat")


def _newest(chat: Chat) -> Message:
    newest = pins.newest_pin(chat)
    if newest is None:
        raise BadRequest("message to unpin not found")
    return newest
