"""Keyboards under a message: what a bot may ask for, and Telegram's words when it asks for too much.

As in telegram-bot-api, Client.cpp: `get_reply_markup`; and in tdlib, ReplyMarkup.cpp.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TypeVar

from sandbox.inline_buttons import Button, read_button
from sandbox.keys import Key, read_key
from sandbox.refusals import BadRequest
from sandbox.requests.json_fields import flag_in, reading, text_in
from sandbox.requests.json_values import Json, JsonObject, as_list, as_object

MOST_BUTTONS = 100
MOST_IN_A_ROW = 8
MOST_BYTES = 10_000
LONGEST_PLACEHOLDER = 64
#: tdlib drops what is more, without a word.
_MOST_KEPT_IN_A_ROW = 12
_MOST_KEPT = 300

_Item = TypeVar("_Item", Button, Key)
_Rows = tuple[tuple[_Item, ...], ...]


@dataclass(frozen=True, slots=True)
class InlineKeyboard:
    rows: _Rows[Button]

    def find(self, label: str) -> Button | None:
        return next((button for row in self.rows for button in row if button.text == label), None)

    def to_json(self) -> JsonObject:
        return {"inline_keyboard": [[button.source for button in row] for row in self.rows]}


@dataclass(frozen=True, slots=True)
class ReplyKeyboard:
    """Keys instead of the person's keyboard; no keys: those shown before are taken away again."""

    keys: _Rows[Key] = ()
    placeholder: str = ""
    one_time: bool = False
    persistent: bool = False
    small: bool = False
    #: Only for those who are named or answered.
    selective: bool = False
    #: The app opens an answer to the message.
    forces_reply: bool = False

    @property
    def rows(self) -> tuple[tuple[str, ...], ...]:
        """What is written on the keys."""
        return tuple(tuple(key.text for key in row) for row in self.keys)


Keyboard = InlineKeyboard | ReplyKeyboard


def read_keyboard(markup: Json) -> Keyboard | None:
    """Raises BadRequest for a markup Telegram refuses; None when nothing was asked for."""
    if markup is None:
        return None
    body = as_object(markup)
    if body is None:
        raise BadRequest("object expected as reply markup")
    with reading():
        rows = _rows(body, "keyboard", 'field "keyboard" must be an Array of Arrays')
        inline = _rows(
            body,
            "inline_keyboard",
            'field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays',
        )
        keyboard, is_wanted = _reply_keyboard(body, _kept(rows, _read_key))
    if rows and is_wanted:
        return keyboard
    if inline:
        return _inline(inline)
    return keyboard if is_wanted else None


def read_inline_keyboard(markup: Json) -> InlineKeyboard | None:
    """As `read_keyboard`, where only an inline keyboard will do (edits)."""
    keyboard = read_keyboard(markup)
    if isinstance(keyboard, ReplyKeyboard):
        raise BadRequest("inline keyboard expected")
    return keyboard


def refuse_in_group(keyboard: Keyboard | None) -> None:
    """Raises BadRequest for what may be asked in private only."""
    match keyboard:
        case ReplyKeyboard(keys):
            wish = next((key.wish for row in keys for key in row if key.wish), None)
            if wish:
                raise BadRequest(f"{wish} in private chats only")
        case InlineKeyboard(rows):
            if any(button.is_for_private_chats for row in rows for button in row):
                raise BadRequest("BUTTON_TYPE_INVALID")


def _reply_keyboard(body: JsonObject, keys: _Rows[Key]) -> tuple[ReplyKeyboard, bool]:
    """The keyboard, and whether the bot asked for one at all. Raises WrongField."""
    removes = flag_in(body, "hide_keyboard") | flag_in(body, "remove_keyboard")
    selective = flag_in(body, "personal_keyboard") | flag_in(body, "selective")
    forces_reply = flag_in(body, "force_reply_keyboard") | flag_in(body, "force_reply")
    placeholder = text_in(body, "input_field_placeholder")
    if keys or forces_reply:
        _refuse_long(placeholder)
    if keys:
        small, one_time = flag_in(body, "resize_keyboard"), flag_in(body, "one_time_keyboard")
        persistent = flag_in(body, "is_persistent")
        return ReplyKeyboard(keys, placeholder, one_time, persistent, small, selective, forces_reply), True
    if removes:
        return ReplyKeyboard(selective=selective), True
    return ReplyKeyboard((), placeholder, selective=selective, forces_reply=forces_reply), forces_reply


def _refuse_long(placeholder: str) -> None:
    """Telegram's own words for it are not known."""
    if len(placeholder) > LONGEST_PLACEHOLDER:
        raise BadRequest("sandbox: input_field_placeholder has more than 64 characters")


def _inline(items: Sequence[Sequence[Json]]) -> InlineKeyboard | None:
    rows = _kept(items, _read_button)
    keyboard = InlineKeyboard(rows)
    crowded = sum(map(len, rows)) > MOST_BUTTONS or any(len(row) > MOST_IN_A_ROW for row in rows)
    if crowded or len(json.dumps(keyboard.to_json())) > MOST_BYTES:
        raise BadRequest("reply markup is too long")
    return keyboard if rows else None


def _kept(rows: Iterable[Iterable[Json]], read: Callable[[Json], _Item]) -> _Rows[_Item]:
    """What has a text, as far as there is room; rows of nothing vanish."""

    def kept() -> Iterator[tuple[_Item, ...]]:
        room = _MOST_KEPT
        for row in rows:
            items = [item for item in map(read, row) if item.text]
            taken = tuple(islice(items, min(room, _MOST_KEPT_IN_A_ROW)))
            room -= len(taken)
            if taken:
                yield taken

    return tuple(kept())


def _read_button(value: Json) -> Button:
    with reading("inline keyboard button"):
        return read_button(value)


def _read_key(value: Json) -> Key:
    with reading("keyboard button"):
        return read_key(value)


def _rows(body: JsonObject, name: str, words: str) -> list[Sequence[Json]]:
    """Empty when there is no such field."""
    rows = as_list(body.get(name, ()))
    if rows is None:
        raise BadRequest(f'field "{name}" must be of type Array')
    found = [row for item in rows if (row := as_list(item)) is not None]
    if len(found) != len(rows):
        raise BadRequest(words)
    return found
