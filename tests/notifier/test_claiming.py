"""The words that many deliveries share are at hand for each, whatever became of the claim that fetched them."""

import time
from collections.abc import Collection

import pytest

from db import outbox
from db.announcements import Announcement, keep, wording_ids
from db.channels import ChannelKind
from db.database import Database
from db.deliveries import Lane
from db.notices import NoticeKind
from db.outbox import NewDelivery, NewNotice
from notifier.by_telegram import TelegramSender
from notifier.claiming import WORDINGS, Claiming, Room
from tests.notifier.conftest import NOON, HandClock


def nobody(*, dialogue: bool) -> Collection[str]:
    return ()


async def announce(database: Database, body: str) -> None:
    """To one chat."""
    async with database.write() as session:
        told = Announcement(
            title=body, text=body, audience="todos", created_at=NOON, not_before=NOON, people=1
        )
        await keep(session, told, wordings=[(ChannelKind.TELEGRAM, body, "", "")], recipients=[])
        (wording_id,) = (await wording_ids(session, told.id)).values()
        chat = NewDelivery(
            channel=ChannelKind.TELEGRAM, address=str(500 + told.id), body="", wording_id=wording_id
        )
        notice = NewNotice(
            kind=NoticeKind.ANNOUNCEMENT,
            lane=Lane.BROADCASTS,
            created_at=NOON,
            not_before=NOON,
            announcement_id=told.id,
            deliveries=[chat],
        )
        await outbox.put(session, notice)


async def taken(database: Database, claiming: Claiming, *, fails: bool = False) -> list[str]:
    """The words of everything that waits."""
    async with database.write() as session:
        flights = await claiming.take(session, Room(0, 99), busy=nobody)
        if fails:
            raise ZeroDivisionError
    return [flight.parcel(at=NOON).body for flight in flights]


@pytest.fixture
def claiming(telegram: TelegramSender, clock: HandClock) -> Claiming:
    return Claiming(telegram, clock=clock.now, holder="here", monotonic=time.monotonic)


async def test_words_outlive_the_transaction_that_fetched_them(
    database: Database, claiming: Claiming
) -> None:
    await announce(database, "um")
    with pytest.raises(ZeroDivisionError):
        await taken(database, claiming, fails=True)
    assert await taken(database, claiming) == ["um"]


async def test_many_announcements_at_once_each_have_their_words(
    database: Database, claiming: Claiming
) -> None:
    words = [f"aviso {number}" for number in range(WORDINGS + 4)]
    for one in words:
        await announce(database, one)
    with pytest.raises(ZeroDivisionError):
        await taken(database, claiming, fails=True)
    await announce(database, "mais um")
    assert await taken(database, claiming) == [*words, "mais um"]
