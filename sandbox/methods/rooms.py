"""What the bot may look up: a chat, a member, a file."""

from sandbox.chats import ChatKind
from sandbox.exchange import Exchange
from sandbox.json_values import Json
from sandbox.parameters import Parameters
from sandbox.refusals import BadRequest


def get_chat(exchange: Exchange, p: Parameters) -> Json:
    chat = exchange.chat(p.values.get("chat_id"))
    gifts = (
        "unlimited_gifts",
        "limited_gifts",
        "unique_gifts",
        "premium_subscription",
        "gifts_from_channels",
    )
    return {
        **chat.to_json(),
        "accent_color_id": 0,
        "max_reaction_count": 11,
        "accepted_gift_types": dict.fromkeys(gifts, False),
    }


def get_chat_member(exchange: Exchange, p: Parameters) -> Json:
    """The bot itself, the person of a private chat, or anybody the sandbox knows, in a group."""
    chat = exchange.chat(p.values.get("chat_id"))
    user_id = p.integer("user_id")
    if user_id == exchange.bot.id:
        return exchange.member("kicked" if chat.kicked else "member")
    person = exchange.chats.get(user_id)
    stranger = chat.kind is ChatKind.PRIVATE and user_id != chat.id
    if person is None or person.kind is not ChatKind.PRIVATE or stranger:
        raise BadRequest("member not found")
    return {"user": person.person.to_json(), "status": "member"}


def get_file(exchange: Exchange, p: Parameters) -> Json:
    file_id = p.text("file_id")
    if not file_id:
        raise BadRequest("file_id is not specified")
    return exchange.files.link(file_id, exchange.clock.now())
