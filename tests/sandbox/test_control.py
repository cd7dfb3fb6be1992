"""What a journey in another process can switch, plan and read; and who may not."""

import httpx
import pytest
import telegram

from sandbox.desk import Sandbox
from sandbox.phone import Phone
from tests.sandbox.call import refusal


async def test_a_person_is_opened_speaks_and_presses(
    web: httpx.AsyncClient, bot: telegram.Bot, sandbox: Sandbox
) -> None:
    ana = (await web.post("/control/chats", json={"name": "Ana Ribeiro"})).json()
    await web.post(f"/control/chats/{ana['id']}/says", json={"text": "/start"})
    keyboard = telegram.InlineKeyboardMarkup([[telegram.InlineKeyboardButton("Sim", callback_data="s")]])
    await bot.send_message(ana["id"], "Confirma?", reply_markup=keyboard)
    pressed = (await web.post(f"/control/chats/{ana['id']}/presses", json={"label": "Sim"})).json()
    query = (await bot.get_updates(offset=-1))[0].callback_query
    assert query
    assert query.id == pressed["callback_query_id"]
    shown = (await web.get(f"/control/chats/{ana['id']}")).json()
    assert [message["text"] for message in shown["messages"]] == ["/start", "Confirma?"]


async def test_a_chat_is_blocked_and_the_bot_hears_of_it(
    web: httpx.AsyncClient, bot: telegram.Bot, sandbox: Sandbox, maria: Phone
) -> None:
    answer = await web.post(f"/control/chats/{maria.chat_id}", json={"blocked": True})
    assert answer.json()["blocked"] is True
    assert (await bot.get_updates(offset=-1))[0].my_chat_member
    words = await refusal(web, sandbox, "sendMessage", chat_id=maria.chat_id, text="x")
    assert words == "Forbidden: bot was blocked by the user"


async def test_a_group_migrates(web: httpx.AsyncClient, sandbox: Sandbox) -> None:
    group = (await web.post("/control/chats", json={"name": "Turma", "kind": "group"})).json()
    await web.post(f"/control/chats/{group['id']}", json={"migrated_to": -1009})
    words = await refusal(web, sandbox, "sendMessage", chat_id=group["id"], text="x")
    assert words == "Bad Request: group chat was upgraded to a supergroup chat"


async def test_faults_are_planned_and_cleared(web: httpx.AsyncClient, sandbox: Sandbox, maria: Phone) -> None:
    await web.post("/control/faults", json={"method": "sendMessage", "status": 500, "times": 9})
    assert (
        await refusal(web, sandbox, "sendMessage", chat_id=maria.chat_id, text="x") == "Internal Server Error"
    )
    await web.delete("/control/faults")
    await web.post("/control/faults", json={"stage": "RCPT", "reply": "550 no"})
    assert (len(sandbox.telegram.faults.faults), len(sandbox.smtp.faults.faults)) == (0, 1)


async def test_the_ledger_and_the_mails_can_be_read(
    web: httpx.AsyncClient, bot: telegram.Bot, sandbox: Sandbox, maria: Phone
) -> None:
    await bot.send_message(maria.chat_id, "oi")
    sandbox.mailbox.keep(
        sender="a@example.org",
        recipients=("b@example.org",),
        received=sandbox.clock.now(),
        raw=b"Subject: x\r\nMessage-ID: <1@example.org>\r\n\r\noi",
    )
    (entry,) = (await web.get("/control/ledger")).json()
    assert (entry["chat_id"], entry["text"]) == (maria.chat_id, "oi")
    (mail,) = (await web.get("/control/mails")).json()
    assert (mail["recipients"], mail["subject"], mail["text"]) == (["b@example.org"], "x", "oi")
    assert mail["message_id"] == "<1@example.org>"


async def test_rates_are_switched_off(web: httpx.AsyncClient, sandbox: Sandbox) -> None:
    await web.post("/control/rates", json={"enforced": False})
    assert not sandbox.telegram.rates.enforced


@pytest.mark.parametrize(
    ("address", "body", "status"),
    [
        ("/control/chats/99", b"{}", 404),
        ("/control/chats/nobody", b"{}", 404),
        ("/control/chats", b"{}", 400),
        ("/control/chats", b'{"name": "a", "kind": "party"}', 400),
        ("/control/chats", b'{"name": "a", "id": -4}', 400),
        ("/control/chats", b"[]", 400),
        ("/control/chats", b"nonsense", 400),
        ("/control/faults", b'{"colour": 1}', 400),
        ("/control/nothing", b"{}", 404),
    ],
)
async def test_an_odd_wish_is_refused(web: httpx.AsyncClient, address: str, body: bytes, status: int) -> None:
    assert (await web.post(address, content=body)).status_code == status


@pytest.mark.parametrize(
    "headers",
    [
        {"host": "evil.example.org"},
        {"host": "127.0.0.1.example.org"},
        {"host": "["},
        {"host": "evil.example.org@127.0.0.1"},
        {"host": "127.0.0.1/evil"},
        {"host": "127.0.0.1:8080:1"},
        {"origin": "https://evil.example.org"},
        {"origin": "null"},
        {"sec-fetch-site": "cross-site"},
    ],
)
@pytest.mark.parametrize(
    "address",
    ["/control/faults", "/control", "/control/mails/1", "/control/nothing", "/clock", "/page/people"],
)
async def test_no_other_site_may_speak_to_the_desk(
    web: httpx.AsyncClient, address: str, headers: dict[str, str]
) -> None:
    for method in ("GET", "POST"):
        answer = await web.request(method, address, content=b"{}", headers=headers)
        assert (answer.status_code, answer.headers["x-content-type-options"]) == (403, "nosniff")
