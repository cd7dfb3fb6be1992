"""People over the control address: what they write, edit, press and react to, and where they come and go."""

from starlette.requests import Request
from starlette.routing import Route

from sandbox.control.address import route
from sandbox.control.chats import STANDINGS, set_standing
from sandbox.control.finding import find_chat, find_group, find_message, find_person, find_seat, meet_person
from sandbox.exchange import Exchange
from sandbox.groups.standing import standing
from sandbox.requests.json_values import Json, JsonObject
from sandbox.requests.orders import Wrong, needed_text, read_order, text_in


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
        chat = find_chat(self._exchange, request)
        body = await read_order(request, "text", "person", "topic", "reply_to")
        text, seat = _text(body), find_seat(self._exchange, chat, body)
        earlier = None if body.get("reply_to") is None else find_message(chat, body, "reply_to")
        return {"message_id": (await seat.says(text, reply_to=earlier)).message_id}

    async def presses(self, request: Request) -> Json:
        """{"label", "person", "topic"?}"""
        chat, body = find_chat(self._exchange, request), await read_order(request, "label", "person", "topic")
        label = needed_text(body, "label", otherwise="a button has a label")
        return {"callback_query_id": await find_seat(self._exchange, chat, body).presses(label)}

    async def edits(self, request: Request) -> Json:
        """{"message_id", "text"}: whoever wrote it writes it anew."""
        chat, body = find_chat(self._exchange, request), await read_order(request, "message_id", "text")
        message, text = find_message(chat, body), _text(body)
        if message.by_bot or message.is_service:
            raise Wrong("people only edit what people wrote")
        author = find_seat(self._exchange, chat, {"person": message.author.id})
        await author.rewrites(message, text)
        return {"message_id": message.message_id}

    async def reacts(self, request: Request) -> Json:
        """{"message_id", "emoji"?, "person"}: without an emoji the reaction is taken away."""
        chat = find_chat(self._exchange, request)
        body = await read_order(request, "message_id", "emoji", "person", "topic")
        message, emoji = find_message(chat, body), text_in(body, "emoji")
        await find_seat(self._exchange, chat, body).reacts(message, emoji)
        return {"message_id": message.message_id}

    async def joins(self, request: Request) -> Json:
        """{"person": an id, or the name of somebody known or new}"""
        group, body = find_group(self._exchange, request), await read_order(request, "person")
        phone = meet_person(self._exchange, body.get("person"))
        await phone.joins(group)
        return {"person": phone.chat_id}

    async def leaves(self, request: Request) -> Json:
        """{"person"}"""
        group, body = find_group(self._exchange, request), await read_order(request, "person")
        phone = find_person(self._exchange, body.get("person"))
        await phone.leaves(group)
        return {"person": phone.chat_id}

    async def set_standing(self, request: Request) -> Json:
        """{"person", one of kicked, left, restricted, rights, "by"?}: what a group's switches do for the bot."""
        group = find_group(self._exchange, request)
        body = await read_order(request, "person", *STANDINGS, "by")
        phone = meet_person(self._exchange, body.get("person"))
        set_standing(self._exchange, group, phone.person, body)
        return self._exchange.describe_member(standing(group, phone.person))


def _text(body: JsonObject) -> str:
    """As it was typed."""
    needed_text(body, "text", otherwise="a message needs a text")
    return text_in(body, "text") or ""
