"""The HTTP server on loopback: uvicorn in the caller's loop, without its signals; connections can be cut."""

import asyncio
import contextlib
import socket
from collections.abc import Generator

import uvicorn
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp
from uvicorn.protocols.http.h11_impl import H11Protocol

LOOPBACK = "127.0.0.1"
_CUT = "sandbox.cut"


class NotLoopback(ValueError):
    """Somebody asked to listen where other machines could reach."""


class CuttableProtocol(H11Protocol):
    """Puts in each request's scope a way to cut its connection."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self.app_state = {**self.app_state, _CUT: transport.abort}


class LoopbackServer(uvicorn.Server):
    """Stops when told, at once: connections are aborted, requests end by themselves."""

    def __init__(self, app: ASGIApp) -> None:
        super().__init__(
            uvicorn.Config(
                app,
                http=CuttableProtocol,
                ws="none",
                lifespan="off",
                log_config=None,
                access_log=False,
                server_header=False,
                date_header=False,
            )
        )
        self._told = asyncio.Event()

    def stop(self) -> None:
        self._told.set()

    @contextlib.contextmanager
    def capture_signals(self) -> Generator[None, None, None]:
        """Signals belong to the program around us."""
        yield

    async def main_loop(self) -> None:
        await self._told.wait()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        for server in self.servers:
            server.close()
        for connection in list(self.server_state.connections):
            if connection.transport is not None:
                connection.transport.abort()
        if tasks := set(self.server_state.tasks):
            _, late = await asyncio.wait(tasks, timeout=2)
            for task in late:
                task.cancel()


def bind_loopback(port: int | None, host: str = LOOPBACK) -> socket.socket:
    """A listening socket, on a free port unless one is given. Raises NotLoopback, OSError."""
    if host != LOOPBACK:
        raise NotLoopback(f"the sandbox listens on {LOOPBACK} only")
    # Named TCP outright: asyncio switches Nagle's delay (40 ms a call) off only for sockets that say so.
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port or 0))
        listener.listen()
    except OSError:
        listener.close()
        raise
    listener.setblocking(False)
    return listener


async def drop_connection(request: Request) -> Response:
    """Cut the line without a word; what is returned goes nowhere."""
    request.scope["state"][_CUT]()
    while (await request.receive())["type"] != "http.disconnect":
        continue
    return Response()
