"""The outbox: notices, what they are about, and one delivery per channel. Every message leaves through here.

What the courier asks of it stands in db/claims.py.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import insert, update

from db.channels import Channel, ChannelKind, channel_of_chat
from db.database import OUTBOX_PUT, Session
from db.deliveries import Delivery, DeliveryState, Lane, is_unsent
from db.fallback import wake_next
from db.ids import AnnouncementId, ChannelId, EnclosureId, NoticeId, PersonId, WordingId
from db.notices import LineKey, Notice, NoticeKind, NoticeLine, notice_code, put_once
from db.slots import OPEN, fill

#: What callback data has for the number of a notice that is still to be put; the slot that words have for its code.
THIS_NOTICE, NOTICE_SLOT = "{notice}", "notice"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewDelivery:
    channel: ChannelKind
    address: str
    body: str
    channel_id: ChannelId | None = None
    subject: str = ""
    html: str = ""
    #: Words that many share; then body, subject and html stay empty, and `fills` says what differs.
    wording_id: WordingId | None = None
    #: JSON object, slot → value.
    fills: str = ""
    #: An iCalendar object that goes with the e-mail.
    calendar: str = ""
    #: A file that goes with it (db/enclosures.py). In chat the words then stand under it: past 1,024 characters,
    #: markup not counted, the delivery fails, and the next channel tells it.
    enclosure_id: EnclosureId | None = None
    #: The topic of a forum group; 0 for none.
    thread_id: int = 0
    #: JSON, as `Delivery.buttons`; THIS_NOTICE in it becomes the notice's number.
    buttons: str = ""
    #: Past this instant it is cancelled, not sent late.
    expires_at: datetime | None = None
    standby: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class NewNotice:
    kind: NoticeKind
    lane: Lane
    created_at: datetime
    not_before: datetime
    deliveries: Sequence[NewDelivery]
    person_id: PersonId | None = None
    key: str | None = None
    announcement_id: AnnouncementId | None = None
    #: What the notice tells of.
    lines: Sequence[LineKey] = ()


async def put(session: Session, new: NewNotice) -> Notice | None:
    """Adds a notice with its deliveries; None when one with the same key is already there."""
    return (await put_all(session, [new]))[0]


async def put_all(session: Session, news: Sequence[NewNotice]) -> list[Notice | None]:
    """Adds many notices, each with its deliveries, in as few statements as they take; None for a known key."""
    keyed = await put_once(session, [_notice(new) for new in news if new.key is not None])
    found = [Notice(**_notice(new)) if new.key is None else keyed.pop(new.key, None) for new in news]
    added = [(new, notice) for new, notice in zip(news, found, strict=True) if notice is not None]
    if not added:
        return found
    session.add_all(notice for new, notice in added if new.key is None)
    await session.flush()
    # As tables, not as objects: nobody asks for their ids, and SQLite would be asked for each.
    lines = [row for new, notice in added for row in _lines(notice.id, new)]
    deliveries = [_delivery(notice.id, new, one) for new, notice in added for one in new.deliveries]
    for rows, target in ((lines, NoticeLine), (deliveries, Delivery)):
        if rows:
            await session.execute(insert(target.__table__), rows)  # type: ignore[arg-type]
    session.info[OUTBOX_PUT] = True
    return found


def _notice(new: NewNotice) -> dict[str, Any]:
    return {
        "kind": new.kind,
        "created_at": new.created_at,
        "person_id": new.person_id,
        "key": new.key,
        "announcement_id": new.announcement_id,
    }


def _lines(notice_id: NoticeId, new: NewNotice) -> list[dict[str, object]]:
    if new.person_id is None:
        return []
    return [line._asdict() | {"notice_id": notice_id, "person_id": new.person_id} for line in new.lines]


def _delivery(notice_id: NoticeId, new: NewNotice, one: NewDelivery) -> dict[str, object]:
    return {
        "notice_id": notice_id,
        "channel": one.channel,
        "channel_id": one.channel_id,
        "address": one.address,
        "lane": new.lane,
        "state": DeliveryState.STANDBY if one.standby else DeliveryState.PENDING,
        "subject": numbered(one.subject, notice_id),
        "body": numbered(one.body, notice_id),
        "html": numbered(one.html, notice_id),
        "wording_id": one.wording_id,
        "fills": _numbered_fills(one, notice_id),
        "calendar": numbered(one.calendar, notice_id),
        "enclosure_id": one.enclosure_id,
        "thread_id": one.thread_id,
        "buttons": one.buttons.replace(THIS_NOTICE, str(notice_id)),
        "not_before": new.not_before,
        "expires_at": one.expires_at,
    }


def numbered(words: str, notice_id: NoticeId) -> str:
    """Words with the code of their notice in its slot, when they have one."""
    return fill(words, {NOTICE_SLOT: notice_code(notice_id)}) if OPEN in words else words


def _numbered_fills(one: NewDelivery, notice_id: NoticeId) -> str:
    if one.wording_id is None:
        return ""
    return json.dumps({**json.loads(one.fills or "{}"), NOTICE_SLOT: notice_code(notice_id)})


async def close_channel(
    session: Session, channel_id: ChannelId, *, reason: str, now: datetime, window: datetime | None = None
) -> None:
    """The person cannot be reached there: what waited fails, and its siblings are woken."""
    still_open = (Channel.id == channel_id, Channel.closed_at.is_(None))
    await session.execute(update(Channel).where(*still_open).values(closed_at=now, closed_reason=reason))
    waiting = (
        Delivery.channel_id == channel_id,
        Delivery.state.in_([DeliveryState.PENDING, DeliveryState.STANDBY]),
    )
    failed = update(Delivery).where(*waiting)
    failed = failed.values(state=DeliveryState.FAILED, last_error=reason, settled_at=now)
    for notice_id in (await session.scalars(failed.returning(Delivery.notice_id))).all():
        await wake_next(session, notice_id, now=now, window=window or now)


async def free_chat(
    session: Session, chat_id: int, *, for_person: PersonId, now: datetime, window: datetime
) -> None:
    """A chat that another person takes: what waits there for the former one goes by their next channel."""
    former = await channel_of_chat(session, chat_id)
    if former is None or former.person_id == for_person:
        return
    await close_channel(session, former.id, reason="chat not found", now=now, window=window)
    told = update(Delivery).where(Delivery.channel_id == former.id)
    await session.execute(told.values(channel_id=None))


async def cancel_expired(session: Session, *, now: datetime, window: datetime | None = None) -> None:
    """What may not be sent late is not; the next channel tells it, whose words name dates and not "hoje"."""
    late = (is_unsent(), Delivery.expires_at <= now)
    cancelled = update(Delivery).where(*late)
    cancelled = cancelled.values(
        state=DeliveryState.CANCELLED, last_error="expired before it could leave", settled_at=now
    )
    for notice_id in (await session.scalars(cancelled.returning(Delivery.notice_id))).all():
        await wake_next(session, notice_id, now=now, window=window or now)
