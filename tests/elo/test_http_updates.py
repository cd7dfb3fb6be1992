"""Updates that Telegram brings: only its own, each stored before it is told so, and once."""

import asyncio
import json
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import httpx
import pytest
from structlog.testing import capture_logs

from bot.intake import secret_token
from db import Database
from db.inbox import Received, mark_handled, waiting_updates
from db.sealing import Sealer
from elo.http import guard, updates
from elo.http.guard import LARGEST_BODY
from elo.http.routes import application
from elo.http.updates import LARGEST_UPDATE, SECRET, UpdatesDoor
from tests.elo.http_doors import OFFICE, StillClock, asking, serving
from tests.rede.makers import NOW

OURS = {SECRET: secret_token(OFFICE.sealer)}
one_is_enough = pytest.mark.parametrize("backend", ["sqlite"])


@dataclass
class Desk:
    client: httpx.AsyncClient
    database: Database
    pokes: list[None] = field(default_factory=list)

    async def bring(self, number: int = 1, text: str = "Oi", *, path: str = "/telegram") -> int:
        said = {"message_id": number, "chat": {"id": 7, "type": "private"}, "text": text}
        update = {"update_id": number, "message": said}
        return (await self.client.post(path, json=update, headers=OURS)).status_code

    async def waiting(self) -> Sequence[Received]:
        async with self.database.read() as session:
            return await waiting_updates(session, limit=9, busy=[])

    async def numbers(self) -> list[int]:
        return [one.update_id for one in await self.waiting()]


@asynccontextmanager
async def at_the_desk(database: Database, *, prefix: str = "") -> AsyncIterator[Desk]:
    pokes: list[None] = []
    door = UpdatesDoor(database, OFFICE.sealer, StillClock(), stored=lambda: pokes.append(None))
    app = application(database, OFFICE, StillClock(), prefix=prefix, updates=door)
    async with serving(app) as server, asking(server) as client:
        yield Desk(client, database, pokes)


async def test_an_update_is_stored_masked_and_answered_without_words(database: Database) -> None:
    async with at_the_desk(database) as desk:
        update = {"update_id": 1, "message": {"chat": {"id": 7}, "text": "é 529.982.247-25, ok"}}
        answer = await desk.client.post("/telegram", json=update, headers=OURS)
        [received] = await desk.waiting()
    assert (answer.status_code, answer.content) == (200, b"")
    assert (received.sender, desk.pokes) == (7, [None])
    assert "é ***.***.***-**, ok" in received.payload


async def test_what_comes_again_is_taken_and_stored_once(database: Database) -> None:
    async with at_the_desk(database) as desk:
        assert [await desk.bring(), await desk.bring()] == [200, 200]
        assert await asyncio.gather(*(desk.bring(2) for _ in range(4))) == [200] * 4
        [first, _] = await desk.waiting()
        async with database.write() as session:
            await mark_handled(session, first, now=NOW)
        assert (await desk.bring(), await desk.numbers()) == (200, [2])


async def test_another_update_under_a_number_that_still_waits_must_come_again(database: Database) -> None:
    async with at_the_desk(database) as desk:
        assert await desk.bring(1, "Oi") == 200
        assert await desk.bring(1, "Tchau") == 503
        async with database.write() as session:
            await mark_handled(session, (await desk.waiting())[0], now=NOW)
        assert await desk.bring(1, "Tchau") == 200
        assert "Tchau" in (await desk.waiting())[0].payload


@one_is_enough
@pytest.mark.parametrize(
    "headers",
    [{}, {SECRET: ""}, {SECRET: "x"}, {SECRET: secret_token(Sealer(b"another key"))}, {SECRET: "ç"}],
    ids=["none", "empty", "short", "of another key", "not ASCII"],
)
async def test_who_is_not_telegram_is_not_even_read(database: Database, headers: dict[str, str]) -> None:
    encoded = {name.encode(): value.encode() for name, value in headers.items()}
    async with at_the_desk(database) as desk:
        answers = [
            await desk.client.post("/telegram", content=body, headers=encoded)
            for body in (b'{"update_id": 1}', b"not JSON")
        ]
        assert [answer.status_code for answer in answers] == [403, 403]
        assert (await desk.client.get("/telegram", headers=OURS)).status_code == 405
        assert await desk.numbers() == []


@one_is_enough
@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"Maria",
        b"\xff\xfe",
        b"[1]",
        b'{"message": {"text": "Maria"}}',
        b'{"update_id": "x"}',
        b"[" * 90_000,
    ],
    ids=["empty", "words", "bytes", "a list", "no number", "a text", "too deep"],
)
async def test_what_is_no_update_is_refused_and_its_words_are_in_no_log(
    database: Database, body: bytes
) -> None:
    with capture_logs() as logs:
        async with at_the_desk(database) as desk:
            answer = await desk.client.post("/telegram", content=body, headers=OURS)
    assert (answer.status_code, answer.content) == (400, b"")
    assert "Maria" not in str(logs)


@one_is_enough
async def test_an_update_may_be_larger_than_a_page_and_not_without_limit(database: Database) -> None:
    async with at_the_desk(database, prefix="/elo") as desk:
        assert await desk.bring(1, "é" * LARGEST_BODY, path="/elo/telegram") == 200
        assert await desk.bring(2, "x" * LARGEST_UPDATE) == 413
        page = await desk.client.post("/sair/1.x", content=b"x" * (LARGEST_BODY + 1))
        assert page.status_code == 413
        assert await desk.numbers() == [1]


async def test_without_a_database_telegram_brings_it_again_soon() -> None:
    away = Database("postgresql://elo@127.0.0.1:9/elo")
    async with at_the_desk(away) as desk:
        update = {"update_id": 1}
        answer = await desk.client.post("/telegram", json=update, headers=OURS)
    assert (answer.status_code, answer.headers.get("retry-after"), desk.pokes) == (503, None, [])
    await away.close()


@one_is_enough
async def test_a_database_that_is_busy_is_not_waited_for_without_end(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(updates, "LONGEST", 0.05)
    async with at_the_desk(database) as desk, database.write() as other:
        await waiting_updates(other, limit=1, busy=[])
        assert await desk.bring() == 503


@one_is_enough
async def test_many_who_look_at_pages_keep_no_update_out(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guard, "MOST_AT_ONCE", 0)
    async with at_the_desk(database) as desk:
        assert (await desk.client.get("/nada")).status_code == 503
        assert await desk.bring() == 200


@one_is_enough
async def test_where_messages_are_fetched_nobody_can_bring_them(database: Database) -> None:
    async with serving(application(database, OFFICE, StillClock())) as server, asking(server) as client:
        answer = await client.post("/telegram", content=json.dumps({"update_id": 1}), headers=OURS)
    assert answer.status_code == 404
