"""The fields of a JSON object as Telegram reads them, and its words when one has the wrong type.

As in tdlib, JsonBuilder.cpp, class JsonObject. A number may be written as text, and text as a number; null is
never taken for absence.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from sandbox.refusals import BadRequest
from sandbox.requests.json_values import Json, JsonObject, as_object

_BITS = 32
_WIDE_BITS = 64


class WrongField(ValueError):
    """A field is missing or has the wrong type; the words are Telegram's."""


@contextmanager
def reading(what: str = "") -> Iterator[None]:
    """Turn a WrongField into the refusal Telegram gives while it reads `what` ("keyboard button")."""
    try:
        yield
    except WrongField as error:
        words = str(error)
        raise BadRequest(f"can't parse {what}: {words}" if what else words[0].lower() + words[1:]) from error


def object_of(value: Json, words: str) -> JsonObject:
    """Raises WrongField with these `words` for what is no object."""
    found = as_object(value)
    if found is None:
        raise WrongField(words)
    return found


def flag_in(body: JsonObject, name: str) -> bool:
    value = body.get(name, False)
    if not isinstance(value, bool):
        raise _mistyped(name, "Boolean")
    return value


def text_in(body: JsonObject, name: str) -> str:
    """ "" when it is absent."""
    return needed_text(body, name) if name in body else ""


def needed_text(body: JsonObject, name: str) -> str:
    value = _needed(body, name)
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise _mistyped(name, "String")
    return str(value)


def integer_in(body: JsonObject, name: str, default: int = 0, *, wide: bool = False) -> int:
    return needed_integer(body, name, wide=wide) if name in body else default


def needed_integer(body: JsonObject, name: str, *, wide: bool = False) -> int:
    """Of 32 bits, or of 64 when it is `wide`."""
    value, bound = _needed(body, name), 1 << ((_WIDE_BITS if wide else _BITS) - 1)
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise WrongField(f'Field "{name}" must be a Number')
    digits = str(value)
    if not (digits.isascii() and digits.removeprefix("-").isdecimal() and len(digits) <= 20):
        raise WrongField(f'Field "{name}" must be a valid Number')
    if not -bound <= int(digits) < bound:
        raise WrongField(f'Field "{name}" must be a valid Number')
    return int(digits)


def needed_object(body: JsonObject, name: str) -> JsonObject:
    found = as_object(_needed(body, name))
    if found is None:
        raise _mistyped(name, "Object")
    return found


def _needed(body: JsonObject, name: str) -> Json:
    if name not in body:
        raise WrongField(f'Can\'t find field "{name}"')
    return body[name]


def _mistyped(name: str, wanted: str) -> WrongField:
    return WrongField(f'Field "{name}" must be of type {wanted}')
