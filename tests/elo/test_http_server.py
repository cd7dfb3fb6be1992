"""The server itself: what it refuses, how it fails, what it logs, and that it lets go when told."""

import asyncio
import logging
import re
import signal
import socket
from base64 import b64encode
from collections.abc import AsyncIterator
from contextlib import suppress
from hashlib import sha256

import httpx
import pytest
from starlette.responses import PlainTextResponse
from starlette.types import Receive, Scope, Send
from structlog.testing import capture_logs

from db import Database
from db.ids import PersonId
from db.people import Person
from elo.http import guard, server
from elo.http.guard import LARGEST_BODY, Guard
from elo.http.pages import Pages
from elo.http.server import CannotListen, HttpServer, bound_to
from tests.elo.http_doors import OFFICE, ONE_CLICK, asking, at_the_door, leaving, maria, serving

one_is_enough = pytest.mark.parametrize("backend", ["sqlite"])


# --- what leaves --------------------------------------------------------------------------------------


@one_is_enough
async def test_every_answer_is_shut_in_and_kept_nowhere(database: Database) -> None:
    who = await maria(database)
    async with at_the_door(database) as client:
        answers = [await client.get(path) for path in (leaving(who), "/saude", "/nada")]
    for answer in answers:
        assert answer.headers["content-security-policy"].startswith("default-src 'none'; style-src 'sha256-")
        assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
        assert answer.headers["referrer-policy"] == "no-referrer"
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["cache-control"] == "no-store"
        assert not {"set-cookie", "server"} & set(answer.headers)


@one_is_enough
async def test_the_style_of_a_page_is_the_one_that_its_policy_allows(database: Database) -> None:
    async with at_the_door(database) as client:
        answer = await client.get("/nada")
    (style,) = re.findall("<style>(.*?)</style>", answer.text, re.DOTALL)
    digest = b64encode(sha256(style.encode()).digest()).decode()
    assert f"'sha256-{digest}'" in answer.headers["content-security-policy"]


@one_is_enough
async def test_the_log_names_the_route_and_never_the_token(database: Database) -> None:
    who = await maria(database)
    with capture_logs() as logs:
        async with at_the_door(database) as client:
            await client.get(leaving(who))
            await client.post(leaving(who), data=ONE_CLICK)
            await client.get("/segredo")
            await client.get("/saude")
    answered = [(one["route"], one["status"]) for one in logs if one["event"] == "http.answered"]
    assert answered == [("leave", 200), ("leave", 200), ("none", 404), ("health", 200)]
    assert not {"segredo", leaving(who).partition(".")[2]} & set(re.findall(r"\w+", str(logs)))


# --- a database that does not answer ------------------------------------------------------------------


async def test_health_is_told_and_nothing_else(database: Database) -> None:
    async with at_the_door(database) as client:
        assert ((await client.get("/saude")).text, (await client.get("/saude")).status_code) == ("ok", 200)


async def test_without_a_database_the_answer_is_to_try_later() -> None:
    away = Database("postgresql://elo@127.0.0.1:9/elo")
    async with at_the_door(away) as client:
        health, page = await client.get("/saude"), await client.get("/sair/1.x")
        looked, pressed = (
            await client.get(leaving(PersonId(1))),
            await client.post(leaving(PersonId(1)), data=ONE_CLICK),
        )
    assert (health.status_code, page.status_code) == (503, 404)
    for answer in (looked, pressed):
        assert (answer.status_code, answer.headers["retry-after"]) == (503, "120")
        assert "Tente de novo em alguns minutos." in answer.text
    await away.close()


@one_is_enough
async def test_a_database_that_is_busy_for_too_long_is_not_waited_for(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    who = await maria(database)
    monkeypatch.setattr(guard, "LONGEST", 0.1)
    async with database.write() as other, at_the_door(database) as client:
        await other.get(Person, who)
        assert (await client.post(leaving(who), data=ONE_CLICK)).status_code == 503
    monkeypatch.undo()
    async with at_the_door(database) as client:
        assert "Parar de receber comunicados?" in (await client.get(leaving(who))).text
        assert (await client.post(leaving(who), data=ONE_CLICK)).status_code == 200


async def test_a_defect_shows_a_code_that_the_log_has_too() -> None:
    async def broken(scope: Scope, receive: Receive, send: Send) -> None:
        raise ZeroDivisionError

    with capture_logs() as logs:
        async with serving(Guard(broken, pages=Pages(OFFICE))) as door, asking(door) as client:
            answer = await client.get("/")
    (code,) = [one["code"] for one in logs if one["event"] == "http.failed"]
    assert (answer.status_code, f"Código: {code}" in answer.text) == (500, True)


# --- limits -------------------------------------------------------------------------------------------


@one_is_enough
@pytest.mark.parametrize("kind", ["application/x-www-form-urlencoded", "text/plain"])
async def test_a_body_that_is_too_large_is_refused(database: Database, kind: str) -> None:
    who = await maria(database)
    async with at_the_door(database) as client:
        body = b"x" * (LARGEST_BODY + 1)
        answer = await client.post(leaving(who), content=body, headers={"Content-Type": kind})
    assert (answer.status_code, answer.headers["connection"]) == (413, "close")


@one_is_enough
async def test_a_body_that_does_not_say_how_large_it_is_is_counted(database: Database) -> None:
    who = await maria(database)

    async def pieces() -> AsyncIterator[bytes]:
        for _ in range(5):
            yield b"x" * (LARGEST_BODY // 4)

    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    async with at_the_door(database) as client:
        assert (await client.post(leaving(who), content=pieces(), headers=kind)).status_code == 413


class Waiting:
    """An application that answers once it is let go."""

    def __init__(self) -> None:
        self.entered, self.let_go = asyncio.Event(), asyncio.Event()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.entered.set()
        await self.let_go.wait()
        await PlainTextResponse("done")(scope, receive, send)


async def test_who_comes_when_too_many_are_inside_is_told_to_come_back(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(guard, "MOST_AT_ONCE", 1)
    waiting = Waiting()
    async with serving(Guard(waiting, pages=Pages(OFFICE))) as door, asking(door) as client:
        async with asyncio.TaskGroup() as group:
            first = group.create_task(client.get("/"))
            await waiting.entered.wait()
            assert (await client.get("/")).status_code == 503
            waiting.let_go.set()
        assert first.result().text == "done"


@pytest.mark.parametrize("sent", [b"", b"GET / HTTP/1.1\r\nHost: x\r\n", b"POST / HTTP/1.1\r\nHost: x\r\n"])
async def test_who_drips_a_request_is_cut(monkeypatch: pytest.MonkeyPatch, sent: bytes) -> None:
    monkeypatch.setattr(server, "PATIENCE", 0.05)
    async with serving(Waiting()) as door:
        reader, writer = await asyncio.open_connection("127.0.0.1", door.port)
        writer.write(sent)
        with suppress(ConnectionResetError):
            assert await reader.read() == b""
        writer.close()


# --- beginning and ending -----------------------------------------------------------------------------


async def test_the_end_waits_for_who_is_being_answered() -> None:
    waiting = Waiting()
    async with serving(waiting) as door, asking(door) as client, asyncio.TaskGroup() as group:
        answer = group.create_task(client.get("/"))
        await waiting.entered.wait()
        closing = group.create_task(door.close())
        await asyncio.sleep(0)
        waiting.let_go.set()
        await closing
        assert (await answer).text == "done"
        with pytest.raises(httpx.ConnectError):
            await client.get("/")


async def test_the_end_waits_for_nobody_for_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "GRACE", 0.05)
    monkeypatch.setattr(logging.getLogger("uvicorn.error"), "disabled", True)
    waiting = Waiting()
    async with serving(waiting) as door, asking(door) as client, asyncio.TaskGroup() as group:
        answer = group.create_task(client.get("/"))
        await waiting.entered.wait()
        await door.close()
        assert (await answer).status_code == 500


async def test_a_cancelled_server_lets_its_address_go() -> None:
    door = HttpServer(Waiting(), ("127.0.0.1", 0))
    door.listen()
    port = door.port
    async with asyncio.TaskGroup() as group:
        running = group.create_task(door.run())
        _, writer = await asyncio.open_connection("127.0.0.1", port)
        running.cancel()
        writer.close()
    bound_to("127.0.0.1", port).close()


async def test_signals_stay_with_the_process() -> None:
    before = signal.getsignal(signal.SIGTERM), signal.getsignal(signal.SIGINT)
    async with serving(Waiting()):
        await asyncio.sleep(0)
        assert (signal.getsignal(signal.SIGTERM), signal.getsignal(signal.SIGINT)) == before


@pytest.mark.parametrize("address", ["127.0.0.1", "no-such-host.invalid", "192.0.2.1"])
def test_an_address_that_cannot_be_listened_on_is_said(address: str) -> None:
    with (
        socket.create_server(("127.0.0.1", 0)) as taken,
        pytest.raises(CannotListen, match=re.escape(address)),
    ):
        HttpServer(Waiting(), (address, taken.getsockname()[1])).listen()


def test_an_address_of_six_is_listened_on() -> None:
    bound_to("::1", 0).close()
