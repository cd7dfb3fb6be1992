"""One-time secrets leave no trace in the outbox once they were told; what was told of stays on record."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from db import Database, claims, outbox
from db.channels import ChannelKind
from db.claims import Settlement
from db.deliveries import Delivery, DeliveryState, Lane
from db.enclosures import Enclosure, keep_enclosure
from db.ids import EnclosureId
from db.notices import NoticeKind
from db.outbox import NewDelivery, NewNotice
from db.recall import decide
from db.secrets_sent import DECIDED_WITHIN, blank_secrets
from tests.notifier.conftest import NOON

LATER = NOON + DECIDED_WITHIN
INVITE = NewDelivery(
    channel=ChannelKind.TELEGRAM,
    address="501",
    subject="Convite",
    body="Código 123456",
    html="<p>123456</p>",
    buttons='[[["Entrar", "123456"]]]',
)


async def tell(
    database: Database,
    *deliveries: NewDelivery,
    kind: NoticeKind = NoticeKind.INVITE,
    with_file: bool = False,
) -> EnclosureId | None:
    async with database.write() as session:
        number = None
        if with_file:
            number = await keep_enclosure(
                session, name="q.png", media_type="image/png", content=b"123456", now=NOON
            )
        new = [replace(one, enclosure_id=number) for one in deliveries or (INVITE,)]
        notice = NewNotice(kind=kind, lane=Lane.BROADCASTS, created_at=NOON, not_before=NOON, deliveries=new)
        await outbox.put(session, notice)
        return number


async def settle(database: Database, state: DeliveryState) -> None:
    async with database.write() as session:
        rows = await claims.claim(session, ChannelKind.TELEGRAM, holder="x", now=NOON, limit=9)
        done = [Settlement(delivery_id=one.id, fence=one.fence, state=state) for one in rows]
        await claims.settle(session, done, now=NOON)


async def blank(database: Database, *, now: datetime = NOON, limit: int = 500) -> int:
    async with database.write() as session:
        return await blank_secrets(session, kinds=[NoticeKind.INVITE], now=now, limit=limit)


async def rows(database: Database) -> list[Delivery]:
    async with database.read() as session:
        return [*await session.scalars(select(Delivery).order_by(Delivery.id))]


def words(row: Delivery) -> tuple[str, ...]:
    return (row.body, row.html, row.buttons, row.fills, row.calendar)


async def test_what_was_sent_keeps_its_subject_and_no_secret(database: Database) -> None:
    await tell(database, with_file=True)
    await settle(database, DeliveryState.SENT)
    assert await blank(database) == 1
    (row,) = await rows(database)
    assert (row.subject, row.state, row.address) == ("Convite", DeliveryState.SENT, "501")
    assert (words(row), row.enclosure_id) == (("",) * 5, None)
    async with database.read() as session:
        assert (await session.scalars(select(Enclosure.id))).all() == []
    assert await blank(database) == 0


async def test_a_file_that_another_still_has_to_send_stays(database: Database) -> None:
    number = await tell(database, INVITE, replace(INVITE, channel=ChannelKind.EMAIL), with_file=True)
    await settle(database, DeliveryState.SENT)
    assert await blank(database) == 1
    assert [row.enclosure_id for row in await rows(database)] == [None, number]


@pytest.mark.parametrize("state", [DeliveryState.FAILED, DeliveryState.UNKNOWN])
async def test_what_a_person_may_send_again_keeps_its_words_for_a_day(
    database: Database, state: DeliveryState
) -> None:
    await tell(database)
    await settle(database, state)
    assert await blank(database, now=LATER - timedelta(seconds=1)) == 0
    assert await blank(database, now=LATER) == 1


async def test_what_is_blank_is_never_sent_again(database: Database) -> None:
    await tell(database)
    await settle(database, DeliveryState.FAILED)
    await blank(database, now=LATER)
    (row,) = await rows(database)
    async with database.write() as session:
        assert await decide(session, [row.id], send_again=True, now=LATER) == 0


async def test_what_stood_by_goes_when_it_has_expired(database: Database) -> None:
    expiring = replace(INVITE, expires_at=LATER)
    await tell(database, expiring, replace(expiring, channel=ChannelKind.EMAIL, standby=True))
    await settle(database, DeliveryState.SENT)
    assert await blank(database) == 1
    async with database.write() as session:
        await outbox.cancel_expired(session, now=LATER)
    assert await blank(database, now=LATER) == 1
    assert {words(row) for row in await rows(database)} == {("",) * 5}


@pytest.mark.parametrize("state", [None, DeliveryState.PENDING], ids=["not claimed yet", "to be tried again"])
async def test_what_may_still_leave_keeps_its_words(database: Database, state: DeliveryState | None) -> None:
    await tell(database)
    if state:
        await settle(database, state)
    assert await blank(database, now=LATER) == 0


async def test_other_kinds_keep_their_words_and_many_go_part_by_part(database: Database) -> None:
    await tell(database, kind=NoticeKind.REMINDER)
    for _ in range(3):
        await tell(database)
    await settle(database, DeliveryState.SENT)
    assert [await blank(database, limit=2) for _ in range(3)] == [2, 1, 0]
    assert (await rows(database))[0].body == INVITE.body
