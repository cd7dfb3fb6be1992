"""getUpdates over the wire: bounds, the long poll, one poller only, and patience with those who ask too often."""

import asyncio
import contextlib

import httpx
import pytest
import telegram
from telegram.error import Conflict

from sandbox.clock import elapsed
from sandbox.desk import Sandbox
from sandbox.phone import Phone
from sandbox.requests.parameters import Parameters
from sandbox.updates.polls import Poll
from tests.sandbox.call import call, refusal

OTHER_POLLER = (
    "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
)
WEBHOOK_ACTIVE = (
    "Conflict: can't use getUpdates method while webhook is active; "
    "use deleteWebhook to delete the webhook first"
)


async def texts(web: httpx.AsyncClient, sandbox: Sandbox, **parameters: object) -> list[str]:
    answer = await call(web, sandbox, "getUpdates", **parameters)
    return [update["message"]["text"] for update in answer.json()["result"]]


async def test_a_long_poll_ends_when_somebody_writes(bot: telegram.Bot, sandbox: Sandbox) -> None:
    ana = sandbox.telegram.phone("Ana")
    async with asyncio.timeout(4), asyncio.TaskGroup() as both:
        poll = both.create_task(bot.get_updates(timeout=20))
        await asyncio.sleep(0.05)
        await ana.says("oi")
    assert [u.message.text for u in poll.result() if u.message] == ["oi"]


async def test_a_long_poll_without_news_ends_empty(sandbox: Sandbox) -> None:
    began = elapsed()
    assert await sandbox.telegram.polls.take(Poll(timeout=0.1)) == []
    assert elapsed() - began >= 0.1


async def test_a_dead_long_poll_costs_no_update(web: httpx.AsyncClient, sandbox: Sandbox) -> None:
    ana = sandbox.telegram.phone("Ana")
    with pytest.raises(httpx.ReadTimeout):
        await web.post(f"/bot{sandbox.token}/getUpdates", json={"timeout": 20}, timeout=0.1)
    await ana.says("oi")
    assert await texts(web, sandbox) == ["oi"]


@pytest.mark.parametrize(
    ("given", "meant"),
    [("", 100), (0, 1), (-4, 1), (7, 7), ("7.9", 7), ("many", 1), (10**30, 100), (True, 1)],
)
def test_a_number_is_pulled_into_its_bounds(given: str | int, meant: int) -> None:
    assert Parameters({"limit": given}, {}).bounded("limit", 100, least=1, most=100) == meant


async def test_limit_bounds_a_batch(web: httpx.AsyncClient, sandbox: Sandbox, maria: Phone) -> None:
    for text in ("um", "dois"):
        await maria.says(text)
    assert await texts(web, sandbox, limit=2) == ["/start", "um"]
    assert await texts(web, sandbox, limit="nonsense") == ["/start"]


async def test_an_answer_holds_four_megabytes_of_updates(web: httpx.AsyncClient, sandbox: Sandbox) -> None:
    for _ in range(60):
        sandbox.telegram.updates.put("message", {"text": "x" * 100_000})
    assert len(await texts(web, sandbox)) == (1 << 22) // (100_000 + 50 + len('message{"text": ""}'))


async def test_a_repeated_poll_lasts_three_seconds(web: httpx.AsyncClient, sandbox: Sandbox) -> None:
    sandbox.telegram.patience.second = 0.1
    await texts(web, sandbox)
    began = elapsed()
    await texts(web, sandbox)
    assert 0.3 <= elapsed() - began < 1


async def test_a_poll_repeated_at_once_brings_one_update(
    web: httpx.AsyncClient, sandbox: Sandbox, maria: Phone
) -> None:
    sandbox.telegram.patience.second = 1
    await maria.says("um")
    assert await texts(web, sandbox) == ["/start", "um"]
    assert await texts(web, sandbox) == ["/start"]
    assert await texts(web, sandbox, offset=-2) == ["/start", "um"]


async def test_the_older_of_two_pollers_is_told_to_go(web: httpx.AsyncClient, sandbox: Sandbox) -> None:
    async with asyncio.TaskGroup() as both:
        older = both.create_task(call(web, sandbox, "getUpdates", timeout=20))
        await asyncio.sleep(0.05)
        newer = both.create_task(call(web, sandbox, "getUpdates", timeout=20))
        await older
        await sandbox.telegram.phone("Ana").says("oi")
    assert older.result().status_code == 409
    assert older.result().json()["description"] == OTHER_POLLER
    assert newer.result().json()["ok"]


async def test_a_poll_that_does_not_wait_ousts_nobody(web: httpx.AsyncClient, sandbox: Sandbox) -> None:
    ana = sandbox.telegram.phone("Ana")
    async with asyncio.TaskGroup() as both:
        waiting = both.create_task(texts(web, sandbox, timeout=20))
        await asyncio.sleep(0.05)
        assert await texts(web, sandbox) == []
        await ana.says("oi")
    assert waiting.result() == ["oi"]


async def test_polling_conflicts_with_a_webhook(web: httpx.AsyncClient, bot: telegram.Bot) -> None:
    await web.post("/control/webhook", json={"url": "https://example.org/hook"})
    with pytest.raises(Conflict, match="can't use getUpdates method while webhook is active"):
        await bot.get_updates()
    assert (await bot.get_webhook_info()).url == "https://example.org/hook"
    await bot.delete_webhook()
    assert await bot.get_updates() == ()


async def test_a_second_conflict_comes_three_seconds_late(web: httpx.AsyncClient, sandbox: Sandbox) -> None:
    sandbox.telegram.patience.second = 0.05
    sandbox.telegram.webhook.pretend("https://example.org/hook")
    began = elapsed()
    assert await refusal(web, sandbox, "getUpdates") == WEBHOOK_ACTIVE
    assert elapsed() - began < 0.15
    assert await refusal(web, sandbox, "getUpdates") == WEBHOOK_ACTIVE
    assert elapsed() - began >= 0.15


@pytest.mark.parametrize("url", ["http://127.0.0.1:9/hook", "ftp://nonsense"])
async def test_setting_a_webhook_ends_the_poll_under_way(
    web: httpx.AsyncClient, sandbox: Sandbox, url: str
) -> None:
    async with asyncio.TaskGroup() as both:
        poll = both.create_task(call(web, sandbox, "getUpdates", timeout=20))
        await asyncio.sleep(0.05)
        await call(web, sandbox, "setWebhook", url=url)
    assert poll.result().json()["description"] == "Conflict: terminated by setWebhook request"


async def test_a_late_conflict_does_not_hold_up_the_closing_of_the_desk() -> None:
    async with (
        asyncio.timeout(2),
        httpx.AsyncClient(verify=False) as web,
        asyncio.TaskGroup() as beside,
        Sandbox() as desk,
    ):
        desk.telegram.webhook.pretend("https://example.org/hook")
        address = f"{desk.base_url}/bot{desk.token}/getUpdates"
        await web.get(address)
        beside.create_task(_ask(web, address))
        await asyncio.sleep(0.05)


async def _ask(web: httpx.AsyncClient, address: str) -> None:
    with contextlib.suppress(httpx.HTTPError):
        await web.get(address)


async def test_patience_is_set_over_the_control_address(web: httpx.AsyncClient, sandbox: Sandbox) -> None:
    answer = await web.post("/control/patience", json={"second": 0.5})
    assert answer.json() == {"second": 0.5, "answer": 60.0}
    assert (await web.post("/control/patience", json={"second": -1})).status_code == 400
    assert (await web.post("/control/patience", json={"answer": "long"})).status_code == 400
    assert sandbox.telegram.patience.second == 0.5
