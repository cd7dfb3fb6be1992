"""A person's phone as tests and scripts use it."""

import asyncio

import pytest
import telegram
from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from sandbox.desk import Sandbox
from sandbox.phone import NoSuchButton, Phone, UnsendableText


def _keyboard(*labels: str) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup([[InlineKeyboardButton(label, callback_data=label) for label in labels]])


async def test_a_name_or_an_id_is_one_person(sandbox: Sandbox) -> None:
    maria = sandbox.telegram.phone("Maria Souza")
    assert sandbox.telegram.phone("Maria Souza") is maria
    assert sandbox.telegram.phone("Outra Maria", maria.chat_id) is maria
    assert sandbox.telegram.phone("Ana", 42).chat_id == 42


@pytest.mark.parametrize("chat_id", [0, -5])
async def test_a_persons_id_is_positive(sandbox: Sandbox, chat_id: int) -> None:
    with pytest.raises(ValueError, match="positive"):
        sandbox.telegram.phone("Ana", chat_id)


async def test_reads_gives_each_text_once(bot: telegram.Bot, maria: Phone) -> None:
    await bot.send_message(maria.chat_id, "<b>um</b>", parse_mode="HTML")
    assert (maria.reads(), maria.reads()) == (["um"], [])


async def test_waiting_ends_when_the_words_arrive(bot: telegram.Bot, maria: Phone) -> None:
    async with asyncio.timeout(3), asyncio.TaskGroup() as group:
        waiting = group.create_task(maria.waits_for("dois"))
        await bot.send_message(maria.chat_id, "um")
        await bot.send_message(maria.chat_id, "são dois")
    assert waiting.result().text == "são dois"


async def test_each_message_answers_once_and_only_to_what_came_before(
    bot: telegram.Bot, maria: Phone
) -> None:
    await bot.send_message(maria.chat_id, "Prazos: nenhum")
    await maria.waits_for("Prazos")
    await bot.send_message(maria.chat_id, "Prazos: um")
    await maria.says("/prazos")
    with pytest.raises(TimeoutError, match=r"Maria Souza waited .* 'Prazos' and read \[\]"):
        await maria.waits_for("Prazos", timeout=0.05)


async def test_an_edit_can_be_waited_for(bot: telegram.Bot, maria: Phone) -> None:
    sent = await bot.send_message(maria.chat_id, "enviando")
    await sent.edit_text("enviado")
    assert (await maria.waits_for("enviado")).edited


async def test_the_newest_button_with_the_label_is_pressed(bot: telegram.Bot, maria: Phone) -> None:
    await bot.send_message(maria.chat_id, "um", reply_markup=_keyboard("Enviar"))
    newest = await bot.send_message(maria.chat_id, "dois", reply_markup=_keyboard("Enviar", "Cancelar"))
    await maria.presses("Enviar")
    query = (await bot.get_updates(offset=-1))[0].callback_query
    assert query
    assert query.message
    assert query.message.message_id == newest.message_id


async def test_a_button_that_is_not_there_cannot_be_pressed(bot: telegram.Bot, maria: Phone) -> None:
    await bot.send_message(maria.chat_id, "um", reply_markup=_keyboard("Cancelar"))
    with pytest.raises(NoSuchButton, match=r"no button 'Enviar'; the keyboard is \[\['Cancelar'\]\]"):
        await maria.presses("Enviar")


async def test_a_link_button_tells_the_bot_nothing(bot: telegram.Bot, maria: Phone) -> None:
    link = InlineKeyboardMarkup([[InlineKeyboardButton("Abrir", url="https://example.org")]])
    await bot.send_message(maria.chat_id, "um", reply_markup=link)
    assert await maria.presses("Abrir") == ""
    assert len(await bot.get_updates()) == 1


async def test_writing_unblocks_the_bot(bot: telegram.Bot, maria: Phone) -> None:
    maria.blocks()
    await maria.says("voltei")
    kinds = [update.my_chat_member is not None for update in await bot.get_updates()]
    assert kinds == [False, True, True, False]
    await bot.send_message(maria.chat_id, "que bom")


async def test_a_contact_may_be_shared(bot: telegram.Bot, maria: Phone) -> None:
    await maria.shares_contact("+5561900000000")
    message = (await bot.get_updates(offset=-1))[0].message
    assert message
    assert message.contact
    assert (message.contact.phone_number, message.contact.user_id) == ("+5561900000000", maria.chat_id)


@pytest.mark.parametrize("text", ["", " \n", "\x00", "x" * 4097])
async def test_a_message_is_not_edited_into_what_cannot_be_written(maria: Phone, text: str) -> None:
    message = await maria.says("oi")
    with pytest.raises(UnsendableText):
        await maria.rewrites(message, text)
    assert maria.messages[-1] == message


async def test_a_caption_is_as_long_as_telegram_lets_it_be(maria: Phone) -> None:
    sent = await maria.sends("a.txt", b"a", caption="x" * 1024)
    for too_long in (maria.sends("a.txt", b"a", caption="x" * 1025), maria.rewrites(sent, "x" * 1025)):
        with pytest.raises(UnsendableText, match="a caption has up to 1024 characters"):
            await too_long
    assert (await maria.rewrites(sent, "")).text == ""
