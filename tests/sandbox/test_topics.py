"""Forum topics: opened, written in, renamed, closed, deleted, by the bot and by people."""

import httpx
import pytest
import telegram
from telegram.error import BadRequest

from sandbox.chats import Chat
from sandbox.desk import Sandbox
from sandbox.groups.standing import promote
from sandbox.groups.topics import GENERAL, ICON_COLORS
from sandbox.impossible import MayNotWrite, NoSuchTopic
from sandbox.phone import Phone
from tests.sandbox.call import call, refusal

RIGHTS = ["can_manage_topics", "can_delete_messages", "can_pin_messages"]


@pytest.fixture
def forum(sandbox: Sandbox) -> Chat:
    return sandbox.telegram.group("Fórum", forum=True, rights=RIGHTS)


def _take_rights(sandbox: Sandbox, forum: Chat) -> None:
    promote(sandbox.telegram, forum, sandbox.telegram.bot, ["can_invite_users"])


async def _newest(bot: telegram.Bot) -> telegram.Message:
    message = (await bot.get_updates(offset=-1))[0].message
    assert message
    return message


async def test_a_topic_is_opened_and_the_bot_hears_of_it(bot: telegram.Bot, forum: Chat) -> None:
    topic = await bot.create_forum_topic(forum.id, "Dúvidas", icon_color=ICON_COLORS[2])
    told = await _newest(bot)
    assert told.forum_topic_created
    assert (told.forum_topic_created.name, told.forum_topic_created.icon_color) == ("Dúvidas", ICON_COLORS[2])
    assert (told.message_id, told.message_thread_id) == (topic.message_thread_id, topic.message_thread_id)
    assert (told.is_topic_message, told.reply_to_message) == (True, None)
    assert told.chat.is_forum


async def test_a_message_goes_into_its_topic(bot: telegram.Bot, sandbox: Sandbox, forum: Chat) -> None:
    topic = await bot.create_forum_topic(forum.id, "Dúvidas")
    sent = await bot.send_message(forum.id, "oi", message_thread_id=topic.message_thread_id)
    assert (sent.message_thread_id, sent.is_topic_message) == (topic.message_thread_id, True)
    assert sent.reply_to_message
    assert sent.reply_to_message.forum_topic_created
    assert sandbox.telegram.ledger.entries[-1].thread_id == topic.message_thread_id


async def test_an_answer_stays_in_the_topic_it_answers(bot: telegram.Bot, forum: Chat, maria: Phone) -> None:
    await maria.joins(forum)
    seat = await maria.opens_topic(forum, "Dúvidas")
    question = await seat.says("/ajuda")
    sent = await bot.send_message(forum.id, "pois não", reply_to_message_id=question.message_id)
    assert sent.message_thread_id == seat.topic
    assert sent.reply_to_message
    assert sent.reply_to_message.text == "/ajuda"
    assert [message.text for message in seat.messages if message.text] == ["/ajuda", "pois não"]


async def test_an_answer_from_another_topic_says_where_it_comes_from(bot: telegram.Bot, forum: Chat) -> None:
    numbers = [(await bot.create_forum_topic(forum.id, name)).message_thread_id for name in ("A", "B")]
    asked = await bot.send_message(forum.id, "e então?", message_thread_id=numbers[0])
    sent = await bot.send_message(
        forum.id, "veja lá", message_thread_id=numbers[1], reply_to_message_id=asked.message_id
    )
    assert sent.external_reply
    assert sent.reply_to_message
    assert (sent.external_reply.message_id, sent.reply_to_message.message_id) == (
        asked.message_id,
        numbers[1],
    )


async def test_the_message_that_opened_a_topic_stays(bot: telegram.Bot, forum: Chat) -> None:
    number = (await bot.create_forum_topic(forum.id, "Dúvidas")).message_thread_id
    with pytest.raises(BadRequest, match="Message can't be deleted"):
        await bot.delete_message(forum.id, number)


async def test_the_general_topic_has_no_number(
    web: httpx.AsyncClient, bot: telegram.Bot, sandbox: Sandbox, forum: Chat, maria: Phone
) -> None:
    await maria.joins(forum)
    await maria.at(forum, GENERAL).says("/prazos")
    heard, sent = await _newest(bot), await bot.send_message(forum.id, "nenhum")
    assert (heard.message_thread_id, heard.is_topic_message) == (None, None)
    assert (sent.message_thread_id, sent.reply_to_message) == (None, None)
    words = await refusal(web, sandbox, "sendMessage", chat_id=forum.id, text="x", message_thread_id=1)
    assert words == "Bad Request: message thread not found"


async def test_a_topic_that_is_not_there_takes_nothing(
    web: httpx.AsyncClient, sandbox: Sandbox, forum: Chat, maria: Phone
) -> None:
    for chat in (forum.id, maria.chat_id):
        words = await refusal(web, sandbox, "sendMessage", chat_id=chat, text="x", message_thread_id=99)
        assert words == "Bad Request: message thread not found"


async def test_a_group_without_topics_takes_no_notice_of_the_number(
    bot: telegram.Bot, sandbox: Sandbox
) -> None:
    group = sandbox.telegram.group("Turma")
    sent = await bot.send_message(group.id, "oi", message_thread_id=99)
    assert sent.message_thread_id is None


async def test_people_open_and_close_topics(bot: telegram.Bot, forum: Chat, maria: Phone) -> None:
    await maria.joins(forum)
    seat = await maria.opens_topic(forum, "Dúvidas")
    await seat.closes_topic()
    closed = await _newest(bot)
    await seat.reopens_topic()
    reopened = await _newest(bot)
    assert (bool(closed.forum_topic_closed), closed.message_thread_id) == (True, seat.topic)
    assert (bool(reopened.forum_topic_reopened), reopened.message_thread_id) == (True, seat.topic)
    assert closed.from_user
    assert closed.from_user.id == maria.chat_id


async def test_a_closed_topic_takes_messages_of_its_opener_and_of_administrators(
    web: httpx.AsyncClient, bot: telegram.Bot, sandbox: Sandbox, forum: Chat, maria: Phone
) -> None:
    await maria.joins(forum)
    joao = await sandbox.telegram.phone("João Lima").joins(forum)
    seat = await maria.opens_topic(forum, "Dúvidas")
    await seat.closes_topic()
    await seat.says("mais uma coisa")
    await bot.send_message(forum.id, "sim?", message_thread_id=seat.topic)
    with pytest.raises(MayNotWrite):
        await joao.at(forum, seat.topic).says("eu também")
    _take_rights(sandbox, forum)
    closed = {"chat_id": forum.id, "text": "x", "message_thread_id": seat.topic}
    assert await refusal(web, sandbox, "sendMessage", **closed) == "Bad Request: TOPIC_CLOSED"


async def test_a_topic_is_renamed(bot: telegram.Bot, forum: Chat) -> None:
    number = (await bot.create_forum_topic(forum.id, "Dúvidas")).message_thread_id
    assert await bot.edit_forum_topic(forum.id, number, name="Respostas", icon_custom_emoji_id="7")
    told = (await _newest(bot)).forum_topic_edited
    assert told
    assert (told.name, told.icon_custom_emoji_id, forum.topics[number].name) == (
        "Respostas",
        "7",
        "Respostas",
    )
    assert await bot.edit_forum_topic(forum.id, number)
    with pytest.raises(BadRequest, match="Topic_not_modified"):
        await bot.edit_forum_topic(forum.id, number, name="Respostas")


async def test_a_topic_is_closed_and_reopened_once(bot: telegram.Bot, forum: Chat) -> None:
    number = (await bot.create_forum_topic(forum.id, "Dúvidas")).message_thread_id
    await bot.close_forum_topic(forum.id, number)
    assert (await _newest(bot)).forum_topic_closed
    with pytest.raises(BadRequest, match="Topic_not_modified"):
        await bot.close_forum_topic(forum.id, number)
    await bot.reopen_forum_topic(forum.id, number)
    assert (await _newest(bot)).forum_topic_reopened
    with pytest.raises(BadRequest, match="Topic_not_modified"):
        await bot.reopen_forum_topic(forum.id, number)


async def test_a_deleted_topic_takes_its_messages_with_it(
    bot: telegram.Bot, forum: Chat, maria: Phone
) -> None:
    await maria.joins(forum)
    seat = await maria.opens_topic(forum, "Dúvidas")
    await seat.says("/ajuda")
    assert seat.topic
    assert await bot.delete_forum_topic(forum.id, seat.topic)
    assert seat.messages == []
    with pytest.raises(BadRequest, match="Message thread not found"):
        await bot.send_message(forum.id, "oi", message_thread_id=seat.topic)
    with pytest.raises(NoSuchTopic):
        await seat.says("oi")


async def test_the_general_topic_is_hidden_and_comes_back(
    web: httpx.AsyncClient, bot: telegram.Bot, sandbox: Sandbox, forum: Chat
) -> None:
    await bot.edit_general_forum_topic(forum.id, "Avisos")
    await bot.hide_general_forum_topic(forum.id)
    assert (await _newest(bot)).general_forum_topic_hidden
    assert (forum.general.name, forum.general.closed) == ("Avisos", True)
    await bot.unhide_general_forum_topic(forum.id)
    assert (await _newest(bot)).general_forum_topic_unhidden
    await bot.reopen_general_forum_topic(forum.id)
    assert (await _newest(bot)).forum_topic_reopened
    await bot.close_general_forum_topic(forum.id)
    _take_rights(sandbox, forum)
    words = await refusal(web, sandbox, "sendMessage", chat_id=forum.id, text="x")
    assert words == "Bad Request: TOPIC_CLOSED"


async def test_ones_own_topic_may_be_edited_and_closed_without_rights(
    bot: telegram.Bot, sandbox: Sandbox, forum: Chat
) -> None:
    number = (await bot.create_forum_topic(forum.id, "Dúvidas")).message_thread_id
    _take_rights(sandbox, forum)
    await bot.edit_forum_topic(forum.id, number, name="Respostas")
    await bot.close_forum_topic(forum.id, number)
    assert forum.topics[number].closed


async def test_a_long_name_is_cut_and_an_odd_colour_replaced(
    web: httpx.AsyncClient, sandbox: Sandbox, forum: Chat
) -> None:
    answer = await call(web, sandbox, "createForumTopic", chat_id=forum.id, name="x" * 130, icon_color=7)
    topic = answer.json()["result"]
    assert (len(topic["name"]), topic["icon_color"]) == (128, ICON_COLORS[0])


async def test_there_are_no_icons_to_choose_from(bot: telegram.Bot) -> None:
    assert await bot.get_forum_topic_icon_stickers() == ()


async def test_a_chat_action_may_name_any_topic(bot: telegram.Bot, forum: Chat) -> None:
    assert await bot.send_chat_action(forum.id, "typing", message_thread_id=GENERAL)


async def test_private_chats_have_topics_when_switched_on(
    bot: telegram.Bot, sandbox: Sandbox, maria: Phone
) -> None:
    assert (await bot.get_me()).has_topics_enabled is False
    sandbox.telegram.has_private_topics = True
    assert (await bot.get_me()).has_topics_enabled is True
    topic = await bot.create_forum_topic(maria.chat_id, "Prazos")
    sent = await bot.send_message(maria.chat_id, "oi", message_thread_id=topic.message_thread_id)
    assert (sent.is_topic_message, sent.reply_to_message) == (True, None)
    seat = maria.at(maria.chat, topic.message_thread_id)
    assert seat.reads() == ["oi"]
    await seat.says("olá")
    assert (await _newest(bot)).message_thread_id == topic.message_thread_id


async def test_a_topic_one_does_not_see_cannot_be_entered(forum: Chat, maria: Phone) -> None:
    await maria.joins(forum)
    with pytest.raises(NoSuchTopic):
        maria.at(forum, 99)
    with pytest.raises(NoSuchTopic):
        await maria.opens_topic(maria.chat, "Prazos")
