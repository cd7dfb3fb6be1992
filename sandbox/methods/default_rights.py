"""The rights a bot asks for when it is added to a group or a channel as administrator.

As in telegram-bot-api, Client.cpp: `get_chat_administrator_rights`, and its JsonChatAdministratorRights.
"""

from sandbox.exchange import Exchange
from sandbox.requests.json_fields import flag_in, object_of, reading
from sandbox.requests.json_values import Json, JsonObject
from sandbox.requests.parameters import Parameters

_EVERYWHERE = (
    "can_manage_chat",
    "can_change_info",
    "can_delete_messages",
    "can_invite_users",
    "can_restrict_members",
    "can_promote_members",
    "can_manage_video_chats",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
)
_IN_GROUPS = ("can_pin_messages", "can_manage_topics", "can_manage_tags")
_IN_CHANNELS = ("can_post_messages", "can_edit_messages", "can_manage_direct_messages")


def set_my_default_administrator_rights(exchange: Exchange, p: Parameters) -> Json:
    """Without rights the bot asks for none."""
    exchange.menu.rights[p.flag("for_channels")] = _read(p)
    return True


def get_my_default_administrator_rights(exchange: Exchange, p: Parameters) -> Json:
    for_channels = p.flag("for_channels")
    rights = exchange.menu.rights.get(for_channels, frozenset())
    names = (*_EVERYWHERE, *(_IN_CHANNELS if for_channels else _IN_GROUPS))
    asked: JsonObject = {name: name in rights for name in names}
    # Whoever has any right may manage the chat.
    return {"is_anonymous": "is_anonymous" in rights, **asked, "can_manage_chat": bool(rights)}


def _read(p: Parameters) -> frozenset[str]:
    value = p.json("rights")
    if value is None:
        return frozenset()
    with reading("ChatAdministratorRights"):
        body = object_of(value, "ChatAdministratorRights must be an Object")
        names = ("is_anonymous", *_EVERYWHERE, *_IN_GROUPS, *_IN_CHANNELS)
        return frozenset([name for name in names if flag_in(body, name)])
