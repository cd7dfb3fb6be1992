"""A broadcast is stopped for a while, and goes on from where it was: nobody hears it twice, nobody is forgotten.

What is in flight is not called back. The Secretariat may stop one of a first-layer institution (`suspend`), which
then cannot let it go on by itself.
"""

from db.announcements import Announcement
from db.broadcast_hearers import is_leaving
from db.held_announcements import pause as stop_all
from db.ids import AnnouncementId
from db.notices import NoticeKind
from rede.access import NotYours, is_executive
from rede.announce import tell_in_window
from rede.desk import Desk
from rede.digest import words_of
from rede.electoral_hold import hold_for_election
from rede.own_broadcasts import mine
from rede.stopped_broadcasts import HeldRefused, goes_on_from, on_record


async def pause(desk: Desk, announcement_id: AnnouncementId) -> int:
    """How many people it stops before, of those who have their notice.

    Raises:
        NotYours: there is none of that number, or it is another's.
        HeldRefused: it stands still already, or everybody's message has left.
    """
    return await _stop(desk, await mine(desk, announcement_id), act="announcement.pause")


async def suspend(desk: Desk, announcement_id: AnnouncementId) -> int:
    """As `pause`, of one that a first-layer institution sends; its author is told.

    Raises:
        NotYours: the actor does not serve the Secretariat, or there is none of that number.
        HeldRefused: it is the Secretariat's own, stands still already, or everybody's message has left.
    """
    announcement = await mine(desk, announcement_id)
    if not await is_executive(desk):
        raise NotYours
    if announcement.sender_id is None:
        raise HeldRefused("announcement_of_ours")
    if announcement.paused_at is not None and not announcement.suspended:
        waiting = 0
        on_record(desk, "announcement.suspend", announcement)
    else:
        waiting = await _stop(desk, announcement, act="announcement.suspend")
    announcement.suspended = True
    await _tell_author(desk, announcement)
    return waiting


async def resume(desk: Desk, announcement_id: AnnouncementId) -> Announcement:
    """It goes on with those who have not heard it, in the sending window of each, but never before its moment; the
    bell sees to that. What promotes something is held instead in an electoral period.

    Raises:
        NotYours: there is none of that number, or it is another's.
        HeldRefused: it is not paused, or the Secretariat suspended it and the actor does not serve it.
    """
    announcement = await mine(desk, announcement_id)
    if announcement.paused_at is None or announcement.cancelled_at is not None:
        raise HeldRefused("announcement_not_paused")
    if announcement.suspended and not await is_executive(desk):
        raise HeldRefused("announcement_suspended")
    announcement.paused_at, announcement.suspended = None, False
    goes_on_from(desk, announcement)
    on_record(desk, "announcement.resume", announcement)
    await hold_for_election(desk, announcement)
    return announcement


async def _stop(desk: Desk, announcement: Announcement, *, act: str) -> int:
    if announcement.stands_still:
        raise HeldRefused("announcement_stands_still")
    if announcement.waits_for_approval:
        raise HeldRefused("announcement_unapproved")
    if not await is_leaving(desk.session, announcement):
        raise HeldRefused("announcement_over")
    waiting = await stop_all(desk.session, announcement, now=desk.now)
    on_record(desk, act, announcement)
    return waiting


async def _tell_author(desk: Desk, announcement: Announcement) -> None:
    if announcement.created_by is None:
        return
    words = words_of(desk, "broadcast_suspended", {"title": announcement.title, "number": announcement.id})
    key = f"broadcast-suspended:{announcement.id}:{desk.now:%Y%m%d%H%M%S}"
    await tell_in_window(desk, announcement.created_by, kind=NoticeKind.TASK, words=words, key=key)
