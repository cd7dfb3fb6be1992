"""The outbox on both databases: claimed once, settled by the holder, never lost and never doubled in silence."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text

from db import Database, claims, outbox
from db.channels import Channel, ChannelKind, open_channel
from db.claims import Claim, Settlement
from db.deliveries import DeliveryState, Lane, counts
from db.fallback import unacknowledged, wake_standing_by
from db.ids import NoticeId
from db.notices import NoticeKind
from db.outbox import NewDelivery, NewNotice
from db.people import Person
from db.recall import acknowledge, decide
from tests.db.locks import until_another_waits

NOW = datetime(2025, 12, 9, 12, 0, tzinfo=UTC)


def letter(
    channel: ChannelKind = ChannelKind.TELEGRAM, *, standby: bool = False, **more: object
) -> NewDelivery:
    return NewDelivery(channel=channel, address="77", body="Olá", standby=standby, **more)  # type: ignore[arg-type]


async def put(
    database: Database,
    *deliveries: NewDelivery,
    lane: Lane = Lane.REMINDERS,
    kind: NoticeKind = NoticeKind.REMINDER,
    key: str | None = None,
    not_before: datetime = NOW,
) -> NoticeId | None:
    async with database.write() as session:
        new = NewNotice(
            kind=kind,
            lane=lane,
            created_at=NOW,
            not_before=not_before,
            deliveries=deliveries or [letter()],
            key=key,
        )
        notice = await outbox.put(session, new)
        return notice.id if notice else None


async def claim(
    database: Database, *, limit: int = 10, now: datetime = NOW, channel: ChannelKind = ChannelKind.TELEGRAM
) -> Sequence[Claim]:
    async with database.write() as session:
        await outbox.cancel_expired(session, now=now)
        return await claims.claim(session, channel, holder="tests", now=now, limit=limit)


async def settle(database: Database, delivery: Claim, state: DeliveryState, **more: object) -> None:
    async with database.write() as session:
        one = Settlement(delivery_id=delivery.id, fence=delivery.fence, state=state, **more)  # type: ignore[arg-type]
        await claims.settle(session, [one], now=NOW)


async def states(database: Database, channel: ChannelKind = ChannelKind.TELEGRAM) -> dict[DeliveryState, int]:
    async with database.read() as session:
        return {state: number for state, number in (await counts(session))[channel].items() if number}


async def test_the_same_key_is_put_once(database: Database) -> None:
    assert await put(database, key="update:1:0") is not None
    assert await put(database, key="update:1:0") is None
    assert await states(database) == {DeliveryState.PENDING: 1}


async def test_the_same_key_twice_in_one_put_is_one_notice(database: Database) -> None:
    async with database.write() as session:
        first, second = await outbox.put_all(session, [notice("digest:1"), notice("digest:1")])
    assert (first is not None, second) == (True, None)
    assert await states(database) == {DeliveryState.PENDING: 1}


@pytest.mark.parametrize("backend", ["postgresql"])
async def test_of_two_who_put_the_same_keys_at_once_neither_fails(database: Database) -> None:
    """Two machines with one database, in the minute in which the service begins."""
    news = [notice(f"welcome:{number}") for number in range(20)]

    async def put_by_the_other() -> set[object]:
        async with database.write() as session:
            return set(await outbox.put_all(session, news[::-1]))

    async with asyncio.TaskGroup() as group, database.write() as session:
        await outbox.put_all(session, news)
        other = group.create_task(put_by_the_other())
        await until_another_waits(session)
    assert other.result() == {None}
    assert await states(database) == {DeliveryState.PENDING: len(news)}


def notice(key: str) -> NewNotice:
    return NewNotice(
        kind=NoticeKind.WELCOME,
        lane=Lane.REMINDERS,
        created_at=NOW,
        not_before=NOW,
        deliveries=[letter()],
        key=key,
    )


async def test_a_row_is_claimed_by_one_of_many_claimers(database: Database) -> None:
    for _ in range(24):
        await put(database)
    claims = await asyncio.gather(*(claim(database, limit=5) for _ in range(8)))
    taken = [delivery.id for found in claims for delivery in found]
    assert len(taken) == len(set(taken))
    assert len(taken) + len(await claim(database, limit=24)) == 24


async def test_answers_leave_before_reminders_and_older_before_newer(database: Database) -> None:
    await put(database, not_before=NOW)
    await put(database, not_before=NOW - timedelta(hours=1))
    await put(database, lane=Lane.INTERACTIVE, kind=NoticeKind.REPLY)
    assert [delivery.id for delivery in await claim(database)] == [3, 2, 1]


async def test_of_one_address_only_the_oldest_is_claimed_when_asked(database: Database) -> None:
    for address in ("77", "77", "88"):
        await put(database, NewDelivery(channel=ChannelKind.TELEGRAM, address=address, body="Olá"))
    async with database.write() as session:
        kind = ChannelKind.TELEGRAM
        rows = await claims.claim(session, kind, holder="tests", now=NOW, limit=9, one_an_address=True)
    assert [row.id for row in rows] == [1, 3]
    assert await states(database) == {DeliveryState.SENDING: 2, DeliveryState.PENDING: 1}


async def test_nothing_leaves_before_its_time(database: Database) -> None:
    await put(database, not_before=NOW + timedelta(minutes=1))
    assert not await claim(database)
    assert len(await claim(database, now=NOW + timedelta(minutes=1))) == 1


async def test_past_its_expiry_it_is_cancelled_not_sent_late(database: Database) -> None:
    await put(database, letter(expires_at=NOW + timedelta(minutes=10)))
    assert not await claim(database, now=NOW + timedelta(minutes=10))
    assert await states(database) == {DeliveryState.CANCELLED: 1}


async def test_what_telegram_could_not_tell_in_time_the_mail_still_tells(database: Database) -> None:
    await put(database, letter(expires_at=NOW + timedelta(hours=3)), letter(ChannelKind.EMAIL, standby=True))
    assert not await claim(database, now=NOW + timedelta(hours=4))
    assert await states(database) == {DeliveryState.CANCELLED: 1}
    assert await states(database, ChannelKind.EMAIL) == {DeliveryState.PENDING: 1}


async def test_only_the_current_holder_settles(database: Database) -> None:
    await put(database)
    (first,) = await claim(database)
    async with database.write() as session:
        assert await claims.take_over(session, now=NOW, everything=True) == 1
    (second,) = await claim(database)
    await settle(database, first, DeliveryState.FAILED)
    assert await states(database) == {DeliveryState.SENDING: 1}
    await settle(database, second, DeliveryState.SENT)
    assert await states(database) == {DeliveryState.SENT: 1}


async def test_a_lease_that_has_not_run_out_is_left_alone(database: Database) -> None:
    await put(database)
    await claim(database)
    async with database.write() as session:
        assert await claims.take_over(session, now=NOW) == 0


async def test_a_lost_answer_is_sent_once_more_and_then_stays_unknown(database: Database) -> None:
    await put(database)
    for expected in ({DeliveryState.PENDING: 1}, {DeliveryState.UNKNOWN: 1}):
        (delivery,) = await claim(database)
        await settle(database, delivery, DeliveryState.UNKNOWN)
        assert await states(database) == expected
    assert not await claim(database)


async def test_who_was_not_certainly_told_twice_is_told_by_the_next_channel(database: Database) -> None:
    await put(database, letter(), letter(ChannelKind.EMAIL, standby=True))
    for standing in (DeliveryState.STANDBY, DeliveryState.PENDING):
        (delivery,) = await claim(database)
        await settle(database, delivery, DeliveryState.UNKNOWN)
        assert await states(database, ChannelKind.EMAIL) == {standing: 1}


async def test_a_lane_takes_over_no_claims_of_another(database: Database) -> None:
    """After a long pause of the database the first to renew would find the other's let fall."""
    await put(database, letter(), letter(ChannelKind.EMAIL))
    for kind in ChannelKind:
        await claim(database, channel=kind)
    async with database.write() as session:
        await session.execute(text("UPDATE deliveries SET lease_until = '2020-01-01 00:00:00.000000'"))
        assert await claims.take_over(session, now=NOW, channel=ChannelKind.TELEGRAM) == 1
    assert await states(database, ChannelKind.EMAIL) == {DeliveryState.SENDING: 1}


async def test_a_broadcast_whose_answer_was_lost_waits_for_a_person(database: Database) -> None:
    await put(database, lane=Lane.BROADCASTS)
    (delivery,) = await claim(database)
    await settle(database, delivery, DeliveryState.UNKNOWN)
    assert await states(database) == {DeliveryState.UNKNOWN: 1}
    async with database.write() as session:
        assert await decide(session, [delivery.id], send_again=True, now=NOW) == 1
    assert [(row.id, row.resent) for row in await claim(database)] == [(delivery.id, True)]


async def test_a_failure_wakes_the_channel_that_stands_by(database: Database) -> None:
    await put(database, letter(), letter(ChannelKind.EMAIL, standby=True))
    (delivery,) = await claim(database)
    await settle(database, delivery, DeliveryState.FAILED, error="gone")
    assert await states(database, ChannelKind.EMAIL) == {DeliveryState.PENDING: 1}


async def test_acknowledging_cancels_what_has_not_left(database: Database) -> None:
    notice_id = await put(database, letter(), letter(ChannelKind.EMAIL, standby=True))
    assert notice_id is not None
    (delivery,) = await claim(database)
    await settle(database, delivery, DeliveryState.SENT)
    async with database.write() as session:
        await acknowledge(session, notice_id, now=NOW)
    assert await states(database, ChannelKind.EMAIL) == {DeliveryState.CANCELLED: 1}


@pytest.mark.parametrize("outcome", [DeliveryState.PENDING, DeliveryState.UNKNOWN])
async def test_what_was_acknowledged_in_flight_is_not_tried_again(
    database: Database, outcome: DeliveryState
) -> None:
    notice_id = await put(database)
    assert notice_id is not None
    (delivery,) = await claim(database)
    async with database.write() as session:
        await acknowledge(session, notice_id, now=NOW)
    await settle(database, delivery, outcome, error="503")
    assert await states(database) == {DeliveryState.CANCELLED: 1}


async def test_a_day_without_acknowledgement_wakes_the_mail(database: Database) -> None:
    await put(database, letter(), letter(ChannelKind.EMAIL, standby=True))
    (delivery,) = await claim(database)
    await settle(database, delivery, DeliveryState.SENT)
    async with database.write() as session:
        for hours, woken in ((23, 0), (24, 1)):
            now = NOW + timedelta(hours=hours)
            notices = [notice_id for notice_id, _ in await unacknowledged(session, now=now)]
            assert await wake_standing_by(session, notices, now=now, window=now) == woken
    assert await states(database, ChannelKind.EMAIL) == {DeliveryState.PENDING: 1}


async def test_a_closed_channel_fails_what_waits_for_it_and_wakes_the_siblings(database: Database) -> None:
    channel = await a_channel(database)
    for _ in range(2):
        await put(database, letter(channel_id=channel.id), letter(ChannelKind.EMAIL, standby=True))
    (first, _) = await claim(database)
    await settle(database, first, DeliveryState.FAILED, error="blocked", closes_channel="blocked")
    async with database.write() as session:
        await claims.take_over(session, now=NOW, everything=True)
    assert (await states(database, ChannelKind.EMAIL)).get(DeliveryState.PENDING) == 1
    async with database.read() as session:
        closed = await session.get_one(Channel, channel.id)
        assert closed.closed_at == NOW
        assert closed.closed_reason == "blocked"


async def a_channel(database: Database) -> Channel:
    async with database.write() as session:
        person = Person(name="Maria Flor (fictícia)", email="maria@example.org")
        session.add(person)
        await session.flush()
        return await open_channel(session, person.id, ChannelKind.TELEGRAM, address="77", now=NOW)


async def test_a_naive_instant_is_refused(database: Database) -> None:
    with pytest.raises(Exception, match="naive"):
        await put(database, not_before=datetime(2025, 12, 9, 12, 0))  # noqa: DTZ001
