"""Keyboards under a message: what a bot may ask for, and Telegram's words when it asks for too much."""

from collections.abc import Sequence
from dataclasses import dataclass

from sandbox.formatting.links import checked_link
from sandbox.json_values import Json, JsonObject, as_list, as_object
from sandbox.refusals import BadRequest

MOST_BUTTONS = 100
MOST_IN_A_ROW = 8
MOST_DATA_BYTES = 64
_OTHER_ACTIONS = frozenset(
    [
        "web_app",
        "login_url",
        "switch_inline_query",
        "switch_inline_query_current_chat",
        "switch_inline_query_chosen_chat",
        "copy_text",
        "callback_game",
        "pay",
    ]
)


@dataclass(frozen=True, slots=True)
class Button:
    text: str
    callback_data: str | None
    url: str | None
    #: The button as the bot sent it, given back unchanged.
    source: JsonObject


@dataclass(frozen=True, slots=True)
class InlineKeyboard:
    rows: tuple[tuple[Button, ...], ...]

    def find(self, label: str) -> Button | None:
        return next((button for row in self.rows for button in row if button.text == label), None)

    def to_json(self) -> JsonObject:
        return {"inline_keyboard": [[button.source for button in row] for row in self.rows]}


@dataclass(frozen=True, slots=True)
class ReplyKeyboard:
    """Keys instead of the person's keyboard; no rows: the keys are taken away again."""

    rows: tuple[tuple[str, ...], ...]


Keyboard = InlineKeyboard | ReplyKeyboard


def read_keyboard(markup: Json) -> Keyboard | None:
    """Raises BadRequest for a markup Telegram refuses; None when nothing was asked for."""
    if markup in (None, ""):
        return None
    body = as_object(markup)
    if body is None:
        raise BadRequest("object expected as reply markup")
    if "inline_keyboard" in body:
        return _inline(body["inline_keyboard"])
    if "keyboard" in body:
        return ReplyKeyboard(tuple(tuple(map(_key_label, row)) for row in _rows(body["keyboard"])))
    return ReplyKeyboard(()) if body else None


def read_inline_keyboard(markup: Json) -> InlineKeyboard | None:
    """As `read_keyboard`, where only an inline keyboard will do (edits)."""
    keyboard = read_keyboard(markup)
    if isinstance(keyboard, ReplyKeyboard):
        raise BadRequest("inline keyboard expected")
    return keyboard


def _inline(value: Json) -> InlineKeyboard | None:
    rows = tuple(tuple(map(_button, row)) for row in _rows(value) if row)
    if sum(map(len, rows)) > MOST_BUTTONS or any(len(row) > MOST_IN_A_ROW for row in rows):
        raise BadRequest("reply markup is too long")
    return InlineKeyboard(rows) if rows else None


def _rows(value: Json) -> list[Sequence[Json]]:
    rows = as_list(value)
    if rows is None:
        raise BadRequest('can\'t parse reply markup: field "keyboard" must be of type Array')
    found = [row for item in rows if (row := as_list(item)) is not None]
    if len(found) != len(rows):
        raise BadRequest("can't parse reply markup: keyboard row must be an Array")
    return found


def _button(value: Json) -> Button:
    body = as_object(value)
    if body is None:
        raise BadRequest("can't parse inline keyboard button: InlineKeyboardButton must be an Object")
    text = body.get("text")
    if not isinstance(text, str) or not text:
        raise BadRequest('can\'t parse inline keyboard button: Field "text" must be a non-empty String')
    data, url = body.get("callback_data"), body.get("url")
    if data is None and url is None and not _OTHER_ACTIONS & body.keys():
        raise BadRequest(
            "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"
        )
    return Button(text, _checked_data(data), _checked_url(url), body)


def _checked_data(data: Json) -> str | None:
    if data is None:
        return None
    if not isinstance(data, str) or not 1 <= len(data.encode()) <= MOST_DATA_BYTES:
        raise BadRequest("BUTTON_DATA_INVALID")
    return data


def _checked_url(url: Json) -> str | None:
    if url is None:
        return None
    if not isinstance(url, str) or not checked_link(url):
        raise BadRequest("BUTTON_URL_INVALID")
    return url


def _key_label(value: Json) -> str:
    body = as_object(value)
    label = body.get("text") if body is not None else value
    if not isinstance(label, str) or not label:
        raise BadRequest("can't parse keyboard button: KeyboardButton must be a String or an Object")
    return label
