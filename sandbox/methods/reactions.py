"""The bot's own reaction to a message: one emoji, or none."""

from sandbox.chats import Access
from sandbox.exchange import Exchange
from sandbox.groups.reactions import EMOJI, plain_emoji, react
from sandbox.methods.doors import enter, find_message
from sandbox.refusals import BadRequest
from sandbox.requests.json_values import Json, as_integer, as_list, as_object
from sandbox.requests.parameters import Parameters


def set_message_reaction(exchange: Exchange, p: Parameters) -> Json:
    """An empty list takes it away. Custom emoji, which nobody here has, are refused."""
    wanted = _read(p)
    chat = enter(exchange, p, Access.READ)
    message = find_message(chat, p, "message to react")
    if len(wanted) > 1:
        raise BadRequest("REACTIONS_TOO_MANY")
    if wanted and wanted[0] not in EMOJI:
        raise BadRequest("REACTION_INVALID")
    react(exchange, chat, message, exchange.bot, wanted[0] if wanted else None)
    return True


def _read(p: Parameters) -> list[str]:
    given = p.json("reaction")
    if given in (None, ""):
        return []
    items = as_list(given)
    if items is None:
        raise BadRequest("expected an Array of ReactionType")
    return [_kind(item) for item in items]


def _kind(value: Json) -> str:
    """The emoji; "" for a custom one."""
    body = as_object(value)
    if body is None:
        raise BadRequest("can't parse ReactionType: expected an Object")
    emoji = body.get("emoji")
    match body.get("type"):
        case "emoji" if isinstance(emoji, str):
            return plain_emoji(emoji)
        case "custom_emoji" if as_integer(body.get("custom_emoji_id")) is not None:
            return ""
        case _:
            raise BadRequest("can't parse ReactionType: invalid reaction type specified")
