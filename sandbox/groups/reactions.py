"""Reactions to messages: which emoji there are, and how the bot hears of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sandbox.chats import Chat
from sandbox.messages import Message
from sandbox.requests.json_values import Json
from sandbox.users import User

if TYPE_CHECKING:
    from sandbox.exchange import Exchange

_LISTED = """
👍 👎 ❤ 🔥 🥰 👏 😁 🤔 🤯 😱 🤬 😢 🎉 🤩 🤮 💩 🙏 👌 🕊 🤡 🥱 🥴 😍 🐳 ❤‍🔥
🌚 🌭 💯 🤣 ⚡ 🍌 🏆 💔 🤨 😐 🍓 🍾 💋 🖕 😈 😴 😭 🤓 👻 👨‍💻 👀 🎃 🙈 😇 😨
🤝 ✍ 🤗 🫡 🎅 🎄 ☃ 💅 🤪 🗿 🆒 💘 🙉 🦄 😘 💊 🙊 😎 👾 🤷‍♂ 🤷 🤷‍♀ 😡
"""
#: Bot API, ReactionTypeEmoji.
EMOJI = frozenset(_LISTED.split())


def react(exchange: Exchange, chat: Chat, message: Message, who: User, emoji: str | None) -> None:
    """Put a reaction in the place of an earlier one; None takes it away.

    The bot is told of people's reactions, in a group only if it runs it, and only if it asked for them.
    """
    given = chat.reactions.setdefault(message.message_id, {})
    before = given.pop(who.id, None)
    if emoji is not None:
        given[who.id] = emoji
    if who.id != exchange.bot.id and before != emoji and (chat.is_private or chat.bot.runs_the_group):
        exchange.updates.put(
            "message_reaction",
            {
                "chat": chat.to_json(),
                "message_id": message.message_id,
                "user": who.to_json(),
                "date": int(exchange.clock.now().timestamp()),
                "old_reaction": _kinds(before),
                "new_reaction": _kinds(emoji),
            },
        )
    exchange.seen.beat()


def plain_emoji(emoji: str) -> str:
    """Without the mark that asks for the coloured form, which people's keyboards add."""
    return emoji.replace("\N{VARIATION SELECTOR-16}", "")


def _kinds(emoji: str | None) -> Json:
    return [] if emoji is None else [{"type": "emoji", "emoji": emoji}]
