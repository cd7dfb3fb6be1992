"""One-time secrets in what was sent, and phones in letters: once a message has ended nobody needs its words any
more, and they go."""

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, case, false, or_, select, true, update

from db.database import Session
from db.deliveries import Delivery, DeliveryState, is_blank
from db.enclosures import Enclosure, drop_unused
from db.notices import Notice, NoticeKind

#: What failed, or whose answer was lost, may still be sent again by hand; nobody does later than this.
DECIDED_WITHIN = timedelta(days=1)
OVER = (DeliveryState.SENT, DeliveryState.CANCELLED)
UNDECIDED = (DeliveryState.FAILED, DeliveryState.UNKNOWN)
#: Nothing of these kinds is under way for longer, and what ends is blank a minute later.
UNDER_WAY = timedelta(days=30)
#: In front of the key of letters that say a phone.
WITH_PHONE = "nominated:"


async def any_to_blank(session: Session, *, kinds: Collection[NoticeKind], now: datetime) -> bool:
    """Whether `blank_secrets` would find any."""
    ended = select(Delivery.id).where(*_to_blank(kinds, now)).limit(1)
    return (await session.scalars(ended)).first() is not None


async def blank_secrets(
    session: Session, *, kinds: Collection[NoticeKind], now: datetime, limit: int = 500
) -> int:
    """Takes words, buttons and file out of up to `limit` deliveries that ended, of these kinds or with somebody's
    phone; returns how many.

    The subject stays, so that a trace can say what it was: it must hold no secret. What stands by has ended once it
    has expired (`outbox.cancel_expired`), so these kinds need `expires_at`. What is blank is never sent again.
    """
    ended = (
        select(Delivery.id, Delivery.enclosure_id)
        .where(*_to_blank(kinds, now))
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


def _to_blank(kinds: Collection[NoticeKind], now: datetime) -> tuple[ColumnElement[bool], ...]:
    letter = and_(Notice.kind == NoticeKind.TASK, Notice.key.startswith(WITH_PHONE))
    of_late = Notice.created_at >= now - UNDER_WAY
    told = select(Notice.id).where(or_(Notice.kind.in_(kinds), letter), of_late)
    # Those few notices first, and never by state: nearly everything was sent.
    return Delivery.notice_id.in_(told), case((_has_ended(now), true()), else_=false()), ~is_blank()


def _has_ended(now: datetime) -> ColumnElement[bool]:
    given_up = and_(Delivery.state.in_(UNDECIDED), Delivery.settled_at <= now - DECIDED_WITHIN)
    return or_(Delivery.state.in_(OVER), given_up)
