"""The inbox and servers that do not do as Telegram does: nothing ends it, nothing is lost."""

import asyncio
import json
import logging
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime

import pytest
from structlog.testing import capture_logs

from bot import inbox as polls
from bot.inbox import Inbox
from db import Database
from db.inbox import Received, waiting_updates
from tests.notifier.couriers import called, eventually
from tests.notifier.scripted_servers import Hang, Say, ScriptedApi, error, serving_api

TOKEN = "42:TEST"


class StoppedClock:
    def now(self) -> datetime:
        return datetime(2025, 12, 9, 12, 0, tzinfo=UTC)

    async def changed(self) -> None:
        await asyncio.Event().wait()


@pytest.fixture
async def api() -> AsyncIterator[ScriptedApi]:
    async with serving_api() as api:
        yield api


@pytest.fixture(autouse=True)
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(polls, "FIRST_WAIT", 0.01)


@asynccontextmanager
async def polling(database: Database, api: ScriptedApi) -> AsyncIterator[asyncio.Event]:
    """The inbox as it runs; the event tells that the server was greeted."""
    greeted = asyncio.Event()

    async def greet() -> None:
        greeted.set()

    inbox = Inbox(
        database,
        token=TOKEN,
        base_url=api.url,
        proxy=None,
        clock=StoppedClock(),
        stored=lambda: None,
        greeted=greet,
    )
    async with asyncio.TaskGroup() as tasks:
        run = tasks.create_task(inbox.run())
        yield greeted
        run.cancel()


def updates(*numbers: int) -> Say:
    return Say(200, json.dumps({"ok": True, "result": [message(number) for number in numbers]}))


def message(number: int) -> dict[str, object]:
    said = {"message_id": number, "chat": {"id": 7, "type": "private"}, "text": "Oi"}
    return {"update_id": number, "message": said}


async def stored(database: Database) -> Sequence[Received]:
    async with database.read() as session:
        return await waiting_updates(session, limit=99, busy=[])


async def until_stored(database: Database, *numbers: int) -> None:
    async def there() -> bool:
        return [one.update_id for one in await stored(database)] == list(numbers)

    await eventually(there)


@pytest.mark.parametrize(
    "answer",
    [
        '{"ok": true}',
        "[1]",
        "<html>Olá, Maria</html>",
        '{"ok": true, "result": [{"message": {}}, {"update_id": "x"}, {"update_id": 1180591620717411303424}, 5]}',
    ],
    ids=["no result", "a list", "a page", "no numbers"],
)
async def test_an_answer_that_is_not_the_bot_api_s_ends_nothing(
    database: Database, api: ScriptedApi, answer: str, caplog: pytest.LogCaptureFixture
) -> None:
    api.script = [Say(200, answer), updates(8)]
    with caplog.at_level(logging.DEBUG, logger="telegram"):
        async with polling(database, api):
            await until_stored(database, 8)
    assert "Maria" not in caplog.text


async def test_after_a_failure_the_next_poll_asks_from_wherever_the_server_stands(
    database: Database, api: ScriptedApi
) -> None:
    api.script = [updates(500), Hang(), updates(1)]
    async with polling(database, api):
        await until_stored(database, 1, 500)
    asked = [form.get("offset") for method, form in api.calls if method == "getUpdates"]
    assert asked[:3] == [None, "501", None]


async def test_a_server_that_does_not_hold_polls_open_is_not_hammered(
    database: Database, api: ScriptedApi
) -> None:
    api.script = [updates(8), *[updates()] * 500]
    async with polling(database, api):
        await called(api.calls, 3)
        await asyncio.sleep(0.6)
    assert len(api.calls) <= 5


async def test_a_slow_greeting_keeps_no_update_waiting(database: Database, api: ScriptedApi) -> None:
    api.script = [updates(8), updates(9)]
    async with polling(database, api) as greeted:
        await greeted.wait()
        await until_stored(database, 8, 9)


# --- somebody else gets the updates --------------------------------------------------------------------

OTHER_POLLER = error(
    409,
    "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running",
)
WEBHOOK = error(
    409,
    "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
)
one_is_enough = pytest.mark.parametrize("backend", ["sqlite"])


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is waited for."""
    for name in ("LONGEST_WAIT", "LEAST", "CALM"):
        monkeypatch.setattr(polls, name, 0.0)


@one_is_enough
@pytest.mark.usefixtures("at_once")
async def test_a_second_poller_is_told_of_once_and_its_end_too(database: Database, api: ScriptedApi) -> None:
    api.script = [updates(8), *[OTHER_POLLER] * 5, updates(9), updates(10)]
    with capture_logs() as logs:
        async with polling(database, api):
            await until_stored(database, 8, 9, 10)
    told = [(one["event"], one["log_level"]) for one in logs if one["event"].startswith("inbox.")]
    assert told == [("inbox.conflict", "error"), ("inbox.conflict_over", "info")]


@one_is_enough
@pytest.mark.usefixtures("at_once")
async def test_pollers_that_take_turns_are_one_conflict(
    database: Database, api: ScriptedApi, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(polls, "CALM", 60.0)
    api.script = [OTHER_POLLER, updates(8), OTHER_POLLER, updates(9)]
    with capture_logs() as logs:
        async with polling(database, api):
            await until_stored(database, 8, 9)
    assert [one["event"] for one in logs if one["event"].startswith("inbox.")] == ["inbox.conflict"]


@one_is_enough
@pytest.mark.usefixtures("at_once")
async def test_a_webhook_that_was_left_is_taken_off_once_and_nothing_is_dropped(
    database: Database, api: ScriptedApi
) -> None:
    taken_off = Say(200, '{"ok": true, "result": true}')
    api.script = [WEBHOOK, taken_off, WEBHOOK, WEBHOOK, updates(8)]
    with capture_logs() as logs:
        async with polling(database, api):
            await until_stored(database, 8)
    removals = [form for method, form in api.calls if method == "deleteWebhook"]
    assert len(removals) == 1
    assert removals[0].get("drop_pending_updates") in (None, "false", "False")
    events = [one["event"] for one in logs if one["event"].startswith("inbox.")]
    assert events[:2] == ["inbox.webhook_removed", "inbox.conflict"]


@one_is_enough
@pytest.mark.usefixtures("at_once")
async def test_a_webhook_that_is_set_while_it_polls_is_somebody_s_wish(
    database: Database, api: ScriptedApi
) -> None:
    api.script = [updates(8), WEBHOOK, WEBHOOK, updates(9)]
    async with polling(database, api):
        await until_stored(database, 8, 9)
    assert {method for method, _ in api.calls} == {"getUpdates"}


@one_is_enough
async def test_messages_that_were_changed_are_asked_for_too(database: Database, api: ScriptedApi) -> None:
    async with polling(database, api):
        await called(api.calls, 1)
    asked = json.loads(api.calls[0][1]["allowed_updates"])
    assert asked == ["message", "edited_message", "callback_query", "my_chat_member"]
