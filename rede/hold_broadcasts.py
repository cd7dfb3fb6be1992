"""Announcements that would begin too late wait for a person's word; the Secretariat is told, and decides."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from db.announcement_turns import announcements_to_fill
from db.announcements import Announcement, AnnouncementKind, locked_announcement
from db.channels import ChannelKind
from db.held_announcements import (
    LATE,
    LET_GO,
    Stuck,
    cancel,
    hold,
    let_leave,
    promoting,
    released,
    stuck_announcements,
)
from db.ids import AnnouncementId, NoticeId
from db.notices import NoticeKind
from db.people import people_of_the_secretariat
from db.recall import cancel_keyed
from db.serving import seats_of
from rede.access import NotYours, is_executive
from rede.announce import Words, tell_in_window
from rede.approval_of_broadcasts import approval_key
from rede.broadcast_words import day_and_hour
from rede.desk import Desk
from rede.electoral_hold import hold_for_election, is_to_be_held
from rede.happened import courses_changed
from rede.own_broadcasts import approvers, mine
from rede.stopped_broadcasts import HeldRefused, goes_on_from, on_record
from scheduler.days.zones import zone_of
from scheduler.sending_window import not_before

__all__ = [
    "HeldRefused",
    "call_off",
    "hold_late",
    "hold_promoting",
    "late_announcements",
    "let_go_on",
    "release",
]


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


async def promoting_announcements(desk: Desk, *, until: datetime) -> Sequence[AnnouncementId]:
    """What is to be held for an election, of what begins by then or is on its way; asks only."""
    if not any(one.first <= desk.today <= one.last for one in desk.office.electoral):
        return ()
    found = await promoting(desk.session, until=until)
    rows = [await desk.session.get_one(Announcement, one) for one in found]
    return [one.id for one in rows if await is_to_be_held(desk, one)]


async def hold_promoting(desk: Desk, *, until: datetime) -> Sequence[AnnouncementId]:
    """Holds them: a period began since they were made. Whoever is concerned is told."""
    due = await promoting_announcements(desk, until=until)
    rows = [await locked_announcement(desk.session, one) for one in due]
    return [one.id for one in rows if one is not None and await hold_for_election(desk, one)]


async def _tell(desk: Desk, announcement: Announcement) -> None:
    words = _words(desk, announcement)
    for person in await people_of_the_secretariat(desk.session):
        key = f"announcement-held:{announcement.id}:{desk.now:%Y%m%d%H%M%S}:{person.id}"
        await tell_in_window(desk, person.id, kind=NoticeKind.OUTAGE, words=words, key=key)


def _words(desk: Desk, announcement: Announcement) -> Words:
    day, hour = day_and_hour(announcement)
    facts = {
        "number": announcement.id,
        "title": announcement.title,
        "day": day,
        "hour": hour,
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
    announcement = await mine(desk, announcement_id)
    if not await is_executive(desk):
        raise NotYours
    if announcement.held_at is None or announcement.cancelled_at is not None:
        raise HeldRefused("announcement_not_held")
    was_held_whole = announcement.held_at == announcement.created_at
    announcement.held_at, announcement.held_for = None, ""
    goes_on_from(desk, announcement)
    if was_held_whole and _opens_enrolment(announcement):
        # Held when it was made, it called for nothing then (goal 3.2).
        await courses_changed(desk, announcement.text)
    if await is_to_be_held(desk, announcement):
        announcement.held_for = LET_GO
    on_record(desk, "announcement.release", announcement)
    return announcement


def _opens_enrolment(announcement: Announcement) -> bool:
    is_of_secretariat = announcement.kind is AnnouncementKind.CLASS and announcement.sender_id is None
    return is_of_secretariat and ":closes:" not in (announcement.key or "")


async def call_off(desk: Desk, announcement_id: AnnouncementId) -> int:
    """What has not left never does; how many messages that were. Held, planned or on its way alike.

    Raises:
        NotYours: there is none of that number, or it is another's.
        HeldRefused: it is called off already, or everybody's message has left.
    """
    announcement = await mine(desk, announcement_id)
    if announcement.cancelled_at is not None:
        raise HeldRefused("announcement_over")
    unfilled = announcement.filled_at is None
    cancelled = await cancel(desk.session, announcement, now=desk.now)
    if not cancelled and not unfilled:
        raise HeldRefused("announcement_over")
    if announcement.needs_approval and announcement.approved_at is None:
        asked = [approval_key(announcement, one) for one in await approvers(desk, announcement)]
        await cancel_keyed(desk.session, asked, reason="called off", now=desk.now)
    on_record(desk, "announcement.cancel", announcement)
    return cancelled


async def let_go_on(desk: Desk, *, limit: int) -> int:
    """What was stopped of announcements that go on by now leaves, in the window of each person unless it is
    urgent, and never before its moment; how many notices."""
    found = await released(desk.session, limit)
    seats = await seats_of(desk.session, {one.person_id for one in found})
    together: dict[tuple[ZoneInfo | None, datetime], list[NoticeId]] = {}
    for one in found:
        zone = None if one.urgent else zone_of(*seats.get(one.person_id, ("", "")))
        together.setdefault((zone, max(one.not_before, desk.now)), []).append(one.notice_id)
    for (zone, since), notices in together.items():
        opens = since if zone is None else not_before(since, desk.office.window, zone, desk.office.calendar)
        await let_leave(desk.session, notices, since=opens)
    return len(found)
