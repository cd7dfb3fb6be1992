"""What is claimed and what waits: domains that must be left alone, chats that move where one is already."""

from db import Database, claims
from db.channels import ChannelKind, channel_of_chat
from db.claims import Settlement
from db.deliveries import DeliveryState, Lane
from db.ids import DeliveryId
from tests.notifier.conftest import NOON
from tests.notifier.makers import by_email, by_telegram, make_chat, put


async def mails_outside(database: Database, *domains: str) -> list[DeliveryId]:
    async with database.write() as session:
        kind = ChannelKind.EMAIL
        rows = await claims.claim(
            session, kind, holder="tests", now=NOON, limit=9, apart_from_domains=domains
        )
    return [row.id for row in rows]


async def test_a_domain_is_left_alone_however_it_is_written_and_no_other_that_looks_like_it(
    database: Database,
) -> None:
    for address in ("ana@tj.test", "Bia@TJ.Test", "ana@x.tj.test", "tj.test@tre.test", "ana@tj.testa"):
        await put(database, by_email(address))
    assert await mails_outside(database, "tj.test", "tre.tes") == [3, 4, 5]


async def test_thousands_of_domains_may_have_to_wait_at_once(database: Database) -> None:
    for address in ("ana@d7.test", "ana@tj.test"):
        await put(database, by_email(address), lane=Lane.BROADCASTS)
    assert await mails_outside(database, *(f"d{number}.test" for number in range(3000))) == [2]


async def test_a_chat_that_moves_where_somebody_elses_is_stays_theirs_and_the_message_goes_there(
    database: Database,
) -> None:
    channel_id = await make_chat(database, 501)
    await make_chat(database, 502, email="bia@tj.test")
    await put(database, by_telegram(501, channel_id=channel_id))
    async with database.write() as session:
        (row,) = await claims.claim(session, ChannelKind.TELEGRAM, holder="tests", now=NOON, limit=9)
        moved = Settlement(
            delivery_id=row.id, fence=row.fence, state=DeliveryState.PENDING, new_address="502"
        )
        await claims.settle(session, [moved], now=NOON)
    async with database.write() as session:
        (row,) = await claims.claim(session, ChannelKind.TELEGRAM, holder="tests", now=NOON, limit=9)
        owner = await channel_of_chat(session, 501)
    assert row.address == "502"
    assert owner is not None
    assert owner.id == channel_id
