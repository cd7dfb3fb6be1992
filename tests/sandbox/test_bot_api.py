"""The Bot API's front: tokens, names of methods, ways to send parameters, odd bodies."""

import httpx
import pytest
import telegram
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from telegram.error import InvalidToken

from sandbox.desk import Sandbox
from sandbox.methods import METHODS
from sandbox.phone import Phone
from tests.sandbox.call import call, refusal


async def test_the_client_learns_who_the_bot_is(sandbox: Sandbox, bot: telegram.Bot) -> None:
    me = await bot.get_me()
    assert (me.username, me.is_bot, str(me.id)) == ("sandbox_bot", True, sandbox.token.split(":")[0])


@pytest.mark.parametrize("name", ["getMe", "GETME", "getme"])
async def test_method_names_ignore_case(web: httpx.AsyncClient, sandbox: Sandbox, name: str) -> None:
    assert (await call(web, sandbox, name)).json()["result"]["username"] == "sandbox_bot"


async def test_an_unknown_method_is_not_found(web: httpx.AsyncClient, sandbox: Sandbox) -> None:
    assert await refusal(web, sandbox, "sendPoll") == "Not Found: method not found"


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


@pytest.mark.parametrize("value", ['"\\ud83d"', "1e999", "NaN", "[" * 40 + "]" * 40, "[" * 9000])
async def test_a_nested_value_that_cannot_be_given_back_is_refused(
    web: httpx.AsyncClient, sandbox: Sandbox, maria: Phone, value: str
) -> None:
    markup = f'{{"inline_keyboard": [[{{"text": "a", "callback_data": "b", "x": {value}}}]]}}'
    form = {"chat_id": str(maria.chat_id), "text": "x", "reply_markup": markup}
    answer = await web.post(f"/bot{sandbox.token}/sendMessage", data=form)
    assert answer.json()["description"] == "Bad Request: can't parse reply markup JSON object"


_ODD = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=6,
)
_NAMES = st.sampled_from(
    [
        "chat_id",
        "text",
        "message_id",
        "reply_markup",
        "parse_mode",
        "entities",
        "commands",
        "scope",
        "offset",
        "limit",
        "allowed_updates",
        "document",
        "file_id",
        "user_id",
        "callback_query_id",
        "reply_parameters",
        "language_code",
        "action",
        "url",
    ]
)
_SHAPES = st.sampled_from(
    [
        {"inline_keyboard": [[{"text": "a"}]]},
        {"inline_keyboard": 3},
        {"keyboard": [["a", 1]]},
        [[{}]],
        "[",
        "{}",
    ]
)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(method=st.sampled_from(sorted(METHODS)), body=st.dictionaries(_NAMES, _ODD | _SHAPES, max_size=6))
async def test_odd_parameters_never_break_the_server(
    web: httpx.AsyncClient, sandbox: Sandbox, maria: Phone, method: str, body: dict[str, object]
) -> None:
    answer = await call(web, sandbox, method, **{"chat_id": maria.chat_id, "text": "x", **body})
    assert answer.status_code in (200, 400, 403, 404, 429)
    assert isinstance(answer.json()["ok"], bool)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    body=st.binary(max_size=60),
    kind=st.sampled_from(
        [
            "application/json",
            "application/x-www-form-urlencoded",
            "multipart/form-data; boundary=x",
            "multipart/form-data",
            "text/plain",
            "application/x-www-form-urlencoded; charset=nonsense",
        ]
    ),
)
async def test_odd_bodies_never_break_the_server(
    web: httpx.AsyncClient, sandbox: Sandbox, body: bytes, kind: str
) -> None:
    answer = await web.post(f"/bot{sandbox.token}/sendMessage", content=body, headers={"content-type": kind})
    assert answer.status_code == 400
    assert answer.json()["ok"] is False
