"""The parameters of one call, and how Telegram reads numbers, switches and JSON out of their text."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from starlette.requests import ClientDisconnect, Request

from sandbox.media.files import MOST_UPLOADED
from sandbox.refusals import BadRequest, TooLarge
from sandbox.requests.bodies import (
    MOST_BYTES_OF_PARAMETERS,
    Pair,
    Upload,
    read_json_parameters,
    read_multipart,
    read_urlencoded,
)
from sandbox.requests.json_values import BrokenText, Json, read_json

#: Room for the form around the largest file.
MOST_BYTES = MOST_UPLOADED + MOST_BYTES_OF_PARAMETERS
NOT_UTF8 = "strings must be encoded in UTF-8"
#: As many as an int can be read from without being a novel.
_LEADING_DIGITS = re.compile(r"-?[0-9]{1,18}")
#: What Telegram calls the JSON of a parameter when it cannot be read; of any other, the name without underscores.
_NOUNS = {
    "reply_markup": "reply keyboard markup",
    "scope": "BotCommandScope",
    "rights": "ChatAdministratorRights",
    "message_ids": "message_ids",
    "reaction": "reaction types",
}


@dataclass(frozen=True, slots=True)
class Parameters:
    #: As they came: text, or in a test anything JSON can say.
    values: Mapping[str, Json]
    uploads: Mapping[str, Upload]

    def text(self, name: str) -> str:
        """ "" when it is absent, as the Bot API makes no difference. Raises BadRequest when it is not UTF-8."""
        value = self._raw(name)
        try:
            value.encode()
        except UnicodeEncodeError as error:
            raise BadRequest(NOT_UTF8) from error
        return value

    def integer(self, name: str, default: int = 0) -> int:
        """What is empty counts as absent; what begins with no digits is 0."""
        value = self._raw(name)
        number = _LEADING_DIGITS.match(value)
        return int(number[0]) if number else 0 if value else default

    def bounded(
        self, name: str, default: int = 0, *, least: int = -(1 << 31), most: int = (1 << 31) - 1
    ) -> int:
        """A number pulled into its bounds: of a text that begins with digits those, of any other 0."""
        return min(max(self.integer(name, default), least), most) if self._raw(name) else default

    def flag(self, name: str) -> bool:
        return self._raw(name).strip().lower() in ("true", "yes", "1")

    def json(self, name: str) -> Json:
        """A nested value, which is JSON text; None when it is absent. Raises BadRequest when it is not JSON.

        A `null` is there, but nothing Telegram could use: it is answered as False.
        """
        try:
            return self._decoded(name)
        except BrokenText as error:
            raise BadRequest(NOT_UTF8) from error
        except ValueError as error:
            noun = _NOUNS.get(name, name.replace("_", " "))
            raise BadRequest(f"can't parse {noun} JSON object") from error

    def json_if_any(self, name: str) -> Json:
        """As `json`, where Telegram takes what is not JSON for absent. Raises BadRequest for broken text."""
        try:
            return self._decoded(name)
        except BrokenText as error:
            raise BadRequest(NOT_UTF8) from error
        except ValueError:
            return None

    def _decoded(self, name: str) -> Json:
        value = self._raw(name)
        if not value:
            return None
        decoded = read_json(value)
        return False if decoded is None else decoded

    def _raw(self, name: str) -> str:
        value = self.values.get(name, "")
        return value if isinstance(value, str) else json.dumps(value)


async def read_parameters(request: Request) -> Parameters:
    """Of what is sent twice the first counts, the query before the body. Raises BadRequest, TooLarge."""
    values: dict[str, Json] = {}
    uploads: dict[str, Upload] = {}
    size = 0
    for name, value in _sent(request, await _body(request)):
        if isinstance(value, Upload):
            uploads.setdefault(name, value)
            continue
        size += len(name) + len(value)
        if size > MOST_BYTES_OF_PARAMETERS:
            raise TooLarge("too many parameters")
        values.setdefault(name, value)
    return Parameters(values, uploads)


def _sent(request: Request, body: bytes) -> Iterator[Pair | tuple[str, Upload]]:
    yield from read_urlencoded(request.scope["query_string"])
    content_type = request.headers.get("content-type", "")
    kind = content_type.lower()
    if not body:
        return
    if "multipart/form-data" in kind:
        yield from read_multipart(content_type, body)
    elif "application/x-www-form-urlencoded" in kind:
        yield from read_urlencoded(body)
    elif "application/json" in kind:
        yield from read_json_parameters(body)


async def _body(request: Request) -> bytes:
    body = bytearray()
    try:
        async for chunk in request.stream():
            body += chunk
            if len(body) > MOST_BYTES:
                raise TooLarge
    except ClientDisconnect as error:
        raise BadRequest("sandbox: the body ends too soon") from error
    return bytes(body)
