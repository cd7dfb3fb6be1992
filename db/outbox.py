"""The outbox: notices, what they are about, and one delivery per channel. Every message leaves through here.

A delivery is claimed durably before the network is touched and settled after; the fencing number tells a
late settle from a current one.
"""

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, insert, select, true, update

from db.channels import Channel, ChannelKind
from db.database import OUTBOX_PUT, DatabaseClock, Session
from db.deliveries import Delivery, DeliveryState, Lane
from db.fallback import put_unknown_back, wake_next
from db.ids import AnnouncementId, ChannelId, DeliveryId, NoticeId, PersonId, WordingId
from db.notices import LineKey, Notice, NoticeKind, NoticeLine, notice_code, put_once
from db.recall import cancel_if_pointless
from db.slots import OPEN, fill

#: Seconds that a claim holds without renewal, by the database's clock.
LEASE_SECONDS = 30
#: What callback data has for the number of a notice that is still to be put; the slot that words have for its code.
THIS_NOTICE, NOTICE_SLOT = "{notice}", "notice"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewDelivery:
    channel: ChannelKind
    address: str
    body: str
    channel_id: ChannelId | None = None
    subject: str = ""
    html: str = ""
    #: Words that many share; then body, subject and html stay empty, and `fills` says what differs.
    wording_id: WordingId | None = None
    #: JSON object, slot → value.
    fills: str = ""
    #: An iCalendar object that goes with the e-mail.
    calendar: str = ""
    #: JSON, as `Delivery.buttons`; THIS_NOTICE in it becomes the notice's number.
    buttons: str = ""
    #: Past this instant it is cancelled, not sent late.
    expires_at: datetime | None = None
    standby: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class NewNotice:
    kind: NoticeKind
    lane: Lane
    created_at: datetime
    not_before: datetime
    deliveries: Sequence[NewDelivery]
    person_id: PersonId | None = None
    key: str | None = None
    announcement_id: AnnouncementId | None = None
    #: What the notice tells of.
    lines: Sequence[LineKey] = ()


async def put(session: Session, new: NewNotice) -> Notice | None:
    """Adds a notice with its deliveries; None when one with the same key is already there."""
    return (await put_all(session, [new]))[0]


async def put_all(session: Session, news: Sequence[NewNotice]) -> list[Notice | None]:
    """Adds many notices, each with its deliveries, in as few statements as they take; None for a known key."""
    keyed = await put_once(session, [_notice(new) for new in news if new.key is not None])
    found = [Notice(**_notice(new)) if new.key is None else keyed.pop(new.key, None) for new in news]
    added = [(new, notice) for new, notice in zip(news, found, strict=True) if notice is not None]
    if not added:
        return found
    session.add_all(notice for new, notice in added if new.key is None)
    await session.flush()
    # As tables, not as objects: nobody asks for their ids, and SQLite would be asked for each.
    lines = [row for new, notice in added for row in _lines(notice.id, new)]
    deliveries = [_delivery(notice.id, new, one) for new, notice in added for one in new.deliveries]
    for rows, target in ((lines, NoticeLine), (deliveries, Delivery)):
        if rows:
            await session.execute(insert(target.__table__), rows)  # type: ignore[arg-type]
    session.info[OUTBOX_PUT] = True
    return found


def _notice(new: NewNotice) -> dict[str, Any]:
    return {
        "kind": new.kind,
        "created_at": new.created_at,
        "person_id": new.person_id,
        "key": new.key,
        "announcement_id": new.announcement_id,
    }


def _lines(notice_id: NoticeId, new: NewNotice) -> list[dict[str, object]]:
    if new.person_id is None:
        return []
    return [line._asdict() | {"notice_id": notice_id, "person_id": new.person_id} for line in new.lines]


def _delivery(notice_id: NoticeId, new: NewNotice, one: NewDelivery) -> dict[str, object]:
    return {
        "notice_id": notice_id,
        "channel": one.channel,
        "channel_id": one.channel_id,
        "address": one.address,
        "lane": new.lane,
        "state": DeliveryState.STANDBY if one.standby else DeliveryState.PENDING,
        "subject": numbered(one.subject, notice_id),
        "body": numbered(one.body, notice_id),
        "html": numbered(one.html, notice_id),
        "wording_id": one.wording_id,
        "fills": _numbered_fills(one, notice_id),
        "calendar": numbered(one.calendar, notice_id),
        "buttons": one.buttons.replace(THIS_NOTICE, str(notice_id)),
        "not_before": new.not_before,
        "expires_at": one.expires_at,
    }


def numbered(words: str, notice_id: NoticeId) -> str:
    """Words with the code of their notice in its slot, when they have one."""
    return fill(words, {NOTICE_SLOT: notice_code(notice_id)}) if OPEN in words else words


def _numbered_fills(one: NewDelivery, notice_id: NoticeId) -> str:
    if one.wording_id is None:
        return ""
    return json.dumps({**json.loads(one.fills or "{}"), NOTICE_SLOT: notice_code(notice_id)})


async def claim(
    session: Session,
    channel: ChannelKind,
    *,
    holder: str,
    now: datetime,
    limit: int,
    lanes: Sequence[Lane] = tuple(Lane),
    apart_from: Collection[str] = (),
    one_an_address: bool = False,
    window: datetime | None = None,
) -> Sequence[Delivery]:
    """Takes up to `limit` rows that are due, for LEASE_SECONDS; by lane, then by age.

    First cancels what has expired; what that wakes leaves from `window` on.
    Leaves the addresses in `apart_from` alone: something is in flight to them, or they must wait.
    `one_an_address`: the oldest row of each only; another would wait, claimed, and a crash would make it
    `unknown` as if it had left.
    """
    await cancel_expired(session, now=now, window=window)
    due = (
        select(Delivery.id, Delivery.address)
        .where(
            Delivery.state == DeliveryState.PENDING,
            Delivery.channel == channel,
            Delivery.lane.in_(lanes),
            Delivery.not_before <= now,
            Delivery.address.not_in(apart_from) if apart_from else true(),
        )
        .order_by(Delivery.lane, Delivery.not_before, Delivery.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    found = [(row.id, row.address) for row in (await session.execute(due)).all()]
    if one_an_address:
        oldest = {address: number for number, address in sorted(found, reverse=True)}
        found = [(number, address) for address, number in oldest.items()]
    return await _take(session, [number for number, _ in found], holder) if found else []


async def _take(session: Session, ids: Sequence[DeliveryId], holder: str) -> Sequence[Delivery]:
    taken = (
        update(Delivery)
        .where(Delivery.id.in_(ids))
        .values(
            state=DeliveryState.SENDING,
            holder=holder,
            fence=Delivery.fence + 1,
            attempts=Delivery.attempts + 1,
            lease_until=DatabaseClock(LEASE_SECONDS),
        )
        .returning(Delivery)
        .execution_options(synchronize_session=False)
    )
    rows = (await session.scalars(taken)).all()
    return sorted(rows, key=lambda row: (row.lane, row.not_before, row.id))


async def renew(session: Session, claims: Sequence[tuple[DeliveryId, int]]) -> None:
    """Prolongs the lease of (delivery, fence) pairs that are still in flight."""
    for delivery_id, fence in claims:
        held = (Delivery.id == delivery_id, Delivery.fence == fence, Delivery.state == DeliveryState.SENDING)
        await session.execute(update(Delivery).where(*held).values(lease_until=DatabaseClock(LEASE_SECONDS)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Settlement:
    """What became of one claim: SENT, FAILED, UNKNOWN, or PENDING with `not_before` to try again."""

    delivery_id: DeliveryId
    fence: int
    state: DeliveryState
    remote_id: str = ""
    error: str = ""
    not_before: datetime | None = None
    #: The chat moved here (group migration).
    new_address: str = ""
    #: Why the person cannot be reached on this channel any more; empty when it stays open.
    closes_channel: str = ""
    #: False for an attempt that must not count (a whole lane stopped or slowed).
    counts: bool = True


async def settle(
    session: Session, settlements: Sequence[Settlement], *, now: datetime, window: datetime | None = None
) -> None:
    """Records outcomes of claims that are still held; a claim lost to another holder changes nothing.

    A failed delivery wakes the next channel of its notice in the same transaction, to leave from `window` on
    (the sending window; interactive is exempt).
    """
    opens = window or now
    for one in settlements:
        held = (
            Delivery.id == one.delivery_id,
            Delivery.fence == one.fence,
            Delivery.state == DeliveryState.SENDING,
        )
        settled = (
            update(Delivery)
            .where(*held)
            .values(**_outcome_of(one, now))
            .returning(Delivery.notice_id, Delivery.channel_id)
        )
        row = (await session.execute(settled)).first()
        if row is None:
            continue
        if one.state is DeliveryState.FAILED:
            await wake_next(session, row.notice_id, now=now, window=opens)
        if one.state is DeliveryState.PENDING:
            await cancel_if_pointless(session, one.delivery_id, row.notice_id, now=now)
        if one.new_address and row.channel_id is not None:
            await session.execute(
                update(Channel).where(Channel.id == row.channel_id).values(address=one.new_address)
            )
        if one.closes_channel and row.channel_id is not None:
            await close_channel(session, row.channel_id, reason=one.closes_channel, now=now, window=opens)
    await put_unknown_back(session, now=now, window=opens)


def _outcome_of(one: Settlement, now: datetime) -> dict[str, object]:
    values: dict[str, object] = {
        "state": one.state,
        "remote_id": one.remote_id,
        "last_error": one.error,
        "lease_until": None,
        "settled_at": None if one.state is DeliveryState.PENDING else now,
    }
    if one.not_before is not None:
        values["not_before"] = one.not_before
    if one.new_address:
        values["address"] = one.new_address
    if not one.counts:
        values["attempts"] = Delivery.attempts - 1
    return values


async def close_channel(
    session: Session, channel_id: ChannelId, *, reason: str, now: datetime, window: datetime | None = None
) -> None:
    """The person cannot be reached there: what waited fails, and its siblings are woken."""
    still_open = (Channel.id == channel_id, Channel.closed_at.is_(None))
    await session.execute(update(Channel).where(*still_open).values(closed_at=now, closed_reason=reason))
    waiting = (
        Delivery.channel_id == channel_id,
        Delivery.state.in_([DeliveryState.PENDING, DeliveryState.STANDBY]),
    )
    failed = update(Delivery).where(*waiting)
    failed = failed.values(state=DeliveryState.FAILED, last_error=reason, settled_at=now)
    for notice_id in (await session.scalars(failed.returning(Delivery.notice_id))).all():
        await wake_next(session, notice_id, now=now, window=window or now)


async def take_over(
    session: Session, *, now: datetime, everything: bool = False, window: datetime | None = None
) -> int:
    """Claims whose lease ran out become `unknown`.

    `everything` is for SQLite at start-up, where nobody else can hold a claim.
    """
    expired = and_(Delivery.state == DeliveryState.SENDING, Delivery.lease_until < DatabaseClock())
    lost = Delivery.state == DeliveryState.SENDING if everything else expired
    orphaned = (
        update(Delivery)
        .where(lost)
        .values(state=DeliveryState.UNKNOWN, lease_until=None, settled_at=now, last_error="crash in flight")
    )
    taken = (await session.scalars(orphaned.returning(Delivery.id))).all()
    await put_unknown_back(session, now=now, window=window)
    return len(taken)


async def cancel_expired(session: Session, *, now: datetime, window: datetime | None = None) -> None:
    """What may not be sent late is not; the next channel tells it, whose words name dates and not "hoje"."""
    late = (Delivery.state.in_([DeliveryState.PENDING, DeliveryState.STANDBY]), Delivery.expires_at <= now)
    cancelled = update(Delivery).where(*late)
    cancelled = cancelled.values(
        state=DeliveryState.CANCELLED, last_error="expired before it could leave", settled_at=now
    )
    for notice_id in (await session.scalars(cancelled.returning(Delivery.notice_id))).all():
        await wake_next(session, notice_id, now=now, window=window or now)
