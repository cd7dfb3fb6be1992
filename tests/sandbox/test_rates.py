"""30/s over all, 1/s to a person, 20/min to a group: token buckets on a hand-driven monotonic clock."""

from dataclasses import dataclass

import httpx
import pytest
import telegram
from telegram.error import RetryAfter

from sandbox.desk import Sandbox
from sandbox.phone import Phone
from sandbox.rates import Rates
from sandbox.refusals import TooManyRequests
from tests.sandbox.call import call


@dataclass
class Stopwatch:
    seconds: float = 0.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def stopwatch() -> Stopwatch:
    return Stopwatch()


@pytest.fixture
def rates(stopwatch: Stopwatch) -> Rates:
    return Rates(stopwatch)


def test_a_person_gets_a_short_burst_then_one_a_second(rates: Rates, stopwatch: Stopwatch) -> None:
    for _ in range(5):
        rates.spend(7)
    with pytest.raises(TooManyRequests, match="retry after 1"):
        rates.spend(7)
    stopwatch.seconds = 1
    rates.spend(7)
    with pytest.raises(TooManyRequests):
        rates.spend(7)


def test_sending_during_the_wait_stays_refused_without_making_it_longer(
    rates: Rates, stopwatch: Stopwatch
) -> None:
    for _ in range(20):
        rates.spend(-7)
    for stopwatch.seconds in (0, 1, 2.9):
        with pytest.raises(TooManyRequests):
            rates.spend(-7)
    stopwatch.seconds = 3
    rates.spend(-7)


def test_a_group_takes_twenty_a_minute(rates: Rates, stopwatch: Stopwatch) -> None:
    for second in range(20):
        stopwatch.seconds = second / 100
        rates.spend(-7)
    with pytest.raises(TooManyRequests, match="retry after 3"):
        rates.spend(-7)


def test_all_chats_together_take_thirty_a_second(rates: Rates, stopwatch: Stopwatch) -> None:
    for chat in range(1, 31):
        rates.spend(chat)
    with pytest.raises(TooManyRequests, match="retry after 1"):
        rates.spend(31)
    stopwatch.seconds = 1
    rates.spend(31)


def test_a_refused_message_spends_nothing_of_the_others(rates: Rates) -> None:
    for _ in range(5):
        rates.spend(7)
    for _ in range(40):
        with pytest.raises(TooManyRequests):
            rates.spend(7)
    for chat in range(100, 125):
        rates.spend(chat)


def test_an_album_passes_as_a_whole_and_a_group_owes_the_rest(rates: Rates, stopwatch: Stopwatch) -> None:
    rates.spend(-7, 10)
    rates.spend(-7, 10)
    with pytest.raises(TooManyRequests, match="retry after 3"):
        rates.spend(-7, 10)
    stopwatch.seconds = 3
    rates.spend(-7, 10)
    stopwatch.seconds = 6
    with pytest.raises(TooManyRequests, match="retry after 27"):
        rates.spend(-7)


def test_to_a_person_an_album_is_one_thing_but_not_to_the_bot(rates: Rates) -> None:
    for _ in range(3):
        rates.spend(7, 10)
    with pytest.raises(TooManyRequests, match="retry after 1"):
        rates.spend(8)


async def test_the_client_is_told_how_long_to_wait(
    bot: telegram.Bot, web: httpx.AsyncClient, sandbox: Sandbox, maria: Phone
) -> None:
    for number in range(5):
        await bot.send_message(maria.chat_id, str(number))
    answer = await call(web, sandbox, "sendMessage", chat_id=maria.chat_id, text="x")
    assert (answer.status_code, answer.headers["retry-after"]) == (429, "1")
    assert answer.json() == {
        "ok": False,
        "error_code": 429,
        "description": "Too Many Requests: retry after 1",
        "parameters": {"retry_after": 1},
    }
    with pytest.raises(RetryAfter):
        await bot.send_message(maria.chat_id, "x")
    assert len(sandbox.telegram.ledger) == 5


async def test_rates_may_be_switched_off(bot: telegram.Bot, sandbox: Sandbox, maria: Phone) -> None:
    sandbox.telegram.rates.enforced = False
    for number in range(10):
        await bot.send_message(maria.chat_id, str(number))
    assert len(sandbox.telegram.ledger) == 10
