"""Several machines, one database: each courier knows its place among those at work."""

from sqlalchemy import text

from db import Database
from db.channels import ChannelKind
from db.couriers import Place, check_in, check_out

TELEGRAM, EMAIL = ChannelKind.TELEGRAM, ChannelKind.EMAIL


async def place(database: Database, holder: str, channel: ChannelKind = TELEGRAM) -> Place:
    async with database.write() as session:
        return await check_in(session, channel, holder)


async def test_whoever_began_first_comes_first_however_often_they_say_so(database: Database) -> None:
    assert await place(database, "ana:1") == Place(0, 1)
    assert await place(database, "bia:1") == Place(1, 2)
    assert await place(database, "ana:1") == Place(0, 2)


async def test_each_channel_has_couriers_of_its_own(database: Database) -> None:
    await place(database, "ana:1")
    assert await place(database, "bia:1", EMAIL) == Place(0, 1)


async def test_who_says_good_bye_is_followed_at_once(database: Database) -> None:
    await place(database, "ana:1")
    await place(database, "bia:1")
    async with database.write() as session:
        await check_out(session, TELEGRAM, "ana:1")
    assert await place(database, "bia:1") == Place(0, 1)


async def test_who_says_nothing_for_the_length_of_a_lease_has_gone(database: Database) -> None:
    await place(database, "ana:1")
    async with database.write() as session:
        await session.execute(text("UPDATE couriers SET lease_until = '2020-01-01 00:00:00.000000'"))
    assert await place(database, "bia:1") == Place(0, 1)
    assert await place(database, "ana:1") == Place(1, 2)
