"""The first steps of every method about a chat: which chat, may the bot go in, which message or person of it."""

from sandbox.chats import Access, Chat
from sandbox.exchange import Exchange
from sandbox.messages import Message
from sandbox.refusals import BadRequest
from sandbox.requests.parameters import Parameters


def enter(exchange: Exchange, p: Parameters, access: Access = Access.WRITE) -> Chat:
    """Raises BadRequest, Forbidden."""
    chat = exchange.chat(p.values.get("chat_id"))
    chat.refuse_entry(access)
    return chat


def find_message(chat: Chat, p: Parameters, purpose: str) -> Message:
    """Raises BadRequest when it is not there; `purpose` is what Telegram calls it then: "message to pin"."""
    message = chat.messages.get(p.integer("message_id"))
    if message is None:
        raise BadRequest(f"{purpose} not found")
    return message


def read_user_id(p: Parameters) -> int:
    number = p.integer("user_id")
    if number <= 0:
        raise BadRequest("invalid user_id specified")
    return number
