"""Announcements that stand still: what is to be held, what a person decides, and how each one goes on.

What is held or paused stays pending, at an instant that never comes: whatever else happens to it in the meantime,
it does not leave.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import and_, exists, func, or_, select, update

from db.announcements import NEVER, Announcement, AnnouncementKind
from db.channels import ChannelKind
from db.database import OUTBOX_PUT, DatabaseClock, Session, batches
from db.deliveries import Delivery, DeliveryState, Lane, is_in, is_unsent
from db.ids import AnnouncementId, InstitutionId, NoticeId, PersonId
from db.notices import Notice

#: What begins later than this after its moment waits for a person's word; so says `held_for`.
LATE, TOO_LATE = timedelta(hours=2), "late"
#: So it says where it would promote something in an electoral period; and where it goes on in one by the word of
#: the Secretariat.
ELECTORAL, LET_GO = "electoral", "let go"


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
    if announcement.held_at is not None:
        return False
    announcement.held_at, announcement.held_for = now, TOO_LATE
    return True


@dataclass(frozen=True, slots=True)
class Released:
    """A notice that is still held, of an announcement that a person let go."""

    notice_id: NoticeId
    person_id: PersonId
    #: It waits for no sending window.
    urgent: bool
    #: Of the announcement.
    not_before: datetime


async def promoting(session: Session, *, until: datetime) -> Sequence[AnnouncementId]:
    """What promotes something, of which something is on its way, or begins by then; by number. Not what the
    Secretariat let go on."""
    on_its_way = [
        select(Notice.announcement_id)
        .join(Delivery, Delivery.notice_id == Notice.id)
        .where(is_in(DeliveryState.PENDING), Delivery.channel == kind, Delivery.lane == Lane.BROADCASTS)
        .where(Delivery.not_before < NEVER, Notice.announcement_id.is_not(None))
        for kind in ChannelKind
    ]
    begins = and_(Announcement.filled_at.is_(None), Announcement.not_before <= until)
    found = select(Announcement.id).where(
        Announcement.promotional,
        Announcement.held_at.is_(None),
        Announcement.paused_at.is_(None),
        Announcement.cancelled_at.is_(None),
        Announcement.held_for != LET_GO,
        or_(begins, *(Announcement.id.in_(one) for one in on_its_way)),
    )
    return (await session.scalars(found.order_by(Announcement.id))).all()


async def released(session: Session, limit: int) -> list[Released]:
    found: list[Released] = []
    for kind in ChannelKind:
        rows = (
            select(Delivery.notice_id, Notice.person_id, Announcement.urgent, Announcement.not_before)
            .join(Notice, Notice.id == Delivery.notice_id)
            .join(Announcement, Announcement.id == Notice.announcement_id)
            .where(
                is_in(DeliveryState.PENDING),
                Delivery.channel == kind,
                Delivery.lane == Lane.BROADCASTS,
                Delivery.not_before == NEVER,
                Announcement.held_at.is_(None),
                Announcement.paused_at.is_(None),
            )
            .order_by(Delivery.id)
            .limit(limit - len(found))
        )
        found += [
            Released(row[0], row[1], urgent=bool(row[2]), not_before=row[3])
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


async def pause(session: Session, announcement: Announcement, *, now: datetime) -> int:
    """Nothing more of it leaves before it goes on, by whatever channel; how many people that are. What is in
    flight is not called back; what comes back of it waits too (db/recall.py)."""
    announcement.paused_at = now
    return await stop(session, announcement)


async def stop(session: Session, announcement: Announcement) -> int:
    """What has not left of it waits for ever; how many people that are."""
    of_it = select(Notice.id).where(Notice.announcement_id == announcement.id)
    unsent = update(Delivery).where(is_unsent(), Delivery.notice_id.in_(of_it.scalar_subquery()))
    stopped = unsent.values(not_before=NEVER).returning(Delivery.notice_id, Delivery.state)
    options = {"synchronize_session": False}
    rows = (await session.execute(stopped, execution_options=options)).all()
    return len({row.notice_id for row in rows if row.state is DeliveryState.PENDING})


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
        waits = self.counts[DeliveryState.PENDING] + self.counts[DeliveryState.SENDING]
        return state_of(self.announcement, waits=waits > 0)


def state_of(row: Announcement, *, waits: bool) -> str:
    """`waits`: something of it is pending, or in flight."""
    stopped = {
        "cancelled": row.cancelled_at is not None,
        "unapproved": row.waits_for_approval,
        "suspended": row.paused_at is not None and row.suspended,
        "paused": row.paused_at is not None,
        "held": row.held_at is not None,
        "filling": row.filled_at is None and row.filled_through > 0,
        "planned": row.filled_at is None,
        "leaving": waits,
    }
    return next((state for state, holds in stopped.items() if holds), "done")


async def announcements(
    session: Session,
    *,
    limit: int,
    kind: AnnouncementKind | None = None,
    senders: Collection[InstitutionId] | None = None,
) -> list[Progress]:
    """Newest first; `senders`: only those in the name of these; `kind`: only those of it, and whatever else waits
    for a person's word (None: of all)."""
    wanted = select(Announcement).order_by(Announcement.id.desc()).limit(limit)
    if kind is not None:
        stands_still = or_(Announcement.held_at.is_not(None), Announcement.paused_at.is_not(None))
        waits = and_(stands_still, Announcement.cancelled_at.is_(None))
        wanted = wanted.where(or_(Announcement.kind == kind, waits))
    if senders is not None:
        wanted = wanted.where(Announcement.sender_id.in_(senders))
    rows = (await session.scalars(wanted)).all()
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
