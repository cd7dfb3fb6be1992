import asyncio

from db.database import Database
from db.deliveries import DeliveryState, Lane
from notifier.by_email import EmailSender
from tests.notifier.conftest import HandClock, make_telegram
from tests.notifier.couriers import (
    called,
    eventually,
    make_courier,
)
from tests.notifier.makers import by_email, by_telegram, put, rows, states
from tests.notifier.scripted_servers import Hang, ScriptedApi, ScriptedSmtp


async def reached(api: ScriptedApi, chats: set[str]) -> bool:
    return chats <= {form["chat_id"] for _, form in api.calls}


async def test_draining_leaves_nothing_in_flight(
    database: Database, clock: HandClock, api: ScriptedApi
) -> None:
    sender = make_telegram(api.url, read=30)
    api.by_chat = {"501": Hang(seconds=20), "502": Hang(seconds=20)}
    await put(database, by_telegram(501), lane=Lane.BROADCASTS)
    await put(database, by_telegram(502))
    for number in range(5):
        await put(database, by_telegram(503, body=str(number)))
    courier = make_courier(database, clock, sender)
    async with asyncio.TaskGroup() as tasks:
        run = tasks.create_task(courier.run())
        await eventually(lambda: reached(api, {"501", "502", "503"}))
        await courier.drain(0.3)
        await asyncio.wait_for(run, 1)
    await sender.close()
    found = await rows(database)
    assert DeliveryState.SENDING not in {row.state for row in found}
    assert found[0].state is DeliveryState.UNKNOWN
    assert (found[1].state, found[1].resent) == (DeliveryState.PENDING, True)
    back = [row for row in found[2:] if row.state is DeliveryState.PENDING]
    assert {(row.attempts, row.resent) for row in back} <= {(0, False)}
    assert len(back) + len(api.texts("503")) == 5


async def test_draining_waits_for_an_answer_on_its_way(
    database: Database, clock: HandClock, email: EmailSender, smtp: ScriptedSmtp
) -> None:
    smtp.scan = 0.3
    await put(database, by_email())
    courier = make_courier(database, clock, email)
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(courier.run())
        await called(smtp.messages, 1)
        await courier.drain(5)
    assert await states(database) == ["sent"]
