"""setWebhook, deleteWebhook and getWebhookInfo; the rules are in sandbox/webhook/registration.py."""

from sandbox.answers import Described
from sandbox.exchange import Exchange
from sandbox.requests.bodies import ATTACHED
from sandbox.requests.json_values import Json
from sandbox.requests.parameters import Parameters
from sandbox.updates.kinds import read_kinds
from sandbox.webhook.registration import DEFAULT_CONNECTIONS, MOST_CONNECTIONS, Wish


def set_webhook(exchange: Exchange, p: Parameters) -> Described:
    """An empty url takes the webhook off."""
    url = p.text("url")
    if not url:
        return delete_webhook(exchange, p)
    wish = Wish(
        url=url,
        certificate=_certificate(p),
        ip_address=p.text("ip_address"),
        max_connections=p.bounded("max_connections", DEFAULT_CONNECTIONS, least=1, most=MOST_CONNECTIONS),
        secret_token=p.text("secret_token"),
        allowed=read_kinds(p.json_if_any("allowed_updates")),
        drop_pending=p.flag("drop_pending_updates"),
    )
    return Described(True, exchange.webhook.change(wish))


def delete_webhook(exchange: Exchange, p: Parameters) -> Described:
    wish = Wish(
        allowed=read_kinds(p.json_if_any("allowed_updates")), drop_pending=p.flag("drop_pending_updates")
    )
    return Described(True, exchange.webhook.change(wish))


def get_webhook_info(exchange: Exchange, p: Parameters) -> Json:
    return exchange.webhook.to_json()


def _certificate(p: Parameters) -> bytes | None:
    """A file, sent as that field or attached under another name; anything else is passed over."""
    name = p.text("certificate")
    upload = p.uploads.get("certificate")
    if upload is None and name.startswith(ATTACHED):
        upload = p.uploads.get(name.removeprefix(ATTACHED))
    return None if upload is None else upload.content
