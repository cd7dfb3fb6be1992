"""The switches of the whole desk over the control address: rates, strictness, webhook, patience."""

from starlette.requests import Request
from starlette.routing import Route

from sandbox.control.address import Wrong, read_body, route
from sandbox.exchange import Exchange
from sandbox.requests.json_values import Json

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
        self._exchange.rates.enforced = bool((await read_body(request)).get("enforced", True))
        return {"enforced": self._exchange.rates.enforced}

    async def set_strict(self, request: Request) -> Json:
        """{"enforced": true or false}: whether parameters a method does not have are refused."""
        self._exchange.strict = bool((await read_body(request)).get("enforced", True))
        return {"enforced": self._exchange.strict}

    async def set_webhook(self, request: Request) -> Json:
        """{"url"?, "public_rules"?}

        Behave as if a webhook were set at `url` ("" takes it off), with nothing sent to it; make setWebhook hold
        to HTTPS and Telegram's four ports.
        """
        webhook, body = self._exchange.webhook, await read_body(request)
        if "url" in body:
            webhook.pretend(str(body["url"] or ""))
        webhook.public_rules = bool(body.get("public_rules", webhook.public_rules))
        return {"url": webhook.url, "public_rules": webhook.public_rules}

    async def set_patience(self, request: Request) -> Json:
        """{"second"?, "answer"?} in real seconds: the length of a second of waiting, the time a webhook has."""
        patience, body = self._exchange.patience, await read_body(request)
        second = _seconds(body.get("second", patience.second))
        answer = _seconds(body.get("answer", patience.answer))
        patience.second, patience.answer = second, answer
        return {"second": second, "answer": answer}


def _seconds(value: Json) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= _LONGEST:
        raise Wrong(f"a number of seconds up to {_LONGEST} is expected")
    return float(value)
