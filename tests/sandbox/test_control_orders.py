"""An order to the desk that is misspelled, mistyped or lost is refused in a sentence, and changes nothing."""

import asyncio

import httpx
import pytest

from sandbox.desk import Sandbox
from sandbox.phone import Phone
from sandbox.requests import orders
from sandbox.requests.json_values import Json
from tests.sandbox.call import call

MISSPELLED = [
    ("rates", {"enfroced": False}, "no such field: enfroced; there is enforced"),
    ("strict", {"enforced": True, "x": 1}, "no such field: x; there is enforced"),
    ("patience", {"seconds": 0}, "no such field: seconds; there is second, answer"),
    ("webhook", {"uri": "x"}, "no such field: uri; there is url, public_rules"),
    ("faults/seed", {"seed": 1, "x": 1}, "no such field: x; there is seed"),
    (
        "bot",
        {"hears_all": True},
        "no such switch: hears_all; there is hears_everything, private_topics",
    ),
    (
        "chats",
        {"name": "Ana", "nick": "A"},
        "no such field: nick; there is name, id, kind, forum, rights, members",
    ),
    (
        "chats/710000001/says",
        {"txt": "oi"},
        "no such field: txt; there is text, person, topic, reply_to",
    ),
    (
        "chats/710000001",
        {"kicked": True},
        "no such switch: kicked; there is started, blocked, deactivated",
    ),
]
MISTYPED = [
    ("rates", {"enforced": "no"}, "enforced is true or false"),
    ("rates", {}, "enforced is true or false"),
    ("strict", {"enforced": 0}, "enforced is true or false"),
    ("bot", {"private_topics": "yes"}, "private_topics is true or false"),
    ("webhook", {"url": 5}, "url is a text"),
    ("webhook", {"public_rules": "no"}, "public_rules is true or false"),
    ("patience", {"second": "1"}, "second is a number"),
    ("patience", {"second": -1}, "second is a number of seconds up to 600"),
    ("patience", {"second": 0, "answer": 601}, "answer is a number of seconds up to 600"),
    ("faults/seed", {"seed": 1.5}, "seed is a whole number"),
    ("faults/seed", {}, "a seed is a whole number"),
    ("chats", {"name": 5}, "name is a text"),
    ("chats", {"name": " "}, "a chat needs a name"),
    ("chats", {"name": "Ana", "id": "abc"}, "id is a whole number"),
    ("chats", {"name": "Ana", "id": 1.5}, "id is a whole number"),
    ("chats", {"name": "Ana", "id": 2**52}, "the id of a chat has 52 bits"),
    ("chats", {"name": "Ana", "kind": "channel"}, "a kind is one of private, group, supergroup"),
    ("chats", {"name": "Ana", "members": ["João"]}, "only a group has members and rights"),
    ("chats", {"name": "Ana", "forum": True}, "only a supergroup can be a forum"),
    ("chats", {"name": "T", "kind": "supergroup", "forum": "no"}, "forum is true or false"),
    ("chats", {"name": "T", "kind": "group", "members": "Ana"}, "members is a list"),
    ("chats", {"name": "T", "kind": "group", "rights": [1]}, "rights is a list of names"),
    ("chats/710000001", {"started": False, "blocked": "no"}, "blocked is true or false"),
    ("chats/710000001/says", {"text": 5}, "text is a text"),
    ("chats/710000001/says", {"text": "oi", "topic": "a"}, "topic is a whole number"),
    ("chats/710000001/says", {"text": "oi", "reply_to": True}, "reply_to is a whole number"),
    ("chats/710000001/says", {"text": "oi", "person": "João"}, "this is the private chat of Maria Souza"),
    ("chats/710000001/presses", {}, "a button has a label"),
    ("chats/710000001/presses", {"label": ["Sim"]}, "label is a text"),
    ("chats/710000001/edits", {"text": "oi"}, "message_id is the number of a message"),
    ("chats/710000001/reactions", {"message_id": 1, "emoji": 5}, "emoji is a text"),
    ("chats/710000001/sends", {"files": "a.pdf"}, "files is a list"),
    ("chats/710000001/sends", {"files": [{"content": "", "name": 5}]}, "name is a text"),
]


@pytest.mark.parametrize(("address", "body", "words"), [*MISSPELLED, *MISTYPED])
async def test_an_order_is_read_strictly(
    web: httpx.AsyncClient, maria: Phone, address: str, body: Json, words: str
) -> None:
    answer = await web.post(f"/control/{address}", json=body)
    assert (answer.status_code, answer.json()) == (400, {"error": words})


async def test_an_order_is_obeyed_whole_or_not_at_all(
    web: httpx.AsyncClient, sandbox: Sandbox, maria: Phone
) -> None:
    group = sandbox.telegram.group("Turma")
    await web.post(f"/control/chats/{maria.chat_id}", json={"started": False, "blocked": "no"})
    await web.post(f"/control/chats/{group.id}", json={"deleted": True, "forum": 1})
    await web.post(f"/control/chats/{group.id}", json={"deleted": True, "rights": ["can_fly"]})
    await web.post("/control/bot", json={"hears_everything": True, "private_topics": 1})
    await web.post("/control/webhook", json={"url": "https://example.org", "public_rules": 1})
    await web.post("/control/patience", json={"second": 5, "answer": -1})
    assert (maria.chat.started, group.deleted, group.forum) == (True, False, False)
    assert (sandbox.telegram.hears_everything, sandbox.telegram.webhook.url) == (False, "")
    assert sandbox.telegram.patience.second == 0


@pytest.mark.parametrize(
    "body",
    [
        {"name": "João", "id": 710000001},
        {"name": "Turma", "id": -42, "kind": "supergroup"},
        {"name": "Outra", "id": -42, "kind": "group"},
    ],
)
async def test_an_id_stands_for_one_chat(
    web: httpx.AsyncClient, sandbox: Sandbox, maria: Phone, body: Json
) -> None:
    await web.post("/control/chats", json={"name": "Turma", "id": -42, "kind": "group"})
    answer = await web.post("/control/chats", json=body)
    assert answer.status_code == 400
    assert "is taken by" in answer.json()["error"]


async def test_opening_a_chat_again_gives_the_same(web: httpx.AsyncClient, maria: Phone) -> None:
    body = {"name": "Turma", "id": -42, "kind": "group"}
    first, again = [(await web.post("/control/chats", json=body)).json() for _ in range(2)]
    assert first == again
    assert (await web.post("/control/chats", json={"name": maria.name})).json()["id"] == maria.chat_id


@pytest.mark.parametrize(
    ("method", "address", "status", "words"),
    [
        ("POST", "/control/nothing", 404, "there is no address /control/nothing"),
        ("GET", "/control/chats/", 404, "there is no address /control/chats/"),
        ("GET", "/clock/now", 404, "there is no address /clock/now"),
        ("PUT", "/control/faults", 405, "/control/faults takes DELETE, GET, HEAD, POST, not PUT"),
        ("GET", "/control/rates", 405, "/control/rates takes POST, not GET"),
        ("DELETE", "/clock", 405, "/clock takes GET, HEAD, POST, not DELETE"),
        ("OPTIONS", "/control/chats/1/says", 405, "/control/chats/1/says takes POST, not OPTIONS"),
        ("BREW", "/control/chats/1", 405, "/control/chats/1 takes GET, HEAD, POST, not BREW"),
    ],
)
async def test_who_is_lost_is_told_so(
    web: httpx.AsyncClient, method: str, address: str, status: int, words: str
) -> None:
    answer = await web.request(method, address)
    assert (answer.status_code, answer.json()) == (status, {"error": words})


async def test_who_uses_a_wrong_method_is_told_the_right_ones(web: httpx.AsyncClient) -> None:
    assert (await web.put("/control/faults")).headers["allow"] == "DELETE, GET, HEAD, POST"


@pytest.mark.parametrize("address", ["/control/rates", "/clock"])
@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"", "this is no JSON: Expecting value: line 1 column 1 (char 0)"),
        (b'{"a": "\xff"}', "this is no JSON: it is not in UTF-8"),
        (b"[" * 200 + b"]" * 200, "JSON is nested too deeply"),
        (b"[]", "expected a JSON object"),
    ],
)
async def test_what_is_no_order_is_refused(
    web: httpx.AsyncClient, address: str, body: bytes, words: str
) -> None:
    answer = await web.post(address, content=body)
    assert (answer.status_code, answer.json()) == (400, {"error": words})


async def test_an_endless_order_is_refused(web: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(orders, "MOST_BYTES", 100_000)
    answer = await web.post("/control/rates", content=b" " * 100_001)
    assert (answer.status_code, answer.json()) == (413, {"error": "an order has up to 100000 bytes"})


async def test_who_hangs_up_in_the_middle_of_an_order_leaves_no_trace(
    sandbox: Sandbox, web: httpx.AsyncClient, caplog: pytest.LogCaptureFixture
) -> None:
    """Nor does one who does so in the middle of a call."""
    for address in ("/control/rates", "/clock", f"/bot{sandbox.token}/getMe", "/page/people"):
        _, writer = await asyncio.open_connection("127.0.0.1", int(sandbox.base_url.rpartition(":")[2]))
        writer.write(f"POST {address} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 9\r\n\r\n{{".encode())
        await writer.drain()
        writer.close()
        await writer.wait_closed()
    await call(web, sandbox, "getMe")
    assert caplog.records == []


async def test_the_addresses_of_the_desk_can_be_asked_for(web: httpx.AsyncClient, sandbox: Sandbox) -> None:
    addresses = (await web.get("/control")).json()
    assert addresses["token"] == sandbox.token
    assert addresses["bot_api"] == f"{sandbox.base_url}/bot"
    assert addresses["submission"] == f"{sandbox.smtp_host}:{sandbox.submission_port}"
    assert (addresses["login"], addresses["password"]) == (sandbox.smtp_login, sandbox.smtp_password)
