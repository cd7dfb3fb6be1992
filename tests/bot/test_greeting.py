"""The menus of commands: everybody's, and those of who serves the Secretariat or coordinates."""

import json

from bot.command import Scope
from bot.greeting import Greeting
from bot.menu import shown
from db import Database
from tests.bot.test_inbox import StoppedClock
from tests.notifier.conftest import make_telegram
from tests.notifier.scripted_servers import serving_api
from tests.rede.makers import ANA, MARIA, link, register

ANAS_CHAT, MARIAS_CHAT = 70, 71


async def test_who_leads_has_a_menu_of_their_own(database: Database) -> None:
    await register(database)
    await link(database, ANA, ANAS_CHAT)
    await link(database, MARIA, MARIAS_CHAT)
    async with serving_api() as api:
        telegram = make_telegram(api.url)
        await Greeting(database, telegram, StoppedClock())()
        await telegram.close()
    sent = [form for method, form in api.calls if method == "setMyCommands"]
    menus = {form.get("scope", ""): [one["command"] for one in json.loads(form["commands"])] for form in sent}
    by_chat = {json.loads(scope)["chat_id"] if scope else 0: names for scope, names in menus.items()}
    assert by_chat == {
        0: [name for name, _ in shown(Scope.PARTNER)],
        ANAS_CHAT: [name for name, _ in shown(Scope.SECRETARIAT)],
        MARIAS_CHAT: [name for name, _ in shown(Scope.COORDINATOR)],
    }
