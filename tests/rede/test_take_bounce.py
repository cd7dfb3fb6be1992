"""A bounce closes what is dead, counts what may pass, and never believes a number without its proof."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from db import Database
from db.attempts import Attempt
from db.audit import AuditEntry
from db.channels import Channel, ChannelKind, open_channel
from db.deliveries import Delivery, DeliveryState, Lane
from db.ids import DeliveryId
from db.notices import NoticeKind
from db.outbox import NewDelivery, NewNotice, put
from notifier.bounce_codes import Severity
from notifier.incoming import Bounce, Token
from rede.take_bounce import MOST_SOFT, Taken, take_bounce
from tests.rede.makers import MARIA, NOW, a_desk, make_office, person_id, register

SEALER = make_office().sealer
LATER = NOW + timedelta(hours=1)


def bounce_of(
    number: int, severity: Severity = Severity.HARD, *, status: str = "5.1.1", stamp: str = ""
) -> Bounce:
    token = Token(number, stamp or SEALER.stamp("message", number))
    return Bounce(tokens=(token,), severity=severity, status=status, diagnostic=f"550 {status} no")


async def a_mail(
    database: Database, *, state: DeliveryState = DeliveryState.SENT, chat: bool = False, at: datetime = NOW
) -> DeliveryId:
    """A notice to Maria by e-mail; `chat`: with Telegram standing by."""
    maria = await person_id(database, MARIA)
    async with a_desk(database) as desk:
        mailbox = await open_channel(desk.session, maria, ChannelKind.EMAIL, address=MARIA, now=NOW)
        mail = NewDelivery(channel=ChannelKind.EMAIL, channel_id=mailbox.id, address=MARIA, body="Olá")
        other = NewDelivery(channel=ChannelKind.TELEGRAM, address="77", body="Olá", standby=True)
        new = NewNotice(
            kind=NoticeKind.REMINDER,
            lane=Lane.REMINDERS,
            created_at=at,
            not_before=at,
            person_id=maria,
            deliveries=[mail, other] if chat else [mail],
        )
        notice = await put(desk.session, new)
        assert notice is not None
        found = select(Delivery).where(Delivery.notice_id == notice.id).order_by(Delivery.id)
        row = (await desk.session.scalars(found)).all()[0]
        row.state, row.settled_at, row.fence = state, at, 1
        return row.id


async def take(database: Database, bounce: Bounce, *, now: datetime = LATER) -> Taken:
    async with a_desk(database, now=now) as desk:
        return await take_bounce(desk, bounce)


async def mailbox(database: Database) -> Channel:
    maria = await person_id(database, MARIA)
    async with database.read() as session:
        found = select(Channel).where(Channel.person_id == maria, Channel.kind == ChannelKind.EMAIL)
        return (await session.scalars(found)).one()


async def states(database: Database) -> list[DeliveryState]:
    async with database.read() as session:
        return list(await session.scalars(select(Delivery.state).order_by(Delivery.id)))


async def noted(database: Database) -> list[tuple[int, str]]:
    async with database.read() as session:
        rows = select(Attempt.delivery_id, Attempt.outcome).order_by(Attempt.id)
        return [(row[0], row[1]) for row in (await session.execute(rows)).all()]


async def test_a_dead_mailbox_closes_and_what_waits_for_it_goes_by_the_other_channel(
    database: Database,
) -> None:
    await register(database)
    sent = await a_mail(database, chat=True)
    await a_mail(database, state=DeliveryState.PENDING, chat=True)
    assert await take(database, bounce_of(sent)) is Taken.CLOSED
    failed, pending = DeliveryState.FAILED, DeliveryState.PENDING
    assert await states(database) == [failed, pending, failed, pending]
    channel = await mailbox(database)
    assert (channel.closed_at, channel.closed_reason) == (LATER, "bounced 5.1.1")
    assert channel.followed_up_at is None
    assert await noted(database) == [(sent, "bounced")]


async def test_what_is_woken_at_night_leaves_in_the_morning(database: Database) -> None:
    await register(database)
    sent = await a_mail(database, chat=True)
    night, morning = NOW.replace(hour=23), (NOW + timedelta(days=1)).replace(hour=8)
    await take(database, bounce_of(sent), now=night)
    async with database.read() as session:
        chat = (await session.scalars(select(Delivery).order_by(Delivery.id.desc()))).first()
    assert chat is not None
    assert (chat.state, chat.not_before) == (DeliveryState.PENDING, morning)


async def test_the_same_bounce_twice_changes_nothing(database: Database) -> None:
    await register(database)
    sent = await a_mail(database)
    bounce = bounce_of(sent, Severity.SOFT, status="5.2.2")
    assert await take(database, bounce) is Taken.COUNTED
    assert await take(database, bounce) is Taken.KNOWN
    assert (await mailbox(database)).soft_bounces == 1
    assert await noted(database) == [(sent, "bounced")]


async def test_sent_once_more_it_can_come_back_once_more(database: Database) -> None:
    await register(database)
    sent = await a_mail(database)
    await take(database, bounce_of(sent, Severity.SOFT))
    async with a_desk(database) as desk:
        row = await desk.session.get_one(Delivery, sent)
        row.state, row.fence = DeliveryState.SENT, 2
    assert await take(database, bounce_of(sent, Severity.SOFT)) is Taken.COUNTED
    assert (await mailbox(database)).soft_bounces == 2


async def test_the_fifth_soft_bounce_in_a_row_closes(database: Database) -> None:
    await register(database)
    taken = [
        await take(database, bounce_of(await a_mail(database), Severity.SOFT, status="5.2.2"))
        for _ in range(MOST_SOFT)
    ]
    assert taken == [Taken.COUNTED] * (MOST_SOFT - 1) + [Taken.CLOSED]
    assert (await mailbox(database)).closed_reason == "bounced 5.2.2"


async def test_what_arrived_in_between_begins_the_count_anew(database: Database) -> None:
    await register(database)
    for _ in range(3):
        await take(database, bounce_of(await a_mail(database), Severity.SOFT))
    await a_mail(database, at=NOW + timedelta(days=2))
    again = NOW + timedelta(days=8)
    await take(database, bounce_of(await a_mail(database, at=again), Severity.SOFT), now=again)
    assert (await mailbox(database)).soft_bounces == 1


async def test_what_may_still_come_back_has_not_arrived(database: Database) -> None:
    await register(database)
    await take(database, bounce_of(await a_mail(database), Severity.SOFT))
    await a_mail(database, at=NOW + timedelta(days=2))
    again = NOW + timedelta(days=3)
    await take(database, bounce_of(await a_mail(database, at=again), Severity.SOFT), now=again)
    assert (await mailbox(database)).soft_bounces == 2


async def test_a_delay_is_noted_once_and_the_mail_stays_sent(database: Database) -> None:
    await register(database)
    sent = await a_mail(database, chat=True)
    delay = bounce_of(sent, Severity.DELAYED, status="4.4.1")
    assert [await take(database, delay) for _ in range(2)] == [Taken.DELAYED, Taken.KNOWN]
    assert await states(database) == [DeliveryState.SENT, DeliveryState.STANDBY]
    assert await noted(database) == [(sent, "delayed")]
    assert (await mailbox(database)).soft_bounces == 0


@pytest.mark.parametrize("stamp", ["a" * 16, SEALER.stamp("message", 99), SEALER.stamp("leave", 1), "ſ" * 16])
async def test_a_forged_bounce_changes_nothing(database: Database, stamp: str) -> None:
    await register(database)
    sent = await a_mail(database)
    assert await take(database, bounce_of(sent, stamp=stamp)) is Taken.UNPROVEN
    assert (await mailbox(database)).closed_at is None
    assert await states(database) == [DeliveryState.SENT]
    assert await noted(database) == []


async def test_of_several_numbers_the_proven_one_counts(database: Database) -> None:
    await register(database)
    sent = await a_mail(database)
    true = bounce_of(sent)
    forged = Token(sent + 1, "a" * 16)
    mixed = Bounce((forged, *true.tokens), true.severity, true.status, true.diagnostic)
    assert await take(database, mixed) is Taken.CLOSED


async def test_a_bounce_of_an_address_that_was_changed_since_closes_nothing(database: Database) -> None:
    await register(database)
    sent, maria = await a_mail(database), await person_id(database, MARIA)
    async with a_desk(database) as desk:
        new = "maria.nova@example.org"
        await open_channel(desk.session, maria, ChannelKind.EMAIL, address=new, now=NOW)
    assert await take(database, bounce_of(sent)) is Taken.NOTED
    assert (await mailbox(database)).closed_at is None
    assert await states(database) == [DeliveryState.FAILED]


async def test_a_bounce_of_what_is_no_longer_kept_is_let_go(database: Database) -> None:
    await register(database)
    assert await take(database, bounce_of(4711)) is Taken.GONE


async def test_a_dropped_message_stays_dropped_and_its_mailbox_closes(database: Database) -> None:
    await register(database)
    sent = await a_mail(database, state=DeliveryState.CANCELLED)
    assert await take(database, bounce_of(sent)) is Taken.CLOSED
    assert await states(database) == [DeliveryState.CANCELLED]


async def test_a_bounce_is_on_record_without_addresses(database: Database) -> None:
    await register(database)
    sent = await a_mail(database)
    await take(database, bounce_of(sent))
    async with database.read() as session:
        found = select(AuditEntry).where(AuditEntry.act == "bounce.hard")
        (entry,) = (await session.scalars(found)).all()
    assert (entry.object, entry.detail, entry.person_id) == (f"deliveries:{sent}", "5.1.1", None)
