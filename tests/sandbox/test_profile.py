"""Command menus by scope, descriptions, and looking up chats."""

import httpx
import pytest
import telegram
from telegram import BotCommandScopeAllPrivateChats, BotCommandScopeChat
from telegram.error import BadRequest

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


@pytest.mark.parametrize(
    ("commands", "words"),
    [
        ([{"command": "Ajuda", "description": "x"}], "BOT_COMMAND_INVALID"),
        ([{"command": "ação", "description": "x"}], "BOT_COMMAND_INVALID"),
        ([{"command": "a" * 33, "description": "x"}], "BOT_COMMAND_INVALID"),
        ([{"command": "", "description": "x"}], "BOT_COMMAND_INVALID"),
        ([{"command": "a", "description": ""}], "BOT_COMMAND_DESCRIPTION_INVALID"),
        ([{"command": "a", "description": "x" * 257}], "BOT_COMMAND_DESCRIPTION_INVALID"),
        ([{"command": "a", "description": "x"}] * 101, "BOT_COMMANDS_TOO_MUCH"),
    ],
)
async def test_menus_telegram_refuses(
    web: httpx.AsyncClient, sandbox: Sandbox, commands: object, words: str
) -> None:
    assert await refusal(web, sandbox, "setMyCommands", commands=commands) == f"Bad Request: {words}"


async def test_a_menu_for_an_unknown_chat_is_refused(bot: telegram.Bot) -> None:
    with pytest.raises(BadRequest, match=r"^Chat not found$"):
        await bot.set_my_commands([("a", "x")], scope=BotCommandScopeChat(99))


async def test_name_and_descriptions_are_kept_by_language(bot: telegram.Bot) -> None:
    await bot.set_my_name("Elo")
    await bot.set_my_description("Cuida dos prazos", language_code="pt")
    await bot.set_my_short_description("Prazos")
    assert (await bot.get_me()).first_name == "Elo"
    assert (await bot.get_my_description("pt")).description == "Cuida dos prazos"
    assert (await bot.get_my_description()).description == ""
    assert (await bot.get_my_short_description()).short_description == "Prazos"


@pytest.mark.parametrize(
    ("method", "name", "longest"),
    [("setMyDescription", "description", 512), ("setMyShortDescription", "short_description", 120)],
)
async def test_descriptions_have_limits(
    web: httpx.AsyncClient, sandbox: Sandbox, method: str, name: str, longest: int
) -> None:
    words = await refusal(web, sandbox, method, **{name: "a" * (longest + 1)})
    assert words.endswith("TOO_LONG")


async def test_chats_and_members_may_be_looked_up(bot: telegram.Bot, sandbox: Sandbox, maria: Phone) -> None:
    assert (await bot.get_chat(maria.chat_id)).first_name == "Maria"
    assert (await bot.get_chat_member(maria.chat_id, maria.chat_id)).status == "member"
    group = sandbox.telegram.group("Turma")
    assert (await bot.get_chat_member(group.id, bot.id)).status == "member"
    with pytest.raises(BadRequest, match=r"^Member not found$"):
        await bot.get_chat_member(maria.chat_id, 12345)
