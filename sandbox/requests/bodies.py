"""What a call brings, however it is sent: query, form, multipart or JSON, read as Telegram's server reads them.

As in tdlib, HttpReader.cpp. Every value is text: of JSON that is not a string, the JSON itself. Of a broken JSON
body what stands before the break counts. Bytes that are no UTF-8 become lone surrogates.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NoReturn, TypeAlias, cast
from urllib.parse import unquote_to_bytes

from sandbox.refusals import BadRequest, TooLarge

MOST_BYTES_OF_PARAMETERS = 1 << 20
MOST_FILES = 100
#: How a parameter names the part of a form that holds its file.
ATTACHED = "attach://"
_LONGEST_BOUNDARY = 70
_SPACE = re.compile(r"[ \t\r\n]*")


@dataclass(frozen=True, slots=True)
class Upload:
    name: str
    media_type: str
    content: bytes


Pair: TypeAlias = tuple[str, str]


def read_urlencoded(encoded: bytes) -> Iterator[Pair]:
    for pair in encoded.split(b"&") if encoded else ():
        name, _, value = pair.replace(b"+", b" ").partition(b"=")
        yield _text(unquote_to_bytes(name)), _text(unquote_to_bytes(value))


def read_json_parameters(body: bytes) -> Iterator[Pair]:
    text = _text(body)
    try:
        place = _after(text, 0, "{")
        while text[place] != "}":
            name, place = _string(text, place)
            value, place = _value(text, _after(text, place, ":"))
            yield name, value
            place = _skipped(text, place)
            if text[place] != "}":
                place = _after(text, place, ",")
    except (ValueError, IndexError, RecursionError):
        return


def read_multipart(content_type: str, body: bytes) -> Iterator[Pair | tuple[str, Upload]]:
    """Raises BadRequest, TooLarge."""
    files = 0
    for headers, content in _parts(body, _boundary(content_type)):
        name, file_name, media_type = _described(headers)
        if file_name is None:
            yield name, _text(content)
            continue
        files += 1
        if files > MOST_FILES:
            raise TooLarge("too many files attached")
        yield name, Upload(file_name, media_type, content)


def _parts(body: bytes, boundary: bytes) -> Iterator[tuple[bytes, bytes]]:
    place = body.find(b"--" + boundary)
    while place >= 0:
        place += len(boundary) + 2
        if body.startswith(b"--", place):
            return
        middle = body.find(b"\r\n\r\n", place)
        if middle == place:
            raise BadRequest("headers in multipart/form-data are empty")
        end = body.find(b"\r\n--" + boundary, middle + 4)
        if middle < 0 or end < 0:
            break
        yield body[place + 2 : middle + 2], body[middle + 4 : end]
        place = end + 2
    raise BadRequest("sandbox: the multipart body ends too soon")


def _boundary(content_type: str) -> bytes:
    _, found, after = content_type.lower().partition("boundary")
    if not found:
        raise BadRequest("boundary not found")
    _, found, value = content_type[-len(after) :].partition("=") if after else ("", "", "")
    if not found:
        raise BadRequest("boundary value not found")
    value = value.partition(";")[0].strip()
    boundary = value[1:-1] if len(value) > 1 and value[0] == value[-1] == '"' else value
    if not 0 < len(boundary) <= _LONGEST_BOUNDARY:
        raise BadRequest("boundary too big or empty")
    return boundary.encode("latin-1", errors="replace")


def _described(headers: bytes) -> tuple[str, str | None, str]:
    """Name of the part, name of its file (None when it is no file), media type."""
    name, file_name, media_type = "", None, "application/octet-stream"
    for line in re.sub("\r\n[ \t]+", " ", _text(headers)).split("\r\n")[:-1]:
        header, colon, value = line.partition(":")
        if not colon:
            raise BadRequest("can't parse form data headers")
        match header.strip().lower():
            case "content-disposition":
                attributes = _disposition(value.strip())
                name, file_name = attributes.get("name", ""), attributes.get("filename")
            case "content-type":
                media_type = value.strip()
    if not name:
        raise BadRequest("field name in multipart/form-data not found")
    return name, file_name, media_type


def _disposition(value: str) -> dict[str, str]:
    if not value.startswith("form-data;"):
        raise BadRequest("expected form-data content disposition")
    found: dict[str, str] = {}
    rest = value.removeprefix("form-data;").strip()
    while "=" in rest:
        key, _, rest = rest.partition("=")
        if rest.lstrip().startswith('"'):
            written, rest = _quoted(rest.lstrip()[1:])
        else:
            written, _, rest = rest.partition(";")
        found[key.strip()] = _text(unquote_to_bytes(written.strip().encode(errors="surrogateescape")))
        rest = rest.strip()
    return found


def _quoted(rest: str) -> tuple[str, str]:
    quoted = re.match(r'((?:[^"\\]|\\.)*)"\s*', rest, re.DOTALL)
    if quoted is None:
        raise BadRequest("unclosed quoted string in Content-Disposition header")
    after = rest[quoted.end() :]
    if after and after[0] != ";":
        raise BadRequest("expected ';' in Content-Disposition header")
    return re.sub(r"\\(.)", r"\1", quoted[1], flags=re.DOTALL), after[1:]


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"JSON has no {name}")


_DECODER = json.JSONDecoder(strict=False, parse_constant=_refuse_constant)


def _string(text: str, place: int) -> tuple[str, int]:
    if text[place] != '"':
        raise ValueError("expected a string")
    return _value(text, place)


def _value(text: str, place: int) -> tuple[str, int]:
    """A string, or the JSON of anything else; and where it ends."""
    value, end = cast("tuple[object, int]", _DECODER.raw_decode(text, place))
    return (value if isinstance(value, str) else text[place:end]), end


def _skipped(text: str, place: int) -> int:
    found = _SPACE.match(text, place)
    return found.end() if found else place


def _after(text: str, place: int, mark: str) -> int:
    place = _skipped(text, place)
    if text[place] != mark:
        raise ValueError(f"expected {mark}")
    return _skipped(text, place + 1)


def _text(content: bytes) -> str:
    return content.decode(errors="surrogateescape")
