"""Command menus by scope and language, names and descriptions."""

import httpx
import pytest
import telegram
from telegram import BotCommandScopeAllPrivateChats, BotCommandScopeChat
from telegram.error import BadRequest, Forbidden

from sandbox.desk import Sandbox
from sandbox.phone import Phone
from tests.sandbox.call import refusal


async def test_the_narrowest_menu_is_shown(bot: telegram.Bot, maria: Phone) -> None:
    await bot.set_my_commands([("ajuda", "Ajuda")])
    await bot.set_my_commands([("prazos", "Prazos")], scope=BotCommandScopeAllPrivateChats())
    await bot.set_my_commands([("avisar", "Avisar")], scope=BotCommandScopeChat(maria.chat_id))
    assert [command.name for command in maria.menu] == ["avisar"]
    await bot.delete_my_commands(scope=BotCommandScopeChat(maria.chat_id))
    assert [command.name for command in maria.menu] == ["prazos"]
    assert [command.command for command in await bot.get_my_commands()] == ["ajuda"]


COMMAND = {"command": "a", "description": "x"}
PARSE = "can't parse BotCommand: "
SCOPE = "can't parse BotCommandScope: "
#: The first person of a desk.
MARIA = 710_000_001


@pytest.mark.parametrize(
    ("commands", "words"),
    [
        ("[", "can't parse commands JSON object"),
        ({}, "expected an Array of BotCommand"),
        ([1], f"{PARSE}expected an Object"),
        ([{"command": "a"}], f'{PARSE}Can\'t find field "description"'),
        ([{"command": [], "description": "x"}], f'{PARSE}Field "command" must be of type String'),
        ([{"command": " / ", "description": "x"}], "command must be non-empty"),
        ([{"command": "a" * 33, "description": "x"}], "command length must not exceed 32"),
        ([{"command": "a", "description": " "}], "command description must be non-empty"),
        (
            [{"command": "a", "description": "x" * 257}],
            "command description length must not exceed 256",
        ),
        ([{"command": "Ajuda", "description": "x"}], "BOT_COMMAND_INVALID"),
        ([{"command": "ação", "description": "x"}], "BOT_COMMAND_INVALID"),
        ([COMMAND] * 101, "BOT_COMMANDS_TOO_MUCH"),
    ],
)
async def test_menus_telegram_refuses(
    web: httpx.AsyncClient, sandbox: Sandbox, commands: object, words: str
) -> None:
    assert await refusal(web, sandbox, "setMyCommands", commands=commands) == f"Bad Request: {words}"


async def test_a_menu_is_kept_without_slashes_and_white_space(bot: telegram.Bot) -> None:
    await bot.set_my_commands([("/prazos", " Ver\tprazos ")])
    (command,) = await bot.get_my_commands()
    assert (command.command, command.description) == ("prazos", "Ver prazos")


async def test_an_empty_menu_lets_the_wider_one_be_seen(bot: telegram.Bot, maria: Phone) -> None:
    await bot.set_my_commands([("ajuda", "Ajuda")])
    await bot.set_my_commands([("prazos", "Prazos")], scope=BotCommandScopeAllPrivateChats())
    await bot.set_my_commands([], scope=BotCommandScopeAllPrivateChats())
    assert [command.name for command in maria.menu] == ["ajuda"]


async def test_a_menu_in_the_persons_language_comes_first(bot: telegram.Bot, maria: Phone) -> None:
    await bot.set_my_commands([("help", "Help")])
    await bot.set_my_commands([("ajuda", "Ajuda")], language_code="pt")
    assert [command.name for command in maria.menu] == ["ajuda"]


@pytest.mark.parametrize(
    ("scope", "words"),
    [
        ("{", "can't parse BotCommandScope JSON object"),
        ([], f"{SCOPE}BotCommandScope must be an Object"),
        ({"kind": "chat"}, f'{SCOPE}Can\'t find field "type"'),
        ({"type": "everybody"}, f"{SCOPE}Unsupported type specified"),
        ({"type": "chat"}, f'{SCOPE}Can\'t find field "chat_id"'),
        ({"type": "chat", "chat_id": ""}, f"{SCOPE}Empty chat_id specified"),
        ({"type": "chat_member", "chat_id": "1"}, f'{SCOPE}Can\'t find field "user_id"'),
        ({"type": "chat_member", "chat_id": "1", "user_id": 0}, f"{SCOPE}Invalid user_id specified"),
        ({"type": "chat", "chat_id": 99}, "chat not found"),
        ({"type": "chat_member", "chat_id": MARIA, "user_id": 99}, "user not found"),
        ({"type": "chat_administrators", "chat_id": MARIA}, "can't use specified scope in private chats"),
    ],
)
async def test_a_menu_for_nobody_is_refused(
    web: httpx.AsyncClient, sandbox: Sandbox, maria: Phone, scope: object, words: str
) -> None:
    said = await refusal(web, sandbox, "getMyCommands", scope=scope, language_code="português")
    assert said == f"Bad Request: {words}"


@pytest.mark.parametrize("method", ["setMyCommands", "getMyCommands", "setMyName", "getMyDescription"])
@pytest.mark.parametrize("code", ["PT", "por", "p", "português"])
async def test_a_language_has_two_letters(
    web: httpx.AsyncClient, sandbox: Sandbox, method: str, code: str
) -> None:
    words = await refusal(web, sandbox, method, language_code=code)
    assert words == "Bad Request: invalid language code specified"


async def test_a_group_that_shut_the_bot_out_has_no_menu(bot: telegram.Bot, sandbox: Sandbox) -> None:
    group = sandbox.telegram.group("Turma")
    group.kicked = True
    with pytest.raises(Forbidden, match="bot was kicked"):
        await bot.set_my_commands([("a", "x")], scope=BotCommandScopeChat(group.id))


async def test_name_and_descriptions_are_kept_by_language(bot: telegram.Bot) -> None:
    await bot.set_my_name("Elo")
    await bot.set_my_description("Cuida dos prazos", language_code="pt")
    await bot.set_my_short_description("Prazos")
    assert (await bot.get_me()).first_name == "Elo"
    assert (await bot.get_my_description("pt")).description == "Cuida dos prazos"
    assert (await bot.get_my_description()).description == ""
    assert (await bot.get_my_short_description()).short_description == "Prazos"


@pytest.mark.parametrize(
    ("method", "name", "text", "words"),
    [
        ("setMyDescription", "description", "a" * 513, "BOT_DESC_INVALID"),
        ("setMyShortDescription", "short_description", "a" * 121, "BOT_SHARETEXT_INVALID"),
        ("setMyName", "name", "a" * 65, "BOT_TITLE_INVALID"),
        ("setMyName", "name", "", "BOT_TITLE_INVALID"),
    ],
)
async def test_what_a_bot_says_of_itself_has_limits(
    web: httpx.AsyncClient, sandbox: Sandbox, method: str, name: str, text: str, words: str
) -> None:
    assert await refusal(web, sandbox, method, **{name: text}) == f"Bad Request: {words}"


async def test_chats_and_members_may_be_looked_up(bot: telegram.Bot, sandbox: Sandbox, maria: Phone) -> None:
    assert (await bot.get_chat(maria.chat_id)).first_name == "Maria"
    assert (await bot.get_chat_member(maria.chat_id, maria.chat_id)).status == "member"
    group = sandbox.telegram.group("Turma")
    assert (await bot.get_chat_member(group.id, bot.id)).status == "member"
    with pytest.raises(BadRequest, match=r"^Member not found$"):
        await bot.get_chat_member(maria.chat_id, 12345)
