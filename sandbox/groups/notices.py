"""Service messages: what Telegram itself writes in a chat when something happens there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sandbox.chats import Chat
from sandbox.formatting.entities import FormattedText
from sandbox.messages import Message
from sandbox.requests.json_values import JsonObject
from sandbox.users import User

if TYPE_CHECKING:
    from sandbox.exchange import Exchange


def tell(
    exchange: Exchange, chat: Chat, who: User, what: JsonObject, *, thread_id: int | None = None
) -> Message:
    """Say in the chat what `who` did. The bot hears of its own acts too."""
    return tell_at(exchange, chat, who, what, place=(exchange.next_message_id(chat), thread_id))


def tell_at(
    exchange: Exchange, chat: Chat, who: User, what: JsonObject, *, place: tuple[int, int | None]
) -> Message:
    """As `tell`, where the message's number and its topic are known already."""
    message_id, thread_id = place
    message = Message(
        message_id=message_id,
        author=who,
        date=exchange.clock.now(),
        body=FormattedText(""),
        thread_id=thread_id,
        extra=what,
        is_service=True,
    )
    exchange.receive(chat, message)
    return message
