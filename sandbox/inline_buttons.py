"""A button under a message: what it may do, and Telegram's words when it may not.

As in telegram-bot-api, Client.cpp: `get_inline_keyboard_button`; and in tdlib, InlineKeyboardButton.cpp. Words in
capitals are those of Telegram's servers.
"""

from dataclasses import dataclass

from sandbox.formatting.links import mentioned_user, required_link
from sandbox.refusals import BadRequest
from sandbox.requests.json_fields import (
    WrongField,
    flag_in,
    integer_in,
    needed_object,
    needed_text,
    object_of,
    text_in,
)
from sandbox.requests.json_values import Json, JsonObject

MOST_DATA_BYTES = 64
LONGEST_COPIED = 256
_STYLES = frozenset({"danger", "success", "primary"})
_CHOSEN_CHATS = (
    "allow_user_chats",
    "allow_bot_chats",
    "allow_group_chats",
    "allow_channel_chats",
)


@dataclass(frozen=True, slots=True)
class Button:
    text: str
    callback_data: str | None
    url: str | None
    #: The button as Telegram tells the bot about it.
    source: JsonObject

    @property
    def is_for_private_chats(self) -> bool:
        return "web_app" in self.source


def read_button(value: Json) -> Button:
    """Raises WrongField, and BadRequest for what only tdlib or the servers look at."""
    body = object_of(value, "InlineKeyboardButton must be an Object")
    text, look = needed_text(body, "text"), read_look(body)
    action = _action(body)
    data, url = action.get("callback_data"), action.get("url")
    return Button(
        text,
        data if isinstance(data, str) else None,
        url if isinstance(url, str) else None,
        {"text": text, **look, **action},
    )


def read_look(body: JsonObject) -> JsonObject:
    """Icon and colour. Raises WrongField."""
    icon, style = integer_in(body, "icon_custom_emoji_id", wide=True), text_in(body, "style").lower()
    if style not in _STYLES and style not in ("", "default"):
        raise WrongField("invalid button style specified")
    look: dict[str, Json] = {}
    if icon:
        look["icon_custom_emoji_id"] = str(icon)
    if style in _STYLES:
        look["style"] = style
    return look


def _action(body: JsonObject) -> JsonObject:
    """The first that is there, in this order; what stands beside it is not looked at."""
    if url := text_in(body, "url"):
        return {"url": url if mentioned_user(url) else required_link(url, "inline keyboard button")}
    if data := text_in(body, "callback_data"):
        return {"callback_data": _checked_data(data)}
    if "callback_game" in body or flag_in(body, "pay"):
        raise BadRequest("BUTTON_TYPE_INVALID")
    for name in ("switch_inline_query", "switch_inline_query_current_chat"):
        if name in body and "switch_inline_query_chosen_chat" not in body:
            return {name: needed_text(body, name)}
    return _rare_action(body)


def _rare_action(body: JsonObject) -> JsonObject:
    if "switch_inline_query_chosen_chat" in body:
        return {"switch_inline_query_chosen_chat": _chosen_chat(body)}
    if "login_url" in body:
        return {"login_url": _login(needed_object(body, "login_url"))}
    if "web_app" in body:
        url = needed_text(needed_object(body, "web_app"), "url")
        return {"web_app": {"url": required_link(url, "inline keyboard button Web App", secure=True)}}
    if "copy_text" in body:
        text = needed_text(needed_object(body, "copy_text"), "text")
        if not 1 <= len(text) <= LONGEST_COPIED:
            raise BadRequest("BUTTON_COPY_TEXT_INVALID")
        return {"copy_text": {"text": text}}
    raise WrongField("Text buttons are unallowed in the inline keyboard")


def _checked_data(data: str) -> str:
    if len(data.encode()) > MOST_DATA_BYTES:
        raise BadRequest("BUTTON_DATA_INVALID")
    return data


def _chosen_chat(body: JsonObject) -> JsonObject:
    chosen = needed_object(body, "switch_inline_query_chosen_chat")
    read: dict[str, Json] = {"query": text_in(chosen, "query")}
    return read | {name: True for name in _CHOSEN_CHATS if flag_in(chosen, name)}


def _login(body: JsonObject) -> JsonObject:
    """No bot of the sandbox has a domain for people to log in at. Raises WrongField, BadRequest."""
    url, name = needed_text(body, "url"), text_in(body, "bot_username")
    flag_in(body, "request_write_access")
    text_in(body, "forward_text")
    required_link(url, "inline keyboard button login")
    if name:
        raise BadRequest(f'bot "{name}" not found')
    raise BadRequest("BOT_DOMAIN_INVALID")
