"""What is ordered of the desk itself: a JSON object, read strictly.

What is misspelled, mistyped or missing is refused in a sentence, never guessed; null stands for absent.
"""

import json
from collections.abc import Collection, Sequence

from starlette.requests import Request

from sandbox.requests.json_values import Json, JsonObject, as_integer, as_list, as_object, read_json

#: As many bytes as a file of 50 MB has in Base64, and some more.
MOST_BYTES = 80_000_000


class Wrong(ValueError):
    """The order makes no sense, or asks for something that does not exist."""


class TooMuch(Wrong):
    """The body is longer than any order."""


async def read_order(request: Request, *known: str) -> JsonObject:
    """Its fields are among the `known`, if any are given. Raises Wrong, TooMuch, ValueError."""
    order = as_object(_parsed(await _body(request)))
    if order is None:
        raise Wrong("expected a JSON object")
    if known:
        refuse_unknown(order, known)
    return order


def refuse_unknown(order: JsonObject, known: Collection[str], what: str = "field") -> None:
    """Raises Wrong."""
    if unknown := sorted(order.keys() - set(known)):
        raise Wrong(f"no such {what}: {', '.join(unknown)}; there is {', '.join(known)}")


def text_in(order: JsonObject, name: str) -> str | None:
    value = order.get(name)
    if value is None or isinstance(value, str):
        return value
    raise Wrong(f"{name} is a text")


def needed_text(order: JsonObject, name: str, *, otherwise: str) -> str:
    """Without the white space around it; none is left when `otherwise` is what is said."""
    text = (text_in(order, name) or "").strip()
    if not text:
        raise Wrong(otherwise)
    return text


def whole_in(order: JsonObject, name: str) -> int | None:
    """Its digits may stand in a text."""
    value = order.get(name)
    number = as_integer(value)
    if number is None and value is not None:
        raise Wrong(f"{name} is a whole number")
    return number


def number_in(order: JsonObject, name: str, *, usual: float = 0) -> float:
    value = order.get(name)
    if value is None:
        return usual
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise Wrong(f"{name} is a number")
    return value


def flag_in(order: JsonObject, name: str, usual: bool = False) -> bool:
    value = order.get(name)
    if value is None:
        return usual
    if not isinstance(value, bool):
        raise Wrong(f"{name} is true or false")
    return value


def needed_flag(order: JsonObject, name: str) -> bool:
    if order.get(name) is None:
        raise Wrong(f"{name} is true or false")
    return flag_in(order, name)


def list_in(order: JsonObject, name: str) -> Sequence[Json]:
    """Empty when it is absent."""
    value = order.get(name)
    items = () if value is None else as_list(value)
    if items is None:
        raise Wrong(f"{name} is a list")
    return items


def names_in(order: JsonObject, name: str) -> list[str]:
    """Empty when they are absent."""
    items = list_in(order, name)
    names = [item for item in items if isinstance(item, str)]
    if len(names) < len(items):
        raise Wrong(f"{name} is a list of names")
    return names


async def _body(request: Request) -> bytes:
    """All of it is taken in, even when it is too long to be kept: who still sends does not listen."""
    body, size = bytearray(), 0
    async for piece in request.stream():
        size += len(piece)
        if size <= MOST_BYTES:
            body += piece
    if size > MOST_BYTES:
        raise TooMuch(f"an order has up to {MOST_BYTES} bytes")
    return bytes(body)


def _parsed(body: bytes) -> Json:
    try:
        return read_json(body)
    except json.JSONDecodeError as error:
        raise Wrong(f"this is no JSON: {error}") from error
    except UnicodeDecodeError as error:
        raise Wrong("this is no JSON: it is not in UTF-8") from error
