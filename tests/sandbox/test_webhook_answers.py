"""What a webhook's answer does, what planned faults do to deliveries, and that moving a webhook loses nothing."""

import asyncio

import pytest
import telegram
from hypothesis import given
from hypothesis import strategies as st
from starlette.responses import JSONResponse, Response

from sandbox.clock import SandboxClock, elapsed
from sandbox.desk import Sandbox
from sandbox.exchange import Exchange
from sandbox.faults.kinds import Drop, Fault
from sandbox.phone import Phone
from sandbox.tokens import make_token
from sandbox.webhook.delivery import Deliveries
from sandbox.webhook.line import Answer
from tests.sandbox.receiver import Receiver, is_empty, receiving, serve, until

MEDIA_TYPES = ["application/json", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"]
#: Real seconds for one of Telegram's: short, but long enough to be seen.
SECOND = 0.02


@pytest.fixture(autouse=True)
def short_seconds(sandbox: Sandbox) -> None:
    sandbox.telegram.patience.second = SECOND


@pytest.mark.parametrize(
    "answer",
    [
        JSONResponse({"method": "sendMessage", "chat_id": 710000001, "text": "oi"}),
        Response(
            "method=SENDMESSAGE&chat_id=710000001&text=oi", media_type="application/x-www-form-urlencoded"
        ),
    ],
)
async def test_the_answer_may_name_a_method(
    sandbox: Sandbox, maria: Phone, receiver: Receiver, answer: Response
) -> None:
    receiver.answers.append(answer)
    await serve(sandbox, receiver.url)
    await maria.waits_for("oi")


@pytest.mark.parametrize(
    "body",
    [
        {"method": "deleteWebhook"},
        {"method": "setWebhook", "url": ""},
        {"method": "getUpdates"},
        {"method": "noSuchMethod"},
        {"method": ["sendMessage"]},
        {"method": "sendMessage", "chat_id": 99, "text": "x"},
        [],
    ],
)
async def test_what_cannot_be_carried_out_is_passed_over(
    bot: telegram.Bot, sandbox: Sandbox, maria: Phone, receiver: Receiver, body: object
) -> None:
    receiver.answers.append(JSONResponse(body))
    await serve(sandbox, receiver.url)
    await maria.says("ainda aí?")
    await receiver.gets(2)
    await until(lambda: is_empty(bot))


@given(
    body=st.binary(max_size=60)
    | st.text(max_size=60).map(lambda text: f"method=sendMessage&{text}".encode()),
    media_type=st.sampled_from(MEDIA_TYPES) | st.text(max_size=9),
)
async def test_no_answer_upsets_the_desk(body: bytes, media_type: str) -> None:
    deliveries = Deliveries(Exchange(make_token(), SandboxClock()))
    await deliveries.carry_out(Answer(200, "OK", 0, media_type, body, is_kept=True))


async def test_moving_between_webhook_and_polling_loses_nothing(
    bot: telegram.Bot, sandbox: Sandbox, maria: Phone, receiver: Receiver
) -> None:
    await serve(sandbox, receiver.url)
    await receiver.gets(1)
    await until(lambda: is_empty(bot))
    receiver.awake.clear()
    await maria.says("um")
    await receiver.gets(2)
    await bot.delete_webhook()
    await maria.says("dois")
    polled = await bot.get_updates()
    assert [update.message.text for update in polled if update.message] == ["um", "dois"]


async def test_a_new_webhook_gets_what_the_old_one_did_not_take(
    sandbox: Sandbox, maria: Phone, receiver: Receiver
) -> None:
    receiver.awake.clear()
    await serve(sandbox, receiver.url)
    await receiver.gets(1)
    async with receiving() as other:
        await asyncio.sleep(SECOND)
        await serve(sandbox, other.url)
        await maria.says("um")
        await other.gets(2)
        assert other.texts == ["/start", "um"]


async def test_pending_updates_are_dropped_on_request(
    sandbox: Sandbox, maria: Phone, receiver: Receiver
) -> None:
    await serve(sandbox, receiver.url, drop_pending_updates=True)
    await maria.says("um")
    await receiver.gets(1)
    assert receiver.texts == ["um"]


async def test_a_desk_closes_though_a_bot_is_thinking(receiver: Receiver) -> None:
    receiver.awake.clear()
    async with asyncio.timeout(2), Sandbox() as desk:
        await serve(desk, receiver.url)
        await desk.telegram.phone("Ana").says("oi")
        await receiver.gets(1)


async def test_a_fault_delivers_twice(sandbox: Sandbox, maria: Phone, receiver: Receiver) -> None:
    sandbox.telegram.faults.add(Fault(method="webhook", duplicate=True))
    await serve(sandbox, receiver.url)
    await maria.says("um")
    await receiver.gets(3)
    assert receiver.texts == ["/start", "/start", "um"]


@pytest.mark.parametrize(("drop", "tries"), [(Drop.BEFORE_WORK, 1), (Drop.AFTER_WORK, 2)])
async def test_a_fault_cuts_the_line(
    bot: telegram.Bot, sandbox: Sandbox, maria: Phone, drop: Drop, tries: int, receiver: Receiver
) -> None:
    sandbox.telegram.faults.add(Fault(method="webhook", chat=maria.chat_id, drop=drop))
    await serve(sandbox, receiver.url)
    await until(lambda: is_empty(bot))
    assert len(receiver.arrivals) == tries


async def test_a_fault_delays_a_delivery(sandbox: Sandbox, maria: Phone, receiver: Receiver) -> None:
    sandbox.telegram.faults.add(Fault(method="webhook", delay_before=0.1))
    began = elapsed()
    await serve(sandbox, receiver.url)
    (arrival,) = await receiver.gets(1)
    assert arrival.moment - began >= 0.1


async def test_a_fault_for_any_method_is_not_spent_on_a_delivery(
    sandbox: Sandbox, maria: Phone, receiver: Receiver
) -> None:
    await serve(sandbox, receiver.url)
    sandbox.telegram.faults.add(Fault(status=500))
    await receiver.gets(1)
    assert sandbox.telegram.faults.strike(lambda fault: fault.matches("getMe", None))
