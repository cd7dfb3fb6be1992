"""The menus of commands: everybody's, and that of those who serve the Secretariat."""

import json

from bot.greeting import Greeting
from bot.menu import menu
from db import Database
from tests.bot.test_inbox import StoppedClock
from tests.notifier.conftest import make_telegram
from tests.notifier.scripted_servers import serving_api
from tests.rede.makers import ANA, MARIA, link, register

ANAS_CHAT, MARIAS_CHAT = 70, 71


async def test_commands_of_the_secretariat_are_shown_in_its_chats_alone(database: Database) -> None:
    await register(database)
    await link(database, ANA, ANAS_CHAT)
    await link(database, MARIA, MARIAS_CHAT)
    async with serving_api() as api:
        telegram = make_telegram(api.url)
        await Greeting(database, telegram, StoppedClock())()
        await telegram.close()
    sent = [form for method, form in api.calls if method == "setMyCommands"]
    shown = {form.get("scope", ""): {one["command"] for one in json.loads(form["commands"])} for form in sent}
    scopes = {json.loads(scope)["chat_id"] if scope else 0: names for scope, names in shown.items()}
    assert scopes.keys() == {0, ANAS_CHAT}
    assert scopes[ANAS_CHAT] - scopes[0] == {"instrumento", "envios", "protocolo"}
    assert scopes[0] == {name for name, _ in menu()}
