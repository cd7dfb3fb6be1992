"""The whole desk: Telegram, mailbox, clock, page and control address, on loopback, in the caller's loop."""

import asyncio
from contextlib import AsyncExitStack
from typing import Self

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import Route

from sandbox.bot_api import BotApi, unknown_address
from sandbox.clock import SandboxClock
from sandbox.clock_address import ClockAddress
from sandbox.connections import LOOPBACK, LoopbackServer, bind_loopback
from sandbox.control import Control
from sandbox.control.lost import Lost
from sandbox.doorkeeper import Doorkeeper
from sandbox.exchange import Exchange
from sandbox.mail.authority import Authority
from sandbox.mail.mailbox import Mailbox
from sandbox.mail.office import Door
from sandbox.page import Page
from sandbox.smtp import SmtpServer
from sandbox.tokens import make_token, refuse_real_token
from sandbox.webhook.delivery import Deliveries


class Sandbox:
    """Runs between `async with` and its end; several may run side by side.

    `port` is the HTTP port, free and random unless given. Raises RealLookingToken, OSError (port taken).
    """

    def __init__(
        self,
        port: int | None = None,
        token: str | None = None,
        clock: SandboxClock | None = None,
        *,
        bot_name: str = "Robô",
        strict: bool = False,
    ) -> None:
        if token is not None:
            refuse_real_token(token)
        self.token = token or make_token()
        self.clock = clock or SandboxClock()
        self.telegram = Exchange(self.token, self.clock, bot_name)
        self.telegram.strict = strict
        self.mailbox = Mailbox()
        self.smtp = SmtpServer(self.mailbox, self.clock)
        self.smtp_host = LOOPBACK
        self.smtp_port = 0
        self.submission_port = 0
        self.smtps_port = 0
        self.base_url = ""
        self._clock_address = ClockAddress(self.clock)
        self._port = port
        self._stack = AsyncExitStack()

    @property
    def bot_username(self) -> str:
        return self.telegram.bot.username or ""

    @property
    def smtp_login(self) -> str:
        """For the submission and the SMTPS port."""
        return self.smtp.office.account.login

    @property
    def smtp_password(self) -> str:
        return self.smtp.office.account.password

    @property
    def authority(self) -> Authority:
        """Made for this desk: trust it to trust the mail server's certificate."""
        return self.smtp.office.authority

    @property
    def clock_url(self) -> str:
        return f"{self.base_url}/clock"

    @property
    def control_url(self) -> str:
        return f"{self.base_url}/control"

    @property
    def page_url(self) -> str:
        return f"{self.base_url}/page"

    @property
    def addresses(self) -> dict[str, str]:
        """Where everything is, and the token, login and password that open it."""
        return {
            "page": self.page_url,
            "bot_api": f"{self.base_url}/bot",
            "files": f"{self.base_url}/file/bot",
            "token": self.token,
            "smtp": f"{self.smtp_host}:{self.smtp_port}",
            "submission": f"{self.smtp_host}:{self.submission_port}",
            "smtps": f"{self.smtp_host}:{self.smtps_port}",
            "login": self.smtp_login,
            "password": self.smtp_password,
            "authority": f"{self.control_url}/authority",
            "clock": self.clock_url,
            "control": self.control_url,
        }

    async def __aenter__(self) -> Self:
        async with AsyncExitStack() as stack:
            await self._open_smtp(stack)
            await self._open_http(stack)
            stack.callback(self._let_everybody_go)
            self._stack = stack.pop_all()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._stack.aclose()

    async def _open_smtp(self, stack: AsyncExitStack) -> None:
        listeners = {door: bind_loopback(None) for door in Door}
        ports = {door: listener.getsockname()[1] for door, listener in listeners.items()}
        self.smtp_port = ports[Door.PLAIN]
        self.submission_port, self.smtps_port = ports[Door.SUBMISSION], ports[Door.SMTPS]
        await self.smtp.start(listeners)
        stack.push_async_callback(self.smtp.stop)

    async def _open_http(self, stack: AsyncExitStack) -> None:
        listener = bind_loopback(self._port)
        self.base_url = f"http://{LOOPBACK}:{listener.getsockname()[1]}"
        server = LoopbackServer(self._app())
        children = await stack.enter_async_context(asyncio.TaskGroup())
        children.create_task(server.serve(sockets=[listener]))
        children.create_task(Deliveries(self.telegram).run())
        stack.callback(server.stop)
        # The socket listens already: a caller who connects before uvicorn is ready simply waits.

    def _app(self) -> Starlette:
        control = Control(self.telegram, self.mailbox, self.smtp, self.addresses)
        ours = [*self._clock_address.routes, *control.routes]
        routes = [
            *BotApi(self.telegram).routes,
            *ours,
            *(Route(f"/{part}{{rest:path}}", Lost(ours)) for part in ("clock", "control")),
            *Page(self.telegram, self.mailbox, self.clock).routes,
            Route("/{rest:path}", unknown_address, methods=["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD"]),
        ]
        return Starlette(routes=routes, middleware=[Middleware(Doorkeeper)])

    def _let_everybody_go(self) -> None:
        """End the long polls, so that closing waits for nobody."""
        self.telegram.close()
        self.telegram.faults.close()
        self.smtp.faults.close()
        self.mailbox.close()
        self._clock_address.close()
