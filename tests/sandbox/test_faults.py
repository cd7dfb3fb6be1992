"""What goes wrong when a test plans it, as the client sees it and as the ledger knows it."""

from datetime import timedelta

import httpx
import pytest
import telegram
from telegram.error import NetworkError, RetryAfter, TimedOut

from sandbox.desk import Sandbox
from sandbox.faults import Drop, Fault, read_fault
from sandbox.phone import Phone


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


@pytest.mark.parametrize(
    "body",
    [
        {"colour": "red"},
        {"status": 200},
        {"times": "many"},
        {"drop": "sometimes"},
        {"delay_after": -1},
        {"stage": "QUIT", "reply": "451 no"},
        {"stage": "DATA", "reply": "no"},
    ],
)
def test_a_fault_that_makes_no_sense_is_refused(body: dict[str, str | int]) -> None:
    with pytest.raises(ValueError, match=r"."):
        read_fault(body)
