"""One-time secrets in what was sent: once a message has ended nobody needs its words any more, and they go."""

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, or_, select, update

from db.database import Session
from db.deliveries import Delivery, DeliveryState, is_blank
from db.enclosures import Enclosure, drop_unused
from db.notices import Notice, NoticeKind

#: What failed, or whose answer was lost, may still be sent again by hand; nobody does later than this.
DECIDED_WITHIN = timedelta(days=1)
OVER = (DeliveryState.SENT, DeliveryState.CANCELLED)
UNDECIDED = (DeliveryState.FAILED, DeliveryState.UNKNOWN)


async def blank_secrets(
    session: Session, *, kinds: Collection[NoticeKind], now: datetime, limit: int = 500
) -> int:
    """Takes words, buttons and file out of up to `limit` deliveries of these kinds that ended; returns how many.

    The subject stays, so that a trace can say what it was: it must hold no secret. What stands by has ended once it
    has expired (`outbox.cancel_expired`), so these kinds need `expires_at`. What is blank is never sent again.
    """
    ended = (
        select(Delivery.id, Delivery.enclosure_id)
        .join(Notice, Notice.id == Delivery.notice_id)
        .where(Notice.kind.in_(kinds), _has_ended(now), ~is_blank())
        .order_by(Delivery.id)
        .limit(limit)
        # Nobody sends one again meanwhile.
        .with_for_update(of=Delivery, skip_locked=True)
    )
    rows = (await session.execute(ended)).all()
    if not rows:
        return 0
    blanked = update(Delivery).where(Delivery.id.in_([row.id for row in rows]))
    nothing = {"body": "", "html": "", "fills": "", "calendar": "", "buttons": ""}
    await session.execute(blanked.values(**nothing, wording_id=None, enclosure_id=None))
    files = {row.enclosure_id for row in rows if row.enclosure_id is not None}
    if files:
        await drop_unused(session, Enclosure.id.in_(sorted(files)))
    return len(rows)


def _has_ended(now: datetime) -> ColumnElement[bool]:
    given_up = and_(Delivery.state.in_(UNDECIDED), Delivery.settled_at <= now - DECIDED_WITHIN)
    return or_(Delivery.state.in_(OVER), given_up)
