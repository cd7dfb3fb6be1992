"""Taking back what has not left: acknowledged, withdrawn because its obligation ended, or dropped by hand."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select, update

from db.announcements import NEVER, Announcement
from db.database import OUTBOX_PUT, Session, batches
from db.deliveries import Delivery, DeliveryState, is_blank, unsent_deliveries
from db.ids import DeliveryId, NoticeId, ObligationId, PersonId
from db.notices import LineKey, Notice, NoticeKind, NoticeLine
from db.preferences import without_announcements

#: What a delivery of an announcement says that its person wanted no more.
UNWANTED = "wants no announcements"


async def acknowledge(session: Session, notice_id: NoticeId, *, now: datetime) -> None:
    """Whoever answered one channel is not told by the other. The first time stays on record."""
    await acknowledge_all(session, [notice_id], now=now)


async def acknowledge_all(session: Session, notice_ids: Sequence[NoticeId], *, now: datetime) -> None:
    for part in batches(notice_ids):
        unseen = update(Notice).where(Notice.id.in_(part), Notice.acknowledged_at.is_(None))
        await session.execute(unseen.values(acknowledged_at=now))
        await cancel_unsent(session, part, reason="acknowledged", now=now)


async def acknowledge_told(
    session: Session, person_id: PersonId, obligation_ids: Collection[ObligationId], *, now: datetime
) -> None:
    """Whoever acts on an obligation has seen what they were told of it: by no other channel is it told again.

    What has not reached them by any channel stays as it is.
    """
    reached = select(Delivery.notice_id).where(
        Delivery.notice_id == Notice.id, Delivery.state == DeliveryState.SENT
    )
    for part in batches(obligation_ids):
        told = (
            select(Notice.id)
            .join(NoticeLine, NoticeLine.notice_id == Notice.id)
            .where(
                NoticeLine.person_id == person_id,
                NoticeLine.obligation_id.in_(part),
                Notice.acknowledged_at.is_(None),
                reached.exists(),
            )
            .distinct()
            .order_by(Notice.id)
        )
        await acknowledge_all(session, (await session.scalars(told)).all(), now=now)


async def take_back_announcements(session: Session, person_id: PersonId, *, now: datetime) -> None:
    """What has not left of the announcements put for this person."""
    unsent = [DeliveryState.PENDING, DeliveryState.STANDBY]
    waiting = (
        select(Notice.id)
        .join(Delivery, Delivery.notice_id == Notice.id)
        .where(
            Notice.person_id == person_id,
            Notice.kind == NoticeKind.ANNOUNCEMENT,
            Delivery.state.in_(unsent),
        )
        .distinct()
        .order_by(Notice.id)
    )
    ids = (await session.scalars(waiting)).all()
    await cancel_unsent(session, ids, reason=UNWANTED, now=now)


async def cancel_unsent(
    session: Session, notice_ids: Sequence[NoticeId], *, reason: str, now: datetime
) -> None:
    """What has not left of these notices never does."""
    unsent = (
        Delivery.notice_id.in_(notice_ids),
        Delivery.state.in_([DeliveryState.PENDING, DeliveryState.STANDBY]),
    )
    cancelled = update(Delivery).where(*unsent)
    await session.execute(cancelled.values(state=DeliveryState.CANCELLED, last_error=reason, settled_at=now))


async def cancel_keyed(session: Session, keys: Sequence[str], *, reason: str, now: datetime) -> None:
    """What has not left of the notices that were put with these keys."""
    for part in batches(keys):
        ids = (await session.scalars(select(Notice.id).where(Notice.key.in_(part)).order_by(Notice.id))).all()
        await cancel_unsent(session, ids, reason=reason, now=now)


async def who_heard(session: Session, keys: Sequence[str]) -> Sequence[PersonId]:
    """To whom a notice that was put with one of these keys left, or may have left, by id."""
    left = [DeliveryState.SENDING, DeliveryState.SENT, DeliveryState.UNKNOWN]
    found: set[PersonId] = set()
    for part in batches(keys):
        heard = (
            select(Notice.person_id)
            .join(Delivery, Delivery.notice_id == Notice.id)
            .where(Notice.key.in_(part), Notice.person_id.is_not(None), Delivery.state.in_(left))
        )
        found |= {one for one in await session.scalars(heard) if one is not None}
    return sorted(found)


async def cancel_if_pointless(
    session: Session, delivery_id: DeliveryId, notice_id: NoticeId, *, now: datetime
) -> None:
    """What was in flight while it was acknowledged, lost its last line, was called off or became unwanted is not
    tried again; while its announcement stood still, not before that goes on."""
    notice = await session.get_one(Notice, notice_id, populate_existing=True)
    lines = (
        await session.scalars(select(NoticeLine.withdrawn_at).where(NoticeLine.notice_id == notice_id))
    ).all()
    withdrawn = bool(lines) and all(line is not None for line in lines)
    announcement = await _announcement(session, notice)
    called_off = announcement is not None and announcement.cancelled_at is not None
    unwanted = await _is_unwanted(session, notice)
    this = update(Delivery).where(Delivery.id == delivery_id)
    if notice.acknowledged_at is not None or withdrawn or called_off or unwanted:
        why = UNWANTED if unwanted else "no longer needed"
        gone = {"state": DeliveryState.CANCELLED, "last_error": why, "settled_at": now}
        await session.execute(this.values(**gone))
    elif announcement is not None and announcement.stands_still:
        await session.execute(this.values(not_before=NEVER))


async def _announcement(session: Session, notice: Notice) -> Announcement | None:
    if notice.announcement_id is None:
        return None
    # Whoever stops it waits, and then finds what comes back.
    found = select(Announcement).where(Announcement.id == notice.announcement_id).with_for_update(read=True)
    return (await session.scalars(found.execution_options(populate_existing=True))).one()


async def _is_unwanted(session: Session, notice: Notice) -> bool:
    if notice.kind is not NoticeKind.ANNOUNCEMENT or notice.person_id is None:
        return False
    return bool(await without_announcements(session, [notice.person_id]))


async def about_to_leave(session: Session, kind: NoticeKind) -> Sequence[Notice]:
    """Notices of that kind with a delivery that may leave and has not, by id."""
    pending = select(Delivery.notice_id).where(Delivery.state == DeliveryState.PENDING)
    found = select(Notice).where(Notice.id.in_(pending), Notice.kind == kind).order_by(Notice.id)
    return (await session.scalars(found)).all()


@dataclass(frozen=True, slots=True)
class Remaining:
    """A notice with deliveries that have not left, and the lines that are still to be told."""

    notice: Notice
    lines: tuple[LineKey, ...]


async def withdraw_lines(
    session: Session, obligation_id: ObligationId, *, now: datetime, only: NoticeKind | None = None
) -> list[Remaining]:
    """Takes the obligation out of every notice, or those of one kind; cancels those with nothing left to tell.

    Returns the notices that still have something to tell and have not left: their words must be made again.
    """
    gone = update(NoticeLine).where(
        NoticeLine.obligation_id == obligation_id, NoticeLine.withdrawn_at.is_(None)
    )
    if only is not None:
        gone = gone.where(NoticeLine.notice_id.in_(select(Notice.id).where(Notice.kind == only)))
    touched = (await session.scalars(gone.values(withdrawn_at=now).returning(NoticeLine.notice_id))).all()
    remaining = []
    for notice_id in dict.fromkeys(touched):
        lines = await standing_lines(session, notice_id)
        if not lines:
            await cancel_unsent(session, [notice_id], reason="withdrawn", now=now)
        elif await unsent_deliveries(session, notice_id):
            notice = await session.get_one(Notice, notice_id)
            remaining.append(Remaining(notice=notice, lines=lines))
    return remaining


async def standing_lines(session: Session, notice_id: NoticeId) -> tuple[LineKey, ...]:
    """What a notice still tells of, in its order."""
    standing = (
        select(NoticeLine.obligation_id, NoticeLine.step, NoticeLine.aim)
        .where(NoticeLine.notice_id == notice_id, NoticeLine.withdrawn_at.is_(None))
        .order_by(NoticeLine.id)
    )
    return tuple(LineKey(*row) for row in (await session.execute(standing)).all())


async def decide(session: Session, ids: Sequence[DeliveryId], *, send_again: bool, now: datetime) -> int:
    """A person's word on failed and unknown deliveries: once more, or never. Returns how many.

    What may have arrived is marked as resent. What is blank stays as it is.
    """
    undecided = (
        Delivery.id.in_(ids),
        or_(Delivery.state == DeliveryState.FAILED, Delivery.state == DeliveryState.UNKNOWN),
        ~is_blank(),
    )
    values: dict[str, object] = {
        "state": DeliveryState.CANCELLED,
        "settled_at": now,
        "last_error": "dropped by hand",
    }
    if send_again:
        values = {
            "state": DeliveryState.PENDING,
            "not_before": now,
            "resent": or_(Delivery.resent, Delivery.state == DeliveryState.UNKNOWN),
            "attempts": 0,
            "settled_at": None,
            "expires_at": None,
        }
        session.info[OUTBOX_PUT] = True
    decided = update(Delivery).where(*undecided).values(**values).returning(Delivery.id)
    return len((await session.scalars(decided)).all())
