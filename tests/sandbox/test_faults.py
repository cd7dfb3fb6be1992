"""What goes wrong when a test plans it, as the client sees it and as the ledger knows it."""

import asyncio
import contextlib
from datetime import timedelta

import httpx
import pytest
import telegram
from telegram.error import NetworkError, RetryAfter, TimedOut

from sandbox.desk import Sandbox
from sandbox.faults.kinds import Drop, Fault
from sandbox.phone import Phone
from tests.sandbox.call import call, refusal


@pytest.mark.parametrize(("drop", "delivered"), [(Drop.BEFORE_WORK, 0), (Drop.AFTER_WORK, 1)])
async def test_a_dropped_connection_looks_the_same_before_and_after_the_work(
    bot: telegram.Bot, sandbox: Sandbox, maria: Phone, drop: Drop, delivered: int
) -> None:
    sandbox.telegram.faults.add(Fault(method="sendMessage", drop=drop))
    with pytest.raises(NetworkError) as caught:
        await bot.send_message(maria.chat_id, "oi")
    assert isinstance(caught.value.__cause__, httpx.TransportError)
    assert len(sandbox.telegram.ledger) == delivered
    await bot.send_message(maria.chat_id, "de novo")


async def test_an_http_error_takes_the_place_of_the_work(
    bot: telegram.Bot, sandbox: Sandbox, maria: Phone
) -> None:
    sandbox.telegram.faults.add(Fault(status=502, description="Bad Gateway", times=2))
    for _ in range(2):
        with pytest.raises(NetworkError, match="Bad Gateway"):
            await bot.send_message(maria.chat_id, "oi")
    await bot.send_message(maria.chat_id, "oi")
    assert len(sandbox.telegram.ledger) == 1


async def test_a_flood_wait_may_be_planned(bot: telegram.Bot, sandbox: Sandbox, maria: Phone) -> None:
    sandbox.telegram.faults.add(
        Fault(status=429, description="Too Many Requests: retry after 35", retry_after=35)
    )
    with pytest.raises(RetryAfter) as caught:
        await bot.send_message(maria.chat_id, "oi")
    assert caught.value.retry_after == timedelta(seconds=35)


async def test_an_answer_may_come_too_late_for_a_message_that_arrived(
    bot: telegram.Bot, sandbox: Sandbox, maria: Phone
) -> None:
    sandbox.telegram.faults.add(Fault(delay_after=0.5))
    with pytest.raises(TimedOut):
        await bot.send_message(maria.chat_id, "oi", read_timeout=0.1)
    assert maria.reads() == ["oi"]


async def test_garbage_may_come_instead_of_json(bot: telegram.Bot, sandbox: Sandbox, maria: Phone) -> None:
    sandbox.telegram.faults.add(Fault(garbage="<html>gateway</html>"))
    with pytest.raises(telegram.error.TelegramError):
        await bot.send_message(maria.chat_id, "oi")


async def test_a_fault_strikes_one_chat_after_a_number_of_calls(
    bot: telegram.Bot, sandbox: Sandbox, maria: Phone
) -> None:
    ana = sandbox.telegram.phone("Ana")
    await ana.says("/start")
    sandbox.telegram.faults.add(Fault(chat=maria.chat_id, after=1, status=500))
    await bot.send_message(ana.chat_id, "oi")
    await bot.send_message(maria.chat_id, "um")
    with pytest.raises(NetworkError):
        await bot.send_message(maria.chat_id, "dois")
    await bot.send_message(maria.chat_id, "três")
    assert maria.reads() == ["um", "três"]


async def test_an_answer_may_be_cut_in_the_middle_of_its_body(
    bot: telegram.Bot, sandbox: Sandbox, maria: Phone
) -> None:
    sandbox.telegram.faults.add(Fault(method="sendMessage", drop=Drop.WITHIN_ANSWER))
    with pytest.raises(NetworkError) as caught:
        await bot.send_message(maria.chat_id, "oi")
    assert isinstance(caught.value.__cause__, httpx.RemoteProtocolError)
    assert maria.reads() == ["oi"]


async def test_garbage_may_have_the_status_of_a_gateway(
    web: httpx.AsyncClient, sandbox: Sandbox, maria: Phone
) -> None:
    sandbox.telegram.faults.add(Fault(garbage="<html>502</html>", status=502))
    answer = await call(web, sandbox, "sendMessage", chat_id=maria.chat_id, text="oi")
    assert (answer.status_code, answer.text) == (502, "<html>502</html>")
    assert answer.headers["content-type"].startswith("text/html")
    assert maria.reads() == []


async def test_a_call_may_be_repeated_on_its_way(bot: telegram.Bot, sandbox: Sandbox, maria: Phone) -> None:
    sandbox.telegram.faults.add(Fault(method="sendMessage", duplicate=True))
    message = await bot.send_message(maria.chat_id, "oi")
    assert maria.reads() == ["oi", "oi"]
    assert [entry.message_id for entry in sandbox.telegram.ledger.entries][1] == message.message_id


async def test_updates_may_come_once_more_although_they_were_confirmed(
    bot: telegram.Bot, sandbox: Sandbox, maria: Phone
) -> None:
    await bot.get_updates(offset=-1)
    sandbox.telegram.faults.add(Fault(method="getUpdates", duplicate=True))
    (first,) = await bot.get_updates()
    confirming = [await bot.get_updates(offset=first.update_id + 1) for _ in range(2)]
    assert [[update.update_id for update in updates] for updates in confirming] == [[first.update_id], []]


async def test_a_refusal_may_be_asked_for_twice(web: httpx.AsyncClient, sandbox: Sandbox) -> None:
    sandbox.telegram.faults.add(Fault(duplicate=True, times=None))
    assert await refusal(web, sandbox, "sendMessage", chat_id=5, text="oi") == "Bad Request: chat not found"


@pytest.mark.parametrize("seconds", [0.05, 0.1])
async def test_an_answer_may_dribble_out(
    web: httpx.AsyncClient, sandbox: Sandbox, maria: Phone, seconds: float
) -> None:
    loop = asyncio.get_running_loop()
    sandbox.telegram.faults.add(Fault(slow_body=seconds))
    start = loop.time()
    answer = await call(web, sandbox, "sendMessage", chat_id=maria.chat_id, text="oi")
    assert loop.time() - start >= seconds
    assert answer.json()["result"]["text"] == "oi"


@pytest.mark.parametrize("garbage", ["x", "lorem"])
async def test_a_short_answer_takes_as_long(web: httpx.AsyncClient, sandbox: Sandbox, garbage: str) -> None:
    loop = asyncio.get_running_loop()
    sandbox.telegram.faults.add(Fault(slow_body=0.2, garbage=garbage))
    start = loop.time()
    assert (await call(web, sandbox, "getMe")).text == garbage
    assert loop.time() - start >= 0.2


@pytest.mark.parametrize(
    "fault", [Fault(delay_before=600), Fault(delay_after=600), Fault(delay_before=600, slow_body=600)]
)
async def test_who_is_held_by_a_fault_is_let_go_when_it_is_forgotten(
    web: httpx.AsyncClient, sandbox: Sandbox, fault: Fault
) -> None:
    sandbox.telegram.faults.add(fault)
    async with asyncio.timeout(5), asyncio.TaskGroup() as group:
        held = group.create_task(call(web, sandbox, "getMe"))
        while not sandbox.telegram.faults.planned[0].struck:
            await web.get("/clock")
        await web.delete("/control/faults")
    assert held.result().json()["ok"]


@pytest.mark.parametrize(
    "fault",
    [
        Fault(method="download", status=502),
        Fault(method="download", drop=Drop.BEFORE_WORK),
        Fault(method="download", drop=Drop.AFTER_WORK),
        Fault(method="download", drop=Drop.WITHIN_ANSWER),
        Fault(drop=Drop.WITHIN_ANSWER, slow_body=0.01, after=1),
    ],
)
async def test_a_file_may_fail_on_its_way_to_the_bot(
    bot: telegram.Bot, sandbox: Sandbox, maria: Phone, fault: Fault
) -> None:
    content = b"conte\xc3\xbado" * 100
    message = await bot.send_document(maria.chat_id, content, filename="plano.pdf")
    assert message.document
    sandbox.telegram.faults.add(fault)
    file = await message.document.get_file()
    with pytest.raises(NetworkError):
        await file.download_as_bytearray()
    assert await file.download_as_bytearray() == content


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        (Fault(status=500), "Internal Server Error"),
        (Fault(status=502), "Bad Gateway"),
        (Fault(status=429, retry_after=9), "Too Many Requests: retry after 9"),
        (
            Fault(status=429, retry_after=9, description="Too Many Requests: flood"),
            "Too Many Requests: flood",
        ),
        (Fault(status=599), "Internal Server Error"),
        (Fault(status=403, description="Forbidden: user is deactivated"), "Forbidden: user is deactivated"),
    ],
)
async def test_an_error_has_the_words_of_its_status_unless_others_are_planned(
    web: httpx.AsyncClient, sandbox: Sandbox, fault: Fault, words: str
) -> None:
    sandbox.telegram.faults.add(fault)
    assert await refusal(web, sandbox, "getMe") == words


async def test_the_desk_does_not_wait_for_a_fault() -> None:
    loop = asyncio.get_running_loop()
    async with contextlib.AsyncExitStack() as stack:
        web = await stack.enter_async_context(httpx.AsyncClient(verify=False))
        async with Sandbox() as desk:
            desk.telegram.faults.add(Fault(slow_body=600))
            await stack.enter_async_context(web.stream("GET", f"{desk.base_url}/bot{desk.token}/getMe"))
            start = loop.time()
        assert loop.time() - start < 1.8
