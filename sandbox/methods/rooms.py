"""What the bot may look up: a chat, its members, a file."""

from sandbox.chats import Access, Chat, ChatKind
from sandbox.exchange import Exchange
from sandbox.groups.members import PERMISSIONS, Member
from sandbox.groups.pins import newest_pin
from sandbox.methods.doors import enter, read_user_id
from sandbox.refusals import BadRequest
from sandbox.requests.json_values import Json, JsonObject
from sandbox.requests.parameters import Parameters

_GIFTS = (
    "unlimited_gifts",
    "limited_gifts",
    "unique_gifts",
    "premium_subscription",
    "gifts_from_channels",
)


def get_chat(exchange: Exchange, p: Parameters) -> Json:
    """The Bot API's ChatFullInfo; a group one is no longer in can still be looked at."""
    chat = enter(exchange, p, Access.READ)
    pinned = newest_pin(chat)
    return {
        **chat.to_json(),
        **({} if chat.is_private else _of_a_group(chat)),
        **({"pinned_message": pinned.to_json(chat.to_json())} if pinned else {}),
        "accent_color_id": 0,
        "max_reaction_count": 11,
        "accepted_gift_types": dict.fromkeys(_GIFTS, False),
    }


def get_chat_member(exchange: Exchange, p: Parameters) -> Json:
    """Anybody the sandbox knows; in a private chat only its person and the bot."""
    user_id = read_user_id(p)
    chat = enter(exchange, p, Access.READ if user_id == exchange.bot.id else Access.READ_MEMBERS)
    if chat.is_private and user_id == chat.id:
        return Member(chat.person).to_json()
    member = exchange.member_of(chat, user_id)
    if member is None or (chat.is_private and user_id != exchange.bot.id):
        unknown = chat.kind is ChatKind.SUPERGROUP
        raise BadRequest("PARTICIPANT_ID_INVALID" if unknown else "member not found")
    return exchange.describe_member(member)


def get_chat_administrators(exchange: Exchange, p: Parameters) -> Json:
    chat = enter(exchange, p, Access.READ_MEMBERS)
    if chat.is_private:
        raise BadRequest("there are no administrators in the private chat")
    return [exchange.describe_member(member) for member in chat.everybody if member.runs_the_group]


def get_chat_member_count(exchange: Exchange, p: Parameters) -> Json:
    """The bot counts, too."""
    chat = enter(exchange, p, Access.READ_MEMBERS)
    return 2 if chat.is_private else len(chat.everybody)


def get_file(exchange: Exchange, p: Parameters) -> Json:
    file_id = p.text("file_id")
    if not file_id:
        raise BadRequest("file_id not specified")
    return exchange.files.link(file_id, exchange.clock.now())


def _of_a_group(chat: Chat) -> JsonObject:
    described = {"description": chat.description} if chat.description else {}
    # Nothing is taken from everybody at once here: setChatPermissions is not among the methods.
    return {**described, "permissions": dict.fromkeys(PERMISSIONS, True)}
