"""Announcements that stand still: what is to be held, what a person decides, and how each one goes on.

What is held stays pending, at an instant that never comes: whatever else happens to it in the meantime, it does not
leave.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import and_, exists, func, or_, select, update

from db.announcements import Announcement
from db.channels import ChannelKind
from db.database import OUTBOX_PUT, DatabaseClock, Session, batches
from db.deliveries import Delivery, DeliveryState, Lane, is_in, is_unsent
from db.ids import AnnouncementId, NoticeId, PersonId
from db.notices import Notice

#: What begins later than this after its moment waits for a person's word.
LATE = timedelta(hours=2)
#: `not_before` of what is held.
NEVER = datetime(9999, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Stuck:
    """What may leave of an announcement by one channel has not moved for too long."""

    announcement_id: AnnouncementId
    channel: ChannelKind


async def stuck_announcements(session: Session, *, now: datetime) -> list[Stuck]:
    """Where something has been due for longer than LATE and nothing has left in that time.

    A long announcement that is on its way stands nowhere, however slowly its channel goes.
    """
    found: list[Stuck] = []
    for kind in ChannelKind:
        late = (
            select(Notice.announcement_id)
            .join(Delivery, Delivery.notice_id == Notice.id)
            .where(
                is_in(DeliveryState.PENDING),
                Delivery.channel == kind,
                Delivery.lane == Lane.BROADCASTS,
                Delivery.not_before < now - LATE,
                Notice.announcement_id.is_not(None),
            )
            .distinct()
            .order_by(Notice.announcement_id)
        )
        waiting = [one for one in await session.scalars(late) if one is not None]
        found += [Stuck(one, kind) for one in waiting if not await _moves(session, one, kind, now)]
    return found


async def _moves(session: Session, announcement_id: AnnouncementId, kind: ChannelKind, now: datetime) -> bool:
    # What a crash left in flight does not count.
    in_flight = and_(Delivery.state == DeliveryState.SENDING, Delivery.lease_until > DatabaseClock())
    lately = and_(Delivery.state == DeliveryState.SENT, Delivery.settled_at >= now - LATE)
    moving = (
        exists()
        .where(Notice.id == Delivery.notice_id, Notice.announcement_id == announcement_id)
        .where(Delivery.channel == kind, or_(lately, in_flight))
    )
    return bool(await session.scalar(select(moving)))


async def hold(session: Session, stuck: Stuck, *, now: datetime) -> bool:
    """Nothing more of it leaves by that channel; False when it was held before."""
    announcement = await session.get_one(Announcement, stuck.announcement_id, with_for_update=True)
    of_it = select(Notice.id).where(Notice.announcement_id == announcement.id)
    waiting = select(Delivery.notice_id).where(
        is_in(DeliveryState.PENDING), Delivery.channel == stuck.channel, Delivery.notice_id.in_(of_it)
    )
    # What stands by too: if the first channel closes, it must not leave instead.
    unsent = (is_unsent(), or_(Delivery.channel == stuck.channel, is_in(DeliveryState.STANDBY)))
    held = update(Delivery).where(*unsent, Delivery.notice_id.in_(waiting.scalar_subquery()))
    await session.execute(held.values(not_before=NEVER), execution_options={"synchronize_session": False})
    was_held = announcement.held_at is not None
    announcement.held_at = announcement.held_at or now
    return not was_held


@dataclass(frozen=True, slots=True)
class Released:
    """A notice that is still held, of an announcement that a person let go."""

    notice_id: NoticeId
    person_id: PersonId
    #: It waits for no sending window.
    urgent: bool


async def released(session: Session, limit: int) -> list[Released]:
    found: list[Released] = []
    for kind in ChannelKind:
        rows = (
            select(Delivery.notice_id, Notice.person_id, Announcement.urgent)
            .join(Notice, Notice.id == Delivery.notice_id)
            .join(Announcement, Announcement.id == Notice.announcement_id)
            .where(
                is_in(DeliveryState.PENDING),
                Delivery.channel == kind,
                Delivery.lane == Lane.BROADCASTS,
                Delivery.not_before == NEVER,
                Announcement.held_at.is_(None),
            )
            .order_by(Delivery.id)
            .limit(limit - len(found))
        )
        found += [
            Released(row[0], row[1], urgent=bool(row[2]))
            for row in (await session.execute(rows)).all()
            if row[1] is not None
        ]
    return found


async def let_leave(session: Session, notice_ids: Sequence[NoticeId], *, since: datetime) -> None:
    """What was held of these notices leaves from then on."""
    for part in batches(notice_ids):
        held = update(Delivery).where(Delivery.notice_id.in_(part), is_unsent(), Delivery.not_before == NEVER)
        await session.execute(held.values(not_before=since))
    session.info[OUTBOX_PUT] = True


async def cancel(session: Session, announcement: Announcement, *, now: datetime) -> int:
    """What has not left never does; how many deliveries that were."""
    announcement.cancelled_at = now
    of_it = select(Notice.id).where(Notice.announcement_id == announcement.id)
    unsent = update(Delivery).where(is_unsent(), Delivery.notice_id.in_(of_it.scalar_subquery()))
    values = {"state": DeliveryState.CANCELLED, "last_error": "announcement called off", "settled_at": now}
    options = {"synchronize_session": False}
    gone = await session.execute(unsent.values(**values).returning(Delivery.id), execution_options=options)
    return len(gone.all())


@dataclass(frozen=True, slots=True)
class Progress:
    """An announcement with its deliveries, counted by state."""

    announcement: Announcement
    counts: dict[DeliveryState, int]

    @property
    def state(self) -> str:
        row = self.announcement
        if row.cancelled_at is not None:
            return "cancelled"
        if row.held_at is not None:
            return "held"
        if row.filled_at is None:
            return "filling" if row.filled_through else "planned"
        waits = self.counts[DeliveryState.PENDING] + self.counts[DeliveryState.SENDING]
        return "leaving" if waits else "done"


async def announcements(session: Session, *, limit: int) -> list[Progress]:
    """Newest first."""
    rows = (await session.scalars(select(Announcement).order_by(Announcement.id.desc()).limit(limit))).all()
    counted = (
        select(Notice.announcement_id, Delivery.state, func.count())
        .join(Delivery, Delivery.notice_id == Notice.id)
        .where(Notice.announcement_id.in_([row.id for row in rows]))
        .group_by(Notice.announcement_id, Delivery.state)
    )
    counts = {row.id: dict.fromkeys(DeliveryState, 0) for row in rows}
    for announcement_id, state, number in (await session.execute(counted)).all():
        if announcement_id is not None:
            counts[announcement_id][state] = number
    return [Progress(row, counts[row.id]) for row in rows]
