"""The parameters of one call, however they came: query, form, multipart or JSON."""

from collections.abc import Mapping
from dataclasses import dataclass

from python_multipart.exceptions import FormParserError
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request

from sandbox.json_values import BrokenText, Json, as_integer, as_object, read_json
from sandbox.refusals import BadRequest

#: A form this wide or a text part this long is nobody's message.
_MOST_FIELDS = 1000
_LONGEST_FIELD = 1 << 20


@dataclass(frozen=True, slots=True)
class Upload:
    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Parameters:
    values: Mapping[str, Json]
    uploads: Mapping[str, Upload]

    def text(self, name: str) -> str:
        """ "" when it is absent, as the Bot API makes no difference."""
        value = self.values.get(name)
        if value is None or isinstance(value, str):
            return value or ""
        if isinstance(value, int | float):
            return str(value)
        raise BadRequest(f'parameter "{name}" must be of type String')

    def integer(self, name: str, default: int = 0) -> int:
        """What is not a number counts as absent, as in the Bot API."""
        found = as_integer(self.values.get(name))
        return default if found is None else found

    def flag(self, name: str) -> bool:
        value = self.values.get(name)
        return value in (True, 1) or (isinstance(value, str) and value.lower() in ("true", "yes", "1"))

    def json(self, name: str) -> Json:
        """A nested value; forms carry it as JSON text. Raises BadRequest when that text is not JSON."""
        value = self.values.get(name)
        if not isinstance(value, str) or not value:
            return value
        try:
            return read_json(value)
        except ValueError as error:
            raise BadRequest(f"can't parse {name.replace('_', ' ')} JSON object") from error


async def read_parameters(request: Request) -> Parameters:
    """Raises BadRequest for a body that is not what its Content-Type says, or is not UTF-8."""
    values: dict[str, Json] = dict(request.query_params)
    uploads: dict[str, Upload] = {}
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if request.method == "POST" and kind == "application/json":
        values |= await _json_body(request)
    elif request.method == "POST" and kind in ("application/x-www-form-urlencoded", "multipart/form-data"):
        await _read_form(request, values, uploads)
    return Parameters(values, uploads)


async def _json_body(request: Request) -> Mapping[str, Json]:
    body = await request.body()
    try:
        value = as_object(read_json(body)) if body else {}
    except BrokenText as error:
        raise BadRequest(str(error)) from error
    except ValueError as error:
        raise BadRequest("can't parse JSON object") from error
    if value is None:
        raise BadRequest("can't parse JSON object")
    return value


async def _read_form(request: Request, values: dict[str, Json], uploads: dict[str, Upload]) -> None:
    try:
        form = await request.form(
            max_files=_MOST_FIELDS, max_fields=_MOST_FIELDS, max_part_size=_LONGEST_FIELD
        )
    except (HTTPException, FormParserError, ValueError, LookupError, ClientDisconnect) as error:
        raise BadRequest("can't parse form body") from error
    for name, part in form.items():
        if isinstance(part, UploadFile):
            uploads[name] = await _upload(part)
        else:
            # A part may name its own charset, and some charsets can spell what UTF-8 cannot.
            values[name] = part.encode(errors="replace").decode()
    await form.close()


async def _upload(part: UploadFile) -> Upload:
    media_type = part.content_type or "application/octet-stream"
    return Upload(part.filename or "", media_type, await part.read())
