"""The table of methods and parameters, and the desk that holds to it."""

import inspect
import re
from pathlib import Path

import httpx
import pytest
import telegram
from telegram import InputMediaDocument

import sandbox.methods.declared
from sandbox.desk import Sandbox
from sandbox.methods import METHODS
from sandbox.methods.declared import DECLARED, Declared
from sandbox.phone import Phone
from tests.sandbox.call import call, refusal

#: What the client adds to every method, and the names of yesterday it still takes.
_CLIENTS_OWN = frozenset(
    [
        "self",
        "read_timeout",
        "write_timeout",
        "connect_timeout",
        "pool_timeout",
        "api_kwargs",
        "filename",
        "allow_sending_without_reply",
        "reply_to_message_id",
        "disable_web_page_preview",
    ]
)
#: These it writes into the items of an album.
_IN_THE_ITEMS = {"sendMediaGroup": frozenset({"caption", "parse_mode", "caption_entities"})}
NOT_PLAYED = Path(sandbox.methods.declared.__file__).with_name("not_played.txt").read_text("utf-8").split()


def _snake(name: str) -> str:
    return re.sub("[A-Z]", lambda letter: f"_{letter[0].lower()}", name)


def _of_the_client(name: str) -> dict[str, bool]:
    ignored = _CLIENTS_OWN | _IN_THE_ITEMS.get(name, frozenset())
    signature = inspect.signature(getattr(telegram.Bot, _snake(name)))
    return {p.name: p.default is p.empty for p in signature.parameters.values() if p.name not in ignored}


@pytest.mark.parametrize("method", DECLARED.values(), ids=lambda method: str(method.name))
def test_the_table_says_what_the_client_says(method: Declared) -> None:
    assert method.parameters == _of_the_client(method.name)


def test_every_method_is_in_the_table() -> None:
    assert METHODS.keys() == DECLARED.keys()


def test_every_method_of_the_client_is_played_or_known_not_to_be() -> None:
    camel = {name for name in dir(telegram.Bot) if re.fullmatch("[a-z]+[A-Z][a-zA-Z]+", name)}
    assert {method.name for method in DECLARED.values()} | set(NOT_PLAYED) == camel | {"close"}
    assert METHODS.keys().isdisjoint(name.lower() for name in NOT_PLAYED)


@pytest.mark.parametrize("name", ["sendPoll", "SENDPOLL"])
async def test_what_is_not_played_says_so(web: httpx.AsyncClient, sandbox: Sandbox, name: str) -> None:
    assert await refusal(web, sandbox, name) == "Not Implemented: the sandbox does not play sendPoll"


async def test_an_easy_going_desk_minds_no_parameter(
    web: httpx.AsyncClient, sandbox: Sandbox, maria: Phone
) -> None:
    await call(web, sandbox, "sendMessage", chat_id=maria.chat_id, text="oi", txt="?")
    assert maria.reads() == ["oi"]


@pytest.mark.parametrize(
    ("parameters", "words"),
    [
        ({"chat_id": 1, "text": "a", "txt": "b"}, 'sendMessage has no parameter "txt"'),
        ({"chat_id": 1, "txt": "b"}, 'sendMessage has no parameter "txt"'),
        ({"text": "a"}, 'sendMessage needs the parameter "chat_id"'),
        ({"chat_id": 1}, 'sendMessage needs the parameter "text"'),
        (
            {"chat_id": 1, "text": "a", "reply_to_message_id": 1},
            'sendMessage has no parameter "reply_to_message_id"',
        ),
    ],
)
async def test_a_strict_desk_refuses_before_any_work(
    web: httpx.AsyncClient, sandbox: Sandbox, parameters: dict[str, object], words: str
) -> None:
    sandbox.telegram.strict = True
    said = await refusal(web, sandbox, "SendMessage", **parameters)
    assert said == f"Bad Request: sandbox: {words}"


async def test_a_strict_desk_can_name_any_parameter(web: httpx.AsyncClient, sandbox: Sandbox) -> None:
    sandbox.telegram.strict = True
    answer = await web.get(f"/bot{sandbox.token}/getMe?a%ff=1")
    assert answer.json()["description"] == 'Bad Request: sandbox: getMe has no parameter "a\\udcff"'


async def test_a_strict_desk_takes_all_the_client_sends(
    sandbox: Sandbox, maria: Phone, bot: telegram.Bot
) -> None:
    sandbox.telegram.strict = True
    asked = await maria.says("oi")
    reply = telegram.ReplyParameters(asked.message_id)
    await bot.send_message(
        maria.chat_id,
        "<b>oi</b>",
        "HTML",
        reply_parameters=reply,
        reply_markup=telegram.ReplyKeyboardRemove(),
        link_preview_options=telegram.LinkPreviewOptions(is_disabled=True),
        disable_notification=True,
    )
    await bot.send_document(maria.chat_id, b"texto", filename="a.txt", thumbnail=b"x")
    await bot.send_media_group(maria.chat_id, [InputMediaDocument(b"um"), InputMediaDocument(b"dois")])
    await bot.get_updates(timeout=0, allowed_updates=["message"])
    assert len(maria.reads()) == 4


async def test_a_strict_desk_knows_what_an_upload_is_for(
    web: httpx.AsyncClient, sandbox: Sandbox, maria: Phone
) -> None:
    sandbox.telegram.strict = True
    address, values = f"/bot{sandbox.token}/sendDocument", {"chat_id": str(maria.chat_id)}
    named = await web.post(address, data=values | {"document": "attach://a"}, files={"a": b"texto"})
    stray = await web.post(address, data=values, files={"document": b"texto", "stray": b"texto"})
    assert named.json()["ok"]
    assert stray.json()["description"] == 'Bad Request: sandbox: sendDocument has no parameter "stray"'


async def test_a_desk_may_be_strict_from_the_beginning() -> None:
    async with Sandbox(strict=True) as desk, httpx.AsyncClient(base_url=desk.base_url, verify=False) as web:
        assert await refusal(web, desk, "getMe", a=1) == 'Bad Request: sandbox: getMe has no parameter "a"'


async def test_another_process_may_make_the_desk_strict(web: httpx.AsyncClient, sandbox: Sandbox) -> None:
    answer = await web.post("/control/strict", json={"enforced": True})
    assert (answer.json(), sandbox.telegram.strict) == ({"enforced": True}, True)
