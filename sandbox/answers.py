"""The two shapes of an answer of the Bot API: a result, or an error whose code is the HTTP status."""

from dataclasses import dataclass

from starlette.responses import JSONResponse, Response

from sandbox.refusals import ApiRefusal
from sandbox.requests.json_values import Json, JsonObject


@dataclass(frozen=True, slots=True)
class Described:
    """A result with Telegram's words on what was done."""

    result: Json
    description: str


def accepted(result: "Json | Described") -> Response:
    if isinstance(result, Described):
        return JSONResponse({"ok": True, "result": result.result, "description": result.description})
    return JSONResponse({"ok": True, "result": result})


def refused(refusal: ApiRefusal) -> Response:
    return error(refusal.code, refusal.description, refusal.parameters)


def error(code: int, description: str, parameters: JsonObject | None = None) -> Response:
    """A retry_after among `parameters` is said in the headers too."""
    body: JsonObject = {"ok": False, "error_code": code, "description": description}
    headers = {}
    if parameters:
        body = {**body, "parameters": parameters}
        if "retry_after" in parameters:
            headers["Retry-After"] = str(parameters["retry_after"])
    return JSONResponse(body, status_code=code, headers=headers)
