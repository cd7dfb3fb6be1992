"""What was accepted, over the control address: the ledger of the bot and the mailbox."""

from dataclasses import asdict

from starlette.requests import Request
from starlette.routing import Route

from sandbox.control.address import Wrong, route
from sandbox.ledger import Ledger
from sandbox.mail.mailbox import Mail, Mailbox
from sandbox.requests.json_values import Json, JsonObject, as_integer


class Records:
    def __init__(self, ledger: Ledger, mailbox: Mailbox) -> None:
        self._ledger = ledger
        self._mailbox = mailbox

    @property
    def routes(self) -> list[Route]:
        return [route("GET", "ledger", self.show_ledger), route("GET", "mails", self.show_mails)]

    async def show_ledger(self, request: Request) -> Json:
        """?after=N: those numbered above N."""
        return [entry.to_json() for entry in self._ledger.entries[_after(request) :]]

    async def show_mails(self, request: Request) -> Json:
        """?after=N: those numbered above N."""
        return [_mail_json(mail) for mail in self._mailbox.messages[_after(request) :]]


def _after(request: Request) -> int:
    number = as_integer(request.query_params.get("after", "0"))
    if number is None or number < 0:
        raise Wrong("after is the number of an entry")
    return number


def _mail_json(mail: Mail) -> JsonObject:
    return {
        "number": mail.number,
        "sender": mail.sender,
        "recipients": mail.recipients,
        "received": mail.received.isoformat(),
        "subject": mail.subject,
        "message_id": mail.header("Message-ID"),
        "text": mail.text,
        "html": mail.html,
        **asdict(mail.passage),
    }
