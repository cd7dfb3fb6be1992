"""Whoever sent a broadcast watches it go in one message, which is edited as it goes and says its last word once."""

import time
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest_asyncio
from sqlalchemy import update

from db import Database
from db.announcements import Announcement
from db.channels import ChannelKind
from db.deliveries import Delivery, DeliveryState, Lane
from db.ids import AnnouncementId
from db.notices import NoticeKind
from db.outbox import NewDelivery, NewNotice, put
from elo.announcing import fill_announcements
from elo.telling_of_broadcasts import tell_of_broadcasts
from elo.watching_broadcasts import watch_broadcasts
from notifier.by_telegram import TelegramSender
from rede.broadcast import broadcast, prepare
from rede.broadcast_progress import progress_key
from rede.pause_broadcast import pause
from sandbox.desk import Sandbox
from sandbox.phone import Phone
from tests.rede.broadcasts import ORDER, announcement, stand
from tests.rede.makers import NOW, a_desk, make_office, person_id
from tests.rede.networks import UPB, address, found

OFFICE = make_office()
LATER = NOW + timedelta(minutes=5)


@pytest_asyncio.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    async with Sandbox() as desk:
        desk.telegram.patience.second = 0
        yield desk


@pytest_asyncio.fixture
async def telegram(sandbox: Sandbox) -> AsyncIterator[TelegramSender]:
    sender = TelegramSender(sandbox.token, sandbox.base_url, monotonic=time.monotonic)
    yield sender
    await sender.close()


@pytest_asyncio.fixture
async def ana(sandbox: Sandbox) -> Phone:
    phone = sandbox.telegram.phone("Ana")
    await phone.says("/start")
    return phone


async def watched(database: Database, telegram: TelegramSender, ana: Phone) -> AnnouncementId:
    """Ana of the Secretariat sent one to herself and Bia, and has the message in her chat."""
    await found(database, UPB, people=[("Ana", "SEGES", "coordenador"), ("Bia", "UPB", "coordenador")])
    who = await person_id(database, address("Ana"))
    async with a_desk(database, actor=who) as desk:
        made = await broadcast(desk, await prepare(desk, ORDER))
        reply = NewNotice(
            kind=NoticeKind.REPLY,
            lane=Lane.INTERACTIVE,
            created_at=NOW,
            not_before=NOW,
            deliveries=[NewDelivery(channel=ChannelKind.TELEGRAM, address=str(ana.chat_id), body="…")],
            person_id=who,
            key=progress_key(made.id),
        )
        notice = await put(desk.session, reply)
    assert notice is not None
    # As the courier does.
    sent = await telegram._bot.send_message(ana.chat_id, "…")
    async with database.write() as session:
        told = update(Delivery).where(Delivery.notice_id == notice.id)
        await session.execute(told.values(state=DeliveryState.SENT, remote_id=str(sent.message_id)))
    await fill_announcements(database, OFFICE, NOW)
    return made.id


async def test_it_is_edited_only_when_there_is_something_new_to_say(
    database: Database, telegram: TelegramSender, ana: Phone
) -> None:
    number = await watched(database, telegram, ana)
    assert await watch_broadcasts(database, OFFICE, telegram, NOW) == 1
    assert await watch_broadcasts(database, OFFICE, telegram, NOW) == 0
    assert "em envio" in ana.edits[-1].text
    await stand(database, "Bia", state=DeliveryState.SENT, settled=NOW)
    await watch_broadcasts(database, OFFICE, telegram, NOW)
    assert "▓▓▓▓▓░░░░░ 50%" in ana.edits[-1].text
    async with a_desk(database) as desk:
        await pause(desk, number)
    await watch_broadcasts(database, OFFICE, telegram, NOW)
    assert "pausado" in ana.edits[-1].text
    assert [list(row) for row in ana.edits[-1].buttons] == [["Retomar", "Cancelar envio"]]


async def test_its_last_word_is_said_once_and_nothing_is_asked_of_it_any_more(
    database: Database, telegram: TelegramSender, ana: Phone
) -> None:
    number = await watched(database, telegram, ana)
    await stand(database, "Ana", "Bia", state=DeliveryState.SENT, settled=NOW)
    await tell_of_broadcasts(database, OFFICE, NOW)
    assert await watch_broadcasts(database, OFFICE, telegram, LATER) == 1
    assert "concluído" in ana.edits[-1].text
    assert (await announcement(database, number)).progress_shown.startswith("last:")
    assert await watch_broadcasts(database, OFFICE, telegram, LATER) == 0


async def test_a_message_that_is_gone_is_given_up_once_it_is_over(
    database: Database, telegram: TelegramSender, ana: Phone
) -> None:
    number = await watched(database, telegram, ana)
    async with database.write() as session:
        await session.execute(update(Delivery).where(Delivery.remote_id != "").values(remote_id="999"))
        over = update(Announcement).values(cancelled_at=NOW, summarised_at=NOW)
        await session.execute(over)
    assert await watch_broadcasts(database, OFFICE, telegram, LATER) == 0
    assert (await announcement(database, number)).progress_shown == ""
    assert await watch_broadcasts(database, OFFICE, telegram, LATER + timedelta(minutes=10)) == 0
    assert (await announcement(database, number)).progress_shown != ""
