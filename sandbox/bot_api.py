"""The Bot API over HTTP: reads the call, lets the planned fault strike, runs the method, answers in JSON."""

from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sandbox.answers import accepted, refused
from sandbox.exchange import Exchange
from sandbox.faults.harm import Harm
from sandbox.faults.kinds import DOWNLOAD
from sandbox.methods import METHODS, perform
from sandbox.methods.declared import DECLARED, absent
from sandbox.refusals import ApiRefusal, NotFound, TooLarge, Unauthorized
from sandbox.requests.json_values import as_integer
from sandbox.requests.parameters import MOST_BYTES, Parameters, read_parameters
from sandbox.tokens import is_well_formed

Endpoint = Callable[[Request], Awaitable[Response]]


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
            raise absent(name)
        if (as_integer(request.headers.get("content-length", "")) or 0) > MOST_BYTES:
            raise TooLarge
        p = await read_parameters(request)
        if self._exchange.strict:
            DECLARED[name.lower()].refuse(p)

        async def work(_: Request) -> Response:
            return await self._answer(name, p)

        async with self._exchange.throttles.hold(name, p):
            return await self._struck(request, work, name, as_integer(p.values.get("chat_id")))

    async def download(self, request: Request) -> Response:
        self._check_token(request)
        return await self._struck(request, self._file, DOWNLOAD)

    async def _struck(self, request: Request, work: Endpoint, name: str, chat: int | None = None) -> Response:
        """The work, harmed if a fault is planned for it."""
        fault = self._exchange.faults.strike(lambda fault: fault.matches(name, chat))
        if fault is None:
            return await work(request)
        return await Harm(self._exchange, request, fault).answer(lambda: _in_json(work)(request))

    async def _answer(self, name: str, p: Parameters) -> Response:
        return accepted(await perform(self._exchange, name, p))

    async def _file(self, request: Request) -> Response:
        file = self._exchange.files.open(request.path_params["path"], self._exchange.clock.now())
        if file is None:
            raise NotFound
        return Response(file.content, media_type="application/octet-stream")

    def _check_token(self, request: Request) -> None:
        token = request.path_params["token"]
        if not is_well_formed(token):
            raise NotFound
        if token != self._exchange.token:
            raise Unauthorized


async def unknown_address(request: Request) -> Response:
    return refused(NotFound())


def _in_json(endpoint: Endpoint) -> Endpoint:
    async def answer(request: Request) -> Response:
        try:
            return await endpoint(request)
        except ApiRefusal as refusal:
            return refused(refusal)

    return answer
