"""A file that goes with a message in chat: one request, its words under it, as the person sees it on the phone."""

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from db.enclosures import Enclosed
from notifier.by_telegram import TelegramSender
from notifier.outcome import Button, Dead, Outcome, Parcel, RetryAt, Sent, Slowed, Unknown
from sandbox.desk import Sandbox
from sandbox.messages import Message
from sandbox.phone import Phone
from tests.notifier.conftest import make_telegram
from tests.notifier.makers import make_parcel, nothing
from tests.notifier.scripted_servers import Hang, Reaction, Say, ScriptedApi, error
from tests.sandbox.pictures import picture

SHEET = Enclosed("linhas com erro.csv", "text/csv", "linha;erro\r\n2;sem município\r\n".encode())
CODE = Enclosed("convite.png", "image/png", picture())


ODD = Enclosed("faixa.png", "image/png", picture(900, 20))
HUGE = Enclosed("foto.jpg", "image/jpeg", bytes(10_000_001))


@pytest.fixture
async def desk() -> AsyncIterator[Sandbox]:
    async with Sandbox() as desk:
        yield desk


@pytest.fixture
async def ana(desk: Sandbox) -> Phone:
    phone = desk.telegram.phone("Ana")
    await phone.says("/start")
    return phone


@pytest.fixture
async def by_phone(desk: Sandbox) -> AsyncIterator[TelegramSender]:
    sender = make_telegram(desk.base_url, read=5, token=desk.token)
    yield sender
    await sender.close()


async def got(sender: TelegramSender, phone: Phone, parcel: Parcel) -> Message:
    """What the person sees of it."""
    outcome = await sender.send(replace(parcel, address=str(phone.chat_id)), nothing)
    seen = phone.messages[-1]
    assert outcome == Sent(str(seen.message_id))
    return seen


async def test_a_picture_is_shown_with_its_words_and_buttons(by_phone: TelegramSender, ana: Phone) -> None:
    parcel = make_parcel(body="<b>Convite</b> de Bia & Rui".replace("&", "&amp;"), enclosure=CODE)
    seen = await got(by_phone, ana, replace(parcel, buttons=((Button("Entrar", "in:3"),),)))
    assert seen.photo is not None
    assert seen.file is not None
    assert seen.file.media_type == "image/jpeg"
    assert (seen.text, seen.buttons) == ("Convite de Bia & Rui", [["Entrar"]])
    assert [entity.type for entity in seen.body.entities] == ["bold"]


@pytest.mark.parametrize("file", [SHEET, ODD, HUGE], ids=["a sheet", "an odd shape", "too large to show"])
async def test_anything_else_goes_as_it_is(by_phone: TelegramSender, ana: Phone, file: Enclosed) -> None:
    seen = await got(by_phone, ana, make_parcel(body="Veja", enclosure=file))
    assert seen.document is not None
    assert (seen.document.name, seen.document.content, seen.text) == (file.name, file.content, "Veja")


async def test_a_file_needs_no_words(by_phone: TelegramSender, ana: Phone) -> None:
    assert (await got(by_phone, ana, make_parcel(body="", enclosure=SHEET))).text == ""


async def test_its_name_hides_nothing(by_phone: TelegramSender, ana: Phone) -> None:
    file = replace(SHEET, name='../a\u202e"\r\nvsc.exe')
    seen = await got(by_phone, ana, make_parcel(body="Veja", enclosure=file))
    assert seen.file is not None
    assert seen.file.name == "a_vsc.exe"


async def test_markup_that_is_refused_goes_as_plain_words_under_the_same_file(
    by_phone: TelegramSender, ana: Phone
) -> None:
    seen = await got(by_phone, ana, make_parcel(body="<blink>Veja</blink> isto", enclosure=CODE))
    assert (seen.photo is not None, seen.text) == (True, "Veja isto")


async def test_words_fill_the_room_under_a_file_whatever_their_markup(
    by_phone: TelegramSender, ana: Phone
) -> None:
    seen = await got(by_phone, ana, make_parcel(body="<b>" + "é&amp;" * 512 + "</b>", enclosure=SHEET))
    assert len(seen.text) == 1024


async def test_longer_words_fail_before_anything_leaves(api: ScriptedApi, telegram: TelegramSender) -> None:
    left: list[bool] = []
    outcome = await telegram.send(make_parcel(body="x" * 1025, enclosure=SHEET), lambda: left.append(True))
    assert outcome == Dead("caption too long", "the words are too long to go with a file")
    assert (left, api.calls) == ([], [])


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        pytest.param(error(403, "Forbidden: bot was blocked by the user"), Dead, id="blocked"),
        pytest.param(error(413, "Request Entity Too Large"), Dead, id="too large"),
        pytest.param(error(429, "Too Many Requests: retry after 9", retry_after=9), Slowed, id="429"),
        pytest.param(error(502, "Bad Gateway"), RetryAt, id="502"),
        pytest.param(Say(200, "<html>"), Unknown, id="garbled"),
        pytest.param(Hang(), Unknown, id="lost"),
    ],
)
async def test_what_can_become_of_it_is_what_can_become_of_words(
    api: ScriptedApi, telegram: TelegramSender, answer: Reaction, kind: type[Outcome]
) -> None:
    api.script = [answer]
    outcome = await telegram.send(make_parcel(enclosure=SHEET), nothing)
    assert isinstance(outcome, kind)
    assert [(method, form["document"]) for method, form in api.calls] == [("sendDocument", SHEET.name)]
