"""A person's phone as tests and scripts use it."""

import asyncio

import pytest
import telegram
from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from sandbox.chats import ChatKind
from sandbox.desk import Sandbox
from sandbox.groups.life import delete, upgrade
from sandbox.groups.standing import kick
from sandbox.impossible import MayNotWrite, NoSuchButton, NoSuchMessage, NotInTheGroup, UnsendableText
from sandbox.phone import Phone


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


async def test_people_only_edit_what_they_wrote(bot: telegram.Bot, sandbox: Sandbox, maria: Phone) -> None:
    await bot.send_message(maria.chat_id, "oi")
    with pytest.raises(MayNotWrite, match="Maria Souza only edits what Maria Souza wrote"):
        await maria.rewrites(maria.messages[-1], "tchau")
    assert maria.messages[-1].text == "oi"


async def test_what_is_not_in_the_chat_is_not_touched(
    bot: telegram.Bot, sandbox: Sandbox, maria: Phone
) -> None:
    elsewhere = await sandbox.telegram.phone("João Lima").says("só aqui")
    gone = await maria.says("/start")
    await bot.delete_message(maria.chat_id, gone.message_id)
    for message in (elsewhere, gone):
        with pytest.raises(NoSuchMessage, match=f"Maria Souza sees no message {message.message_id}"):
            await maria.rewrites(message, "outra coisa")
        with pytest.raises(NoSuchMessage):
            await maria.reacts(message, "👍")
        with pytest.raises(NoSuchMessage):
            await maria.says("sim", reply_to=message)


async def test_a_message_of_the_same_number_elsewhere_is_another(sandbox: Sandbox, maria: Phone) -> None:
    first = await maria.joins(sandbox.telegram.group("Uma"))
    second = await maria.joins(sandbox.telegram.group("Outra"))
    here, elsewhere = await first.says("aqui"), await second.says("lá")
    assert here.message_id == elsewhere.message_id
    with pytest.raises(NoSuchMessage):
        await first.rewrites(elsewhere, "cá")


async def test_an_earlier_version_of_a_message_is_still_that_message(maria: Phone) -> None:
    said = await maria.says("um")
    await maria.rewrites(said, "dois")
    await maria.rewrites(said, "três")
    assert [message.text for message in maria.messages[-1:]] == ["três"]


async def test_nobody_joins_a_private_chat(sandbox: Sandbox, maria: Phone) -> None:
    with pytest.raises(NotInTheGroup, match="João Lima is no group"):
        await maria.joins(sandbox.telegram.phone("João Lima").chat)


async def test_who_was_shut_out_of_a_group_does_not_come_back(sandbox: Sandbox, maria: Phone) -> None:
    group = sandbox.telegram.group("Turma")
    kick(sandbox.telegram, group, maria.person)
    with pytest.raises(NotInTheGroup, match="Maria Souza was shut out of Turma"):
        await maria.joins(group)


@pytest.mark.parametrize("name", ["", "  ", "x" * 129])
async def test_a_topic_has_a_name_of_a_length(sandbox: Sandbox, maria: Phone, name: str) -> None:
    forum = sandbox.telegram.group("Fórum", forum=True)
    await maria.joins(forum)
    with pytest.raises(UnsendableText, match="a topic's name has 1 to 128 characters"):
        await maria.opens_topic(forum, name)


async def test_nobody_writes_where_there_is_nobody_any_more(sandbox: Sandbox, maria: Phone) -> None:
    group = sandbox.telegram.group("Turma", kind=ChatKind.GROUP)
    seat = await maria.joins(group)
    upgrade(sandbox.telegram, group)
    with pytest.raises(MayNotWrite, match="Turma has become a supergroup"):
        await seat.says("oi")
    other = await maria.joins(forum := sandbox.telegram.group("Fórum"))
    delete(sandbox.telegram, forum)
    with pytest.raises(MayNotWrite, match="Fórum was deleted"):
        await other.says("oi")
    maria.chat.deactivated = True
    with pytest.raises(MayNotWrite, match="the account of Maria Souza is gone"):
        await maria.says("oi")


async def test_the_bot_hears_of_a_block_once(bot: telegram.Bot, maria: Phone) -> None:
    for act in (maria.unblocks, maria.blocks, maria.blocks, maria.unblocks, maria.unblocks):
        act()
    updates = [update.my_chat_member for update in await bot.get_updates()]
    assert [change.new_chat_member.status for change in updates if change] == ["kicked", "member"]


async def test_a_person_has_a_name(sandbox: Sandbox) -> None:
    with pytest.raises(ValueError, match="a person has a name"):
        sandbox.telegram.phone(" ")
