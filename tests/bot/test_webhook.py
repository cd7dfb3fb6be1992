"""Telegram is told where to bring updates, until it has understood; and what it says of failures is heard."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from structlog.testing import capture_logs

from bot import webhook
from bot.webhook import Webhook
from tests.notifier.couriers import called
from tests.notifier.scripted_servers import Hang, Say, ScriptedApi, error, serving_api

ADDRESS = "https://elo.example.org/telegram"
DONE = Say(200, '{"ok": true, "result": true}')


@pytest.fixture
async def api() -> AsyncIterator[ScriptedApi]:
    async with serving_api() as api:
        yield api


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("FIRST_WAIT", "LONGEST_WAIT"):
        monkeypatch.setattr(webhook, name, 0.01)


def info(last_error: int | None = None) -> Say:
    found: dict[str, object] = {"url": ADDRESS, "has_custom_certificate": False, "pending_update_count": 0}
    if last_error is not None:
        found |= {"last_error_date": last_error, "last_error_message": "Connection refused"}
    return Say(200, json.dumps({"ok": True, "result": found}))


@asynccontextmanager
async def keeping(api: ScriptedApi) -> AsyncIterator[asyncio.Event]:
    """The webhook as it is kept; the event tells that the server was greeted."""
    greeted = asyncio.Event()

    async def greet() -> None:
        greeted.set()

    kept = Webhook(
        token="42:TEST",
        base_url=api.url,
        proxy=None,
        address=ADDRESS,
        secret_token="abc234",
        greeted=greet,
    )
    async with asyncio.TaskGroup() as tasks:
        run = tasks.create_task(kept.run())
        async with asyncio.timeout(10):
            yield greeted
        run.cancel()


async def test_telegram_is_told_everything_it_needs_and_drops_nothing(api: ScriptedApi) -> None:
    api.script = [DONE, info()]
    async with keeping(api) as greeted:
        await greeted.wait()
    method, form = api.calls[0]
    assert method == "setWebhook"
    assert (form["url"], form["secret_token"], form["max_connections"]) == (ADDRESS, "abc234", "16")
    assert json.loads(form["allowed_updates"])[:2] == ["message", "edited_message"]
    assert form.get("drop_pending_updates") in (None, "false", "False")


async def test_without_network_or_sense_it_is_tried_again_and_said_once(api: ScriptedApi) -> None:
    api.script = [Hang(), Hang(), Hang(), DONE, DONE, DONE, info()]
    with capture_logs() as logs:
        async with keeping(api) as greeted:
            await greeted.wait()
    said = [(one["event"], one.get("reason")) for one in logs if one["event"].startswith("webhook.")]
    assert said == [
        ("webhook.not_set", "NetworkError"),
        ("webhook.not_set", "an answer that cannot be read: AttributeError"),
        ("webhook.set", None),
    ]


@pytest.mark.parametrize(
    ("refusal", "reason"),
    [
        (
            error(400, "Bad Request: bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443"),
            "Bad webhook: webhook can be set up only on ports 80, 88, 443 or 8443",
        ),
        (error(401, "Unauthorized"), "the token is refused: check [telegram] token"),
    ],
    ids=["address", "token"],
)
async def test_what_a_person_must_mend_is_said_in_words(api: ScriptedApi, refusal: Say, reason: str) -> None:
    api.script = [refusal, DONE, info()]
    with capture_logs() as logs:
        async with keeping(api) as greeted:
            await greeted.wait()
    assert [one["reason"].lower() for one in logs if one["event"] == "webhook.not_set"] == [reason.lower()]


async def test_a_delivery_that_failed_is_heard_of_unless_it_is_long_past(
    api: ScriptedApi, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(webhook, "AGAIN", 0.01)
    api.script = [
        DONE,
        info(1765285200),
        DONE,
        info(1765285200),
        DONE,
        info(1765285900),
        DONE,
        info(1765285900),
    ]
    with capture_logs() as logs:
        async with keeping(api):
            await called(api.calls, 8)
    heard = [one["said"] for one in logs if one["event"] == "webhook.delivery_failed"]
    assert heard == ["Connection refused"]
