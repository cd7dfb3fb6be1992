"""The Bot API over HTTP: reads the call, lets the planned fault strike, runs the method, answers in JSON."""

import asyncio
import inspect
from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route

from sandbox.connections import drop_connection
from sandbox.exchange import Exchange
from sandbox.faults import Drop, Fault
from sandbox.files import MOST_UPLOADED
from sandbox.json_values import Json, as_integer
from sandbox.methods import METHODS
from sandbox.parameters import Parameters, read_parameters
from sandbox.refusals import ApiRefusal, NotFound, TooLarge, Unauthorized
from sandbox.tokens import is_well_formed

Endpoint = Callable[[Request], Awaitable[Response]]
#: Room for the form around the largest file.
_MOST_BYTES = MOST_UPLOADED + (1 << 20)


class BotApi:
    def __init__(self, exchange: Exchange) -> None:
        self._exchange = exchange

    @property
    def routes(self) -> list[Route]:
        return [
            Route("/bot{token}/{method}", _in_json(self.call), methods=["GET", "POST"]),
            Route("/file/bot{token}/{path:path}", _in_json(self.download), methods=["GET"]),
        ]

    async def call(self, request: Request) -> Response:
        self._check_token(request)
        name = request.path_params["method"]
        method = METHODS.get(name.lower())
        if method is None:
            raise NotFound("method not found")
        if (as_integer(request.headers.get("content-length", "")) or 0) > _MOST_BYTES:
            raise TooLarge
        p = await read_parameters(request)
        chat = as_integer(p.values.get("chat_id"))
        fault = self._exchange.faults.strike(lambda fault: fault.matches(name, chat))
        if fault is not None:
            return await self._harmed(request, p, fault)
        return await self._answer(name, p)

    async def download(self, request: Request) -> Response:
        self._check_token(request)
        file = self._exchange.files.open(request.path_params["path"], self._exchange.clock.now())
        if file is None:
            raise NotFound
        return Response(file.content, media_type="application/octet-stream")

    async def _answer(self, name: str, p: Parameters) -> Response:
        result = METHODS[name.lower()](self._exchange, p)
        if inspect.isawaitable(result):
            result = await result
        return _ok(result)

    async def _harmed(self, request: Request, p: Parameters, fault: Fault) -> Response:
        await asyncio.sleep(fault.delay_before)
        if fault.drop is Drop.BEFORE_WORK:
            return await drop_connection(request)
        if fault.status is not None:
            return _planned_error(fault)
        try:
            response = await self._answer(request.path_params["method"], p)
        except ApiRefusal as refusal:
            response = refused(refusal)
        await asyncio.sleep(fault.delay_after)
        if fault.drop is Drop.AFTER_WORK:
            return await drop_connection(request)
        return response if fault.garbage is None else HTMLResponse(fault.garbage)

    def _check_token(self, request: Request) -> None:
        token = request.path_params["token"]
        if not is_well_formed(token):
            raise NotFound
        if token != self._exchange.token:
            raise Unauthorized


def refused(refusal: ApiRefusal) -> Response:
    """Telegram's error: the HTTP status is the error code."""
    body = {"ok": False, "error_code": refusal.code, "description": refusal.description}
    headers = {}
    if refusal.parameters:
        body["parameters"] = refusal.parameters
        if "retry_after" in refusal.parameters:
            headers["Retry-After"] = str(refusal.parameters["retry_after"])
    return JSONResponse(body, status_code=refusal.code, headers=headers)


async def unknown_address(request: Request) -> Response:
    return refused(NotFound())


def _planned_error(fault: Fault) -> Response:
    refusal = ApiRefusal(parameters=None if fault.retry_after is None else {"retry_after": fault.retry_after})
    refusal.code = fault.status or 500
    refusal.description = fault.description or "Internal Server Error"
    return refused(refusal)


def _ok(result: Json) -> Response:
    return JSONResponse({"ok": True, "result": result})


def _in_json(endpoint: Endpoint) -> Endpoint:
    async def answer(request: Request) -> Response:
        try:
            return await endpoint(request)
        except ApiRefusal as refusal:
            return refused(refusal)

    return answer
