"""What was accepted, over the control address: the ledger of the bot and the mailbox."""

import asyncio
from dataclasses import asdict

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sandbox.control.address import route
from sandbox.exchange import Exchange
from sandbox.mail.mailbox import Mail, Mailbox
from sandbox.requests.json_values import Json, JsonObject, as_integer
from sandbox.requests.waits import read_wait


class Records:
    def __init__(self, exchange: Exchange, mailbox: Mailbox) -> None:
        self._exchange = exchange
        self._mailbox = mailbox
        #: As they were shown before, by number: a mail does not change, and reading it takes a while.
        self._shown: dict[int, JsonObject] = {}

    @property
    def routes(self) -> list[Route]:
        return [
            route("GET", "ledger", self.show_ledger),
            route("GET", "mails", self.show_mails),
            route("GET", "mails/{number:str}", self.show_raw),
        ]

    async def show_ledger(self, request: Request) -> Json:
        """?after=N&timeout=S: those numbered above N; with a timeout, once there is one, or in S real seconds."""
        entries = self._exchange.ledger.entries
        return [entry.to_json() for entry in await read_wait(request).newer(entries, self._exchange.seen)]

    async def show_mails(self, request: Request) -> Json:
        """As the ledger."""
        mails = await read_wait(request).newer(self._mailbox.messages, self._mailbox.arrived)
        return [await self._show(mail) for mail in mails]

    async def show_raw(self, request: Request) -> Response:
        """One mail as it came, byte for byte."""
        number = request.path_params["number"]
        mail = self._mailbox.find(as_integer(number) or 0)
        if mail is None:
            raise LookupError(f"there is no mail {number}")
        return Response(mail.raw, media_type="message/rfc822")

    async def _show(self, mail: Mail) -> JsonObject:
        if mail.number not in self._shown:
            self._shown[mail.number] = _mail_json(mail)
            await asyncio.sleep(0)  # the others' turn
        return self._shown[mail.number]


def _mail_json(mail: Mail) -> JsonObject:
    contents = mail.contents
    return {
        "number": mail.number,
        "sender": mail.sender,
        "recipients": mail.recipients,
        "received": mail.received.isoformat(),
        "subject": mail.subject,
        "message_id": contents.message_id,
        "text": contents.text,
        "html": contents.html,
        "attachments": [
            {"name": one.name, "media_type": one.media_type, "size": len(one.content)}
            for one in contents.attachments
        ],
        **asdict(mail.passage),
    }
