"""Announcements that would begin too late wait for a person's word; the Secretariat is told, and decides."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from db.announcements import Announcement, announcements_to_fill, locked_announcement
from db.audit import record
from db.channels import ChannelKind
from db.held_announcements import LATE, Stuck, cancel, hold, let_leave, released, stuck_announcements
from db.ids import AnnouncementId, NoticeId
from db.notices import NoticeKind
from db.people import people_of_the_secretariat
from db.serving import seats_of
from rede.access import NotYours, require_secretariat
from rede.announce import Words, tell_in_window
from rede.desk import Desk
from rede.refusal import Refusal
from scheduler.clock import BRASILIA
from scheduler.days.zones import zone_of
from scheduler.sending_window import not_before
from scheduler.wording import long_date


class HeldRefused(Refusal):
    """`announcement_not_held`: it waits for nobody; `announcement_over`: nothing of it is left to leave."""


async def late_announcements(desk: Desk) -> list[Stuck]:
    """What is to be held; asks only."""
    unfilled = await announcements_to_fill(desk.session, until=desk.now - LATE)
    whole = [Stuck(one, kind) for one in unfilled for kind in ChannelKind]
    return [*whole, *await stuck_announcements(desk.session, now=desk.now)]


async def hold_late(desk: Desk) -> Sequence[AnnouncementId]:
    """Holds them, and tells the Secretariat of each, once. Returns those that were not held before."""
    fresh = [
        one.announcement_id
        for one in await late_announcements(desk)
        if await hold(desk.session, one, now=desk.now)
    ]
    for announcement_id in fresh:
        await _tell(desk, await desk.session.get_one(Announcement, announcement_id))
    return fresh


async def _tell(desk: Desk, announcement: Announcement) -> None:
    words = _words(desk, announcement)
    for person in await people_of_the_secretariat(desk.session):
        key = f"announcement-held:{announcement.id}:{desk.now:%Y%m%d%H%M%S}:{person.id}"
        await tell_in_window(desk, person.id, kind=NoticeKind.OUTAGE, words=words, key=key)


def _words(desk: Desk, announcement: Announcement) -> Words:
    local = announcement.not_before.astimezone(BRASILIA)
    facts = {
        "number": announcement.id,
        "title": announcement.title,
        "day": long_date(local.date()),
        "hour": f"{local.hour}h{local:%M}",
        "people": announcement.people,
        "official_page": desk.office.official_page,
    }
    texts = desk.office.texts
    return Words(
        chat=texts.chat("announcement_held", **facts), mail=texts.email("announcement_held", **facts)
    )


async def release(desk: Desk, announcement_id: AnnouncementId) -> Announcement:
    """It goes on from where it stood, as soon as the sending window is open, or at once where it is urgent; the
    bell sees to that.

    Raises:
        NotYours: there is none of that number, or the actor does not serve the Secretariat.
        HeldRefused: it is not held.
    """
    announcement = await _found(desk, announcement_id)
    if announcement.held_at is None or announcement.cancelled_at is not None:
        raise HeldRefused("announcement_not_held")
    announcement.held_at = None
    announcement.not_before = desk.now if announcement.urgent else _opens(desk, BRASILIA)
    _record(desk, "announcement.release", announcement_id)
    return announcement


async def call_off(desk: Desk, announcement_id: AnnouncementId) -> int:
    """What has not left never does; how many messages that were. Held, planned or on its way alike.

    Raises:
        NotYours: there is none of that number, or the actor does not serve the Secretariat.
        HeldRefused: it is called off already, or everybody's message has left.
    """
    announcement = await _found(desk, announcement_id)
    if announcement.cancelled_at is not None:
        raise HeldRefused("announcement_over")
    unfilled = announcement.filled_at is None
    cancelled = await cancel(desk.session, announcement, now=desk.now)
    if not cancelled and not unfilled:
        raise HeldRefused("announcement_over")
    _record(desk, "announcement.cancel", announcement_id)
    return cancelled


async def _found(desk: Desk, announcement_id: AnnouncementId) -> Announcement:
    await require_secretariat(desk)
    announcement = await locked_announcement(desk.session, announcement_id)
    if announcement is None:
        raise NotYours
    return announcement


async def let_go_on(desk: Desk, *, limit: int) -> int:
    """What was held of announcements that were released leaves, in the window of each person unless it is urgent;
    how many notices."""
    found = await released(desk.session, limit)
    seats = await seats_of(desk.session, {one.person_id for one in found})
    by_zone: dict[ZoneInfo | None, list[NoticeId]] = {}
    for one in found:
        zone = None if one.urgent else zone_of(*seats.get(one.person_id, ("", "")))
        by_zone.setdefault(zone, []).append(one.notice_id)
    for zone, notices in by_zone.items():
        await let_leave(desk.session, notices, since=desk.now if zone is None else _opens(desk, zone))
    return len(found)


def _opens(desk: Desk, zone: ZoneInfo) -> datetime:
    return not_before(desk.now, desk.office.window, zone, desk.office.calendar)


def _record(desk: Desk, act: str, announcement_id: AnnouncementId) -> None:
    record(desk.session, act, f"announcements:{announcement_id}", now=desk.now, person_id=desk.actor)
