"""What a planned fault does to an answer of the Bot API: none, late, twice, another, cut short or drop by drop."""

import json
from collections.abc import Awaitable, Callable
from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.types import Receive, Scope, Send

from sandbox.answers import error
from sandbox.connections import drop_connection
from sandbox.exchange import Exchange
from sandbox.faults.kinds import Drop, Fault
from sandbox.faults.plan import Plan

#: Must answer its refusals too: a fault may hide them, or come after them.
Work = Callable[[], Awaitable[Response]]
#: An answer that dribbles out does so in at most so many drops.
_DROPS = 20


class Harm:
    """One fault that struck one call."""

    def __init__(self, exchange: Exchange, request: Request, fault: Fault) -> None:
        self._exchange = exchange
        self._plan = exchange.faults
        self._request = request
        self._fault = fault

    async def answer(self, work: Work) -> Response:
        fault = self._fault
        await self._plan.pause(fault, fault.delay_before)
        if fault.drop is Drop.BEFORE_WORK:
            return await drop_connection(self._request)
        response = await self._response(work)
        await self._plan.pause(fault, fault.delay_after)
        if fault.drop is Drop.AFTER_WORK:
            return await drop_connection(self._request)
        if fault.drop is Drop.WITHIN_ANSWER or fault.slow_body:
            return _Unsteady(self._plan, fault, response)
        return response

    async def _response(self, work: Work) -> Response:
        fault = self._fault
        if fault.status is not None:
            return _instead(fault, fault.status)
        response = await work()
        if fault.duplicate:
            response = await self._again(work, response)
        return response if fault.garbage is None else HTMLResponse(fault.garbage)

    async def _again(self, work: Work, first: Response) -> Response:
        """Asking twice for updates gives the same ones; a bot notices only when they come once more later."""
        if self._request.path_params.get("method", "").lower() != "getupdates":
            return await work()
        updates = json.loads(bytes(first.body)).get("result", ())
        self._exchange.updates.give_again([update["update_id"] for update in updates])
        return first


class _Unsteady(Response):
    """Goes out slowly, or only by half before the line is cut."""

    def __init__(self, plan: Plan[Fault], fault: Fault, whole: Response) -> None:
        super().__init__(whole.body, whole.status_code)
        self.raw_headers = whole.raw_headers
        self._plan = plan
        self._fault = fault

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        body, fault = bytes(self.body), self._fault
        is_cut = fault.drop is Drop.WITHIN_ANSWER
        await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
        pieces = _pieces(body[: len(body) // 2] if is_cut else body, _DROPS if fault.slow_body else 1)
        for piece in pieces:
            await self._plan.pause(fault, fault.slow_body / len(pieces))
            await send({"type": "http.response.body", "body": piece, "more_body": True})
        if is_cut:
            await drop_connection(Request(scope, receive))
        else:
            await send({"type": "http.response.body", "body": b""})


def _pieces(body: bytes, most: int) -> list[bytes]:
    size = max(1, -(-len(body) // most))
    return [body[start : start + size] for start in range(0, len(body), size)]


def _instead(fault: Fault, status: int) -> Response:
    """Garbage, or Telegram's own shape of an error; the words are the status's own unless planned."""
    if fault.garbage is not None:
        return HTMLResponse(fault.garbage, status)
    if fault.retry_after is None:
        return error(status, fault.description or _phrase(status))
    words = f"{_phrase(status)}: retry after {fault.retry_after}"
    return error(status, fault.description or words, {"retry_after": fault.retry_after})


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return HTTPStatus.INTERNAL_SERVER_ERROR.phrase
