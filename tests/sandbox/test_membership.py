"""The bot as a member: let in, promoted, restricted, shut out, and what it may do then."""

import httpx
import pytest
import telegram
from telegram.error import Forbidden

from sandbox.chats import Chat, ChatKind
from sandbox.desk import Sandbox
from sandbox.groups.life import delete, found
from sandbox.groups.standing import enter, kick, leave, promote, restrict
from sandbox.phone import Phone
from tests.sandbox.call import call, refusal


@pytest.fixture
def turma(sandbox: Sandbox) -> Chat:
    return sandbox.telegram.group("Turma 2025")


async def test_a_bot_is_added_by_somebody(bot: telegram.Bot, sandbox: Sandbox) -> None:
    maria = sandbox.telegram.phone("Maria Souza")
    group = found(sandbox.telegram, maria.person, "Turma")
    with pytest.raises(Forbidden, match="bot is not a member of the supergroup chat"):
        await bot.send_message(group.id, "oi")
    enter(sandbox.telegram, group, sandbox.telegram.bot, by=maria.person)
    standing, told = await bot.get_updates()
    assert standing.my_chat_member
    assert standing.my_chat_member.from_user.id == maria.chat_id
    assert standing.my_chat_member.new_chat_member.status == "member"
    assert told.message
    assert [user.id for user in told.message.new_chat_members] == [bot.id]
    await bot.send_message(group.id, "oi")


async def test_a_bot_is_promoted_and_demoted(bot: telegram.Bot, sandbox: Sandbox, turma: Chat) -> None:
    promote(sandbox.telegram, turma, sandbox.telegram.bot, ["can_pin_messages"])
    promote(sandbox.telegram, turma, sandbox.telegram.bot, [])
    up, down = [update.my_chat_member for update in await bot.get_updates()]
    assert up
    assert down
    assert isinstance(up.new_chat_member, telegram.ChatMemberAdministrator)
    assert (up.new_chat_member.can_pin_messages, up.new_chat_member.can_manage_topics) == (True, False)
    assert isinstance(down.new_chat_member, telegram.ChatMemberMember)


async def test_the_same_standing_again_is_not_told(bot: telegram.Bot, sandbox: Sandbox, turma: Chat) -> None:
    promote(sandbox.telegram, turma, sandbox.telegram.bot, [])
    assert await bot.get_updates() == ()


async def test_a_right_nobody_has_heard_of_is_refused(sandbox: Sandbox, turma: Chat) -> None:
    with pytest.raises(ValueError, match="no such right: can_fly"):
        promote(sandbox.telegram, turma, sandbox.telegram.bot, ["can_fly"])


async def test_a_restricted_bot_may_send_what_it_was_left(
    web: httpx.AsyncClient, bot: telegram.Bot, sandbox: Sandbox, turma: Chat
) -> None:
    restrict(sandbox.telegram, turma, sandbox.telegram.bot, ["can_send_documents"])
    update = (await bot.get_updates())[-1].my_chat_member
    assert update
    assert isinstance(update.new_chat_member, telegram.ChatMemberRestricted)
    assert (update.new_chat_member.can_send_messages, update.new_chat_member.can_send_documents) == (
        False,
        True,
    )
    words = await refusal(web, sandbox, "sendMessage", chat_id=turma.id, text="oi")
    assert words == "Bad Request: not enough rights to send text messages to the chat"
    await bot.send_document(turma.id, b"conteudo")


async def test_a_bot_kept_from_documents_is_told_so(bot: telegram.Bot, sandbox: Sandbox, turma: Chat) -> None:
    restrict(sandbox.telegram, turma, sandbox.telegram.bot, ["can_send_messages"])
    with pytest.raises(telegram.error.BadRequest, match="Not enough rights to send documents to the chat"):
        await bot.send_document(turma.id, b"conteudo")


async def test_the_last_thing_a_bot_hears_is_that_it_is_out(
    bot: telegram.Bot, sandbox: Sandbox, turma: Chat, maria: Phone
) -> None:
    seat = await maria.joins(turma)
    kick(sandbox.telegram, turma, sandbox.telegram.bot, by=maria.person)
    await seat.says("/prazos")
    told, standing = (await bot.get_updates())[-2:]
    assert told.message
    assert told.message.left_chat_member
    assert told.message.left_chat_member.id == bot.id
    assert standing.my_chat_member
    assert isinstance(standing.my_chat_member.new_chat_member, telegram.ChatMemberBanned)


@pytest.mark.parametrize("kind", [ChatKind.GROUP, ChatKind.SUPERGROUP])
@pytest.mark.parametrize(
    ("method", "parameters"),
    [
        ("sendMessage", {"text": "x"}),
        ("pinChatMessage", {"message_id": 1}),
        ("setChatTitle", {"title": "x"}),
        ("createForumTopic", {"name": "x"}),
        ("getChatAdministrators", {}),
        ("getChatMemberCount", {}),
        ("getChatMember", {"user_id": 1}),
        ("sendChatAction", {"action": "typing"}),
    ],
)
async def test_a_bot_that_is_out_may_do_nothing_in_the_group(
    web: httpx.AsyncClient, sandbox: Sandbox, kind: ChatKind, method: str, parameters: dict[str, object]
) -> None:
    group = sandbox.telegram.group("Turma", kind=kind)
    leave(sandbox.telegram, group, sandbox.telegram.bot)
    words = await refusal(web, sandbox, method, chat_id=group.id, **parameters)
    assert words == f"Forbidden: bot is not a member of the {kind} chat"
    kick(sandbox.telegram, group, sandbox.telegram.bot)
    words = await refusal(web, sandbox, method, chat_id=group.id, **parameters)
    assert words == f"Forbidden: bot was kicked from the {kind} chat"


async def test_a_basic_group_can_be_looked_at_from_outside_a_supergroup_cannot(
    web: httpx.AsyncClient, sandbox: Sandbox, turma: Chat
) -> None:
    small = sandbox.telegram.group("Grupo", kind=ChatKind.GROUP)
    for group in (small, turma):
        leave(sandbox.telegram, group, sandbox.telegram.bot)
    assert (await call(web, sandbox, "getChat", chat_id=small.id)).json()["result"]["title"] == "Grupo"
    words = await refusal(web, sandbox, "getChat", chat_id=turma.id)
    assert words == "Forbidden: bot is not a member of the supergroup chat"


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        (ChatKind.GROUP, "Forbidden: the group chat was deleted"),
        (ChatKind.SUPERGROUP, "Forbidden: bot was kicked from the supergroup chat"),
    ],
)
async def test_a_group_that_is_gone_takes_nothing(
    web: httpx.AsyncClient, sandbox: Sandbox, kind: ChatKind, words: str
) -> None:
    group = sandbox.telegram.group("Turma", kind=kind)
    delete(sandbox.telegram, group)
    assert await refusal(web, sandbox, "sendMessage", chat_id=group.id, text="x") == words


async def test_only_an_administrator_deletes_what_others_wrote(
    bot: telegram.Bot, sandbox: Sandbox, turma: Chat, maria: Phone
) -> None:
    theirs = await (await maria.joins(turma)).says("/oi")
    with pytest.raises(telegram.error.BadRequest, match="Message can't be deleted"):
        await bot.delete_message(turma.id, theirs.message_id)
    promote(sandbox.telegram, turma, sandbox.telegram.bot, ["can_delete_messages"])
    await bot.delete_message(turma.id, theirs.message_id)
