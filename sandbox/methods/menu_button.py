"""The button beside the field a person writes in: the commands, or a web app.

As in telegram-bot-api, Client.cpp: `get_bot_menu_button`; and tdlib, BotMenuButton.cpp.
"""

from sandbox.exchange import Exchange
from sandbox.formatting.links import required_link
from sandbox.refusals import BadRequest
from sandbox.requests.json_fields import WrongField, needed_object, needed_text, object_of, reading
from sandbox.requests.json_values import Json, JsonObject, as_object
from sandbox.requests.parameters import Parameters

_DEFAULT: JsonObject = {"type": "default"}


def set_chat_menu_button(exchange: Exchange, p: Parameters) -> Json:
    button = _read_button(p)
    person = _person(exchange, p)
    button = _checked(button)
    if button != _DEFAULT:
        exchange.menu.buttons[person] = button
    elif person:
        exchange.menu.buttons.pop(person, None)
    exchange.seen.beat()
    return True


def get_chat_menu_button(exchange: Exchange, p: Parameters) -> Json:
    return exchange.menu.buttons.get(_person(exchange, p), _DEFAULT)


def _person(exchange: Exchange, p: Parameters) -> int:
    """0 for everybody."""
    if not p.text("chat_id"):
        return 0
    number = p.integer("chat_id")
    if number <= 0:
        raise BadRequest("invalid chat_id specified")
    if number not in exchange.chats:
        raise BadRequest("user not found")
    return number


def _read_button(p: Parameters) -> JsonObject:
    value = p.json("menu_button")
    if value is None:
        return _DEFAULT
    with reading("menu button"):
        body = object_of(value, "MenuButton must be an Object")
        match kind := needed_text(body, "type"):
            case "default" | "commands":
                return {"type": kind}
            case "web_app":
                text, web_app = needed_text(body, "text"), needed_object(body, "web_app")
                return {"type": kind, "text": text, "web_app": {"url": needed_text(web_app, "url")}}
        raise WrongField("MenuButton has unsupported type")


def _checked(button: JsonObject) -> JsonObject:
    """Raises BadRequest for a web app Telegram does not open."""
    web_app = as_object(button.get("web_app"))
    if web_app is None:
        return button
    if not button["text"]:
        raise BadRequest("menu button text must be non-empty")
    url = required_link(str(web_app["url"]), "menu button Web App", secure=True)
    return {**button, "web_app": {"url": url}}
