"""uvicorn in the service's own loop: without its signals, with an end when told, and no time for the slow."""

import asyncio
import contextlib
import socket
from collections.abc import Generator

import structlog
import uvicorn
from starlette.types import ASGIApp
from uvicorn.protocols.http.h11_impl import H11Protocol

log = structlog.get_logger(__name__)

#: Seconds from the first byte of a request, or from connecting, to the last byte of its answer.
PATIENCE = 30.0
#: Connections open at once; who comes later is told to come back.
MOST_CONNECTIONS = 200
#: Seconds that requests in flight get to be answered when the service ends.
GRACE = 3.0


class CannotListen(Exception):
    """The address is taken, or is not this machine's."""


class HurriedProtocol(H11Protocol):
    """Cuts the connection of whoever drips a request, or reads the answer, for too long."""

    _cut: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._hurry()

    def data_received(self, data: bytes) -> None:
        self._hurry()
        super().data_received(data)

    def on_response_complete(self) -> None:
        self._rest()
        super().on_response_complete()

    def connection_lost(self, exc: Exception | None) -> None:
        self._rest()
        super().connection_lost(exc)

    def _hurry(self) -> None:
        if self._cut is None:
            self._cut = self.loop.call_later(PATIENCE, self.transport.abort)

    def _rest(self) -> None:
        if self._cut is not None:
            self._cut.cancel()
            self._cut = None


class HttpServer:
    """One per service; `address` is host and port, port 0 any that is free."""

    def __init__(self, app: ASGIApp, address: tuple[str, int]) -> None:
        self._server = _Uvicorn(app)
        self._address = address
        self._listener: socket.socket | None = None

    @property
    def port(self) -> int:
        """Where it listens; 0 before it does."""
        return int(self._listener.getsockname()[1]) if self._listener else 0

    def listen(self) -> None:
        """Takes the address; who connects before `run` waits.

        Raises:
            CannotListen.
        """
        if self._listener is None:
            self._listener = bound_to(*self._address)

    async def run(self) -> None:
        """Until `close`, or cancelled: then nobody is left connected."""
        self.listen()
        assert self._listener is not None
        log.info("http.listening", port=self.port)
        try:
            await self._server.serve(sockets=[self._listener])
        finally:
            await self._server.shutdown()
            self._listener.close()
            self._server.ended.set()

    async def close(self) -> None:
        """Lets nobody in any more and waits a little for who is inside; `run` must have been called."""
        self._server.told.set()
        await self._server.ended.wait()


def bound_to(host: str, port: int) -> socket.socket:
    """A listening socket.

    Raises:
        CannotListen.
    """
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        # Named TCP outright: asyncio switches Nagle's delay off only for sockets that say so.
        listener = socket.socket(family, kind, protocol)
    except OSError as error:
        raise CannotListen(f"{host}: {error.strerror}") from error
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        listener.listen()
    except OSError as error:
        listener.close()
        raise CannotListen(f"{host} port {port}: {error.strerror}") from error
    listener.setblocking(False)
    return listener


class _Uvicorn(uvicorn.Server):
    def __init__(self, app: ASGIApp) -> None:
        super().__init__(
            uvicorn.Config(
                app,
                http=HurriedProtocol,
                ws="none",
                lifespan="off",
                log_config=None,
                access_log=False,
                proxy_headers=False,
                server_header=False,
                limit_concurrency=MOST_CONNECTIONS,
            )
        )
        self.servers: list[asyncio.Server] = []
        self.told = asyncio.Event()
        self.ended = asyncio.Event()

    @contextlib.contextmanager
    def capture_signals(self) -> Generator[None, None, None]:
        """Signals belong to elo/lifetime.py."""
        yield

    async def main_loop(self) -> None:
        while not self.told.is_set():
            await self.on_tick(0)  # the Date of answers
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(1):
                    await self.told.wait()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """May be called again: the second time nothing is left to do."""
        for server in self.servers:
            server.close()
        if tasks := set(self.server_state.tasks):
            _, late = await asyncio.wait(tasks, timeout=GRACE)
            for task in late:
                task.cancel()
            if late:
                await asyncio.wait(late, timeout=1)
        for connection in list(self.server_state.connections):
            if connection.transport is not None:
                connection.transport.close()
        await asyncio.sleep(0)
        for connection in list(self.server_state.connections):
            if connection.transport is not None:
                connection.transport.abort()
