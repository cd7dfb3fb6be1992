"""What a bot hears in a group (Bot API, "Privacy mode")."""

from sandbox.chats import Chat
from sandbox.formatting.entities import utf16_slice
from sandbox.messages import Message
from sandbox.users import User


def hears(chat: Chat, message: Message, bot: User, *, everything: bool) -> bool:
    """All in private or as an administrator; else commands, replies meant for it, service messages.

    Telegram sends a command without a name to the bot that wrote last; there is only one bot here.
    Being mentioned is not enough.
    """
    if not chat.bot.is_inside or (message.author.id == bot.id and not message.is_service):
        return False
    if everything or chat.is_private or chat.bot.runs_the_group or message.is_service:
        return True
    return _is_command(bot, message) or _answers(chat, message, bot)


def _answers(chat: Chat, message: Message, bot: User) -> bool:
    """Whether the message replies to the bot, or to what was meant for the bot."""
    earlier = chat.messages.get(message.reply_to or 0)
    while earlier is not None and not earlier.is_service:
        if earlier.author.id == bot.id or _is_command(bot, earlier):
            return True
        earlier = chat.messages.get(earlier.reply_to or 0)
    return False


def _is_command(bot: User, message: Message) -> bool:
    """Whether the message begins with a command that is not another bot's."""
    for entity in message.body.entities:
        if entity.type == "bot_command" and entity.offset == 0:
            _, _, addressee = utf16_slice(message.text, 0, entity.length).partition("@")
            return addressee.lower() in ("", (bot.username or "").lower())
    return False
