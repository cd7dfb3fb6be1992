"""While a webhook is set a courier serves it; the method a webhook names in its answer is carried out."""

import asyncio

from starlette.requests import Request
from starlette.types import Message

from sandbox.exchange import Exchange
from sandbox.methods import METHODS, perform
from sandbox.methods.declared import DECLARED
from sandbox.refusals import ApiRefusal
from sandbox.requests.parameters import read_parameters
from sandbox.webhook.courier import Courier
from sandbox.webhook.line import Answer

#: Like all methods that begin with "get", these do nothing in an answer.
_NOT_IN_AN_ANSWER = frozenset({"deletewebhook", "setwebhook", "close", "logout"})


class Deliveries:
    def __init__(self, exchange: Exchange) -> None:
        self._exchange = exchange

    async def run(self) -> None:
        """Until the desk closes; what is on its way then is given up, and stays in the queue."""
        pulse, served = self._exchange.updates.stirred, None
        courier: asyncio.Task[None] | None = None
        async with asyncio.TaskGroup() as children:
            while not pulse.closed:
                version, endpoint = pulse.version, self._exchange.webhook.endpoint
                if endpoint is not served:
                    if courier:
                        courier.cancel()
                    served, courier = endpoint, None
                    if endpoint is not None:
                        courier = children.create_task(
                            Courier(self._exchange, endpoint, self.carry_out).run()
                        )
                await pulse.after(version)
            if courier:
                courier.cancel()

    async def carry_out(self, answer: Answer) -> None:
        """Nobody is told the result, or the refusal."""
        try:
            p = await read_parameters(_as_request(answer))
            name = p.text("method").lower()
            if name not in METHODS or name in _NOT_IN_AN_ANSWER or name.startswith("get"):
                return
            if self._exchange.strict:
                DECLARED[name].refuse(p)
            await perform(self._exchange, name, p)
        except ApiRefusal:
            return


def _as_request(answer: Answer) -> Request:
    async def receive() -> Message:
        return {"type": "http.request", "body": answer.body, "more_body": False}

    headers = [(b"content-type", answer.media_type.encode(errors="replace"))]
    scope = {"type": "http", "method": "POST", "query_string": b"", "headers": headers}
    return Request(scope, receive)
