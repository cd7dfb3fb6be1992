"""The manners of the control address: JSON objects in, JSON out, 404 and 400 with a sentence."""

from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from sandbox.requests.json_values import Json, JsonObject, as_object, read_json

Answer = Callable[[Request], Awaitable[Json]]


class Wrong(ValueError):
    """The control call asks for something that does not exist."""


def route(method: str, path: str, answer: Answer) -> Route:
    return Route(f"/control/{path}", _checked(answer), methods=[method])


async def read_body(request: Request) -> JsonObject:
    """Raises Wrong, ValueError."""
    body = as_object(read_json(await request.body()))
    if body is None:
        raise Wrong("expected a JSON object")
    return body


def _checked(answer: Answer) -> Callable[[Request], Awaitable[Response]]:
    async def checked(request: Request) -> Response:
        try:
            return JSONResponse(await answer(request))
        except LookupError as error:
            return JSONResponse({"error": str(error)}, status_code=404)
        except (ValueError, TypeError) as error:
            return JSONResponse({"error": str(error)}, status_code=400)

    return checked
