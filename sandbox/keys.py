"""A key of a reply keyboard: what it says, and what it asks of the person.

As in telegram-bot-api, Client.cpp: `get_keyboard_button`; and in tdlib, KeyboardButton.cpp.
"""

from dataclasses import dataclass
from enum import StrEnum

from sandbox.formatting.links import required_link
from sandbox.inline_buttons import read_look
from sandbox.refusals import BadRequest
from sandbox.requests.json_fields import (
    WrongField,
    flag_in,
    integer_in,
    needed_integer,
    needed_object,
    needed_text,
    object_of,
)
from sandbox.requests.json_values import Json, JsonObject

MOST_REQUESTED_USERS = 10


class Wish(StrEnum):
    """What a person gives by pressing a key; the value is what tdlib calls it in a refusal."""

    PHONE_NUMBER = "phone number can be requested"
    LOCATION = "location can be requested"
    POLL = "poll can be requested"
    WEB_APP = "web App buttons can be used"
    USERS = "users can be requested"
    CHAT = "chats can be requested"
    MANAGED_BOT = "managed bots can be requested"


@dataclass(frozen=True, slots=True)
class Key:
    text: str
    #: Nothing: the text itself is sent.
    wish: Wish | None = None


def read_key(value: Json) -> Key:
    """Raises WrongField, and BadRequest for what only tdlib or the servers look at."""
    if isinstance(value, str):
        return Key(value)
    body = object_of(value, "KeyboardButton must be a String or an Object")
    text = needed_text(body, "text")
    read_look(body)
    return Key(text, _wish(body))


def _wish(body: JsonObject) -> Wish | None:
    """The first that is there, in this order."""
    if flag_in(body, "request_phone_number") or flag_in(body, "request_contact"):
        return Wish.PHONE_NUMBER
    if flag_in(body, "request_location"):
        return Wish.LOCATION
    if "request_poll" in body:
        needed_object(body, "request_poll")
        return Wish.POLL
    if "web_app" in body:
        url = needed_text(needed_object(body, "web_app"), "url")
        required_link(url, "keyboard button Web App", secure=True)
        return Wish.WEB_APP
    return _requested(body)


def _requested(body: JsonObject) -> Wish | None:
    for name in ("request_user", "request_users"):
        if name in body:
            return _users(needed_object(body, name))
    if "request_chat" in body:
        request = needed_object(body, "request_chat")
        needed_integer(request, "request_id")
        if "chat_is_channel" not in request:
            raise WrongField('Can\'t find field "chat_is_channel"')
        for flag in ("chat_is_channel", "chat_is_forum", "chat_has_username", "chat_is_created"):
            flag_in(request, flag)
        return Wish.CHAT
    if "request_managed_bot" in body:
        needed_integer(needed_object(body, "request_managed_bot"), "request_id")
        return Wish.MANAGED_BOT
    return None


def _users(request: JsonObject) -> Wish:
    needed_integer(request, "request_id")
    for flag in ("user_is_bot", "user_is_premium"):
        flag_in(request, flag)
    if not 1 <= integer_in(request, "max_quantity", 1) <= MOST_REQUESTED_USERS:
        raise BadRequest("BUTTON_QUANTITY_MAX_INVALID")
    return Wish.USERS
