"""How updates reach the bot: long polls. Webhooks are not delivered, and saying otherwise would be a lie."""

from sandbox.exchange import Exchange
from sandbox.json_values import Json, as_list
from sandbox.parameters import Parameters
from sandbox.refusals import BadRequest
from sandbox.updates import MOST_AT_ONCE, Poll


async def get_updates(exchange: Exchange, p: Parameters) -> Json:
    poll = Poll(
        offset=p.integer("offset"),
        limit=p.integer("limit") or MOST_AT_ONCE,
        timeout=p.integer("timeout"),
        allowed=_allowed(p),
    )
    return [update.to_json() for update in await exchange.updates.take(poll)]


def set_webhook(exchange: Exchange, p: Parameters) -> Json:
    """An empty url takes the webhook off, as in Telegram; any other is refused."""
    if p.text("url"):
        raise BadRequest("bad webhook: the sandbox delivers no webhooks; use getUpdates")
    return delete_webhook(exchange, p)


def delete_webhook(exchange: Exchange, p: Parameters) -> Json:
    if p.flag("drop_pending_updates"):
        exchange.updates.drop_all()
    exchange.updates.set_webhook("")
    return True


def get_webhook_info(exchange: Exchange, p: Parameters) -> Json:
    return {
        "url": exchange.updates.webhook_url,
        "has_custom_certificate": False,
        "pending_update_count": len(exchange.updates.pending),
    }


def _allowed(p: Parameters) -> list[str] | None:
    """None when the bot says nothing, or nonsense: then the earlier choice stays."""
    kinds = as_list(p.json("allowed_updates"))
    return None if kinds is None else [kind for kind in kinds if isinstance(kind, str)]
