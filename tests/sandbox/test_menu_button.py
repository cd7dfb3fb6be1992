"""The menu button, and the rights a bot asks for."""

import httpx
import pytest
import telegram
from telegram import ChatAdministratorRights, MenuButtonDefault, MenuButtonWebApp, WebAppInfo

from sandbox.desk import Sandbox
from sandbox.phone import Phone
from tests.sandbox.call import call, refusal

WEB_APP = MenuButtonWebApp("Abrir", WebAppInfo("https://example.org"))


async def test_a_button_is_kept_for_everybody_and_for_one(bot: telegram.Bot, maria: Phone) -> None:
    assert (await bot.get_chat_menu_button()).type == "commands"
    assert (await bot.get_chat_menu_button(maria.chat_id)).type == "default"
    await bot.set_chat_menu_button(maria.chat_id, WEB_APP)
    assert (await bot.get_chat_menu_button()).type == "commands"
    assert await bot.get_chat_menu_button(maria.chat_id) == MenuButtonWebApp(
        "Abrir", WebAppInfo("https://example.org/")
    )


async def test_the_default_takes_away_the_button_of_one_only(bot: telegram.Bot, maria: Phone) -> None:
    await bot.set_chat_menu_button(maria.chat_id, WEB_APP)
    await bot.set_chat_menu_button(None, WEB_APP)
    for chat in (maria.chat_id, None):
        await bot.set_chat_menu_button(chat, MenuButtonDefault())
    assert (await bot.get_chat_menu_button(maria.chat_id)).type == "default"
    assert (await bot.get_chat_menu_button()).type == "web_app"


@pytest.mark.parametrize(
    ("parameters", "words"),
    [
        ({"menu_button": "{"}, "can't parse menu button JSON object"),
        ({"menu_button": []}, "can't parse menu button: MenuButton must be an Object"),
        ({"menu_button": {}}, "can't parse menu button: Can't find field \"type\""),
        ({"menu_button": {"type": "x"}}, "can't parse menu button: MenuButton has unsupported type"),
        ({"menu_button": {"type": "web_app"}}, "can't parse menu button: Can't find field \"text\""),
        (
            {"menu_button": {"type": "web_app", "text": "", "web_app": {"url": "https://example.org"}}},
            "menu button text must be non-empty",
        ),
        (
            {"menu_button": {"type": "web_app", "text": "a", "web_app": {"url": "http://example.org"}}},
            "menu button Web App URL 'http://example.org' is invalid: Only HTTPS links are allowed",
        ),
        ({"chat_id": -5}, "invalid chat_id specified"),
        ({"chat_id": "@turma"}, "invalid chat_id specified"),
        ({"chat_id": 99}, "user not found"),
    ],
)
async def test_a_wrong_menu_button_is_refused(
    web: httpx.AsyncClient, sandbox: Sandbox, parameters: dict[str, object], words: str
) -> None:
    assert await refusal(web, sandbox, "setChatMenuButton", **parameters) == f"Bad Request: {words}"


async def test_rights_are_asked_for_in_groups_and_in_channels(bot: telegram.Bot) -> None:
    asked = ChatAdministratorRights.no_rights().to_dict() | {"can_pin_messages": True}
    await bot.set_my_default_administrator_rights(ChatAdministratorRights(**asked))
    in_groups = await bot.get_my_default_administrator_rights()
    in_channels = await bot.get_my_default_administrator_rights(for_channels=True)
    assert (in_groups.can_pin_messages, in_groups.can_manage_chat) == (True, True)
    assert (in_channels.can_pin_messages, in_channels.can_manage_chat) == (None, False)


async def test_no_rights_take_back_those_asked_for(web: httpx.AsyncClient, sandbox: Sandbox) -> None:
    for rights in ({"can_change_info": True}, {}):
        await call(web, sandbox, "setMyDefaultAdministratorRights", rights=rights)
    shown = (await call(web, sandbox, "getMyDefaultAdministratorRights")).json()["result"]
    assert not any(shown.values())


@pytest.mark.parametrize(
    ("rights", "words"),
    [
        ("{", "can't parse ChatAdministratorRights JSON object"),
        ([], "can't parse ChatAdministratorRights: ChatAdministratorRights must be an Object"),
        (
            {"can_delete_messages": 1},
            'can\'t parse ChatAdministratorRights: Field "can_delete_messages" must be of type Boolean',
        ),
    ],
)
async def test_wrong_rights_are_refused(
    web: httpx.AsyncClient, sandbox: Sandbox, rights: object, words: str
) -> None:
    said = await refusal(web, sandbox, "setMyDefaultAdministratorRights", rights=rights)
    assert said == f"Bad Request: {words}"
