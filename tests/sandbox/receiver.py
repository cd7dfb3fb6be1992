"""A bot's own web server: takes what a webhook brings, and answers as it was told. And how to wait for it."""

import asyncio
import json
import ssl
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx
import telegram
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sandbox.clock import elapsed
from sandbox.connections import LoopbackServer, bind_loopback, drop_connection
from sandbox.desk import Sandbox
from sandbox.pulse import Pulse
from tests.sandbox.call import call


@dataclass(frozen=True, slots=True)
class Arrival:
    target: str
    body: bytes
    headers: dict[str, str]
    #: Of the connection it came by.
    port: int
    moment: float

    @property
    def update(self) -> dict[str, Any]:
        body = json.loads(self.body)
        assert isinstance(body, dict)
        return body

    @property
    def text(self) -> str:
        return str(self.update["message"]["text"])


@dataclass(slots=True)
class Receiver:
    url: str = ""
    arrivals: list[Arrival] = field(default_factory=list)
    #: What the next updates are answered with, None being a line cut without a word; then 200.
    answers: deque[Response | None] = field(default_factory=deque)
    #: While it is cleared no answer goes out.
    awake: asyncio.Event = field(default_factory=asyncio.Event)
    _arrived: Pulse = field(default_factory=Pulse)

    async def gets(self, number: int) -> list[Arrival]:
        """The arrivals, once there are so many."""
        async with asyncio.timeout(4):
            while len(self.arrivals) < number:
                await self._arrived.after(self._arrived.version)
        return self.arrivals

    @property
    def texts(self) -> list[str]:
        return [arrival.text for arrival in self.arrivals]

    async def take(self, request: Request) -> Response:
        assert request.client
        target = (request.scope["raw_path"] + b"?" + request.scope["query_string"]).decode()
        headers, body = dict(request.headers), await request.body()
        self.arrivals.append(Arrival(target, body, headers, request.client.port, elapsed()))
        self._arrived.beat()
        answer = self.answers.popleft() if self.answers else Response()
        await self.awake.wait()
        return await drop_connection(request) if answer is None else answer


@asynccontextmanager
async def receiving(tls: ssl.SSLContext | None = None, port: int | None = None) -> AsyncIterator[Receiver]:
    receiver = Receiver()
    receiver.awake.set()
    listener = bind_loopback(port)
    server = LoopbackServer(Starlette(routes=[Route("/{path:path}", receiver.take, methods=["POST"])]))
    if tls is not None:
        server.config.load()
        server.config.ssl = tls
    receiver.url = f"{'https' if tls else 'http'}://127.0.0.1:{listener.getsockname()[1]}/hook"
    async with asyncio.TaskGroup() as children:
        children.create_task(server.serve(sockets=[listener]))
        try:
            yield receiver
        finally:
            receiver.awake.set()
            server.stop()


@asynccontextmanager
async def answering(raw: bytes) -> AsyncIterator[str]:
    """The URL of a server that answers everything with these very bytes, and hangs up."""

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(raw)
        await writer.drain()
        writer.close()
        await writer.wait_closed()

    async with await asyncio.start_server(answer, sock=bind_loopback(None)) as server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/hook"


async def serve(sandbox: Sandbox, url: str, **more: Any) -> None:
    async with httpx.AsyncClient(base_url=sandbox.base_url, verify=False) as web:
        answer = await call(web, sandbox, "setWebhook", url=url, **more)
    assert answer.json()["ok"], answer.text


async def until(condition: Callable[[], Awaitable[bool]]) -> None:
    """For what leaves no trace but in getWebhookInfo."""
    async with asyncio.timeout(4):
        while not await condition():  # noqa: ASYNC110
            await asyncio.sleep(0.005)


async def last_error(bot: telegram.Bot) -> str:
    """Its words, once there are any."""

    async def is_known() -> bool:
        return bool((await bot.get_webhook_info()).last_error_message)

    await until(is_known)
    return (await bot.get_webhook_info()).last_error_message or ""


async def is_empty(bot: telegram.Bot) -> bool:
    return (await bot.get_webhook_info()).pending_update_count == 0
