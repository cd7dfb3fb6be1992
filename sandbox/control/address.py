"""The manners of the control address: orders in, JSON or a file out, and a sentence with each refusal."""

from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from sandbox.requests.json_values import Json
from sandbox.requests.orders import TooMuch

Answer = Callable[[Request], Awaitable["Json | Response"]]


def route(method: str, path: str, answer: Answer) -> Route:
    return Route(f"/control/{path}".rstrip("/"), in_json(answer), methods=[method])


def in_json(answer: Answer) -> Callable[[Request], Awaitable[Response]]:
    async def answered(request: Request) -> Response:
        try:
            found = await answer(request)
            return found if isinstance(found, Response) else JSONResponse(found)
        except LookupError as error:
            return refusal(404, str(error))
        except TooMuch as error:
            return refusal(413, str(error))
        except (ValueError, TypeError, OverflowError) as error:
            return refusal(400, str(error))

    return answered


def refusal(status: int, words: str) -> Response:
    return JSONResponse({"error": words}, status_code=status)
