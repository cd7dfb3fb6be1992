"""The page a person sees: readable without scripts, escaped, closed to others, and kept fresh."""

import re
from datetime import timedelta

import httpx
import pytest
import telegram
from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from sandbox.desk import Sandbox
from sandbox.phone import Phone
from tests.sandbox.test_mailbox import make_mail, send

ATTACK = "<script>alert('x')</script>"


async def test_the_page_can_be_read_without_scripts(
    web: httpx.AsyncClient, bot: telegram.Bot, sandbox: Sandbox, maria: Phone
) -> None:
    await bot.send_message(maria.chat_id, "<b>Olá</b>, Maria", parse_mode="HTML")
    await send(sandbox, make_mail())
    page = (await web.get("/page")).text
    assert "<b>Olá</b>, Maria" in page
    assert "Prazo em 7 dias: ação" in page
    assert "/start" in page


async def test_the_page_is_accessible_in_its_bones(web: httpx.AsyncClient, maria: Phone) -> None:
    page = (await web.get("/page")).text
    assert page.count("<h1") == page.count("<main") == 1
    assert '<html lang="pt-BR">' in page
    assert 'class="skip" href="#conversa"' in page
    fields = re.findall(r'<(?:input|textarea)(?![^>]*type="hidden")[^>]*id="([^"]+)"', page)
    assert fields
    assert all(f'for="{field}"' in page for field in fields)


async def test_nothing_comes_from_outside_and_no_script_is_inline(web: httpx.AsyncClient) -> None:
    answer = await web.get("/page")
    assert "default-src 'self'" in answer.headers["content-security-policy"]
    assert not re.search(r'(?:src|href)="(?:https?:)?//', answer.text)
    assert not re.search(r"<script(?! src=)|style=|\son\w+=", answer.text)


@pytest.mark.parametrize("name", ["page.css", "page.js", "icon.svg"])
async def test_its_own_files_are_served(web: httpx.AsyncClient, name: str) -> None:
    assert (await web.get(f"/page/static/{name}")).status_code == 200
    assert (await web.get("/page/static/..%2froutes.py")).status_code == 404


async def test_what_people_write_is_escaped_everywhere(
    web: httpx.AsyncClient, bot: telegram.Bot, sandbox: Sandbox
) -> None:
    eve = sandbox.telegram.phone(ATTACK)
    await eve.says(ATTACK)
    await eve.sends(ATTACK, b"x", caption=ATTACK)
    keyboard = InlineKeyboardMarkup([[InlineKeyboardButton(ATTACK, callback_data=ATTACK)]])
    await bot.send_message(eve.chat_id, ATTACK, reply_markup=keyboard)
    await bot.set_my_name(ATTACK)
    await send(sandbox, make_mail(subject=ATTACK))
    for address in ("/page", "/page?mail=1&parte=texto", f"/page?slip={ATTACK}&field=name"):
        assert ATTACK not in (await web.get(address)).text
    state = (await web.get("/page/state")).json()
    assert all(ATTACK not in part for part in state["parts"].values())


async def test_a_person_is_added_and_writes_without_scripts(web: httpx.AsyncClient, sandbox: Sandbox) -> None:
    added = await web.post("/page/people", data={"name": "  Ana   Ribeiro "})
    (ana,) = sandbox.telegram.phones
    assert (added.status_code, added.headers["location"]) == (303, f"/page?chat={ana.chat_id}")
    await web.post("/page/messages", data={"chat": ana.chat_id, "text": "/start"})
    assert [message.text for message in ana.messages] == ["/start"]


async def test_a_button_is_pressed(web: httpx.AsyncClient, bot: telegram.Bot, maria: Phone) -> None:
    keyboard = InlineKeyboardMarkup([[InlineKeyboardButton("Sim", callback_data="s")]])
    sent = await bot.send_message(maria.chat_id, "Confirma?", reply_markup=keyboard)
    press = {"chat": maria.chat_id, "message": sent.message_id, "place": "0.0"}
    await web.post("/page/presses", data=press)
    query = (await bot.get_updates(offset=-1))[0].callback_query
    assert query
    assert query.data == "s"
    await query.answer("Combinado")
    assert "Combinado" in (await web.get("/page")).text


@pytest.mark.parametrize(("step", "expected"), [("1h", 3600), ("1d", 86400), ("7d", 604800)])
async def test_the_clock_is_pushed_forward(
    web: httpx.AsyncClient, sandbox: Sandbox, step: str, expected: int
) -> None:
    before = sandbox.clock.now()
    await web.post("/page/clock", data={"step": step})
    assert sandbox.clock.now() - before >= timedelta(seconds=expected)


async def test_the_clock_is_set_in_brasilias_time(web: httpx.AsyncClient, sandbox: Sandbox) -> None:
    await web.post("/page/clock", data={"instant": "2040-03-15T09:30"})
    assert sandbox.clock.now().isoformat(timespec="minutes") == "2040-03-15T12:30+00:00"
    assert "quinta-feira, 15/03/2040" in (await web.get("/page")).text


@pytest.mark.parametrize(
    ("address", "form", "field"),
    [
        ("/page/people", {"name": " "}, "name"),
        ("/page/people", {"name": "a" * 61}, "name"),
        ("/page/messages", {"text": "oi"}, "name"),
        ("/page/clock", {"instant": "2001-01-01T00:00"}, "instant"),
        ("/page/clock", {"instant": "amanhã"}, "instant"),
        ("/page/clock", {"instant": "9999-12-31T23:59"}, "instant"),
    ],
)
async def test_a_slip_is_told_next_to_its_field(
    web: httpx.AsyncClient, address: str, form: dict[str, str], field: str
) -> None:
    told = (await web.post(address, data=form, headers={"accept": "application/json"})).json()["slip"]
    assert told["field"] == field
    page = await web.post(address, data=form, follow_redirects=True)
    assert page.status_code == 200
    assert told["slip"] in page.text


@pytest.mark.parametrize("text", [" ", "a" * 4097])
async def test_a_message_nobody_could_send_is_a_slip(web: httpx.AsyncClient, maria: Phone, text: str) -> None:
    form = {"chat": maria.chat_id, "text": text}
    told = (await web.post("/page/messages", data=form, headers={"accept": "application/json"})).json()[
        "slip"
    ]
    assert told == {"field": "text", "slip": "Escreva uma mensagem de até 4096 letras."}


async def test_a_vanished_button_is_a_slip(web: httpx.AsyncClient, maria: Phone) -> None:
    press = {"chat": maria.chat_id, "message": "77", "place": "x.y"}
    answer = await web.post("/page/presses", data=press, headers={"accept": "application/json"})
    assert answer.json()["slip"]["slip"] == "Este botão não está mais na conversa."


async def test_a_mail_is_opened_in_a_closed_frame(web: httpx.AsyncClient, sandbox: Sandbox) -> None:
    await send(sandbox, make_mail())
    page = (await web.get("/page?mail=1")).text
    assert '<iframe src="/page/mails/1/html" sandbox=""' in page
    assert "Olá, Ana." in (await web.get("/page?mail=1&parte=texto")).text
    inside = await web.get("/page/mails/1/html")
    assert inside.headers["content-security-policy"].startswith("sandbox; default-src 'none'")
    assert "<b>Ana</b>" in inside.text
    attached = await web.get("/page/mails/1/attachments/0")
    assert attached.content == b"BEGIN:VCALENDAR"
    assert attached.headers["content-disposition"].startswith("attachment")


async def test_a_document_is_saved_not_shown(web: httpx.AsyncClient, maria: Phone) -> None:
    sent = await maria.sends("página.html", b"<p>oi</p>", media_type="text/html")
    answer = await web.get(f"/page/files/{maria.chat_id}/{sent.message_id}")
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["content-disposition"] == "attachment; filename*=UTF-8''p%C3%A1gina.html"


@pytest.mark.parametrize(
    "address",
    [
        "/page/mails/9/html",
        "/page/mails/9/attachments/0",
        "/page/files/1/1",
        "/page/static/secret",
        "/nowhere",
    ],
)
async def test_what_is_not_there_is_not_found(web: httpx.AsyncClient, address: str) -> None:
    assert (await web.get(address)).status_code == 404


@pytest.mark.parametrize("query", ["chat=x&mail=y", "chat=-1", "chat=99999999999999999999", "mail=0&parte=z"])
async def test_an_odd_address_shows_the_page_all_the_same(web: httpx.AsyncClient, query: str) -> None:
    assert (await web.get(f"/page?{query}")).status_code == 200
    assert (await web.get(f"/page/state?{query}")).status_code == 200


async def test_the_state_tells_what_changed(web: httpx.AsyncClient, maria: Phone) -> None:
    before = (await web.get("/page/state")).json()
    await maria.says("novidade")
    after = (await web.get("/page/state")).json()
    assert before["chat"] == after["chat"] == maria.chat_id
    assert "novidade" in after["parts"]["log"]
    assert before["parts"]["mail"] == after["parts"]["mail"]


async def test_a_blocked_chat_says_so(web: httpx.AsyncClient, maria: Phone) -> None:
    maria.blocks()
    assert "bloqueou o robô" in (await web.get("/page")).text


async def test_a_long_chat_and_a_full_mailbox_show_their_newest(
    web: httpx.AsyncClient, sandbox: Sandbox, maria: Phone
) -> None:
    for number in range(205):
        await maria.says(f"mensagem {number}.")
        sandbox.mailbox.keep(
            sender="", recipients=(), received=sandbox.clock.now(), raw=b"Subject: carta %d." % number
        )
    page = (await web.get("/page")).text
    assert page.count("<article") == page.count('id="mail-') == 200
    assert "mensagem 204." in page
    assert "carta 204." in page
