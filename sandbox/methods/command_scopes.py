"""For whom a command menu is.

As in telegram-bot-api, Client.cpp: `get_bot_command_scope`, `resolve_bot_command_scope`; and tdlib,
BotCommandScope.cpp.
"""

from sandbox.chats import Access
from sandbox.exchange import Exchange
from sandbox.menu import Scope
from sandbox.refusals import BadRequest
from sandbox.requests.json_fields import WrongField, needed_integer, needed_text, object_of, reading
from sandbox.requests.json_values import JsonObject
from sandbox.requests.parameters import Parameters

_OF_ALL = frozenset({"default", "all_private_chats", "all_group_chats", "all_chat_administrators"})
_OF_ONE = frozenset({"chat", "chat_administrators", "chat_member"})


def read_scope(exchange: Exchange, p: Parameters) -> Scope:
    """Raises BadRequest, Forbidden."""
    value = p.json("scope")
    if value is None:
        return Scope()
    with reading("BotCommandScope"):
        body = object_of(value, "BotCommandScope must be an Object")
        kind = needed_text(body, "type")
        if kind in _OF_ALL:
            return Scope(kind)
        if kind not in _OF_ONE:
            raise WrongField("Unsupported type specified")
        chat_id, user_id = _chat(body), _user(body) if kind == "chat_member" else 0
    return _resolved(exchange, kind, chat_id, user_id)


def _chat(body: JsonObject) -> str:
    chat_id = needed_text(body, "chat_id")
    if not chat_id:
        raise WrongField("Empty chat_id specified")
    return chat_id


def _user(body: JsonObject) -> int:
    user_id = needed_integer(body, "user_id", wide=True)
    if user_id <= 0:
        raise WrongField("Invalid user_id specified")
    return user_id


def _resolved(exchange: Exchange, kind: str, chat_id: str, user_id: int) -> Scope:
    chat = exchange.chat(chat_id)
    chat.refuse_entry(Access.READ_MEMBERS)
    if user_id and exchange.member_of(chat, user_id) is None:
        raise BadRequest("user not found")
    if chat.is_private and kind != "chat":
        raise BadRequest("can't use specified scope in private chats")
    return Scope(kind, chat.id, user_id)
