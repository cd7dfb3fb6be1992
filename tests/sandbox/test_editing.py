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


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({}, "message identifier is not specified"),
        ({"inline_message_id": "AAA"}, "invalid inline message identifier specified"),
        ({"message_id": 1}, "chat_id is empty"),
        ({"chat_id": 99, "message_id": 1}, "chat not found"),
        ({"chat_id": 99, "text": ""}, "message text is empty"),
        ({"chat_id": 99, "reply_markup": 3}, "object expected as reply markup"),
    ],
)
async def test_what_is_edited_must_be_named(
    web: httpx.AsyncClient, sandbox: Sandbox, values: dict[str, object], words: str
) -> None:
    given = await refusal(web, sandbox, "editMessageText", **{"text": "x", **values})
    assert given == f"Bad Request: {words}"


async def test_in_a_chat_without_a_number_there_is_nothing_to_edit(
    web: httpx.AsyncClient, sandbox: Sandbox, maria: Phone
) -> None:
    words = await refusal(web, sandbox, "editMessageText", chat_id=maria.chat_id, text="x")
    assert words == "Bad Request: message to edit not found"


async def test_too_long_an_edit_is_refused_in_a_code(bot: telegram.Bot, maria: Phone) -> None:
    sent = await bot.send_message(maria.chat_id, "um")
    with pytest.raises(BadRequest, match=r"^Message_too_long$"):
        await sent.edit_text("a" * 4097)
    document = await bot.send_document(maria.chat_id, b"x", filename="a.txt")
    with pytest.raises(BadRequest, match=r"^Media_caption_too_long$"):
        await document.edit_caption("a" * 1025)


async def test_a_text_has_no_caption(bot: telegram.Bot, maria: Phone) -> None:
    sent = await bot.send_message(maria.chat_id, "um")
    with pytest.raises(BadRequest, match=r"^There is no caption in the message to edit$"):
        await sent.edit_caption("x")


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


async def test_a_press_nobody_can_answer_any_more_is_forgotten(
    bot: telegram.Bot, sandbox: Sandbox, maria: Phone
) -> None:
    await bot.send_message(maria.chat_id, "um", reply_markup=KEYBOARD)
    await maria.presses("Enviar")
    sandbox.clock.advance(timedelta(minutes=1))
    pressed = await maria.presses("Enviar")
    assert list(sandbox.telegram.queries) == [pressed]


async def test_an_answer_has_at_most_200_characters(web: httpx.AsyncClient, sandbox: Sandbox) -> None:
    words = await refusal(web, sandbox, "answerCallbackQuery", callback_query_id="1", text="a" * 201)
    assert words == "Bad Request: MESSAGE_TOO_LONG"
