"""The way of a notice: what it tells, its deliveries and every attempt, of those that were archived too.

Reads only, by number: each question goes through an index, however many deliveries have settled.
"""

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import exists, select
from sqlalchemy.orm import aliased

from db.announcements import NEVER, Announcement, Wording
from db.archive import ArchivedDelivery
from db.attempts import Attempt
from db.channels import ChannelKind
from db.database import Session
from db.deliveries import Delivery, DeliveryState
from db.ids import DeliveryId, NoticeId, ObligationId
from db.institutions import Institution
from db.notices import Notice, NoticeKind, NoticeLine
from db.obligations import Obligation
from db.people import Membership, Person
from db.plans import Goal, GoalKind
from db.slots import fill, shown


@dataclass(frozen=True, slots=True)
class Tried:
    """One attempt, as `Attempt` tells it."""

    number: int
    ended_at: datetime
    outcome: str
    answer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TracedDelivery:
    """One channel of a notice. What was archived has neither words nor address, nor when it might have left."""

    id: DeliveryId
    channel: ChannelKind
    state: DeliveryState
    tries: int
    resent: bool
    settled_at: datetime | None
    last_error: str
    not_before: datetime | None = None
    expires_at: datetime | None = None
    address: str = ""
    subject: str = ""
    body: str = ""
    archived: bool = False
    #: In the order in which they ended.
    attempts: Sequence[Tried] = ()

    @property
    def is_held(self) -> bool:
        """Its announcement waits for a person's word."""
        return self.state is DeliveryState.PENDING and self.not_before == NEVER


@dataclass(frozen=True, slots=True)
class TracedLine:
    """One thing that the notice tells of."""

    obligation_id: ObligationId
    acronym: str
    key: str
    kind: GoalKind
    internal: bool
    step: str
    aim: date
    withdrawn_at: datetime | None


@dataclass(frozen=True, slots=True)
class Serves:
    """A function that the person has today."""

    acronym: str
    function: str
    axis: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Trace:
    notice: Notice
    #: None for a chat that belongs to nobody.
    person: Person | None
    serves: Sequence[Serves]
    lines: Sequence[TracedLine]
    #: In the order in which they were put: the first channel first.
    deliveries: Sequence[TracedDelivery]
    announcement: Announcement | None = None


async def notice_of_delivery(session: Session, delivery_id: DeliveryId) -> NoticeId | None:
    """None when there is no such delivery, not even in the archive."""
    for table in (Delivery, ArchivedDelivery):
        found: NoticeId | None = await session.scalar(select(table.notice_id).where(table.id == delivery_id))
        if found is not None:
            return found
    return None


async def trace_of(session: Session, notice_id: NoticeId) -> Trace | None:
    notice = await session.get(Notice, notice_id)
    if notice is None:
        return None
    person_id, announcement_id = notice.person_id, notice.announcement_id
    return Trace(
        notice=notice,
        person=None if person_id is None else await session.get(Person, person_id),
        serves=await _serves(session, notice),
        lines=await _lines(session, notice_id),
        deliveries=await _deliveries(session, notice_id),
        announcement=None if announcement_id is None else await session.get(Announcement, announcement_id),
    )


async def _serves(session: Session, notice: Notice) -> list[Serves]:
    rows = (
        select(Institution.acronym, Membership.function, Membership.axis)
        .join(Institution, Institution.id == Membership.institution_id)
        .where(Membership.person_id == notice.person_id)
        .order_by(Institution.layer, Institution.acronym, Membership.id)
    )
    return [Serves(*row) for row in (await session.execute(rows)).all()]


async def _lines(session: Session, notice_id: NoticeId) -> list[TracedLine]:
    what = (Institution.acronym, Goal.key, Goal.kind, Obligation.internal)
    told = (NoticeLine.step, NoticeLine.aim, NoticeLine.withdrawn_at)
    rows = (
        select(Obligation.id, *what, *told)
        .join(NoticeLine, NoticeLine.obligation_id == Obligation.id)
        .join(Institution, Institution.id == Obligation.institution_id)
        .join(Goal, Goal.id == Obligation.goal_id)
        .where(NoticeLine.notice_id == notice_id)
        .order_by(NoticeLine.id)
    )
    return [TracedLine(*row) for row in (await session.execute(rows)).all()]


async def _deliveries(session: Session, notice_id: NoticeId) -> list[TracedDelivery]:
    live = (await session.scalars(select(Delivery).where(Delivery.notice_id == notice_id))).all()
    tried = await _attempts(session, [row.id for row in live])
    kept = await session.scalars(select(ArchivedDelivery).where(ArchivedDelivery.notice_id == notice_id))
    found = [await _of_outbox(session, row, tried.get(row.id, ())) for row in live]
    known = {one.id for one in found}
    found += [_of_archive(row) for row in kept if row.id not in known]
    return sorted(found, key=lambda one: one.id)


async def _attempts(session: Session, ids: Collection[DeliveryId]) -> dict[DeliveryId, list[Tried]]:
    found: dict[DeliveryId, list[Tried]] = {}
    rows = select(Attempt).where(Attempt.delivery_id.in_(ids)).order_by(Attempt.ended_at, Attempt.id)
    for row in await session.scalars(rows):
        found.setdefault(row.delivery_id, []).append(Tried(row.number, row.ended_at, row.outcome, row.answer))
    return found


async def _of_outbox(session: Session, row: Delivery, attempts: Sequence[Tried]) -> TracedDelivery:
    subject, body = row.subject, row.body
    if row.wording_id is not None:
        shared, fills = await session.get_one(Wording, row.wording_id), json.loads(row.fills or "{}")
        subject, body = fill(shared.subject, fills), fill(shared.body, fills)
    success = None if row.settled_at is None else Tried(row.fence, row.settled_at, "sent", row.remote_id)
    return TracedDelivery(
        id=row.id,
        channel=row.channel,
        state=row.state,
        tries=row.attempts,
        resent=row.resent,
        settled_at=row.settled_at,
        last_error=row.last_error,
        not_before=row.not_before,
        expires_at=row.expires_at,
        address=row.address,
        subject=shown(subject),
        body=shown(body),
        attempts=_with_success(attempts, row, success),
    )


def _of_archive(row: ArchivedDelivery) -> TracedDelivery:
    history = [
        Tried(one[0], datetime.fromisoformat(one[1]), one[2], one[3]) for one in json.loads(row.history)
    ]
    return TracedDelivery(
        id=row.id,
        channel=row.channel,
        state=row.state,
        tries=row.attempts,
        resent=row.resent,
        settled_at=row.settled_at,
        last_error=row.last_error,
        archived=True,
        attempts=_with_success(
            history, row, Tried(_next(history, row.settled_at), row.settled_at, "sent", "")
        ),
    )


def _next(history: Sequence[Tried], sent_at: datetime) -> int:
    """The number of the attempt that succeeded: what came back later names it."""
    later = [one.number for one in history if one.ended_at > sent_at]
    return min(later, default=max((one.number for one in history), default=0) + 1)


def _with_success(
    attempts: Sequence[Tried], row: Delivery | ArchivedDelivery, success: Tried | None
) -> list[Tried]:
    """A success has no row among the attempts: the delivery says it."""
    if row.state is not DeliveryState.SENT or success is None:
        return list(attempts)
    told = any(one.outcome == success.outcome and one.ended_at == success.ended_at for one in attempts)
    every = [*attempts] if told else [*attempts, success]
    return sorted(every, key=lambda one: one.ended_at)


@dataclass(frozen=True, slots=True)
class Listed:
    """A delivery in a list: without words, address or person."""

    id: DeliveryId
    notice_id: NoticeId
    channel: ChannelKind
    state: DeliveryState
    attempts: int
    not_before: datetime
    settled_at: datetime | None
    resent: bool
    last_error: str
    kind: NoticeKind


_COLUMNS = [(Notice if name == "kind" else Delivery).__table__.c[name] for name in Listed.__slots__]


async def listed(
    session: Session,
    *,
    states: Collection[DeliveryState],
    channels: Collection[ChannelKind] = tuple(ChannelKind),
    limit: int = 200,
) -> list[Listed]:
    """Deliveries in these states, newest first."""
    found: list[Listed] = []
    # Each state and channel is a stretch of one index: together they would be sorted, however many there are.
    for state in states:
        for channel in channels:
            rows = (
                select(*_COLUMNS)
                .join(Notice, Notice.id == Delivery.notice_id)
                .where(Delivery.state == state, Delivery.channel == channel)
                .order_by(Delivery.id.desc())
                .limit(limit)
            )
            found += [Listed(*row) for row in (await session.execute(rows)).all()]
    return sorted(found, key=lambda one: -one.id)[:limit]


#: What a person has to look at.
IN_DOUBT = (DeliveryState.FAILED, DeliveryState.UNKNOWN)
#: What arrived, or is on its way.
HOPEFUL = (DeliveryState.SENT, DeliveryState.PENDING, DeliveryState.SENDING)


async def notices_in_doubt(session: Session, *, limit: int) -> list[NoticeId]:
    """The last notices that failed, or may have, by some channel, and went or go by no other; replies apart."""
    found: list[NoticeId] = []
    other = aliased(Delivery)
    hopeful = exists().where(other.notice_id == Notice.id, other.state.in_(HOPEFUL))
    for state in IN_DOUBT:
        for channel in ChannelKind:
            rows = (
                select(Notice.id)
                .join(Delivery, Delivery.notice_id == Notice.id)
                .where(Delivery.state == state, Delivery.channel == channel, ~hopeful)
                .where(Notice.kind != NoticeKind.REPLY)
                .order_by(Delivery.id.desc())
                .limit(limit * len(ChannelKind))
            )
            found += await session.scalars(rows)
    return sorted(set(found), reverse=True)[:limit]
