"""Which chat, person and message a control call is about."""

from starlette.requests import Request

from sandbox.chats import Chat
from sandbox.exchange import Exchange
from sandbox.groups.topics import Topic
from sandbox.messages import Message
from sandbox.phone import Phone
from sandbox.refusals import BadRequest
from sandbox.requests.json_values import Json, JsonObject, as_integer
from sandbox.requests.orders import Wrong, whole_in
from sandbox.users import TELEGRAM, User


def find_chat(exchange: Exchange, request: Request) -> Chat:
    """Raises LookupError."""
    try:
        return exchange.chat(request.path_params["id"])
    except BadRequest as error:
        raise LookupError(f"there is no chat {request.path_params['id']}") from error


def find_group(exchange: Exchange, request: Request) -> Chat:
    """Raises LookupError, Wrong."""
    chat = find_chat(exchange, request)
    if chat.is_private:
        raise Wrong("this is a private chat, not a group")
    return chat


def meet_person(exchange: Exchange, given: Json) -> Phone:
    """By id, or by name: a name nobody has yet is a new person. Raises LookupError, Wrong."""
    if as_integer(given) is None and isinstance(given, str) and given.strip():
        return exchange.phone(given.strip())
    return find_person(exchange, given)


def find_person(exchange: Exchange, given: Json) -> Phone:
    """By id or by name. Raises LookupError, Wrong."""
    number = as_integer(given)
    if number is not None:
        found = exchange.phone_of(number)
    elif isinstance(given, str) and given.strip():
        found = next((phone for phone in exchange.phones if phone.name == given.strip()), None)
    else:
        raise Wrong("person is the id or the name of somebody")
    if found is None:
        raise LookupError(f"there is no person {given}")
    return found


def find_seat(exchange: Exchange, chat: Chat, body: JsonObject) -> Phone:
    """Who acts in a chat: {"person", "topic"?}; in a private chat its person. Raises LookupError, Wrong."""
    if chat.is_private and body.get("person") not in (None, chat.id, str(chat.id), chat.name):
        raise Wrong(f"this is the private chat of {chat.name}")
    phone = find_person(exchange, chat.id if chat.is_private else body.get("person"))
    topic = whole_in(body, "topic")
    return phone if chat.is_private and topic is None else phone.at(chat, topic)


def find_actor(exchange: Exchange, body: JsonObject) -> User:
    """{"by"?}: who did it; Telegram itself if nobody is named."""
    return TELEGRAM if body.get("by") is None else find_person(exchange, body["by"]).person


def find_message(chat: Chat, body: JsonObject, name: str = "message_id") -> Message:
    """Raises LookupError, Wrong."""
    number = whole_in(body, name)
    if number is None:
        raise Wrong(f"{name} is the number of a message")
    message = chat.messages.get(number)
    if message is None:
        raise LookupError(f"there is no message {number} in this chat")
    return message


def find_topic(chat: Chat, given: Json) -> Topic:
    """Raises LookupError."""
    topic = chat.topic(as_integer(given) or 0)
    if topic is None:
        raise LookupError(f"there is no topic {given}")
    return topic
