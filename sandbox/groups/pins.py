"""Pinned messages of a chat."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sandbox.chats import Chat
from sandbox.groups.notices import tell
from sandbox.messages import Message
from sandbox.users import User

if TYPE_CHECKING:
    from sandbox.exchange import Exchange


def pin(exchange: Exchange, chat: Chat, message: Message, who: User) -> None:
    """Pin it and say so; the message is shown in that notice as it is now."""
    chat.pinned.append(message.message_id)
    tell(
        exchange,
        chat,
        who,
        {"pinned_message": message.to_json(chat.to_json())},
        thread_id=message.thread_id,
    )


def newest_pin(chat: Chat) -> Message | None:
    """The pinned message that was sent last, whenever it was pinned."""
    return chat.messages[max(chat.pinned)] if chat.pinned else None


def unpin_all(exchange: Exchange, chat: Chat, thread_id: int | None = None) -> None:
    """All of one topic; of the general one if no number is given. Nobody is told."""
    chat.pinned = [number for number in chat.pinned if chat.messages[number].thread_id != thread_id]
    exchange.seen.beat()
