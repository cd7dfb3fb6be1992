"""The Bot API's front: tokens, names of methods, ways to send parameters, odd bodies."""

import httpx
import pytest
import telegram
from telegram.error import InvalidToken

from sandbox.desk import Sandbox
from sandbox.phone import Phone
from tests.sandbox.call import call, refusal


async def test_the_client_learns_who_the_bot_is(sandbox: Sandbox, bot: telegram.Bot) -> None:
    me = await bot.get_me()
    assert (me.username, me.is_bot, str(me.id)) == ("sandbox_bot", True, sandbox.token.split(":")[0])


@pytest.mark.parametrize("name", ["getMe", "GETME", "getme"])
async def test_method_names_ignore_case(web: httpx.AsyncClient, sandbox: Sandbox, name: str) -> None:
    assert (await call(web, sandbox, name)).json()["result"]["username"] == "sandbox_bot"


async def test_an_unknown_method_is_not_found(web: httpx.AsyncClient, sandbox: Sandbox) -> None:
    assert await refusal(web, sandbox, "sendNothing") == "Not Found: method not found"


async def test_a_foreign_token_is_unauthorized(web: httpx.AsyncClient, sandbox: Sandbox) -> None:
    answer = await web.get(f"/bot{sandbox.token[:-1]}!/getMe")
    assert answer.json() == {"ok": False, "error_code": 404, "description": "Not Found"}
    answer = await web.get(f"/bot1{sandbox.token[1:-1]}_/getMe")
    assert answer.json() == {"ok": False, "error_code": 401, "description": "Unauthorized"}


async def test_a_malformed_token_is_not_found(web: httpx.AsyncClient) -> None:
    answer = await web.get("/botnonsense/getMe")
    assert (answer.status_code, answer.json()["description"]) == (404, "Not Found")


async def test_the_client_calls_a_wrong_token_invalid(sandbox: Sandbox) -> None:
    other = telegram.Bot("1" + sandbox.token[1:-2] + "zz", base_url=f"{sandbox.base_url}/bot")
    with pytest.raises(InvalidToken):
        await other.initialize()
    await other.shutdown()


async def test_parameters_may_come_as_query_form_multipart_or_json(
    web: httpx.AsyncClient, sandbox: Sandbox, maria: Phone
) -> None:
    address, values = f"/bot{sandbox.token}/sendMessage", {"chat_id": str(maria.chat_id)}
    await web.get(address, params=values | {"text": "query"})
    await web.post(address, data=values | {"text": "form"})
    await web.post(address, data=values | {"text": "multipart"}, files={"extra": ("a.txt", b"x")})
    await web.post(address, json=values | {"text": "json"})
    assert maria.reads() == ["query", "form", "multipart", "json"]


async def test_broken_unicode_in_json_is_refused(
    web: httpx.AsyncClient, sandbox: Sandbox, maria: Phone
) -> None:
    body = b'{"chat_id": %d, "text": "\\ud83d"}' % maria.chat_id
    answer = await web.post(
        f"/bot{sandbox.token}/sendMessage", content=body, headers={"content-type": "application/json"}
    )
    assert answer.json()["description"] == "Bad Request: strings must be encoded in UTF-8"


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ('"\\ud83d"', "strings must be encoded in UTF-8"),
        ("1e999", "can't parse reply keyboard markup JSON object"),
        ("NaN", "can't parse reply keyboard markup JSON object"),
        ("[" * 100 + "]" * 100, "can't parse reply keyboard markup JSON object"),
        ("[" * 9000, "can't parse reply keyboard markup JSON object"),
    ],
)
async def test_a_nested_value_that_cannot_be_given_back_is_refused(
    web: httpx.AsyncClient, sandbox: Sandbox, maria: Phone, value: str, words: str
) -> None:
    markup = f'{{"inline_keyboard": [[{{"text": "a", "callback_data": "b", "x": {value}}}]]}}'
    form = {"chat_id": str(maria.chat_id), "text": "x", "reply_markup": markup}
    answer = await web.post(f"/bot{sandbox.token}/sendMessage", data=form)
    assert answer.json()["description"] == f"Bad Request: {words}"
