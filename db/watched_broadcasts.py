"""Broadcasts that somebody watches: whose result is still to be told, and the messages that say how far each is."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select, update

from db.announcements import Announcement, AnnouncementKind
from db.channels import ChannelKind
from db.database import Session
from db.deliveries import Delivery, DeliveryState
from db.ids import AnnouncementId, PersonId
from db.notices import Notice

#: How `progress_shown` begins once it will not change.
LAST_WORD = "last:"


async def unsummarised(session: Session, *, since: datetime) -> Sequence[AnnouncementId]:
    """Broadcasts made since then that everybody has a notice of, or that were called off, and whose result was told
    to nobody yet; by number."""
    ended = or_(Announcement.filled_at.is_not(None), Announcement.cancelled_at.is_not(None))
    found = select(Announcement.id).where(
        Announcement.kind == AnnouncementKind.BROADCAST,
        Announcement.summarised_at.is_(None),
        Announcement.created_at >= since,
        ended,
    )
    return (await session.scalars(found.order_by(Announcement.id))).all()


@dataclass(frozen=True, slots=True)
class Watched:
    """The message in which somebody watches a broadcast go."""

    announcement: Announcement
    watcher: PersonId
    chat_id: int
    message_id: int


async def watched(
    session: Session, keys: Callable[[AnnouncementId], str], *, since: datetime
) -> list[Watched]:
    """Of broadcasts made since then; `keys`: of the notice whose message it is. Those that say their last word
    already are not among them."""
    open_ones = select(Announcement).where(
        Announcement.kind == AnnouncementKind.BROADCAST,
        Announcement.created_at >= since,
        Announcement.created_by.is_not(None),
        Announcement.progress_shown.not_like(f"{LAST_WORD}%"),
    )
    rows = (await session.scalars(open_ones.order_by(Announcement.id))).all()
    by_key = {keys(row.id): row for row in rows}
    sent = (
        select(Notice.key, Notice.person_id, Delivery.address, Delivery.remote_id)
        .join(Delivery, Delivery.notice_id == Notice.id)
        .where(
            Notice.key.in_(list(by_key)),
            Delivery.channel == ChannelKind.TELEGRAM,
            Delivery.state == DeliveryState.SENT,
            Notice.person_id.is_not(None),
        )
        .order_by(Notice.id)
    )
    found = (await session.execute(sent)).all() if by_key else []
    return [
        Watched(by_key[key], person_id, int(chat), int(number))
        for key, person_id, chat, number in found
        if key is not None and person_id is not None and number.isdigit()
    ]


async def set_shown(session: Session, announcement_id: AnnouncementId, shown: str) -> None:
    """What its message says by now."""
    of_it = update(Announcement).where(Announcement.id == announcement_id)
    await session.execute(of_it.values(progress_shown=shown))
