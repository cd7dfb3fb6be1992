"""Groups over the control address: their topics, their name, their change into a supergroup."""

from starlette.requests import Request
from starlette.routing import Route

from sandbox.control.address import route
from sandbox.control.chats import chat_json
from sandbox.control.finding import find_actor, find_chat, find_group, find_topic
from sandbox.exchange import Exchange
from sandbox.groups.forums import Look, close_topic, open_topic, reopen_topic
from sandbox.groups.life import rename, upgrade
from sandbox.requests.json_values import Json
from sandbox.requests.orders import Wrong, needed_flag, needed_text, read_order


class GroupControl:
    def __init__(self, exchange: Exchange) -> None:
        self._exchange = exchange

    @property
    def routes(self) -> list[Route]:
        return [
            route("POST", "chats/{id:str}/topics", self.open_topic),
            route("POST", "chats/{id:str}/topics/{topic:str}", self.switch_topic),
            route("POST", "chats/{id:str}/title", self.rename),
            route("POST", "chats/{id:str}/upgrade", self.upgrade),
        ]

    async def open_topic(self, request: Request) -> Json:
        """{"name", "by"?}"""
        chat, body = find_chat(self._exchange, request), await read_order(request, "name", "by")
        if not self._exchange.has_topics(chat):
            raise Wrong("this chat has no topics")
        name = needed_text(body, "name", otherwise="a topic needs a name")
        return open_topic(self._exchange, chat, Look(name), find_actor(self._exchange, body)).to_json()

    async def switch_topic(self, request: Request) -> Json:
        """{"closed": true or false, "by"?}; topic 1 is the general one."""
        chat, body = find_chat(self._exchange, request), await read_order(request, "closed", "by")
        if not self._exchange.has_topics(chat):
            raise Wrong("this chat has no topics")
        topic, closed = find_topic(chat, request.path_params["topic"]), needed_flag(body, "closed")
        if closed != topic.closed:
            act = close_topic if closed else reopen_topic
            act(self._exchange, chat, topic, find_actor(self._exchange, body))
        return {**topic.to_json(), "closed": topic.closed}

    async def rename(self, request: Request) -> Json:
        """{"title", "by"?}"""
        group, body = find_group(self._exchange, request), await read_order(request, "title", "by")
        title = needed_text(body, "title", otherwise="a group needs a title")
        rename(self._exchange, group, title, by=find_actor(self._exchange, body))
        return chat_json(group)

    async def upgrade(self, request: Request) -> Json:
        """Answers the supergroup it has become."""
        return chat_json(upgrade(self._exchange, find_group(self._exchange, request)))
