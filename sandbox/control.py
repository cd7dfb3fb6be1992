"""The control address: what a journey in another process may switch, plan and read."""

from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from sandbox.chats import Chat, ChatKind
from sandbox.exchange import Exchange
from sandbox.faults import SmtpFault, read_fault
from sandbox.json_values import Json, JsonObject, as_integer, as_object, read_json
from sandbox.mailbox import Mail, Mailbox
from sandbox.phone import Phone
from sandbox.refusals import BadRequest
from sandbox.smtp import SmtpServer

_SWITCHES = frozenset({"started", "blocked", "deactivated", "kicked"})


class Wrong(ValueError):
    """The control call asks for something that does not exist."""


class Control:
    def __init__(self, exchange: Exchange, mailbox: Mailbox, smtp: SmtpServer) -> None:
        self._exchange = exchange
        self._mailbox = mailbox
        self._smtp = smtp

    @property
    def routes(self) -> list[Route]:
        return [
            Route("/control/chats", _checked(self.open_chat), methods=["POST"]),
            Route("/control/chats/{id:str}", _checked(self.switch), methods=["POST"]),
            Route("/control/chats/{id:str}", _checked(self.show_chat), methods=["GET"]),
            Route("/control/chats/{id:str}/says", _checked(self.says), methods=["POST"]),
            Route("/control/chats/{id:str}/presses", _checked(self.presses), methods=["POST"]),
            Route("/control/faults", _checked(self.plan_fault), methods=["POST"]),
            Route("/control/faults", _checked(self.clear_faults), methods=["DELETE"]),
            Route("/control/rates", _checked(self.set_rates), methods=["POST"]),
            Route("/control/webhook", _checked(self.set_webhook), methods=["POST"]),
            Route("/control/ledger", _checked(self.show_ledger), methods=["GET"]),
            Route("/control/mails", _checked(self.show_mails), methods=["GET"]),
        ]

    async def open_chat(self, request: Request) -> Json:
        """{"name", "id"?, "kind"?: private, group, supergroup}"""
        body = await _body(request)
        name, number = body.get("name"), as_integer(body.get("id"))
        if not isinstance(name, str) or not name.strip():
            raise Wrong("a chat needs a name")
        kind = ChatKind(str(body.get("kind", "private")))
        if kind is ChatKind.PRIVATE:
            return _chat_json(self._exchange.phone(name.strip(), number).chat)
        return _chat_json(self._exchange.group(name.strip(), chat_id=number, kind=kind))

    async def switch(self, request: Request) -> Json:
        """Any of started, blocked, deactivated, kicked (true or false) and migrated_to (an id or null)."""
        chat, body = self._chat(request), await _body(request)
        if unknown := body.keys() - _SWITCHES - {"migrated_to"}:
            raise Wrong(f"no such switch: {', '.join(sorted(unknown))}")
        was_out = chat.blocked or chat.kicked
        for name in _SWITCHES & body.keys():
            setattr(chat, name, bool(body[name]))
        if "migrated_to" in body:
            chat.migrated_to = as_integer(body["migrated_to"])
        if (is_out := chat.blocked or chat.kicked) != was_out:
            before, after = ("member", "kicked") if is_out else ("kicked", "member")
            self._exchange.change_membership(chat, before=before, after=after)
        return _chat_json(chat)

    async def show_chat(self, request: Request) -> Json:
        chat = self._chat(request)
        messages = [self._exchange.describe(chat, message) for message in chat.messages.values()]
        return {**_chat_json(chat), "messages": messages}

    async def says(self, request: Request) -> Json:
        """{"text"}"""
        phone, text = self._phone(request), (await _body(request)).get("text")
        if not isinstance(text, str) or not text.strip():
            raise Wrong("a message needs a text")
        return {"message_id": (await phone.says(text)).message_id}

    async def presses(self, request: Request) -> Json:
        """{"label"}"""
        label = (await _body(request)).get("label")
        return {"callback_query_id": await self._phone(request).presses(str(label))}

    async def plan_fault(self, request: Request) -> Json:
        """The fields of Fault, or of SmtpFault when there is a `stage`."""
        match read_fault(await _body(request)):
            case SmtpFault() as fault:
                self._smtp.faults.add(fault)
            case fault:
                self._exchange.faults.add(fault)
        return {"planned": True}

    async def clear_faults(self, request: Request) -> Json:
        self._exchange.faults.clear()
        self._smtp.faults.clear()
        return {"planned": False}

    async def set_rates(self, request: Request) -> Json:
        """{"enforced": true or false}"""
        self._exchange.rates.enforced = bool((await _body(request)).get("enforced", True))
        return {"enforced": self._exchange.rates.enforced}

    async def set_webhook(self, request: Request) -> Json:
        """{"url"}: behave as if a webhook were set ("" takes it off); nothing is delivered to it."""
        self._exchange.updates.set_webhook(str((await _body(request)).get("url") or ""))
        return {"url": self._exchange.updates.webhook_url}

    async def show_ledger(self, request: Request) -> Json:
        return [entry.to_json() for entry in self._exchange.ledger.entries]

    async def show_mails(self, request: Request) -> Json:
        return [_mail_json(mail) for mail in self._mailbox.messages]

    def _chat(self, request: Request) -> Chat:
        try:
            return self._exchange.chat(request.path_params["id"])
        except BadRequest as error:
            raise LookupError("no such chat") from error

    def _phone(self, request: Request) -> Phone:
        chat = self._chat(request)
        if chat.kind is not ChatKind.PRIVATE:
            raise Wrong("only a person has a phone")
        return self._exchange.phone(chat.name, chat.id)


def _checked(endpoint: Callable[[Request], Awaitable[Json]]) -> Callable[[Request], Awaitable[Response]]:
    async def answer(request: Request) -> Response:
        try:
            return JSONResponse(await endpoint(request))
        except LookupError as error:
            return JSONResponse({"error": str(error)}, status_code=404)
        except (ValueError, TypeError) as error:
            return JSONResponse({"error": str(error)}, status_code=400)

    return answer


async def _body(request: Request) -> JsonObject:
    body = as_object(read_json(await request.body()))
    if body is None:
        raise Wrong("expected a JSON object")
    return body


def _chat_json(chat: Chat) -> JsonObject:
    switches = {name: bool(getattr(chat, name)) for name in sorted(_SWITCHES)}
    return {**chat.to_json(), **switches, "migrated_to": chat.migrated_to}


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
    }
