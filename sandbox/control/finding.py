"""Which chat, person and message a control call is about."""

from starlette.requests import Request

from sandbox.chats import Chat
from sandbox.control.address import Wrong
from sandbox.exchange import Exchange
from sandbox.groups.topics import Topic
from sandbox.messages import Message
from sandbox.phone import Phone
from sandbox.refusals import BadRequest
from sandbox.requests.json_values import Json, JsonObject, as_integer, as_list
from sandbox.users import TELEGRAM, User


def find_chat(exchange: Exchange, request: Request) -> Chat:
    """Raises LookupError."""
    try:
        return exchange.chat(request.path_params["id"])
    except BadRequest as error:
        raise LookupError("no such chat") from error


def find_group(exchange: Exchange, request: Request) -> Chat:
    """Raises LookupError, Wrong."""
    chat = find_chat(exchange, request)
    if chat.is_private:
        raise Wrong("this is a private chat, not a group")
    return chat


def find_person(exchange: Exchange, given: Json) -> Phone:
    """By id, or by name: a name nobody has yet is a new person. Raises LookupError, Wrong."""
    number = as_integer(given)
    if number is not None:
        found = next((phone for phone in exchange.phones if phone.chat_id == number), None)
        if found is None:
            raise LookupError("no such person")
        return found
    if not isinstance(given, str) or not given.strip():
        raise Wrong('"person" must be an id or a name')
    return exchange.phone(given.strip())


def find_seat(exchange: Exchange, chat: Chat, body: JsonObject) -> Phone:
    """Who acts in a chat: {"person", "topic"?}; in a private chat its person. Raises LookupError, Wrong."""
    phone = find_person(exchange, chat.id if chat.is_private else body.get("person"))
    topic = as_integer(body.get("topic"))
    return phone if chat.is_private and topic is None else phone.at(chat, topic)


def find_actor(exchange: Exchange, body: JsonObject) -> User:
    """{"by"?}: who did it; Telegram itself if nobody is named."""
    return TELEGRAM if body.get("by") is None else find_person(exchange, body["by"]).person


def find_message(chat: Chat, given: Json) -> Message:
    """Raises LookupError."""
    message = chat.messages.get(as_integer(given) or 0)
    if message is None:
        raise LookupError("no such message")
    return message


def find_topic(chat: Chat, given: Json) -> Topic:
    """Raises LookupError."""
    topic = chat.topic(as_integer(given) or 0)
    if topic is None:
        raise LookupError("no such topic")
    return topic


def read_names(value: Json) -> list[str]:
    """A list of words; raises Wrong."""
    items = as_list(value)
    if items is None or not all(isinstance(item, str) for item in items):
        raise Wrong("expected a list of names")
    return [item for item in items if isinstance(item, str)]
