"""Deliveries that ended long ago: what happened stays on record, the words, the files and the addresses go."""

import json
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, ForeignKey, and_, delete, exists, or_, select, update
from sqlalchemy.orm import Mapped, aliased, mapped_column

from db.announcements import Announcement
from db.attempts import Attempt
from db.channels import ChannelKind
from db.database import Base, Session, insert, text_enum
from db.deliveries import Delivery, DeliveryState
from db.enclosures import Enclosure, drop_unused
from db.ids import DeliveryId, NoticeId

ENDED = (DeliveryState.SENT, DeliveryState.FAILED, DeliveryState.UNKNOWN, DeliveryState.CANCELLED)


class ArchivedDelivery(Base):
    __tablename__ = "archived_deliveries"

    #: As it was among the deliveries.
    id: Mapped[DeliveryId] = mapped_column(primary_key=True, autoincrement=False)
    notice_id: Mapped[NoticeId] = mapped_column(ForeignKey("notices.id"), index=True)
    channel: Mapped[ChannelKind] = mapped_column(text_enum(ChannelKind, "channel"))
    state: Mapped[DeliveryState] = mapped_column(text_enum(DeliveryState, "state"))
    attempts: Mapped[int]
    resent: Mapped[bool]
    settled_at: Mapped[datetime]
    last_error: Mapped[str]
    #: JSON list of [number, instant, outcome, answer].
    history: Mapped[str]


async def archive(session: Session, *, before: datetime, limit: int) -> int:
    """Moves up to `limit` deliveries that ended before then, the oldest; returns how many.

    An announcement that a person still has to decide about (unknown, failed) ended all the same, and so did what
    stands by where all the others of its notice have ended. With the last of them go the files of that time which
    no delivery names any more.
    """
    # The oldest have the lowest numbers: no index is needed to find them, and none has to be kept.
    ended = (
        select(Delivery)
        .where(or_(and_(Delivery.settled_at < before, Delivery.state.in_(ENDED)), _never_needed(before)))
        .order_by(Delivery.id)
        .limit(limit)
        # Nobody sends one again meanwhile.
        .with_for_update(skip_locked=True)
    )
    rows = (await session.scalars(ended)).all()
    if rows:
        await _move(session, rows)
    if len(rows) < limit:
        # The last part: once for all of them.
        over = (Announcement.not_before < before, Announcement.enclosure_id.is_not(None))
        await session.execute(update(Announcement).where(*over).values(enclosure_id=None))
        await drop_unused(session, Enclosure.created_at < before)
    return len(rows)


async def _move(session: Session, rows: Sequence[Delivery]) -> None:
    ids = [row.id for row in rows]
    told = await session.scalars(select(Attempt).where(Attempt.delivery_id.in_(ids)).order_by(Attempt.id))
    history: dict[DeliveryId, list[tuple[int, str, str, str]]] = {one: [] for one in ids}
    for one in told:
        history[one.delivery_id].append((one.number, one.ended_at.isoformat(), one.outcome, one.answer))
    await session.execute(
        insert(session, ArchivedDelivery), [_archived(row, history[row.id]) for row in rows]
    )
    await session.execute(delete(Attempt).where(Attempt.delivery_id.in_(ids)))
    await session.execute(delete(Delivery).where(Delivery.id.in_(ids)))


def _never_needed(before: datetime) -> ColumnElement[bool]:
    other = aliased(Delivery)
    alive = or_(other.settled_at.is_(None), other.settled_at >= before)
    same = (other.notice_id == Delivery.notice_id, other.state != DeliveryState.STANDBY)
    stands_by = (Delivery.state == DeliveryState.STANDBY, Delivery.not_before < before)
    return and_(*stands_by, ~exists().where(*same, alive))


def _archived(row: Delivery, history: Sequence[tuple[int, str, str, str]]) -> dict[str, object]:
    stood_by = row.settled_at is None
    return {
        "id": row.id,
        "notice_id": row.notice_id,
        "channel": row.channel,
        "state": DeliveryState.CANCELLED if stood_by else row.state,
        "attempts": row.attempts,
        "resent": row.resent,
        "settled_at": row.settled_at or row.not_before,
        "last_error": "no longer needed" if stood_by else row.last_error,
        "history": json.dumps(history, ensure_ascii=False),
    }
