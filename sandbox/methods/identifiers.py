"""How a method names several messages, and the chat they come from (Client.cpp, get_message_ids)."""

import re

from sandbox.chats import Access, Chat
from sandbox.exchange import Exchange
from sandbox.refusals import BadRequest
from sandbox.requests.json_values import Json, as_list
from sandbox.requests.parameters import Parameters

MOST_AT_ONCE = 100

_INTEGER = re.compile(r"-?[0-9]{1,10}")
_LARGEST = (1 << 31) - 1


def read_numbers(p: Parameters) -> list[int]:
    """The parameter `message_ids`, which may be an empty list. Raises BadRequest."""
    if not p.text("message_ids"):
        raise BadRequest("message identifiers are not specified")
    numbers = as_list(p.json("message_ids"))
    if numbers is None:
        raise BadRequest("expected an Array of message identifiers")
    if len(numbers) > MOST_AT_ONCE:
        raise BadRequest("too many message identifiers specified")
    return list(map(_number, numbers))


def source_chat(exchange: Exchange, p: Parameters) -> Chat:
    """The chat of from_chat_id, open to be read. Raises BadRequest, Forbidden."""
    chat = exchange.chat(p.values.get("from_chat_id"))
    chat.refuse_entry(Access.READ)
    return chat


def _number(value: Json) -> int:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise BadRequest("message identifier must be a Number")
    text = str(value)
    if not _INTEGER.fullmatch(text) or abs(int(text)) > _LARGEST:
        raise BadRequest("can't parse message identifier as a Number")
    if int(text) <= 0:
        raise BadRequest("invalid message identifier specified")
    return int(text)
