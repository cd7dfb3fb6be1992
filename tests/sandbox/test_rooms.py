"""What a bot may look up and change about a chat."""

import httpx
import pytest
import telegram
from telegram.error import BadRequest, Forbidden

from sandbox.chats import Chat, ChatKind
from sandbox.desk import Sandbox
from sandbox.groups.life import found, upgrade
from sandbox.groups.standing import enter, promote
from sandbox.phone import Phone
from tests.sandbox.call import call, refusal


@pytest.fixture
def turma(sandbox: Sandbox) -> Chat:
    return sandbox.telegram.group("Turma 2025", rights=["can_change_info"])


async def test_a_person_can_be_looked_up(bot: telegram.Bot, maria: Phone) -> None:
    chat = await bot.get_chat(maria.chat_id)
    assert (chat.type, chat.first_name, chat.last_name) == ("private", "Maria", "Souza")
    assert (chat.permissions, chat.pinned_message) == (None, None)


@pytest.mark.parametrize("kind", [ChatKind.GROUP, ChatKind.SUPERGROUP])
async def test_a_group_can_be_looked_up(bot: telegram.Bot, sandbox: Sandbox, kind: ChatKind) -> None:
    group = sandbox.telegram.group("Turma", kind=kind)
    chat = await bot.get_chat(group.id)
    assert (chat.type, chat.title, bool(chat.is_forum)) == (kind.value, "Turma", False)
    assert chat.permissions
    assert chat.permissions.can_send_messages is True


async def test_a_forum_says_that_it_is_one(bot: telegram.Bot, sandbox: Sandbox) -> None:
    forum = sandbox.telegram.group("Fórum", forum=True)
    assert (await bot.get_chat(forum.id)).is_forum is True


async def test_members_are_looked_up(bot: telegram.Bot, sandbox: Sandbox, turma: Chat, maria: Phone) -> None:
    await maria.joins(turma)
    never_in = sandbox.telegram.phone("Ana")
    found_members = [
        await bot.get_chat_member(turma.id, user) for user in (maria.chat_id, never_in.chat_id, bot.id)
    ]
    assert [member.status for member in found_members] == ["member", "left", "administrator"]


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        (ChatKind.GROUP, "Bad Request: member not found"),
        (ChatKind.SUPERGROUP, "Bad Request: PARTICIPANT_ID_INVALID"),
    ],
)
async def test_nobody_is_no_member(
    web: httpx.AsyncClient, sandbox: Sandbox, kind: ChatKind, words: str
) -> None:
    group = sandbox.telegram.group("Turma", kind=kind)
    assert await refusal(web, sandbox, "getChatMember", chat_id=group.id, user_id=5) == words
    no_number = await refusal(web, sandbox, "getChatMember", chat_id=group.id)
    assert no_number == "Bad Request: invalid user_id specified"


async def test_a_private_chat_has_two_members_and_no_administrators(
    web: httpx.AsyncClient, bot: telegram.Bot, sandbox: Sandbox, maria: Phone
) -> None:
    assert await bot.get_chat_member_count(maria.chat_id) == 2
    for user in (maria.chat_id, bot.id):
        assert (await bot.get_chat_member(maria.chat_id, user)).status == "member"
    words = await refusal(web, sandbox, "getChatMember", chat_id=maria.chat_id, user_id=5)
    assert words == "Bad Request: member not found"
    words = await refusal(web, sandbox, "getChatAdministrators", chat_id=maria.chat_id)
    assert words == "Bad Request: there are no administrators in the private chat"


async def test_a_group_lists_who_runs_it(bot: telegram.Bot, sandbox: Sandbox, maria: Phone) -> None:
    group = found(sandbox.telegram, maria.person, "Turma")
    enter(sandbox.telegram, group, sandbox.telegram.bot, by=maria.person, rights=["can_pin_messages"])
    joao = sandbox.telegram.phone("João Lima")
    await joao.joins(group)
    listed = await bot.get_chat_administrators(group.id)
    assert [(member.user.id, member.status) for member in listed] == [
        (maria.chat_id, "creator"),
        (bot.id, "administrator"),
    ]
    assert await bot.get_chat_member_count(group.id) == 3


async def test_a_title_is_cleaned_cut_and_told(bot: telegram.Bot, turma: Chat) -> None:
    await bot.set_chat_title(turma.id, "  Turma \n 2026 " + "x" * 150)
    assert turma.name == ("Turma 2026 " + "x" * 150)[:128]
    told = (await bot.get_updates())[-1].message
    assert told
    assert (told.new_chat_title, told.from_user and told.from_user.id) == (turma.name, bot.id)
    await bot.set_chat_title(turma.id, turma.name)
    assert len(await bot.get_updates()) == 1


async def test_a_description_is_kept(bot: telegram.Bot, turma: Chat) -> None:
    await bot.set_chat_description(turma.id, "d" * 255)
    assert (await bot.get_chat(turma.id)).description == "d" * 255
    with pytest.raises(BadRequest, match="Chat description is not modified"):
        await bot.set_chat_description(turma.id, "d" * 255)


async def test_without_the_right_nothing_is_changed(
    web: httpx.AsyncClient, sandbox: Sandbox, turma: Chat
) -> None:
    promote(sandbox.telegram, turma, sandbox.telegram.bot, ["can_pin_messages"])
    title = await refusal(web, sandbox, "setChatTitle", chat_id=turma.id, title="x")
    description = await refusal(web, sandbox, "setChatDescription", chat_id=turma.id, description="x")
    assert title == "Bad Request: not enough rights to change chat title"
    assert description == "Bad Request: not enough rights to set chat description"


@pytest.mark.parametrize(
    ("method", "parameters", "words"),
    [
        ("setChatTitle", {"title": "x"}, "can't change private chat title"),
        ("setChatTitle", {"title": " "}, "title must be non-empty"),
        ("setChatDescription", {"description": "x"}, "can't change private chat description"),
        ("leaveChat", {}, "can't leave private chats"),
        ("createForumTopic", {"name": "x"}, "the chat is not a forum"),
    ],
)
async def test_a_private_chat_is_no_group(
    web: httpx.AsyncClient,
    sandbox: Sandbox,
    maria: Phone,
    method: str,
    parameters: dict[str, str],
    words: str,
) -> None:
    assert await refusal(web, sandbox, method, chat_id=maria.chat_id, **parameters) == f"Bad Request: {words}"


async def test_a_bot_leaves(bot: telegram.Bot, turma: Chat) -> None:
    assert await bot.leave_chat(turma.id)
    told, standing = await bot.get_updates()
    assert told.message
    assert told.message.left_chat_member
    assert standing.my_chat_member
    assert standing.my_chat_member.new_chat_member.status == "left"
    for again in (bot.leave_chat(turma.id), bot.send_message(turma.id, "oi")):
        with pytest.raises(Forbidden, match="bot is not a member of the supergroup chat"):
            await again


async def test_a_group_that_was_upgraded_cannot_be_left(web: httpx.AsyncClient, sandbox: Sandbox) -> None:
    small = sandbox.telegram.group("Grupo", kind=ChatKind.GROUP)
    upgrade(sandbox.telegram, small)
    words = await refusal(web, sandbox, "leaveChat", chat_id=small.id)
    assert words == "Bad Request: chat is deactivated"


async def test_a_right_is_told_under_its_old_name_too(web: httpx.AsyncClient, sandbox: Sandbox) -> None:
    group = sandbox.telegram.group("Turma", rights=["can_manage_video_chats"])
    told = await call(web, sandbox, "getChatMember", chat_id=group.id, user_id=sandbox.telegram.bot.id)
    assert told.json()["result"]["can_manage_voice_chats"] is True
