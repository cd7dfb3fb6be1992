import asyncio
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path

from db import claims
from db.channels import ChannelKind
from db.claims import LEASE_SECONDS
from db.couriers import check_in
from db.database import Database
from db.deliveries import DeliveryState, Lane
from db.enclosures import keep_enclosure
from notifier import lane, ledger
from notifier.by_email import EmailSender
from notifier.by_telegram import TelegramSender
from tests.notifier.conftest import NOON, HandClock
from tests.notifier.couriers import (
    always_open,
    called,
    claim_and_die,
    couriers_at_work,
    eventually,
    make_courier,
    running,
    settled,
    until,
    until_attempted,
)
from tests.notifier.letters import read
from tests.notifier.makers import by_email, by_telegram, put, rows, states
from tests.notifier.scripted_servers import ScriptedApi, ScriptedSmtp, error


async def test_what_is_due_is_sent_and_settled(
    database: Database, clock: HandClock, telegram: TelegramSender, email: EmailSender
) -> None:
    await put(database, by_telegram(), by_email())
    await settled(database, clock, telegram, email, wanted=["sent", "sent"])
    chat, mailbox = await rows(database)
    assert (chat.remote_id, chat.attempts, chat.settled_at) == ("77", 1, NOON)
    assert mailbox.remote_id == "2.0.0 queued as 1"


async def test_a_file_goes_by_the_next_channel_where_its_words_are_too_long_for_the_first(
    database: Database, clock: HandClock, telegram: TelegramSender, email: EmailSender, smtp: ScriptedSmtp
) -> None:
    async with database.write() as session:
        number = await keep_enclosure(
            session, name="erros.csv", media_type="text/csv", content=b"linha;erro", now=NOON
        )
    both = [by_telegram(body="x" * 1025), by_email(standby=True)]
    await put(database, *(replace(one, enclosure_id=number) for one in both))
    await settled(database, clock, telegram, email, wanted=["failed", "sent"])
    ((_, content),) = smtp.messages
    (file,) = read(content).iter_attachments()
    assert (file.get_filename(), file.get_content().strip()) == ("erros.csv", "linha;erro")
    assert (await rows(database))[0].last_error == "the words are too long to go with a file"


async def test_what_is_put_while_it_runs_leaves_at_once_when_poked(
    database: Database, clock: HandClock, telegram: TelegramSender
) -> None:
    async with running(make_courier(database, clock, telegram)):
        await asyncio.sleep(0.1)
        await put(database, by_telegram())
        async with asyncio.timeout(4):  # a lane looks by itself every 5 s
            await until(database, "sent")


async def test_moving_the_clock_makes_what_is_due_then_leave(
    database: Database, clock: HandClock, telegram: TelegramSender
) -> None:
    await put(database, by_telegram(), not_before=NOON + timedelta(days=1))
    async with running(make_courier(database, clock, telegram)):
        await asyncio.sleep(0.1)
        assert await states(database) == ["pending"]
        clock.move(days=1)
        async with asyncio.timeout(4):  # a lane looks by itself every 5 s
            await until(database, "sent")


async def test_after_a_crash_what_was_in_flight_goes_once_more_and_is_marked(
    database: Database, clock: HandClock, telegram: TelegramSender, api: ScriptedApi
) -> None:
    await put(database, by_telegram())
    await claim_and_die(database)
    await settled(database, clock, telegram, wanted=["sent"])
    assert (await rows(database))[0].resent
    assert len(api.texts()) == 1


async def test_after_a_crash_nobody_waits_for_the_courier_that_died(
    database: Database, clock: HandClock, telegram: TelegramSender
) -> None:
    async with database.write() as session:
        await check_in(session, ChannelKind.TELEGRAM, "dead")
    await put(database, by_telegram())
    async with asyncio.timeout(4):  # its lease would last half a minute
        await settled(database, clock, telegram, wanted=["sent"])


async def test_after_a_crash_a_broadcast_in_flight_waits_for_a_person(
    database: Database, clock: HandClock, telegram: TelegramSender, api: ScriptedApi
) -> None:
    await put(database, by_telegram(), lane=Lane.BROADCASTS)
    await claim_and_die(database)
    async with running(make_courier(database, clock, telegram)):
        await until(database, "unknown")
    assert api.calls == []


async def test_another_machines_claim_is_left_alone_while_its_lease_lasts(
    database: Database, clock: HandClock, telegram: TelegramSender
) -> None:
    await put(database, by_telegram())
    await claim_and_die(database)
    async with running(make_courier(database, clock, telegram, alone=False)):
        await asyncio.sleep(0.1)
        assert await states(database) == ["sending"]


async def test_our_own_claims_outlive_a_pause_longer_than_the_lease(
    database: Database, clock: HandClock, file: Path
) -> None:
    await put(database, by_telegram())
    async with database.write() as session:
        claimed = await claims.claim(session, ChannelKind.TELEGRAM, holder="here", now=NOON, limit=9)
    with closing(sqlite3.connect(file)) as raw, raw:
        raw.execute("UPDATE deliveries SET lease_until = '2020-01-01 00:00:00.000000'")
    held = ledger.Ledger(database, ChannelKind.TELEGRAM, clock=clock, holder="here", window=always_open)
    held.hold(claimed)
    await held.renew_and_sweep()
    (row,) = await rows(database)
    assert row.state is DeliveryState.SENDING
    assert LEASE_SECONDS > lane.RENEWAL


async def test_what_fails_is_not_overtaken_by_the_next_of_the_same_chat(
    database: Database, clock: HandClock, telegram: TelegramSender, api: ScriptedApi
) -> None:
    api.script = [error(502, "Bad Gateway")]
    for body in ("um", "dois", "três"):
        await put(database, by_telegram(body=body))
    async with running(make_courier(database, clock, telegram)):
        await until_attempted(database)
        await asyncio.sleep(0.1)
        clock.move(seconds=1)
        await until(database, "sent", "sent", "sent")
    assert api.texts() == ["um", "um", "dois", "três"]
    assert [row.attempts for row in await rows(database)] == [2, 1, 1]


async def test_messages_of_a_chat_leave_in_order_one_at_a_time(
    database: Database, clock: HandClock, telegram: TelegramSender, api: ScriptedApi
) -> None:
    for number in range(4):
        for chat in (501, 502):
            await put(database, by_telegram(chat, body=str(number)))
    await settled(database, clock, telegram, wanted=["sent"] * 8)
    assert api.texts("501") == api.texts("502") == ["0", "1", "2", "3"]
    assert api.most_in_flight == 1


async def test_what_expired_is_cancelled(
    database: Database, clock: HandClock, telegram: TelegramSender, api: ScriptedApi
) -> None:
    await put(database, by_telegram(expires_at=NOON))
    await settled(database, clock, telegram, wanted=["cancelled"])
    assert api.calls == []


async def has_left(api: ScriptedApi, text: str) -> bool:
    return text in api.texts()


async def test_dialogue_does_not_wait_behind_a_broadcast(
    database: Database, clock: HandClock, telegram: TelegramSender, api: ScriptedApi
) -> None:
    for chat in range(1000, 1040):
        await put(database, by_telegram(chat), lane=Lane.BROADCASTS)
    async with running(make_courier(database, clock, telegram)):
        await called(api.calls, 8)
        await put(database, by_telegram(501, body="resposta"))
        await eventually(lambda: has_left(api, "resposta"))
    assert len(api.calls) < 35


async def test_of_two_machines_one_sends_by_telegram_until_it_goes(
    database: Database, clock: HandClock, telegram: TelegramSender, api: ScriptedApi
) -> None:
    first = make_courier(database, clock, telegram, alone=False, holder="first")
    second = make_courier(database, clock, telegram, alone=False, holder="second")
    async with asyncio.TaskGroup() as tasks:
        for number, courier in enumerate((first, second), start=1):
            tasks.create_task(courier.run())
            await eventually(partial(couriers_at_work, database, number))
        await put(database, by_telegram())
        await until(database, "sent")
        await first.drain(1)
        await put(database, by_telegram(502))
        await until(database, "sent", "sent", within=15)
        await second.drain(1)
    assert [row.holder for row in await rows(database)] == ["first", "second"]
