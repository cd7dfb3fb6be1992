"""Chats over the control address: open, list, switch and read them."""

from collections.abc import Mapping

from starlette.requests import Request
from starlette.routing import Route

from sandbox.chats import Chat, ChatKind
from sandbox.control.address import Wrong, read_body, route
from sandbox.control.finding import find_actor, find_chat, find_person, read_names
from sandbox.exchange import Exchange
from sandbox.groups.members import Status
from sandbox.groups.standing import change_status, promote, restrict
from sandbox.requests.json_values import Json, JsonObject, as_integer, as_list
from sandbox.users import User

_PRIVATE = frozenset({"started", "blocked", "deactivated"})
#: What the bot, or with `member` in the call a person, becomes in a group.
STANDINGS = frozenset({"kicked", "left", "restricted", "rights"})
_GROUP = STANDINGS | {"deleted", "forum", "migrated_to", "by"}


class ChatControl:
    def __init__(self, exchange: Exchange) -> None:
        self._exchange = exchange

    @property
    def routes(self) -> list[Route]:
        return [
            route("GET", "chats", self.list_chats),
            route("POST", "chats", self.open_chat),
            route("POST", "chats/{id:str}", self.switch),
            route("GET", "chats/{id:str}", self.show_chat),
            route("POST", "bot", self.switch_bot),
        ]

    async def list_chats(self, request: Request) -> Json:
        return [chat_json(chat) for chat in self._exchange.chats.values()]

    async def open_chat(self, request: Request) -> Json:
        """{"name", "id"?, "kind"?: private, group, supergroup, "forum"?, "rights"?: [...], "members"?: [...]}"""
        body = await read_body(request)
        name, number = body.get("name"), as_integer(body.get("id"))
        if not isinstance(name, str) or not name.strip():
            raise Wrong("a chat needs a name")
        kind = ChatKind(str(body.get("kind", "private")))
        if kind is ChatKind.PRIVATE:
            return chat_json(self._exchange.phone(name.strip(), number).chat)
        members = [find_person(self._exchange, person) for person in as_list(body.get("members")) or ()]
        group = self._exchange.group(
            name.strip(),
            chat_id=number,
            kind=kind,
            forum=bool(body.get("forum")),
            rights=read_names(body.get("rights", [])),
        )
        for phone in members:
            await phone.joins(group)
        return chat_json(group)

    async def switch(self, request: Request) -> Json:
        """In a private chat any of started, blocked, deactivated: true or false.

        In a group any of deleted, forum, kicked, left: true or false; rights: a list; restricted: true, false, or
        the list of what the bot still may; migrated_to: an id or null; by: who did it.
        """
        chat, body = find_chat(self._exchange, request), await read_body(request)
        if unknown := body.keys() - (_PRIVATE if chat.is_private else _GROUP):
            raise Wrong(f"no such switch: {', '.join(sorted(unknown))}")
        (self._switch_private if chat.is_private else self._switch_group)(chat, body)
        self._exchange.seen.beat()
        return chat_json(chat)

    async def show_chat(self, request: Request) -> Json:
        """The chat with its messages; a group's members and topics as well."""
        chat = find_chat(self._exchange, request)
        shown: dict[str, Json] = {
            **chat_json(chat),
            "messages": [self._exchange.describe(chat, message) for message in chat.messages.values()],
            "pinned": list(chat.pinned),
            "topics": [{**topic.to_json(), "closed": topic.closed} for topic in chat.topics.values()],
        }
        if not chat.is_private:
            everybody = (*chat.members.values(), chat.bot)
            shown["members"] = [self._exchange.describe_member(member) for member in everybody]
        return shown

    async def switch_bot(self, request: Request) -> Json:
        """{"hears_everything"?, "private_topics"?}: privacy mode off, topics in private chats on."""
        exchange, body = self._exchange, await read_body(request)
        if unknown := body.keys() - {"hears_everything", "private_topics"}:
            raise Wrong(f"no such switch: {', '.join(sorted(unknown))}")
        exchange.hears_everything = bool(body.get("hears_everything", exchange.hears_everything))
        exchange.has_private_topics = bool(body.get("private_topics", exchange.has_private_topics))
        return {"hears_everything": exchange.hears_everything, "private_topics": exchange.has_private_topics}

    def _switch_private(self, chat: Chat, body: JsonObject) -> None:
        chat.started = bool(body.get("started", chat.started))
        chat.deactivated = bool(body.get("deactivated", chat.deactivated))
        if bool(body.get("blocked", chat.blocked)) != chat.blocked:
            phone = find_person(self._exchange, chat.id)
            (phone.unblocks if chat.blocked else phone.blocks)()

    def _switch_group(self, chat: Chat, body: JsonObject) -> None:
        if body.get("forum") and chat.kind is not ChatKind.SUPERGROUP:
            raise Wrong("only a supergroup can be a forum")
        chat.forum = bool(body.get("forum", chat.forum))
        chat.deleted = bool(body.get("deleted", chat.deleted))
        chat.migrated_to = as_integer(body.get("migrated_to", chat.migrated_to))
        if STANDINGS & body.keys():
            set_standing(self._exchange, chat, self._exchange.bot, body)


def chat_json(chat: Chat) -> JsonObject:
    switches: Mapping[str, Json] = {
        "started": chat.started,
        "blocked": chat.blocked,
        "deactivated": chat.deactivated,
        "kicked": chat.kicked,
        "left": chat.bot.status is Status.LEFT,
        "restricted": chat.bot.status is Status.RESTRICTED,
        "rights": sorted(chat.bot.rights) if chat.bot.runs_the_group else [],
        "deleted": chat.deleted,
        "forum": chat.forum,
        "migrated_to": chat.migrated_to,
    }
    return {**chat.to_json(), **switches}


def set_standing(exchange: Exchange, group: Chat, user: User, body: JsonObject) -> None:
    """Exactly one of STANDINGS; false or an empty list makes a plain member. Raises Wrong, ValueError."""
    given = STANDINGS & body.keys()
    if len(given) != 1:
        raise Wrong("one standing at a time: kicked, left, restricted or rights")
    (name,) = given
    value, by = body[name], find_actor(exchange, body)
    if name == "rights":
        promote(exchange, group, user, read_names(value), by=by)
    elif name == "restricted" and value:
        restrict(exchange, group, user, [] if value is True else read_names(value), by=by)
    elif value:
        change_status(exchange, group, user, Status(name), by=by)
    else:
        change_status(exchange, group, user, Status.MEMBER, by=by)
