"""The control address: what a journey in another process may switch, plan and read."""

from collections.abc import Mapping

from starlette.requests import Request
from starlette.routing import Route

from sandbox.control.address import route
from sandbox.control.chats import ChatControl
from sandbox.control.faults import FaultControl
from sandbox.control.groups import GroupControl
from sandbox.control.media import MediaControl
from sandbox.control.people import PeopleControl
from sandbox.control.records import Records
from sandbox.control.smtp import SmtpControl
from sandbox.control.switches import Switches
from sandbox.exchange import Exchange
from sandbox.mail.mailbox import Mailbox
from sandbox.requests.json_values import Json
from sandbox.smtp import SmtpServer


class Control:
    def __init__(
        self, exchange: Exchange, mailbox: Mailbox, smtp: SmtpServer, addresses: Mapping[str, str]
    ) -> None:
        self._addresses = addresses
        self.routes: list[Route] = [
            route("GET", "", self.show_addresses),
            *ChatControl(exchange).routes,
            *PeopleControl(exchange).routes,
            *GroupControl(exchange).routes,
            *FaultControl(exchange.faults, smtp.faults).routes,
            *MediaControl(exchange).routes,
            *Records(exchange, mailbox).routes,
            *SmtpControl(smtp.office).routes,
            *Switches(exchange).routes,
        ]

    async def show_addresses(self, request: Request) -> Json:
        """Where everything is, and the token, login and password that open it."""
        return self._addresses
