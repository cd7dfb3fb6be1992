"""The words that many deliveries share are at hand for each, whatever became of the claim that fetched them; and so
are files."""

import time
from collections.abc import Collection
from dataclasses import replace

import pytest
from sqlalchemy import Connection, event

from db import outbox
from db.announcements import Announcement, keep, wordings_of
from db.channels import ChannelKind
from db.database import Database
from db.deliveries import Lane
from db.enclosures import Enclosed, keep_enclosure
from db.notices import NoticeKind
from db.outbox import NewDelivery, NewNotice
from notifier.by_telegram import TelegramSender
from notifier.claiming import WORDINGS, Claiming, Room
from tests.notifier.conftest import NOON, HandClock
from tests.notifier.makers import by_telegram, put


def nobody(*, dialogue: bool) -> Collection[str]:
    return ()


async def announce(database: Database, body: str) -> None:
    """To one chat."""
    async with database.write() as session:
        told = Announcement(
            title=body, text=body, audience="todos", created_at=NOON, not_before=NOON, people=1
        )
        await keep(session, told, wordings=[(ChannelKind.TELEGRAM, body, "", "")], recipients={})
        (wording,) = (await wordings_of(session, told.id)).values()
        wording_id = wording.id
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


async def files_and_questions(database: Database, claiming: Claiming) -> tuple[list[Enclosed | None], int]:
    """The file of each that waits, and how often files were asked for."""
    asked: list[str] = []

    def listen(_: Connection, __: object, statement: str, *___: object) -> None:
        if "FROM enclosures" in statement:
            asked.append(statement)

    async with database.write() as session:
        connection = await session.connection()
        event.listen(connection.sync_connection, "before_cursor_execute", listen)
        flights = await claiming.take(session, Room(0, 99), busy=nobody)
        event.remove(connection.sync_connection, "before_cursor_execute", listen)
    return [flight.parcel(at=NOON).enclosure for flight in flights], len(asked)


async def test_files_are_asked_for_together_and_only_where_something_goes_with_one(
    database: Database, claiming: Claiming
) -> None:
    file = Enclosed("a.csv", "text/csv", b"a;b")
    await put(database, by_telegram(501), lane=Lane.REMINDERS)
    assert await files_and_questions(database, claiming) == ([None], 0)
    async with database.write() as session:
        ids = [
            await keep_enclosure(session, name=one.name, media_type="text/csv", content=one.content, now=NOON)
            for one in (file, replace(file, content=b"c"))
        ]
    for chat, number in zip((502, 503, 504), (*ids, ids[0]), strict=True):
        await put(database, replace(by_telegram(chat), enclosure_id=number), lane=Lane.REMINDERS)
    assert await files_and_questions(database, claiming) == ([file, replace(file, content=b"c"), file], 1)
