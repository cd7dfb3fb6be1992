"""The control address: what a journey in another process may switch, plan and read."""

from starlette.routing import Route

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
from sandbox.smtp import SmtpServer


class Control:
    def __init__(self, exchange: Exchange, mailbox: Mailbox, smtp: SmtpServer) -> None:
        self.routes: list[Route] = [
            *ChatControl(exchange).routes,
            *PeopleControl(exchange).routes,
            *GroupControl(exchange).routes,
            *FaultControl(exchange.faults, smtp.faults).routes,
            *MediaControl(exchange).routes,
            *Records(exchange.ledger, mailbox).routes,
            *SmtpControl(smtp.office).routes,
            *Switches(exchange).routes,
        ]
