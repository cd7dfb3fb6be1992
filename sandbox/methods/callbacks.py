"""The answer to a pressed button: once, and soon."""

from sandbox.exchange import Exchange
from sandbox.refusals import QUERY_TOO_OLD, BadRequest
from sandbox.requests.json_values import Json
from sandbox.requests.parameters import Parameters

LONGEST_ANSWER = 200


def answer_callback_query(exchange: Exchange, p: Parameters) -> Json:
    text = p.text("text")
    if len(text) > LONGEST_ANSWER:
        raise BadRequest("MESSAGE_TOO_LONG")
    query = exchange.queries.get(p.text("callback_query_id"))
    if query is None or query.is_over(exchange.clock.now()):
        raise BadRequest(QUERY_TOO_OLD)
    exchange.answer(query, text)
    return True
