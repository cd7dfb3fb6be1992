"""What a webhook is sent, in which order, and how often until it takes it."""

import asyncio
from datetime import timedelta
from itertools import pairwise

import pytest
import telegram
from starlette.responses import RedirectResponse, Response

from sandbox.connections import bind_loopback
from sandbox.desk import Sandbox
from sandbox.phone import Phone
from tests.sandbox.receiver import Receiver, answering, is_empty, last_error, receiving, serve, until

#: Real seconds for one of Telegram's: short, but long enough to be seen.
SECOND = 0.02


@pytest.fixture(autouse=True)
def short_seconds(sandbox: Sandbox) -> None:
    sandbox.telegram.patience.second = SECOND


async def test_an_update_is_posted_as_telegram_does(
    bot: telegram.Bot, sandbox: Sandbox, receiver: Receiver
) -> None:
    await serve(sandbox, receiver.url.replace("127", "bot:key@127"), secret_token="segredo-1")
    await sandbox.telegram.phone("Ana").says("olá")
    (arrival,) = await receiver.gets(1)
    assert arrival.body.startswith(b'{"update_id":880000001,\n"message":{"message_id":1,')
    assert b"ol\\u00e1" in arrival.body
    expected = {
        "host": "127.0.0.1",
        "authorization": "Basic Ym90OmtleQ==",
        "x-telegram-bot-api-secret-token": "segredo-1",
        "content-type": "application/json",
        "content-length": str(len(arrival.body)),
        "connection": "keep-alive",
        "accept-encoding": "gzip, deflate",
    }
    assert arrival.headers == expected
    message = telegram.Update.de_json(arrival.update, bot).message
    assert message
    assert message.text == "olá"


@pytest.mark.parametrize("target", ["/a%2fb?c=d&e#f", "/?q=%zz"])
async def test_the_target_goes_out_as_the_bot_wrote_it(
    sandbox: Sandbox, maria: Phone, receiver: Receiver, target: str
) -> None:
    await serve(sandbox, receiver.url.replace("/hook", target))
    (arrival,) = await receiver.gets(1)
    assert arrival.target == target


async def test_what_waited_is_delivered_and_then_gone(
    bot: telegram.Bot, sandbox: Sandbox, maria: Phone, receiver: Receiver
) -> None:
    await maria.says("um")
    await serve(sandbox, receiver.url)
    await maria.says("dois")
    await receiver.gets(3)
    await until(lambda: is_empty(bot))
    assert receiver.texts == ["/start", "um", "dois"]


async def test_one_connection_is_kept_for_the_next_update(
    sandbox: Sandbox, maria: Phone, receiver: Receiver
) -> None:
    await serve(sandbox, receiver.url)
    await maria.says("um")
    arrivals = await receiver.gets(2)
    assert arrivals[0].port == arrivals[1].port


async def test_a_connection_the_bot_closes_is_not_used_again(
    sandbox: Sandbox, maria: Phone, receiver: Receiver
) -> None:
    receiver.answers.append(Response(headers={"Connection": "close"}))
    await serve(sandbox, receiver.url)
    await maria.says("um")
    arrivals = await receiver.gets(2)
    assert arrivals[0].port != arrivals[1].port


async def test_updates_of_one_chat_wait_for_one_another(
    sandbox: Sandbox, maria: Phone, receiver: Receiver
) -> None:
    receiver.answers.extend(Response(status_code=500) for _ in range(3))
    await serve(sandbox, receiver.url)
    await maria.says("um")
    await receiver.gets(5)
    assert receiver.texts == ["/start"] * 4 + ["um"]


async def test_chats_are_served_side_by_side_up_to_max_connections(
    sandbox: Sandbox, maria: Phone, receiver: Receiver
) -> None:
    await serve(sandbox, receiver.url, max_connections=3)
    await receiver.gets(1)
    receiver.awake.clear()
    for name in ("Ana", "Bia", "Caio", "Davi"):
        await sandbox.telegram.phone(name).says(name)
    await receiver.gets(4)
    await asyncio.sleep(0.05)
    assert receiver.texts == ["/start", "Ana", "Bia", "Caio"]
    receiver.awake.set()
    await receiver.gets(5)


async def test_a_failing_chat_does_not_hold_up_the_others(
    sandbox: Sandbox, maria: Phone, receiver: Receiver
) -> None:
    receiver.answers.extend(Response(status_code=500) for _ in range(2))
    await serve(sandbox, receiver.url)
    await receiver.gets(2)
    await sandbox.telegram.phone("Ana").says("oi")
    await receiver.gets(4)
    assert receiver.texts == ["/start", "/start", "oi", "/start"]


async def test_until_the_first_success_there_is_one_connection(sandbox: Sandbox, receiver: Receiver) -> None:
    receiver.awake.clear()
    for name in ("Ana", "Bia"):
        await sandbox.telegram.phone(name).says(name)
    await serve(sandbox, receiver.url)
    await receiver.gets(1)
    await asyncio.sleep(0.05)
    assert receiver.texts == ["Ana"]


async def test_an_update_comes_again_at_once_then_after_two_seconds_and_four(
    bot: telegram.Bot, sandbox: Sandbox, maria: Phone, receiver: Receiver
) -> None:
    receiver.answers.extend(Response(status_code=500) for _ in range(4))
    await serve(sandbox, receiver.url)
    arrivals = await receiver.gets(5)
    moments = [arrival.moment for arrival in arrivals]
    waits = [later - sooner for sooner, later in pairwise(moments)]
    assert all(wait >= least * SECOND for wait, least in zip(waits, (0, 2, 4, 8), strict=True))
    assert waits[0] < waits[3]
    assert await last_error(bot) == "Wrong response from the webhook: 500 Internal Server Error"


async def test_the_bot_may_say_how_long_to_wait(sandbox: Sandbox, maria: Phone, receiver: Receiver) -> None:
    receiver.answers.append(Response(status_code=503, headers={"Retry-After": "10"}))
    receiver.answers.append(Response(status_code=503, headers={"Retry-After": "soon"}))
    await serve(sandbox, receiver.url)
    first, second, third = await receiver.gets(3)
    assert second.moment - first.moment >= 10 * SECOND
    assert third.moment - second.moment < 10 * SECOND


async def test_a_bot_that_closes_every_line_is_connected_to_every_two_seconds(
    sandbox: Sandbox, maria: Phone, receiver: Receiver
) -> None:
    receiver.answers.extend([None, None])
    await serve(sandbox, receiver.url)
    first, second, third = await receiver.gets(3)
    assert second.moment - first.moment >= 1.5 * SECOND
    assert third.moment - second.moment >= 1.5 * SECOND


async def test_a_redirect_is_not_followed(
    bot: telegram.Bot, sandbox: Sandbox, maria: Phone, receiver: Receiver
) -> None:
    receiver.answers.append(RedirectResponse("/elsewhere", 302))
    await serve(sandbox, receiver.url)
    assert await last_error(bot) == "Wrong response from the webhook: 302 Found"


async def test_a_closed_port_is_tried_until_it_opens(
    bot: telegram.Bot, sandbox: Sandbox, maria: Phone
) -> None:
    closed = bind_loopback(None)
    port = closed.getsockname()[1]
    closed.close()
    await serve(sandbox, f"http://127.0.0.1:{port}/")
    assert await last_error(bot) == "Connection refused"
    async with receiving(port=port) as late:
        await late.gets(1)


async def test_a_bot_has_a_minute_to_answer(
    bot: telegram.Bot, sandbox: Sandbox, maria: Phone, receiver: Receiver
) -> None:
    assert sandbox.telegram.patience.answer == 60
    sandbox.telegram.patience.answer = 0.05
    receiver.awake.clear()
    await serve(sandbox, receiver.url)
    assert await last_error(bot) == "Read timeout expired"
    assert (await bot.get_webhook_info()).pending_update_count == 1


async def test_a_line_cut_without_a_word_is_no_error_but_the_update_comes_again(
    bot: telegram.Bot, sandbox: Sandbox, maria: Phone, receiver: Receiver
) -> None:
    receiver.answers.append(None)
    await serve(sandbox, receiver.url)
    await receiver.gets(2)
    await until(lambda: is_empty(bot))
    assert (await bot.get_webhook_info()).last_error_message is None


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (b"220 mail.example.org ESMTP\r\n\r\n", "Not Implemented"),
        (b"HTTP/1.1 404 No Such Bot\r\nContent-Length: 0\r\n\r\n", "No Such Bot"),
        (b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 4\r\n\r\nxxxx", "Bad Request"),
    ],
)
async def test_strange_answers_are_told_of(
    bot: telegram.Bot, sandbox: Sandbox, maria: Phone, raw: bytes, words: str
) -> None:
    async with answering(raw) as url:
        await serve(sandbox, url)
        assert (await last_error(bot)).endswith(words)


async def test_an_update_too_old_to_wait_is_dropped(
    bot: telegram.Bot, sandbox: Sandbox, maria: Phone, receiver: Receiver
) -> None:
    receiver.answers.append(Response(status_code=500, headers={"Retry-After": "3600"}))
    sandbox.clock.advance(timedelta(hours=23, minutes=30))
    await serve(sandbox, receiver.url)
    await until(lambda: is_empty(bot))
    assert len(receiver.arrivals) == 1


async def test_a_bot_that_is_gone_for_23_hours_has_no_webhook_any_more(
    bot: telegram.Bot, sandbox: Sandbox, maria: Phone, receiver: Receiver
) -> None:
    receiver.answers.extend(Response(status_code=410, headers={"Retry-After": "9"}) for _ in range(2))
    await serve(sandbox, receiver.url)
    assert await last_error(bot) == "Wrong response from the webhook: 410 Gone"
    sandbox.clock.advance(timedelta(hours=23, seconds=5))

    async def is_off() -> bool:
        return (await bot.get_webhook_info()).url == ""

    await until(is_off)


@pytest.mark.parametrize("status", [401, 403])
async def test_no_other_refusal_ends_a_webhook(
    bot: telegram.Bot, sandbox: Sandbox, maria: Phone, receiver: Receiver, status: int
) -> None:
    receiver.answers.append(Response(status_code=status))
    await serve(sandbox, receiver.url)
    await receiver.gets(2)
    assert (await bot.get_webhook_info()).url == receiver.url
