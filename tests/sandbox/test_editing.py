"""Editing, deleting, and answering the press of a button."""

from datetime import timedelta

import httpx
import pytest
import telegram
from telegram import InlineKeyboardButton, InlineKeyboardMarkup
from telegram.error import BadRequest

from sandbox.desk import Sandbox
from sandbox.phone import Phone
from sandbox.refusals import NOT_MODIFIED, QUERY_TOO_OLD
from tests.sandbox.call import refusal

KEYBOARD = InlineKeyboardMarkup([[InlineKeyboardButton("Enviar", callback_data="send")]])


async def test_an_edit_changes_the_text_and_drops_the_keyboard(bot: telegram.Bot, maria: Phone) -> None:
    sent = await bot.send_message(maria.chat_id, "um", reply_markup=KEYBOARD)
    edited = await sent.edit_text("dois")
    assert isinstance(edited, telegram.Message)
    assert (edited.text, edited.reply_markup, bool(edited.edit_date)) == ("dois", None, True)
    assert maria.reads() == ["um", "dois"]
    assert [message.text for message in maria.edits] == ["dois"]


async def test_an_edit_that_changes_nothing_is_refused(
    web: httpx.AsyncClient, bot: telegram.Bot, sandbox: Sandbox, maria: Phone
) -> None:
    sent = await bot.send_message(maria.chat_id, "um")
    same = {"chat_id": maria.chat_id, "message_id": sent.message_id}
    assert await refusal(web, sandbox, "editMessageText", **same, text="um") == f"Bad Request: {NOT_MODIFIED}"
    assert await refusal(web, sandbox, "editMessageReplyMarkup", **same) == f"Bad Request: {NOT_MODIFIED}"


async def test_only_the_keyboard_may_be_edited(bot: telegram.Bot, maria: Phone) -> None:
    sent = await bot.send_message(maria.chat_id, "um")
    await sent.edit_reply_markup(KEYBOARD)
    assert maria.buttons == [["Enviar"]]


@pytest.mark.parametrize("method", ["editMessageText", "editMessageReplyMarkup"])
async def test_an_unknown_message_cannot_be_edited(
    web: httpx.AsyncClient, sandbox: Sandbox, maria: Phone, method: str
) -> None:
    words = await refusal(web, sandbox, method, chat_id=maria.chat_id, message_id=999, text="x")
    assert words == "Bad Request: message to edit not found"


async def test_a_persons_message_cannot_be_edited(bot: telegram.Bot, maria: Phone) -> None:
    theirs = await maria.says("oi")
    with pytest.raises(BadRequest, match=r"^Message can't be edited$"):
        await bot.edit_message_text("x", maria.chat_id, theirs.message_id)


async def test_a_message_needs_a_number_to_be_edited(
    web: httpx.AsyncClient, sandbox: Sandbox, maria: Phone
) -> None:
    words = await refusal(web, sandbox, "editMessageText", chat_id=maria.chat_id, text="x")
    assert words == "Bad Request: message identifier is not specified"


async def test_a_deleted_message_is_gone(bot: telegram.Bot, maria: Phone) -> None:
    sent = await bot.send_message(maria.chat_id, "um")
    assert await sent.delete()
    assert sent.message_id not in maria.chat.messages
    with pytest.raises(BadRequest, match=r"^Message to delete not found$"):
        await sent.delete()


async def test_a_message_older_than_48_hours_cannot_be_deleted(
    bot: telegram.Bot, sandbox: Sandbox, maria: Phone
) -> None:
    sent = await bot.send_message(maria.chat_id, "um")
    sandbox.clock.advance(timedelta(hours=49))
    with pytest.raises(BadRequest, match=r"^Message can't be deleted$"):
        await sent.delete()


async def test_a_press_reaches_the_bot_and_is_answered_once(bot: telegram.Bot, maria: Phone) -> None:
    await bot.send_message(maria.chat_id, "um", reply_markup=KEYBOARD)
    await maria.presses("Enviar")
    query = (await bot.get_updates(offset=-1))[0].callback_query
    assert query
    assert (query.data, query.from_user.id) == ("send", maria.chat_id)
    await query.answer("Feito")
    assert maria.toasts == ["Feito"]
    with pytest.raises(BadRequest, match=r"^Query is too old"):
        await query.answer("De novo")


async def test_a_late_or_unknown_answer_is_too_old(
    web: httpx.AsyncClient, bot: telegram.Bot, sandbox: Sandbox, maria: Phone
) -> None:
    await bot.send_message(maria.chat_id, "um", reply_markup=KEYBOARD)
    pressed = await maria.presses("Enviar")
    sandbox.clock.advance(timedelta(minutes=1))
    for query in (pressed, "12345"):
        words = await refusal(web, sandbox, "answerCallbackQuery", callback_query_id=query)
        assert words == f"Bad Request: {QUERY_TOO_OLD}"


async def test_an_answer_has_at_most_200_characters(web: httpx.AsyncClient, sandbox: Sandbox) -> None:
    words = await refusal(web, sandbox, "answerCallbackQuery", callback_query_id="1", text="a" * 201)
    assert words == "Bad Request: MESSAGE_TOO_LONG"
