"""What the courier asks of the outbox: claim what is due, renew, settle, take over what others let fall.

A delivery is claimed durably before the network is touched and settled after; the fencing number tells a
late settle from a current one.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter
from typing import Any, cast

from sqlalchemy import (
    Integer,
    Table,
    bindparam,
    func,
    insert,
    literal_column,
    null,
    or_,
    select,
    update,
)

from db.attempts import Attempt
from db.channels import Channel, ChannelKind
from db.database import DatabaseClock, Session, batches
from db.deliveries import Delivery, DeliveryState, Lane, is_in
from db.fallback import put_unknown_back, wake_next
from db.ids import ChannelId, DeliveryId, EnclosureId, NoticeId, WordingId
from db.outbox import close_channel
from db.recall import cancel_if_pointless

#: Seconds that a claim holds without renewal, by the database's clock.
LEASE_SECONDS = 30


@dataclass(frozen=True, slots=True)
class Claim:
    """A delivery on its way, as `Delivery` describes it. In the order of the columns that a claim returns."""

    id: DeliveryId
    notice_id: NoticeId
    address: str
    lane: int
    body: str
    not_before: datetime
    subject: str
    html: str
    buttons: str
    wording_id: WordingId | None
    fills: str
    calendar: str
    enclosure_id: EnclosureId | None
    thread_id: int
    expires_at: datetime | None
    attempts: int
    fence: int
    resent: bool


TABLE = cast(Table, Delivery.__table__)
#: Built once: building a statement costs more than answering it.
DUE = (
    select(TABLE.c.id, TABLE.c.address)
    .where(
        is_in(DeliveryState.PENDING),
        TABLE.c.channel == bindparam("kind"),
        TABLE.c.lane == bindparam("one_lane"),
        TABLE.c.not_before <= bindparam("at"),
        or_(TABLE.c.expires_at.is_(None), TABLE.c.expires_at > bindparam("at")),
        TABLE.c.address.not_in(bindparam("busy", expanding=True)),
    )
    .order_by(TABLE.c.not_before, TABLE.c.id)
    .limit(bindparam("most", type_=Integer()))
    .with_for_update(skip_locked=True)
)
#: What follows the `@`, in words that both databases know: the address without what is left of it once every
#: character but the `@` is stripped from its end.
DOMAIN = func.lower(
    func.replace(TABLE.c.address, func.rtrim(TABLE.c.address, func.replace(TABLE.c.address, "@", "")), "")
)
DUE_ELSEWHERE = DUE.where(DOMAIN.not_in(bindparam("domains", expanding=True)))
TAKE = (
    update(TABLE)
    .where(TABLE.c.id.in_(bindparam("ids", expanding=True)))
    .values(
        state=DeliveryState.SENDING,
        holder=bindparam("by"),
        fence=TABLE.c.fence + 1,
        attempts=TABLE.c.attempts + 1,
        lease_until=DatabaseClock(LEASE_SECONDS),
    )
    .returning(*(TABLE.c[name] for name in Claim.__slots__))
)
SETTLE_SENT = (
    update(TABLE)
    .where(
        TABLE.c.id == bindparam("delivery"),
        TABLE.c.fence == bindparam("held"),
        TABLE.c.state == literal_column(f"'{DeliveryState.SENDING}'"),
    )
    .values(
        state=literal_column(f"'{DeliveryState.SENT}'"),
        remote_id=bindparam("remote"),
        last_error=literal_column("''"),
        lease_until=null(),
        settled_at=bindparam("at"),
    )
)


async def claim(
    session: Session,
    channel: ChannelKind,
    *,
    holder: str,
    now: datetime,
    limit: int,
    lanes: Sequence[Lane] = tuple(Lane),
    apart_from: Collection[str] = (),
    apart_from_domains: Collection[str] = (),
    one_an_address: bool = False,
) -> Sequence[Claim]:
    """Takes up to `limit` rows that are due, for LEASE_SECONDS; by lane, then by age.

    Leaves the addresses in `apart_from`, and all of a domain (`example.org`, in lower case), alone: something is in
    flight to them, or they must wait. `one_an_address`: the oldest row of each only; another would wait, claimed,
    and a crash would make it `unknown` as if it had left.
    """
    due = DUE_ELSEWHERE if apart_from_domains else DUE
    apart = {"busy": list(apart_from), "domains": list(apart_from_domains)}
    found: list[tuple[DeliveryId, str]] = []
    # Lane by lane: each is a stretch of one index, however many wait in it.
    for lane in sorted(lanes):
        if len(found) >= limit:
            break
        asked = {"kind": channel, "one_lane": lane, "at": now, "most": limit - len(found)}
        rows = await session.execute(due, asked | apart)
        found += [(row.id, row.address) for row in rows.all()]
    if one_an_address:
        oldest = {address: number for number, address in sorted(found, reverse=True)}
        found = [(number, address) for address, number in oldest.items()]
    if not found:
        return []
    taken = await session.execute(TAKE, {"ids": [number for number, _ in found], "by": holder})
    return sorted((Claim(*row) for row in taken.all()), key=attrgetter("lane", "not_before", "id"))


async def renew(session: Session, ids: Collection[DeliveryId], *, holder: str) -> None:
    """Prolongs the lease of what this holder still has in flight."""
    for part in batches(ids):
        held = (Delivery.id.in_(part), Delivery.holder == holder, is_in(DeliveryState.SENDING))
        await session.execute(update(Delivery).where(*held).values(lease_until=DatabaseClock(LEASE_SECONDS)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Settlement:
    """What became of one claim: SENT, FAILED, UNKNOWN, or PENDING with `not_before` to try again."""

    delivery_id: DeliveryId
    fence: int
    state: DeliveryState
    #: For the record of attempts (db/attempts.py); empty: there was none.
    outcome: str = ""
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
    await _settle_sent(session, [one for one in settlements if one.state is DeliveryState.SENT], now)
    others = [one for one in settlements if one.state is not DeliveryState.SENT]
    for one in others:
        await _settle_one(session, one, now=now, window=window or now)
    lost = [one.delivery_id for one in others if one.state is DeliveryState.UNKNOWN]
    await put_unknown_back(session, lost, now=now, window=window)
    # A success is on record in the row itself (db/attempts.py).
    attempts = [_attempt(one, now) for one in others if one.outcome]
    if attempts:
        await session.execute(insert(Attempt.__table__), attempts)  # type: ignore[arg-type]


async def _settle_sent(session: Session, sent: Sequence[Settlement], now: datetime) -> None:
    """All at once: nothing follows from a success."""
    if sent:
        rows = [
            {"delivery": one.delivery_id, "held": one.fence, "remote": one.remote_id, "at": now}
            for one in sent
        ]
        await session.execute(SETTLE_SENT, rows)


async def _settle_one(session: Session, one: Settlement, *, now: datetime, window: datetime) -> None:
    held = (
        Delivery.id == one.delivery_id,
        Delivery.fence == one.fence,
        Delivery.state == DeliveryState.SENDING,
    )
    settled = update(Delivery).where(*held).values(**_outcome_of(one, now))
    row = (await session.execute(settled.returning(Delivery.notice_id, Delivery.channel_id))).first()
    if row is None:
        return
    if one.state is DeliveryState.FAILED:
        await wake_next(session, row.notice_id, now=now, window=window)
    if one.state is DeliveryState.PENDING:
        await cancel_if_pointless(session, one.delivery_id, row.notice_id, now=now)
    if one.new_address and row.channel_id is not None:
        await _move(session, row.channel_id, one.new_address)
    if one.closes_channel and row.channel_id is not None:
        await close_channel(session, row.channel_id, reason=one.closes_channel, now=now, window=window)


async def _move(session: Session, channel_id: ChannelId, address: str) -> None:
    """Where a channel is there already, this one stays: a chat has one owner."""
    taken = select(Channel.id).where(Channel.address == address).correlate(None).exists()
    moved = update(Channel).where(Channel.id == channel_id, ~taken)
    await session.execute(moved.values(address=address))


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


def _attempt(one: Settlement, now: datetime) -> dict[str, Any]:
    return {
        "delivery_id": one.delivery_id,
        "number": one.fence,
        "ended_at": now,
        "outcome": one.outcome,
        "answer": one.error or one.remote_id,
    }


async def take_over(
    session: Session,
    *,
    now: datetime,
    channel: ChannelKind | None = None,
    everything: bool = False,
    window: datetime | None = None,
) -> int:
    """Claims whose lease ran out become `unknown`.

    `channel`: only its own, for a courier whose other lanes renew theirs by themselves. `everything` is for
    SQLite at start-up, where nobody else can hold a claim.
    """
    lost = [is_in(DeliveryState.SENDING)]
    if not everything:
        lost.append(Delivery.lease_until < DatabaseClock())
    if channel is not None:
        lost.append(Delivery.channel == channel)
    orphaned = (
        update(Delivery)
        .where(*lost)
        .values(state=DeliveryState.UNKNOWN, lease_until=None, settled_at=now, last_error=CRASHED)
    )
    taken = (await session.execute(orphaned.returning(Delivery.id, Delivery.fence))).all()
    if not taken:
        return 0
    attempts = [
        {"delivery_id": row.id, "number": row.fence, "ended_at": now, "outcome": "unknown", "answer": CRASHED}
        for row in taken
    ]
    await session.execute(insert(Attempt.__table__), attempts)  # type: ignore[arg-type]
    await put_unknown_back(session, [row.id for row in taken], now=now, window=window)
    return len(taken)


#: What a row says whose answer nobody was there to hear.
CRASHED = "crash in flight"
