"""What the Bot API server holds back by itself: equal uploads in a row, hundreds of messages to a chat at once."""

import asyncio

import httpx
import pytest

from sandbox.desk import Sandbox
from sandbox.patience import Patience
from sandbox.phone import Phone
from sandbox.rates import Rates
from sandbox.refusals import TooManyRequests
from sandbox.requests.bodies import Upload
from sandbox.requests.parameters import Parameters
from sandbox.throttles import MOST_IN_FLIGHT, Flood, InFlight, Throttles, UploadThrottle, messages_of
from tests.sandbox.call import call


class Waits(Patience):
    """Does not wait, but keeps what it was told to wait for."""

    def __init__(self) -> None:
        super().__init__()
        self.kept: list[float] = []

    async def waits(self, seconds: float) -> None:
        self.kept.append(round(seconds, 6))


def upload(size: int, parts: int = 1) -> Parameters:
    """So many bytes in all."""
    share = Upload("a", "", bytes(size // parts))
    return Parameters({"chat_id": 1}, {f"f{number}": share for number in range(parts)})


@pytest.fixture
def patience() -> Waits:
    return Waits()


@pytest.fixture
def throttles(patience: Waits) -> Throttles:
    """At a standstill, an hour after the machine was started."""
    return Throttles(lambda: 3600.0, Rates(lambda: 3600.0), patience)


@pytest.mark.parametrize(
    ("size", "waits"),
    [
        (100_000, [0.0] * 8),
        (100_001, [0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.2, 0.4]),
        (2_000_000, [0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.2, 0.4]),
        (5_000_000, [0.0, 0.0, 0.0, 0.5, 1.0, 1.5, 2.0, 2.5]),
        (9_000_000, [0.0, 0.0, 0.8, 1.7, 2.6, 3.5, 4.4, 5.3]),
        (50_000_000, [0.0, 0.0, 0.8, 1.7, 2.6, 3.5, 4.4, 5.3]),
    ],
)
def test_uploads_of_one_size_are_spaced(size: int, waits: list[float]) -> None:
    throttle = UploadThrottle()
    assert [round(throttle.wait(size, 3600), 6) for _ in waits] == waits


def test_too_long_a_queue_of_uploads_is_a_flood() -> None:
    throttle = UploadThrottle()
    for _ in range(8):
        throttle.wait(9_000_000, 3600)
    with pytest.raises(Flood):
        throttle.wait(9_000_000, 3600)
    assert throttle.wait(9_000_001, 3600) == 0
    assert throttle.wait(9_000_000, 3600.5) == pytest.approx(5.7)


def test_a_while_later_uploads_pass_at_once_again() -> None:
    throttle = UploadThrottle()
    for _ in range(8):
        throttle.wait(9_000_000, 3600)
    assert throttle.wait(9_000_000, 3607) == 0


def test_a_chat_has_its_fill_at_310() -> None:
    in_flight = InFlight()
    in_flight.add(1, MOST_IN_FLIGHT - 1)
    in_flight.add(1, 10)
    with pytest.raises(Flood):
        in_flight.add(1, 1)
    in_flight.add(2, 1)
    in_flight.remove(1, 10)
    in_flight.add(1, 1)


async def test_a_flood_is_told_late_and_to_wait_a_minute(throttles: Throttles, patience: Waits) -> None:
    throttles.in_flight.add(7, MOST_IN_FLIGHT)
    with pytest.raises(TooManyRequests, match="retry after 60"):
        async with throttles.hold("sendMessage", Parameters({"chat_id": "7"}, {})):
            pass
    assert patience.kept == [3.0]


async def test_a_call_makes_room_when_it_is_answered(throttles: Throttles) -> None:
    throttles.in_flight.most = 1
    for _ in range(2):
        with pytest.raises(ValueError, match="broken"):
            async with throttles.hold("sendMessage", Parameters({"chat_id": 7}, {})):
                raise ValueError("broken")


async def test_all_files_of_a_request_count_together(throttles: Throttles, patience: Waits) -> None:
    for _ in range(4):
        async with throttles.hold("sendMediaGroup", upload(5_000_000, parts=5)):
            pass
    assert patience.kept == [0.5]


async def test_telegrams_seconds_may_be_shorter_here(throttles: Throttles, patience: Waits) -> None:
    patience.second = 0.1
    for _ in range(4):
        async with throttles.hold("sendDocument", upload(5_000_000)):
            pass
    assert patience.kept == [0.5]


@pytest.mark.parametrize(("enforced", "second"), [(False, 1.0), (True, 0.0)])
async def test_throttles_may_be_switched_off(
    throttles: Throttles, patience: Waits, second: float, *, enforced: bool
) -> None:
    throttles.in_flight.most = 0
    throttles._rates.enforced, patience.second = enforced, second
    for _ in range(20):
        async with throttles.hold("sendDocument", upload(5_000_000)):
            pass
    assert patience.kept == []


@pytest.mark.parametrize(
    ("method", "values", "messages"),
    [
        ("sendMessage", {}, 1),
        ("SENDPHOTO", {}, 1),
        ("copyMessage", {}, 1),
        ("sendMediaGroup", {"media": "[{}, {}]"}, 2),
        ("forwardMessages", {"message_ids": [1, 2, 3]}, 3),
        ("copyMessages", {"message_ids": "["}, 0),
        ("sendChatAction", {}, 0),
        ("editMessageText", {}, 0),
        ("getUpdates", {}, 0),
    ],
)
def test_what_a_call_sends_is_counted(method: str, values: dict[str, str | list[int]], messages: int) -> None:
    assert messages_of(method, Parameters(values, {})) == messages


async def test_calls_that_are_under_way_fill_a_chat(
    web: httpx.AsyncClient, sandbox: Sandbox, maria: Phone
) -> None:
    sandbox.telegram.patience.second = 0.001
    sandbox.telegram.throttles.in_flight.most = 2
    await web.post("/control/faults", json={"method": "sendMessage", "delay_before": 0.2, "times": 2})
    calls = [call(web, sandbox, "sendMessage", chat_id=maria.chat_id, text="x") for _ in range(3)]
    answers = [answer.json() for answer in await asyncio.gather(*calls)]
    (refused,) = [answer for answer in answers if not answer["ok"]]
    assert refused["parameters"] == {"retry_after": 60}
    assert len(sandbox.telegram.ledger) == 2
