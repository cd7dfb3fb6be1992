"""People over the control address: what they write, edit, press and react to, and where they come and go."""

from starlette.requests import Request
from starlette.routing import Route

from sandbox.control.address import Wrong, read_body, route
from sandbox.control.chats import set_standing
from sandbox.control.finding import find_chat, find_group, find_message, find_person, find_seat
from sandbox.exchange import Exchange
from sandbox.groups.standing import standing
from sandbox.requests.json_values import Json, JsonObject


class PeopleControl:
    """In a group each call names a `person`; in a private chat there is only one. `topic` is a topic's number."""

    def __init__(self, exchange: Exchange) -> None:
        self._exchange = exchange

    @property
    def routes(self) -> list[Route]:
        return [
            route("POST", "chats/{id:str}/says", self.says),
            route("POST", "chats/{id:str}/presses", self.presses),
            route("POST", "chats/{id:str}/edits", self.edits),
            route("POST", "chats/{id:str}/reactions", self.reacts),
            route("POST", "chats/{id:str}/joins", self.joins),
            route("POST", "chats/{id:str}/leaves", self.leaves),
            route("POST", "chats/{id:str}/members", self.set_standing),
        ]

    async def says(self, request: Request) -> Json:
        """{"text", "person", "topic"?, "reply_to"?: a message's number}"""
        chat, body = find_chat(self._exchange, request), await read_body(request)
        text, reply_to = _text(body), body.get("reply_to")
        earlier = None if reply_to is None else find_message(chat, reply_to)
        seat = find_seat(self._exchange, chat, body)
        return {"message_id": (await seat.says(text, reply_to=earlier)).message_id}

    async def presses(self, request: Request) -> Json:
        """{"label", "person", "topic"?}"""
        chat, body = find_chat(self._exchange, request), await read_body(request)
        seat = find_seat(self._exchange, chat, body)
        return {"callback_query_id": await seat.presses(str(body.get("label")))}

    async def edits(self, request: Request) -> Json:
        """{"message_id", "text"}: whoever wrote it writes it anew."""
        chat, body = find_chat(self._exchange, request), await read_body(request)
        message, text = find_message(chat, body.get("message_id")), _text(body)
        if message.by_bot or message.is_service:
            raise Wrong("people only edit what people wrote")
        author = find_seat(self._exchange, chat, {"person": message.author.id})
        await author.rewrites(message, text)
        return {"message_id": message.message_id}

    async def reacts(self, request: Request) -> Json:
        """{"message_id", "emoji" or null, "person"}"""
        chat, body = find_chat(self._exchange, request), await read_body(request)
        message, emoji = find_message(chat, body.get("message_id")), body.get("emoji")
        seat = find_seat(self._exchange, chat, body)
        await seat.reacts(message, emoji if isinstance(emoji, str) else None)
        return {"message_id": message.message_id}

    async def joins(self, request: Request) -> Json:
        """{"person": an id, or the name of somebody new}"""
        group, body = find_group(self._exchange, request), await read_body(request)
        phone = find_person(self._exchange, body.get("person"))
        await phone.joins(group)
        return {"person": phone.chat_id}

    async def leaves(self, request: Request) -> Json:
        """{"person"}"""
        group, body = find_group(self._exchange, request), await read_body(request)
        phone = find_person(self._exchange, body.get("person"))
        await phone.leaves(group)
        return {"person": phone.chat_id}

    async def set_standing(self, request: Request) -> Json:
        """{"person", one of kicked, left, restricted, rights, "by"?}: what a group's switches do for the bot."""
        group, body = find_group(self._exchange, request), await read_body(request)
        phone = find_person(self._exchange, body.get("person"))
        set_standing(self._exchange, group, phone.person, body)
        return self._exchange.describe_member(standing(group, phone.person))


def _text(body: JsonObject) -> str:
    text = body.get("text")
    if not isinstance(text, str) or not text.strip():
        raise Wrong("a message needs a text")
    return text
