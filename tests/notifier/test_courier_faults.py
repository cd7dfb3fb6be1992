import asyncio
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from db.channels import ChannelKind, channel_of_chat
from db.couriers import Place
from db.database import Database
from db.deliveries import Delivery, DeliveryState, Lane
from notifier.by_email import EmailSender
from notifier.by_telegram import TelegramSender
from notifier.outcome import LaneStopped, Outcome, Parcel, Sent
from tests.notifier.conftest import NOON, HandClock, make_telegram
from tests.notifier.couriers import (
    eventually,
    make_courier,
    outages_of,
    running,
    settled,
    until,
    until_attempted,
)
from tests.notifier.makers import by_email, by_telegram, make_chat, put, rows, states
from tests.notifier.scripted_servers import Hang, ScriptedApi, ScriptedSmtp, error, serving_api

OBSTRUCT = "CREATE TRIGGER obstruct BEFORE UPDATE ON deliveries BEGIN SELECT RAISE(ABORT, 'no'); END"
BLOCKED = error(403, "Forbidden: bot was blocked by the user")


async def test_a_blocked_chat_closes_the_channel_and_the_e_mail_goes_instead(
    database: Database,
    clock: HandClock,
    telegram: TelegramSender,
    email: EmailSender,
    api: ScriptedApi,
    smtp: ScriptedSmtp,
) -> None:
    channel_id = await make_chat(database)
    api.by_chat["501"] = BLOCKED
    await put(database, by_telegram(channel_id=channel_id), by_email(standby=True))
    await settled(database, clock, telegram, email, wanted=["failed", "sent"])
    assert [recipient for recipient, _ in smtp.messages] == ["ana@tj.test"]
    async with database.read() as session:
        channel = await channel_of_chat(session, 501)
    assert channel is not None
    assert (channel.closed_at, channel.closed_reason) == (NOON, "http 403 bot was blocked by the user")


async def test_a_woken_fallback_waits_for_the_sending_window(
    database: Database, clock: HandClock, telegram: TelegramSender, email: EmailSender, api: ScriptedApi
) -> None:
    morning = NOON + timedelta(hours=20)
    api.by_chat["501"] = BLOCKED
    await put(database, by_telegram(), by_email(standby=True), lane=Lane.REMINDERS)
    async with running(make_courier(database, clock, telegram, email, window=lambda _: morning)):
        await until(database, "failed", "pending")
    assert (await rows(database))[1].not_before == morning


async def test_a_server_error_is_tried_again_later_inside_the_window(
    database: Database, clock: HandClock, telegram: TelegramSender, api: ScriptedApi
) -> None:
    morning = NOON + timedelta(hours=20)
    api.script = [error(502, "Bad Gateway")]
    await put(database, by_telegram(), lane=Lane.REMINDERS)
    async with running(make_courier(database, clock, telegram, window=lambda at: max(at, morning))):
        await until_attempted(database)
        assert ((await rows(database))[0].not_before, await states(database)) == (morning, ["pending"])
        clock.move(hours=20)
        await until(database, "sent")


async def test_a_reply_is_tried_again_after_a_second_whatever_the_window(
    database: Database, clock: HandClock, telegram: TelegramSender, api: ScriptedApi
) -> None:
    api.script = [error(502, "Bad Gateway")]
    await put(database, by_telegram())
    never = NOON + timedelta(days=9)
    async with running(make_courier(database, clock, telegram, window=lambda _: never)):
        await until_attempted(database)
        assert (await rows(database))[0].not_before == NOON + timedelta(seconds=1)


async def test_a_429_holds_everything_and_costs_no_attempt(
    database: Database, clock: HandClock, telegram: TelegramSender, api: ScriptedApi
) -> None:
    api.script = [error(429, "Too Many Requests: retry after 1", retry_after=1)]
    await put(database, by_telegram(501))
    loop = asyncio.get_running_loop()
    start = loop.time()
    async with running(make_courier(database, clock, telegram)):
        await until_attempted(database)
        await put(database, by_telegram(502))
        await until(database, "sent", "sent")
    assert loop.time() - start >= 1
    assert [row.attempts for row in await rows(database)] == [1, 1]
    assert len(api.calls) == 3


async def test_a_poisonous_row_fails_alone(
    database: Database, clock: HandClock, telegram: TelegramSender, api: ScriptedApi
) -> None:
    await put(database, by_telegram(501, buttons="not json"))
    await put(database, by_telegram(502, buttons='[["not a pair"]]'))
    await put(database, by_telegram(503, body="bom"))
    await settled(database, clock, telegram, wanted=["failed", "failed", "sent"])
    assert api.texts() == ["bom"]


async def test_a_lost_answer_is_sent_once_more_and_then_left_to_a_person(
    database: Database, clock: HandClock, telegram: TelegramSender, api: ScriptedApi
) -> None:
    api.by_chat["501"] = Hang()
    await put(database, by_telegram(), lane=Lane.REMINDERS)
    await settled(database, clock, telegram, wanted=["unknown"])
    (row,) = await rows(database)
    assert row.resent
    assert len(api.texts()) == 2


async def test_a_migrated_group_gets_the_message_at_its_new_address(
    database: Database, clock: HandClock, telegram: TelegramSender, api: ScriptedApi
) -> None:
    api.by_chat["-5"] = error(400, "Bad Request: group chat was upgraded", migrate_to_chat_id=-1005)
    await put(database, by_telegram(-5))
    await settled(database, clock, telegram, wanted=["sent"])
    assert (await rows(database))[0].address == "-1005"


async def test_a_refused_token_stops_the_lane_without_costing_attempts(
    database: Database, clock: HandClock, telegram: TelegramSender, api: ScriptedApi
) -> None:
    api.script = [error(401, "Unauthorized")]
    for chat in range(501, 505):
        await put(database, by_telegram(chat))
    async with running(make_courier(database, clock, telegram)):
        await eventually(lambda: outages_of(database))
        await asyncio.sleep(0.2)
        assert "pending" in await states(database)
    first = (await rows(database))[0]
    assert (first.state, first.attempts) == (DeliveryState.PENDING, 0)


async def test_a_server_that_comes_back_ends_the_outage_and_gets_everything(
    database: Database, clock: HandClock
) -> None:
    async with serving_api() as later:
        port = later.port
    for chat in range(501, 506):
        await put(database, by_telegram(chat))
    sender = make_telegram(f"http://127.0.0.1:{port}")
    async with running(make_courier(database, clock, sender)):
        await eventually(lambda: outages_of(database))
        api = ScriptedApi()
        server = await asyncio.start_server(api.serve, "127.0.0.1", port)
        await until(database, *["sent"] * 5)
        await asyncio.sleep(0.1)
        assert await outages_of(database) == []
    await sender.close()
    server.close()
    assert len(api.calls) == 5
    assert {row.attempts for row in await rows(database)} == {1}


async def test_an_outcome_survives_a_database_that_is_locked(
    database: Database, clock: HandClock, telegram: TelegramSender, api: ScriptedApi, file: Path
) -> None:
    api.by_chat["501"] = error(403, "Forbidden: user is deactivated")
    await put(database, by_telegram(501))
    courier = make_courier(database, clock, Obstructing(telegram, file))
    async with running(courier):
        await until(database, "failed")
    assert len(api.calls) == 1


class Obstructing:
    """A real sender after whose answer the outbox cannot be written for a moment."""

    kind = ChannelKind.TELEGRAM
    slots = 4

    def __init__(self, sender: TelegramSender, file: Path) -> None:
        self._sender, self._file = sender, file

    def room(self, *, interactive: bool) -> int:
        return self._sender.room(interactive=interactive)

    def held(self) -> set[str]:
        return set()

    def held_domains(self) -> tuple[str, ...]:
        return ()

    def work_as(self, place: Place) -> bool:
        return True

    async def alive(self) -> LaneStopped | None:
        return None

    async def send(self, parcel: Parcel, leaving: Callable[[], None]) -> Outcome:
        outcome = await self._sender.send(parcel, leaving)
        await asyncio.to_thread(self._run, OBSTRUCT)
        loop = asyncio.get_running_loop()
        loop.call_later(0.3, lambda: loop.run_in_executor(None, self._run, "DROP TRIGGER obstruct"))
        return outcome

    def _run(self, statement: str) -> None:
        with closing(sqlite3.connect(self._file)) as raw, raw:
            raw.execute(statement)


class Broken:
    """A sender with a bug, for chat 501 only."""

    kind = ChannelKind.TELEGRAM
    slots = 4

    def __init__(self, *, after_leaving: bool) -> None:
        self._after_leaving = after_leaving

    def room(self, *, interactive: bool) -> int:
        return 4

    def held(self) -> tuple[str, ...]:
        return ()

    def held_domains(self) -> tuple[str, ...]:
        return ()

    def work_as(self, place: Place) -> bool:
        return True

    async def alive(self) -> LaneStopped | None:
        return None

    async def send(self, parcel: Parcel, leaving: Callable[[], None]) -> Outcome:
        if self._after_leaving:
            leaving()
        if parcel.address == "501":
            raise ZeroDivisionError("the words of Ana")
        return Sent("1")


@pytest.mark.parametrize(("after_leaving", "state"), [(False, "failed"), (True, "unknown")])
async def test_a_bug_in_a_sender_fails_the_row_alone_and_tells_no_words(
    database: Database, clock: HandClock, after_leaving: bool, state: str
) -> None:
    await put(database, by_telegram(501), lane=Lane.BROADCASTS)
    await put(database, by_telegram(502), lane=Lane.BROADCASTS)
    await settled(database, clock, Broken(after_leaving=after_leaving), wanted=[state, "sent"])
    row: Delivery = (await rows(database))[0]
    assert row.last_error.startswith("ZeroDivisionError test_courier_faults.py:")


async def test_a_server_that_fails_for_everybody_stops_the_lane_and_is_on_record(
    database: Database, clock: HandClock, telegram: TelegramSender, api: ScriptedApi
) -> None:
    api.script = [error(502, "Bad Gateway")] * 100
    for chat in range(501, 521):
        await put(database, by_telegram(chat))
    async with running(make_courier(database, clock, telegram)):
        await eventually(lambda: outages_of(database))
    assert any(row.attempts == 0 and row.state is DeliveryState.PENDING for row in await rows(database))
