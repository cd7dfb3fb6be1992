"""Chats over the control address: open, list, switch and read them."""

from collections.abc import Mapping

from starlette.requests import Request
from starlette.routing import Route

from sandbox.chats import Chat, ChatKind
from sandbox.control.address import route
from sandbox.control.finding import find_actor, find_chat, find_person, meet_person
from sandbox.exchange import Exchange
from sandbox.groups.members import Status
from sandbox.groups.standing import change_status, promote, restrict
from sandbox.requests.json_values import Json, JsonObject
from sandbox.requests.orders import (
    Wrong,
    flag_in,
    list_in,
    names_in,
    needed_flag,
    needed_text,
    read_order,
    refuse_unknown,
    text_in,
    whole_in,
)
from sandbox.users import User

_PRIVATE = ("started", "blocked", "deactivated")
#: What the bot, or with `member` in the call a person, becomes in a group.
STANDINGS = ("kicked", "left", "restricted", "rights")
_GROUP = (*STANDINGS, "deleted", "forum", "migrated_to", "by")
_ID_BITS = 52


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
        body = await read_order(request, "name", "id", "kind", "forum", "rights", "members")
        name, number = needed_text(body, "name", otherwise="a chat needs a name"), whole_in(body, "id")
        kind, forum, rights = _kind(body), flag_in(body, "forum"), names_in(body, "rights")
        people = list_in(body, "members")
        self._refuse_taken(number, name, kind)
        if kind is ChatKind.PRIVATE:
            _refuse_crowd(forum=forum, crowded=bool(rights or people))
            return chat_json(self._exchange.phone(name, number).chat)
        members = [meet_person(self._exchange, person) for person in people]
        group = self._exchange.group(name, chat_id=number, kind=kind, forum=forum, rights=rights)
        for phone in members:
            await phone.joins(group)
        return chat_json(group)

    async def switch(self, request: Request) -> Json:
        """In a private chat any of started, blocked, deactivated: true or false.

        In a group any of deleted, forum, kicked, left: true or false; rights: a list; restricted: true, false, or
        the list of what the bot still may; migrated_to: an id or null; by: who did it.
        """
        chat, body = find_chat(self._exchange, request), await read_order(request)
        refuse_unknown(body, _PRIVATE if chat.is_private else _GROUP, "switch")
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
        exchange, body = self._exchange, await read_order(request)
        refuse_unknown(body, ("hears_everything", "private_topics"), "switch")
        hears_everything = flag_in(body, "hears_everything", usual=exchange.hears_everything)
        exchange.has_private_topics = flag_in(body, "private_topics", usual=exchange.has_private_topics)
        exchange.hears_everything = hears_everything
        return {"hears_everything": exchange.hears_everything, "private_topics": exchange.has_private_topics}

    def _switch_private(self, chat: Chat, body: JsonObject) -> None:
        wishes = [flag_in(body, name, usual=getattr(chat, name)) for name in _PRIVATE]
        chat.started, blocked, chat.deactivated = wishes
        if blocked != chat.blocked:
            phone = find_person(self._exchange, chat.id)
            (phone.unblocks if chat.blocked else phone.blocks)()

    def _switch_group(self, chat: Chat, body: JsonObject) -> None:
        forum, deleted = (flag_in(body, name, usual=getattr(chat, name)) for name in ("forum", "deleted"))
        migrated_to = whole_in(body, "migrated_to")
        if forum and chat.kind is not ChatKind.SUPERGROUP:
            raise Wrong("only a supergroup can be a forum")
        if body.keys() & set(STANDINGS):
            set_standing(self._exchange, chat, self._exchange.bot, body)
        chat.forum, chat.deleted = forum, deleted
        if "migrated_to" in body:
            chat.migrated_to = migrated_to

    def _refuse_taken(self, number: int | None, name: str, kind: ChatKind) -> None:
        """Raises Wrong: opening a chat anew gives the same one, but never another's."""
        if number is None:
            return
        if number.bit_length() > _ID_BITS:
            raise Wrong(f"the id of a chat has {_ID_BITS} bits")
        found = self._exchange.chats.get(number)
        if found and (found.name, found.kind) != (name, kind):
            raise Wrong(f"the id {number} is taken by {found.name} ({found.kind})")


def _kind(body: JsonObject) -> ChatKind:
    """Raises Wrong."""
    try:
        return ChatKind(text_in(body, "kind") or ChatKind.PRIVATE)
    except ValueError as error:
        raise Wrong(f"a kind is one of {', '.join(ChatKind)}") from error


def _refuse_crowd(*, forum: bool, crowded: bool) -> None:
    """Raises Wrong: in a private chat there is one person and no more."""
    if forum:
        raise Wrong("only a supergroup can be a forum")
    if crowded:
        raise Wrong("only a group has members and rights")


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
    """Exactly one of STANDINGS; false, or no rights, make a plain member. Raises Wrong, ValueError."""
    given = body.keys() & set(STANDINGS)
    if len(given) != 1:
        raise Wrong("one standing at a time: kicked, left, restricted or rights")
    (name,) = given
    by = find_actor(exchange, body)
    if name == "rights":
        promote(exchange, group, user, names_in(body, name), by=by)
    elif name == "restricted" and body[name] is not False:
        still_may = [] if body[name] is True else names_in(body, name)
        restrict(exchange, group, user, still_may, by=by)
    else:
        status = Status(name) if needed_flag(body, name) else Status.MEMBER
        change_status(exchange, group, user, status, by=by)
