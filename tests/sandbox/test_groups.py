"""People in groups: what the bot hears of them, and who presses, edits, comes and goes."""

import pytest
import telegram
from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.constants import ChatType

from sandbox.chats import Chat, ChatKind
from sandbox.desk import Sandbox
from sandbox.groups.life import rename, upgrade
from sandbox.groups.standing import kick, promote, restrict
from sandbox.impossible import MayNotWrite, NotInTheGroup
from sandbox.phone import Phone

KEYBOARD = InlineKeyboardMarkup([[InlineKeyboardButton("Sim", callback_data="s")]])


@pytest.fixture
def turma(sandbox: Sandbox) -> Chat:
    return sandbox.telegram.group("Turma 2025")


async def _seat(sandbox: Sandbox, group: Chat, name: str = "Maria Souza") -> Phone:
    return await sandbox.telegram.phone(name).joins(group)


async def _fresh(bot: telegram.Bot, *kinds: str) -> list[Update]:
    """All that has come, confirmed at once, so that the next call tells only what is newer."""
    updates = await bot.get_updates(allowed_updates=kinds or None)
    if updates:
        await bot.get_updates(offset=updates[-1].update_id + 1)
    return list(updates)


@pytest.mark.parametrize(
    ("words", "heard"),
    [
        ("bom dia", False),
        ("/prazos", True),
        ("/prazos@sandbox_bot amanhã", True),
        ("/prazos@Sandbox_Bot", True),
        ("/prazos@outro_bot", False),
        ("veja /prazos", False),
        ("@sandbox_bot, bom dia", False),
    ],
)
async def test_a_bot_hears_commands_only(
    bot: telegram.Bot, sandbox: Sandbox, turma: Chat, words: str, heard: bool
) -> None:
    seat = await _seat(sandbox, turma)
    await _fresh(bot)
    await seat.says(words)
    texts = [update.message.text for update in await _fresh(bot) if update.message]
    assert texts == ([words] if heard else [])


async def test_a_bot_hears_answers_to_itself_and_to_commands(
    bot: telegram.Bot, sandbox: Sandbox, turma: Chat
) -> None:
    seat = await _seat(sandbox, turma)
    question = await bot.send_message(turma.id, "Qual é a entrega?")
    asked, small_talk = await seat.says("/entregar"), await seat.says("bom dia")
    await _fresh(bot)
    await seat.says("a 2.2", reply_to=turma.messages[question.message_id])
    await seat.says("a minha", reply_to=asked)
    await seat.says("bom dia!", reply_to=small_talk)
    answers = [update.message for update in await _fresh(bot) if update.message]
    assert [answer.text for answer in answers] == ["a 2.2", "a minha"]
    assert answers[0].reply_to_message
    assert answers[0].reply_to_message.text == "Qual é a entrega?"


async def test_an_administrator_hears_everything(bot: telegram.Bot, sandbox: Sandbox) -> None:
    group = sandbox.telegram.group("Turma", rights=["can_pin_messages"])
    await (await _seat(sandbox, group)).says("bom dia")
    update = (await _fresh(bot))[-1]
    assert update.message
    assert (update.message.text, update.message.chat.type) == ("bom dia", ChatType.SUPERGROUP)


async def test_without_privacy_mode_a_bot_hears_everything(
    bot: telegram.Bot, sandbox: Sandbox, turma: Chat
) -> None:
    sandbox.telegram.hears_everything = True
    await (await _seat(sandbox, turma)).says("bom dia")
    assert (await bot.get_me()).can_read_all_group_messages is True
    assert (await _fresh(bot))[-1].message


async def test_each_person_speaks_under_their_own_name(
    bot: telegram.Bot, sandbox: Sandbox, turma: Chat
) -> None:
    for name in ("Maria Souza", "João Lima"):
        await (await _seat(sandbox, turma, name)).says("/prazos")
    spoken = [update.effective_user.full_name for update in await _fresh(bot) if update.effective_user]
    assert spoken == ["Maria Souza", "Maria Souza", "João Lima", "João Lima"]


async def test_coming_and_going_are_told(bot: telegram.Bot, sandbox: Sandbox, turma: Chat) -> None:
    maria = sandbox.telegram.phone("Maria Souza")
    await maria.joins(turma)
    await maria.leaves(turma)
    came, went = [update.message for update in await _fresh(bot)]
    assert came
    assert went
    assert [user.id for user in came.new_chat_members] == [maria.chat_id]
    assert went.left_chat_member
    assert went.left_chat_member.id == maria.chat_id
    with pytest.raises(NotInTheGroup):
        maria.at(turma)


async def test_only_an_administrator_that_asked_gets_member_updates(
    bot: telegram.Bot, sandbox: Sandbox, turma: Chat
) -> None:
    asked = ["chat_member"]
    await _fresh(bot, *asked)
    await _seat(sandbox, turma, "Ana")
    assert await _fresh(bot, *asked) == []
    promote(sandbox.telegram, turma, sandbox.telegram.bot, ["can_invite_users"])
    await _seat(sandbox, turma, "João")
    (update,) = await _fresh(bot, *asked)
    assert update.chat_member
    assert [update.chat_member.old_chat_member.status, update.chat_member.new_chat_member.status] == [
        "left",
        "member",
    ]


async def test_a_press_carries_who_pressed(bot: telegram.Bot, sandbox: Sandbox, turma: Chat) -> None:
    maria, joao = await _seat(sandbox, turma), await _seat(sandbox, turma, "João Lima")
    await bot.send_message(turma.id, "Confirma?", reply_markup=KEYBOARD)
    await joao.presses("Sim")
    query = (await _fresh(bot))[-1].callback_query
    assert query
    assert query.message
    assert (query.from_user.full_name, query.message.chat.id) == ("João Lima", turma.id)
    await query.answer("Anotado")
    assert (joao.toasts, maria.toasts) == (["Anotado"], [])


async def test_everybody_reads_what_the_bot_writes(bot: telegram.Bot, sandbox: Sandbox, turma: Chat) -> None:
    maria, joao = await _seat(sandbox, turma), await _seat(sandbox, turma, "João Lima")
    await maria.says("/prazos")
    await bot.send_message(turma.id, "Nenhum prazo")
    assert (maria.reads(), joao.reads()) == (["Nenhum prazo"], ["Nenhum prazo"])
    assert (await maria.waits_for("Nenhum")).by_bot


async def test_an_edited_command_is_told_as_such(bot: telegram.Bot, sandbox: Sandbox, turma: Chat) -> None:
    seat = await _seat(sandbox, turma)
    await seat.rewrites(await seat.says("/prazo"), "/prazos")
    edited = (await _fresh(bot))[-1].edited_message
    assert edited
    assert (edited.text, bool(edited.edit_date)) == ("/prazos", True)


async def test_who_is_restricted_or_gone_cannot_write(sandbox: Sandbox, turma: Chat) -> None:
    maria, joao = await _seat(sandbox, turma), await _seat(sandbox, turma, "João Lima")
    restrict(sandbox.telegram, turma, maria.person)
    kick(sandbox.telegram, turma, joao.person)
    with pytest.raises(MayNotWrite):
        await maria.says("/prazos")
    with pytest.raises(NotInTheGroup):
        await joao.says("/prazos")


async def test_a_new_name_is_told(bot: telegram.Bot, sandbox: Sandbox, turma: Chat) -> None:
    rename(sandbox.telegram, turma, "Turma 2026")
    message = (await _fresh(bot))[-1].message
    assert message
    assert (message.new_chat_title, message.chat.title) == ("Turma 2026", "Turma 2026")


async def test_a_group_becomes_a_supergroup(bot: telegram.Bot, sandbox: Sandbox) -> None:
    small = sandbox.telegram.group("Turma", kind=ChatKind.GROUP)
    maria = sandbox.telegram.phone("Maria Souza")
    await maria.joins(small)
    await _fresh(bot)
    large = upgrade(sandbox.telegram, small)
    old, new = [update.message for update in await _fresh(bot)]
    assert old
    assert new
    assert (old.chat.type, old.migrate_to_chat_id) == (ChatType.GROUP, large.id)
    assert (new.chat.type, new.migrate_from_chat_id) == (ChatType.SUPERGROUP, small.id)
    with pytest.raises(telegram.error.ChatMigrated) as refused:
        await bot.send_message(small.id, "oi")
    assert refused.value.new_chat_id == large.id
    await bot.send_message(large.id, "oi")
    assert maria.at(large).reads() == ["oi"]


async def test_each_sees_the_menu_of_the_narrowest_scope(
    bot: telegram.Bot, sandbox: Sandbox, turma: Chat
) -> None:
    maria, joao = await _seat(sandbox, turma), await _seat(sandbox, turma, "João Lima")
    promote(sandbox.telegram, turma, joao.person, ["can_pin_messages"])
    for name, scope in (
        ("todos", telegram.BotCommandScopeDefault()),
        ("particular", telegram.BotCommandScopeAllPrivateChats()),
        ("grupos", telegram.BotCommandScopeAllGroupChats()),
        ("gestao", telegram.BotCommandScopeAllChatAdministrators()),
    ):
        await bot.set_my_commands([(name, "x")], scope=scope)
    assert [maria.menu[0].name, joao.menu[0].name] == ["grupos", "gestao"]
    only_maria = telegram.BotCommandScopeChatMember(turma.id, maria.person.id)
    await bot.set_my_commands([("dela", "x")], scope=only_maria)
    assert maria.menu[0].name == "dela"
    assert sandbox.telegram.phone("Maria Souza").menu[0].name == "particular"
