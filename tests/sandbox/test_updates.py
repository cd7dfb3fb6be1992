"""How a person's words reach the bot: confirmed by offset, delivered again until then, to one poller only."""

import asyncio
from datetime import timedelta

import httpx
import pytest
import telegram
from telegram.error import BadRequest, Conflict

from sandbox.desk import Sandbox
from sandbox.phone import Phone
from tests.sandbox.call import call, refusal


async def test_a_message_is_a_true_update(bot: telegram.Bot, maria: Phone) -> None:
    (update,) = await bot.get_updates()
    message = update.message
    assert message
    assert message.from_user
    assert (message.from_user.first_name, message.from_user.last_name) == ("Maria", "Souza")
    assert (message.chat.id, message.chat.type, message.text) == (maria.chat_id, "private", "/start")
    assert [(e.type, e.offset, e.length) for e in message.entities] == [("bot_command", 0, 6)]


async def test_updates_come_again_until_confirmed(bot: telegram.Bot, maria: Phone) -> None:
    await maria.says("dois")
    first, second = await bot.get_updates()
    assert [first.update_id, second.update_id] == [u.update_id for u in await bot.get_updates()]
    assert [u.update_id for u in await bot.get_updates(offset=second.update_id)] == [second.update_id]
    assert await bot.get_updates(offset=second.update_id + 1) == ()


async def test_a_negative_offset_keeps_only_the_last(bot: telegram.Bot, maria: Phone) -> None:
    for text in ("um", "dois", "três"):
        await maria.says(text)
    kept = await bot.get_updates(offset=-2)
    assert [u.message.text for u in kept if u.message] == ["dois", "três"]
    assert len(await bot.get_updates()) == 2


async def test_limit_bounds_a_batch(bot: telegram.Bot, maria: Phone) -> None:
    await maria.says("dois")
    assert len(await bot.get_updates(limit=1)) == 1


async def test_a_long_poll_ends_when_somebody_writes(bot: telegram.Bot, sandbox: Sandbox) -> None:
    ana = sandbox.telegram.phone("Ana")
    async with asyncio.timeout(4), asyncio.TaskGroup() as both:
        poll = both.create_task(bot.get_updates(timeout=20))
        await asyncio.sleep(0.05)
        await ana.says("oi")
    assert [u.message.text for u in poll.result() if u.message] == ["oi"]


async def test_a_long_poll_without_news_ends_empty(web: httpx.AsyncClient, sandbox: Sandbox) -> None:
    answer = await call(web, sandbox, "getUpdates", timeout=1)
    assert answer.json() == {"ok": True, "result": []}


async def test_the_older_of_two_pollers_is_told_to_go(web: httpx.AsyncClient, sandbox: Sandbox) -> None:
    async with asyncio.TaskGroup() as both:
        older = both.create_task(call(web, sandbox, "getUpdates", timeout=20))
        await asyncio.sleep(0.05)
        newer = both.create_task(call(web, sandbox, "getUpdates", timeout=1))
    assert older.result().status_code == 409
    assert older.result().json()["description"] == (
        "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
    )
    assert newer.result().json()["ok"]


async def test_polling_conflicts_with_a_webhook(
    web: httpx.AsyncClient, bot: telegram.Bot, sandbox: Sandbox
) -> None:
    await web.post("/control/webhook", json={"url": "https://example.org/hook"})
    with pytest.raises(Conflict, match="can't use getUpdates method while webhook is active"):
        await bot.get_updates()
    assert (await bot.get_webhook_info()).url == "https://example.org/hook"
    await bot.delete_webhook()
    assert await bot.get_updates() == ()


async def test_a_webhook_ends_the_poll_under_way(web: httpx.AsyncClient, sandbox: Sandbox) -> None:
    async with asyncio.TaskGroup() as both:
        poll = both.create_task(call(web, sandbox, "getUpdates", timeout=20))
        await asyncio.sleep(0.05)
        sandbox.telegram.updates.set_webhook("https://example.org/hook")
    assert poll.result().json()["description"] == "Conflict: terminated by setWebhook request"


async def test_webhooks_are_refused_not_pretended(bot: telegram.Bot) -> None:
    with pytest.raises(BadRequest, match="the sandbox delivers no webhooks"):
        await bot.set_webhook("https://example.org/hook")


async def test_pending_updates_may_be_dropped(bot: telegram.Bot, maria: Phone) -> None:
    assert (await bot.get_webhook_info()).pending_update_count == 1
    await bot.delete_webhook(drop_pending_updates=True)
    assert await bot.get_updates() == ()


async def test_updates_are_kept_for_24_hours(bot: telegram.Bot, sandbox: Sandbox, maria: Phone) -> None:
    sandbox.clock.advance(timedelta(hours=23))
    assert len(await bot.get_updates()) == 1
    sandbox.clock.advance(timedelta(hours=2))
    assert await bot.get_updates() == ()


async def test_the_bot_chooses_the_kinds_it_hears_and_the_choice_stays(
    bot: telegram.Bot, sandbox: Sandbox
) -> None:
    ana = sandbox.telegram.phone("Ana")
    await bot.get_updates(allowed_updates=["callback_query"])
    await ana.says("oi")
    assert await bot.get_updates() == ()
    await bot.get_updates(allowed_updates=[])
    await ana.says("oi de novo")
    assert len(await bot.get_updates()) == 1


async def test_the_bot_hears_that_it_was_blocked(bot: telegram.Bot, maria: Phone) -> None:
    maria.blocks()
    change = (await bot.get_updates())[-1].my_chat_member
    assert change
    assert (change.old_chat_member.status, change.new_chat_member.status) == ("member", "kicked")


async def test_a_dead_long_poll_costs_no_update(web: httpx.AsyncClient, sandbox: Sandbox) -> None:
    ana = sandbox.telegram.phone("Ana")
    with pytest.raises(httpx.ReadTimeout):
        await web.post(f"/bot{sandbox.token}/getUpdates", json={"timeout": 20}, timeout=0.1)
    await ana.says("oi")
    assert len((await call(web, sandbox, "getUpdates")).json()["result"]) == 1


async def test_a_malformed_list_of_kinds_is_refused(web: httpx.AsyncClient, sandbox: Sandbox) -> None:
    assert (await refusal(web, sandbox, "getUpdates", allowed_updates="[")).startswith(
        "Bad Request: can't parse"
    )
