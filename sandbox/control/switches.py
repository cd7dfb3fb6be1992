"""The switches of the whole desk over the control address: rates, strictness, webhook, patience."""

from starlette.requests import Request
from starlette.routing import Route

from sandbox.control.address import route
from sandbox.exchange import Exchange
from sandbox.requests.json_values import Json, JsonObject
from sandbox.requests.orders import Wrong, flag_in, needed_flag, number_in, read_order, text_in

_LONGEST = 600


class Switches:
    def __init__(self, exchange: Exchange) -> None:
        self._exchange = exchange

    @property
    def routes(self) -> list[Route]:
        return [
            route("POST", "rates", self.set_rates),
            route("POST", "strict", self.set_strict),
            route("POST", "webhook", self.set_webhook),
            route("POST", "patience", self.set_patience),
        ]

    async def set_rates(self, request: Request) -> Json:
        """{"enforced": true or false}"""
        self._exchange.rates.enforced = needed_flag(await read_order(request, "enforced"), "enforced")
        return {"enforced": self._exchange.rates.enforced}

    async def set_strict(self, request: Request) -> Json:
        """{"enforced": true or false}: whether parameters a method does not have are refused."""
        self._exchange.strict = needed_flag(await read_order(request, "enforced"), "enforced")
        return {"enforced": self._exchange.strict}

    async def set_webhook(self, request: Request) -> Json:
        """{"url"?, "public_rules"?}

        Behave as if a webhook were set at `url` ("" takes it off), with nothing sent to it; make setWebhook hold
        to HTTPS and Telegram's four ports.
        """
        webhook, body = self._exchange.webhook, await read_order(request, "url", "public_rules")
        url, public_rules = text_in(body, "url"), flag_in(body, "public_rules", usual=webhook.public_rules)
        webhook.public_rules = public_rules
        if url is not None:
            webhook.pretend(url)
        return {"url": webhook.url, "public_rules": webhook.public_rules}

    async def set_patience(self, request: Request) -> Json:
        """{"second"?, "answer"?} in real seconds: the length of a second of waiting, the time a webhook has."""
        patience, body = self._exchange.patience, await read_order(request, "second", "answer")
        second, answer = _seconds(body, "second", patience.second), _seconds(body, "answer", patience.answer)
        patience.second, patience.answer = second, answer
        return {"second": second, "answer": answer}


def _seconds(body: JsonObject, name: str, usual: float) -> float:
    value = number_in(body, name, usual=usual)
    if not 0 <= value <= _LONGEST:
        raise Wrong(f"{name} is a number of seconds up to {_LONGEST}")
    return float(value)
