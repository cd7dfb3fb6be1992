"""How updates reach a bot that asks for them; one that has a webhook set is not to ask."""

from sandbox.exchange import Exchange
from sandbox.requests.json_values import Json
from sandbox.requests.parameters import Parameters
from sandbox.updates.kinds import read_kinds
from sandbox.updates.polls import LONGEST_POLL, MOST_AT_ONCE, Poll


async def get_updates(exchange: Exchange, p: Parameters) -> Json:
    poll = Poll(
        offset=p.bounded("offset"),
        limit=p.bounded("limit", MOST_AT_ONCE, least=1, most=MOST_AT_ONCE),
        timeout=p.bounded("timeout", least=0, most=LONGEST_POLL),
        allowed=read_kinds(p.json_if_any("allowed_updates")),
    )
    return [update.to_json() for update in await exchange.polls.take(poll)]
