"""The kinds of updates: which a bot must ask for, how long each is kept, and in which lane a webhook gets it.

All from tdlib/telegram-bot-api, Client.h and Client.cpp (`add_update…`), in the order Telegram lists them.
"""

from collections.abc import Iterable
from datetime import timedelta

from sandbox.requests.json_values import Json, JsonObject, as_integer, as_list, as_object

KINDS = (
    "message",
    "edited_message",
    "channel_post",
    "edited_channel_post",
    "inline_query",
    "chosen_inline_result",
    "callback_query",
    "shipping_query",
    "pre_checkout_query",
    "poll",
    "poll_answer",
    "my_chat_member",
    "chat_member",
    "chat_join_request",
    "chat_boost",
    "removed_chat_boost",
    "message_reaction",
    "message_reaction_count",
    "business_connection",
    "business_message",
    "edited_business_message",
    "deleted_business_messages",
    "purchased_paid_media",
    "managed_bot",
    "guest_message",
)
#: What comes unasked; the other three a bot must name.
BY_DEFAULT = frozenset(KINDS) - {"chat_member", "message_reaction", "message_reaction_count"}

_LIFE = timedelta(hours=24)
_SHORT_LIVES = {
    "inline_query": timedelta(seconds=30),
    "chosen_inline_result": timedelta(minutes=10),
    "callback_query": timedelta(seconds=150),
    "shipping_query": timedelta(seconds=150),
    "pre_checkout_query": timedelta(seconds=150),
}
#: Kinds of one group share a lane, so that a webhook gets them one after the other; groups run side by side.
_GROUPS = {
    "inline_query": 1,
    "chosen_inline_result": 2,
    "callback_query": 3,
    "shipping_query": 4,
    "pre_checkout_query": 4,
    "my_chat_member": 5,
    "chat_member": 6,
    "chat_join_request": 6,
    "chat_boost": 7,
    "removed_chat_boost": 7,
    "message_reaction": 8,
    "message_reaction_count": 9,
    "business_connection": 10,
    "business_message": 11,
    "edited_business_message": 11,
    "deleted_business_messages": 11,
}
#: Groups whose lane is a person's and not a chat's.
_PERSONAL = frozenset({1, 2, 3, 4, 6, 10})

#: A group and, in it, a chat or a person.
Lane = tuple[int, int]


def life_of(kind: str) -> timedelta:
    """After it an update that nobody took is dropped."""
    return _SHORT_LIVES.get(kind, _LIFE)


def lane_of(kind: str, payload: JsonObject, number: int | None = None) -> Lane | None:
    """None when nothing in the payload says whose update it is, and no `number` (a chat or a person) either."""
    group = _GROUPS.get(kind, 0)
    whose = number if number is not None else _number(payload, "from" if group in _PERSONAL else "chat")
    return None if whose is None else (group, whose)


def read_kinds(value: Json) -> frozenset[str] | None:
    """What `allowed_updates` asks for: None when it is absent or malformed, which changes nothing.

    Unknown names are passed over; when none is left, as in an empty list, the default kinds are meant.
    """
    names = as_list(value)
    if names is None:
        return None
    texts = [name for name in names if isinstance(name, str)]
    if len(texts) < len(names):
        return None
    return frozenset(KINDS) & {text.lower() for text in texts} or BY_DEFAULT


def in_order(kinds: Iterable[str]) -> list[str]:
    return sorted(kinds, key=KINDS.index)


def _number(payload: JsonObject, field: str) -> int | None:
    return as_integer((as_object(payload.get(field)) or {}).get("id"))
