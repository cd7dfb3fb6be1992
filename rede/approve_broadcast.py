"""A second authorised person says yes to a broadcast, or no: then nothing of it ever leaves."""

from db.announcements import Announcement, locked_announcement
from db.held_announcements import cancel
from db.ids import AnnouncementId
from db.notices import NoticeKind
from db.people import Person
from db.recall import cancel_keyed
from rede.access import NotYours
from rede.announce import tell, tell_in_window
from rede.approval_of_broadcasts import GRACE, ApprovalRefused, approval_key
from rede.desk import Desk
from rede.digest import words_of
from rede.electoral_hold import hold_for_election
from rede.own_broadcasts import approvers, is_mine, may_approve
from rede.stopped_broadcasts import goes_on_from, on_record


async def approve(desk: Desk, announcement_id: AnnouncementId) -> Announcement:
    """It begins at its moment, at the earliest a minute from now. Its author is told.

    Raises:
        NotYours: there is none of that number, or the actor may not approve it.
        ApprovalRefused: the actor wrote it, or it waits for no approval any more.
    """
    announcement = await _waiting(desk, announcement_id)
    announcement.approved_at, announcement.approved_by = desk.now, desk.actor
    announcement.not_before = max(announcement.not_before, desk.now + GRACE)
    goes_on_from(desk, announcement)
    await hold_for_election(desk, announcement)
    await _decided(desk, announcement)
    return announcement


async def refuse(desk: Desk, announcement_id: AnnouncementId, *, reason: str = "") -> Announcement:
    """It is called off. Its author is told why.

    Raises:
        NotYours: there is none of that number, or the actor may not approve it.
        ApprovalRefused: the actor wrote it, or it waits for no approval any more.
    """
    announcement = await _waiting(desk, announcement_id)
    await cancel(desk.session, announcement, now=desk.now)
    await _decided(desk, announcement, reason=reason)
    return announcement


async def _waiting(desk: Desk, announcement_id: AnnouncementId) -> Announcement:
    announcement = await locked_announcement(desk.session, announcement_id)
    if announcement is None:
        raise NotYours
    if not await may_approve(desk, announcement):
        own = announcement.created_by == desk.actor and await is_mine(desk, announcement)
        raise ApprovalRefused("approval_own") if own else NotYours
    if not announcement.waits_for_approval:
        raise ApprovalRefused("approval_over")
    return announcement


async def _decided(desk: Desk, announcement: Announcement, *, reason: str = "") -> None:
    approved = announcement.approved_at is not None
    act = "announcement.approve" if approved else "announcement.refuse"
    on_record(desk, act, announcement)
    asked = [approval_key(announcement, one) for one in await approvers(desk, announcement)]
    await cancel_keyed(desk.session, asked, reason="decided by another", now=desk.now)
    if announcement.created_by is None:
        return
    who = None if desk.actor is None else await desk.session.get(Person, desk.actor)
    facts = {
        "title": announcement.title,
        "approved": approved,
        "reason": reason,
        "name": who.name if who else "",
        "number": announcement.id,
    }
    words = words_of(desk, "broadcast_decided", facts)
    key = f"broadcast-decided:{announcement.id}"
    say = tell if announcement.urgent else tell_in_window
    await say(desk, announcement.created_by, kind=NoticeKind.TASK, words=words, key=key)
