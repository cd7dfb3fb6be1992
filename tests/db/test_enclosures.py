"""Files that go with messages: kept once, claimed with what they go with, gone when nothing names them any more."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from db import Database, claims
from db.archive import archive
from db.channels import ChannelKind
from db.claims import Claim, Settlement
from db.deliveries import DeliveryState
from db.enclosures import LARGEST, NAMED_BY, Enclosed, Enclosure, enclosures_of, keep_enclosure
from db.fallback import wake_next
from db.ids import EnclosureId, NoticeId
from db.kits import Kit
from db.tables import metadata
from tests.notifier.conftest import NOON
from tests.notifier.makers import by_email, by_telegram, put

SHEET = Enclosed("erros.csv", "text/csv", b"\x00\xff linha")


async def keep(database: Database, file: Enclosed = SHEET) -> EnclosureId:
    async with database.write() as session:
        return await keep_enclosure(
            session, name=file.name, media_type=file.media_type, content=file.content, now=NOON
        )


async def kept(database: Database) -> list[EnclosureId]:
    async with database.read() as session:
        return [*await session.scalars(select(Enclosure.id).order_by(Enclosure.id))]


async def claim(database: Database, kind: ChannelKind = ChannelKind.TELEGRAM) -> list[Claim]:
    async with database.write() as session:
        return [*await claims.claim(session, kind, holder="tests", now=NOON, limit=9)]


async def test_what_is_claimed_names_its_file(database: Database) -> None:
    number = await keep(database)
    await put(database, replace(by_telegram(501), enclosure_id=number))
    await put(database, by_telegram(502))
    assert [row.enclosure_id for row in await claim(database)] == [number, None]
    async with database.read() as session:
        assert await enclosures_of(session, [number, EnclosureId(99)]) == {number: SHEET}


async def test_the_next_channel_has_the_file_too(database: Database) -> None:
    number = await keep(database)
    both = [by_telegram(501), by_email(standby=True)]
    await put(database, *(replace(one, enclosure_id=number) for one in both))
    async with database.write() as session:
        await wake_next(session, NoticeId(1), now=NOON, window=NOON)
    assert [row.enclosure_id for row in await claim(database, ChannelKind.EMAIL)] == [number]


@pytest.mark.parametrize("size", [0, LARGEST + 1], ids=["empty", "too large"])
async def test_what_no_channel_takes_is_not_kept(database: Database, size: int) -> None:
    with pytest.raises(ValueError, match=str(size)):
        await keep(database, replace(SHEET, content=bytes(size)))


async def settle_first(database: Database) -> None:
    rows = await claim(database)
    async with database.write() as session:
        sent = Settlement(delivery_id=rows[0].id, fence=rows[0].fence, state=DeliveryState.SENT)
        await claims.settle(session, [sent], now=NOON)


async def test_files_of_what_is_archived_go_unless_something_that_stays_names_them(
    database: Database,
) -> None:
    shared, alone, _never_put = [await keep(database) for _ in range(3)]
    await put(database, replace(by_telegram(501), enclosure_id=alone))
    await settle_first(database)
    for chat in (502, 503):
        await put(database, replace(by_telegram(chat), enclosure_id=shared))
    await settle_first(database)
    async with database.write() as session:
        assert await archive(session, before=NOON + timedelta(days=1), limit=9) == 2
    assert await kept(database) == [shared]


async def test_a_file_of_late_stays_though_nothing_names_it_yet(database: Database) -> None:
    number = await keep(database)
    async with database.write() as session:
        await archive(session, before=NOON, limit=9)
    assert await kept(database) == [number]


def test_every_column_that_names_a_file_keeps_it() -> None:
    """Else a minute, or the material of a course, would go when the last message that brought it is archived."""
    keeping = {column.expression for column in NAMED_BY}
    pointing = {
        key.parent
        for table in metadata.sorted_tables
        for key in table.foreign_keys
        if key.column.table.name == "enclosures"
    }
    assert {str(one) for one in keeping} == {str(one) for one in pointing}


async def test_a_file_that_something_keeps_for_itself_stays(database: Database) -> None:
    number = await keep(database)
    await put(database, replace(by_telegram(501), enclosure_id=number))
    await settle_first(database)
    async with database.write() as session:
        session.add(Kit(about="campanha:1", title="Campanha", created_at=NOON, enclosure_id=number))
        assert await archive(session, before=NOON + timedelta(days=1), limit=9) == 1
    assert await kept(database) == [number]
