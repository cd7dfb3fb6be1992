"""Deliveries that ended long ago: what happened stays on record, the words and the addresses go."""

import json
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ForeignKey, delete, select
from sqlalchemy.orm import Mapped, mapped_column

from db.attempts import Attempt
from db.channels import ChannelKind
from db.database import Base, Session, insert, text_enum
from db.deliveries import Delivery, DeliveryState
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

    An announcement that a person still has to decide about (unknown, failed) ended all the same.
    """
    # The oldest have the lowest numbers: no index is needed to find them, and none has to be kept.
    ended = (
        select(Delivery)
        .where(Delivery.settled_at < before, Delivery.state.in_(ENDED))
        .order_by(Delivery.id)
        .limit(limit)
    )
    rows = (await session.scalars(ended)).all()
    if not rows:
        return 0
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
    return len(rows)


def _archived(row: Delivery, history: Sequence[tuple[int, str, str, str]]) -> dict[str, object]:
    return {
        "id": row.id,
        "notice_id": row.notice_id,
        "channel": row.channel,
        "state": row.state,
        "attempts": row.attempts,
        "resent": row.resent,
        "settled_at": row.settled_at,
        "last_error": row.last_error,
        "history": json.dumps(history, ensure_ascii=False),
    }
