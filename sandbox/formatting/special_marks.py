"""Custom emoji and dates in a text, as each parse mode may name them (tdlib MessageEntity.cpp, LinkManager.cpp)."""

import re

from sandbox.formatting.entities import Entity
from sandbox.refusals import CannotParse

_INT64 = 1 << 63
_INT32 = 1 << 31
_TIME_LETTERS = "tTdDwW"


def emoji_id(number: str) -> str:
    """Raises CannotParse for what cannot be a custom emoji's number."""
    found = _whole_number(number, _INT64)
    if not found:
        raise CannotParse("Invalid custom emoji identifier specified")
    return str(found)


def date_format(letters: str) -> str:
    """A date's format in Telegram's own order of letters. Raises CannotParse for other letters."""
    if letters in ("r", "R"):
        return "r"
    if letters.strip(_TIME_LETTERS):
        raise CannotParse("Invalid date format used")
    day = "w" if "w" in letters.lower() else ""
    date = "d" if "d" in letters else "D" if "D" in letters else ""
    time = "t" if "t" in letters else "T" if "T" in letters else ""
    return day + date + time


def leading_number(text: str) -> int:
    """What the text begins with, as 32 bits hold it; 0 for what is no number (tdlib's to_integer)."""
    found = re.match("-?[0-9]{1,20}", text)
    return (int(found[0]) + _INT32) % (2 * _INT32) - _INT32 if found else 0


def special_link(url: str, offset: int, length: int) -> Entity:
    """The entity of `tg://emoji?id=…` or `tg://time?unix=…&format=…`. Raises CannotParse for any other link."""
    emoji = _parameters(url, "emoji")
    if emoji is not None and (number := _whole_number(emoji.get("id", ""), _INT64)):
        return Entity("custom_emoji", offset, length, custom_emoji_id=str(number))
    moment = _parameters(url, "time")
    if moment is None or (unix := _whole_number(moment.get("unix", ""), _INT32)) is None or unix <= 0:
        raise CannotParse("Invalid tg://emoji or tg://time URL specified")
    formatted = date_format(moment.get("format", ""))
    return Entity("date_time", offset, length, unix_time=unix, date_time_format=formatted or None)


def _parameters(url: str, host: str) -> dict[str, str] | None:
    found = re.fullmatch(rf"(?i:tg:(?://)?{host})/?\?([^#]*)(?:#.*)?", url, re.DOTALL)
    if found is None:
        return None
    pairs = (pair.partition("=") for pair in found[1].split("&"))
    return {key: value for key, _, value in pairs}


def _whole_number(text: str, bound: int) -> int | None:
    if not re.fullmatch("-?[0-9]{1,19}", text):
        return None
    number = int(text)
    return number if -bound <= number < bound else None
