"""Pinned messages and reactions."""

import httpx
import pytest
import telegram
from telegram.error import BadRequest

from sandbox.chats import Chat
from sandbox.desk import Sandbox
from sandbox.groups.standing import promote
from sandbox.phone import Phone
from tests.sandbox.call import call, refusal


@pytest.fixture
def turma(sandbox: Sandbox) -> Chat:
    return sandbox.telegram.group("Turma 2025", rights=["can_pin_messages"])


async def _pinned(bot: telegram.Bot, chat: int) -> str | None:
    pinned = (await bot.get_chat(chat)).pinned_message
    return pinned.text if pinned else None


async def test_a_pin_is_shown_and_told(bot: telegram.Bot, turma: Chat) -> None:
    sent = await bot.send_message(turma.id, "Calendário")
    assert await sent.pin()
    told = (await bot.get_updates(offset=-1))[0].message
    assert told
    assert isinstance(told.pinned_message, telegram.Message)
    assert (told.pinned_message.text, told.from_user and told.from_user.id) == ("Calendário", bot.id)
    assert await _pinned(bot, turma.id) == "Calendário"


async def test_the_pin_that_was_sent_last_counts(bot: telegram.Bot, turma: Chat) -> None:
    first, second = await bot.send_message(turma.id, "um"), await bot.send_message(turma.id, "dois")
    await second.pin()
    await first.pin()
    assert await _pinned(bot, turma.id) == "dois"
    await bot.unpin_chat_message(turma.id)
    assert await _pinned(bot, turma.id) == "um"
    await first.unpin()
    assert await _pinned(bot, turma.id) is None


async def test_all_pins_go_at_once(bot: telegram.Bot, turma: Chat) -> None:
    for words in ("um", "dois"):
        await (await bot.send_message(turma.id, words)).pin()
    assert await bot.unpin_all_chat_messages(turma.id)
    assert await _pinned(bot, turma.id) is None


async def test_the_pins_of_one_topic_go_alone(bot: telegram.Bot, sandbox: Sandbox) -> None:
    forum = sandbox.telegram.group("Fórum", forum=True, rights=["can_pin_messages", "can_manage_topics"])
    number = (await bot.create_forum_topic(forum.id, "Dúvidas")).message_thread_id
    inside = await bot.send_message(forum.id, "dentro", message_thread_id=number)
    outside = await bot.send_message(forum.id, "fora")
    for message in (inside, outside):
        await message.pin()
    await bot.unpin_all_general_forum_topic_messages(forum.id)
    assert forum.pinned == [inside.message_id]
    await bot.unpin_all_forum_topic_messages(forum.id, number)
    assert forum.pinned == []


async def test_a_private_chat_has_pins_too(bot: telegram.Bot, maria: Phone) -> None:
    await (await bot.send_message(maria.chat_id, "oi")).pin()
    assert await _pinned(bot, maria.chat_id) == "oi"


async def test_what_is_pinned_already_is_not_pinned_again(bot: telegram.Bot, turma: Chat) -> None:
    sent = await bot.send_message(turma.id, "oi")
    await sent.pin()
    with pytest.raises(BadRequest, match="Chat_not_modified"):
        await sent.pin()
    await sent.unpin()
    with pytest.raises(BadRequest, match="Chat_not_modified"):
        await sent.unpin()


@pytest.mark.parametrize(
    ("method", "words"),
    [
        ("pinChatMessage", "message to pin not found"),
        ("unpinChatMessage", "message to unpin not found"),
        ("setMessageReaction", "message to react not found"),
    ],
)
async def test_a_message_that_is_not_there_is_not_found(
    web: httpx.AsyncClient, sandbox: Sandbox, turma: Chat, method: str, words: str
) -> None:
    for number in (0, 99):
        said = await refusal(web, sandbox, method, chat_id=turma.id, message_id=number)
        assert said == f"Bad Request: {words}"


async def test_a_service_message_is_not_pinned(bot: telegram.Bot, turma: Chat, maria: Phone) -> None:
    await maria.joins(turma)
    with pytest.raises(BadRequest, match="A service message can't be pinned"):
        await bot.pin_chat_message(turma.id, max(turma.messages))


@pytest.mark.parametrize("method", ["pinChatMessage", "unpinChatMessage", "unpinAllChatMessages"])
async def test_pins_need_a_right(
    web: httpx.AsyncClient, bot: telegram.Bot, sandbox: Sandbox, turma: Chat, method: str
) -> None:
    sent = await bot.send_message(turma.id, "oi")
    promote(sandbox.telegram, turma, sandbox.telegram.bot, [])
    words = await refusal(web, sandbox, method, chat_id=turma.id, message_id=sent.message_id)
    assert words == "Bad Request: not enough rights to manage pinned messages in the chat"


async def test_a_bot_reacts_and_takes_it_back(bot: telegram.Bot, maria: Phone) -> None:
    message = await maria.says("oi")
    await bot.set_message_reaction(maria.chat_id, message.message_id, "❤️‍🔥")
    assert maria.chat.reactions[message.message_id] == {bot.id: "❤‍🔥"}
    await bot.set_message_reaction(maria.chat_id, message.message_id, [])
    assert maria.chat.reactions[message.message_id] == {}


@pytest.mark.parametrize(
    ("reaction", "words"),
    [
        ([{"type": "emoji", "emoji": "🧀"}], "REACTION_INVALID"),
        ([{"type": "custom_emoji", "custom_emoji_id": "5"}], "REACTION_INVALID"),
        ([{"type": "emoji", "emoji": "👍"}, {"type": "emoji", "emoji": "👎"}], "REACTIONS_TOO_MANY"),
        ({"type": "emoji"}, "expected an Array of ReactionType"),
        (["👍"], "can't parse ReactionType: expected an Object"),
        ([{"type": "smile"}], "can't parse ReactionType: invalid reaction type specified"),
    ],
)
async def test_what_is_no_reaction_is_refused(
    web: httpx.AsyncClient, sandbox: Sandbox, maria: Phone, reaction: object, words: str
) -> None:
    message = await maria.says("oi")
    where = {"chat_id": maria.chat_id, "message_id": message.message_id}
    said = await refusal(web, sandbox, "setMessageReaction", **where, reaction=reaction)
    assert said == f"Bad Request: {words}"


async def test_peoples_reactions_are_told_to_an_administrator_that_asked(
    bot: telegram.Bot, sandbox: Sandbox, turma: Chat, maria: Phone
) -> None:
    seat, sent = await maria.joins(turma), await bot.send_message(turma.id, "oi")
    message = turma.messages[sent.message_id]
    await seat.reacts(message, "👍")
    updates = await bot.get_updates(allowed_updates=["message_reaction"], offset=-1)
    assert [update.message_reaction for update in updates] == [None]
    await seat.reacts(message, "❤️")
    told = (await bot.get_updates(offset=-1))[0].message_reaction
    assert told
    assert told.user
    assert (told.user.id, told.message_id) == (maria.chat_id, sent.message_id)
    assert [_emoji(told.old_reaction), _emoji(told.new_reaction)] == ["👍", "❤"]
    promote(sandbox.telegram, turma, sandbox.telegram.bot, [])
    await seat.reacts(message, None)
    assert (await bot.get_updates(offset=-1))[0].message_reaction == told


async def test_nobody_reacts_with_a_cheese(maria: Phone) -> None:
    with pytest.raises(ValueError, match="nobody can react"):
        await maria.reacts(await maria.says("oi"), "🧀")


def _emoji(reactions: tuple[telegram.ReactionType, ...]) -> str:
    (reaction,) = reactions
    assert isinstance(reaction, telegram.ReactionTypeEmoji)
    return reaction.emoji


async def test_an_empty_reaction_is_none(web: httpx.AsyncClient, sandbox: Sandbox, maria: Phone) -> None:
    message = await maria.says("oi")
    where = {"chat_id": maria.chat_id, "message_id": message.message_id}
    assert (await call(web, sandbox, "setMessageReaction", **where)).json()["result"] is True
