"""The shape of a JSON value, and the only place where text becomes one."""

import json
import math
from collections.abc import Mapping, Sequence
from typing import TypeAlias, cast

Json: TypeAlias = "str | int | float | bool | Sequence[Json] | Mapping[str, Json] | None"
JsonObject: TypeAlias = Mapping[str, Json]

#: As deep as tdlib looks (JsonBuilder.cpp, do_json_decode).
_DEEPEST = 100


class BrokenText(ValueError):
    """A string holds half a surrogate pair, which cannot be written as UTF-8."""


def read_json(text: str | bytes) -> Json:
    """A value that can be written again as JSON.

    Raises BrokenText, and ValueError for what is not JSON (NaN and Infinity are not) or is nested too deeply.
    """
    try:
        value = cast("Json", json.loads(text))
    except RecursionError as error:
        raise ValueError("JSON is nested too deeply") from error
    _check(value)
    return value


def _check(value: Json) -> None:
    level: list[Json] = [value]
    for _ in range(_DEEPEST):
        level = [inner for item in level for inner in _inner(item)]
        if not level:
            return
    raise ValueError("JSON is nested too deeply")


def _inner(item: Json) -> list[Json]:
    """What is inside a value, once the value itself has been looked at."""
    match item:
        case str():
            _refuse_broken_text(item)
        case float() if not math.isfinite(item):
            raise ValueError("JSON has no such number")
        case Mapping():
            return [*item.keys(), *item.values()]
        case Sequence():
            return list(item)
    return []


def _refuse_broken_text(text: str) -> None:
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise BrokenText("strings must be encoded in UTF-8") from error


def as_object(value: Json) -> JsonObject | None:
    return value if isinstance(value, Mapping) else None


def as_list(value: Json) -> Sequence[Json] | None:
    return value if isinstance(value, Sequence) and not isinstance(value, str) else None


def as_integer(value: Json) -> int | None:
    """An integer, or the digits of one; booleans are not integers here."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return value
    # 18 digits: what fits in Telegram's int64, and keeps int() from being fed a novel.
    if (
        isinstance(value, str)
        and value.removeprefix("-").isdecimal()
        and len(value) <= 18
        and value.isascii()
    ):
        return int(value)
    return None
