"""Whom a broadcast did not reach: it goes to them once more; and a person's word on answers that were lost."""

from db.announcements import NEVER
from db.broadcast_hearers import decide_lost, is_leaving, let_go_again, people_it_failed
from db.ids import AnnouncementId
from rede.desk import Desk
from rede.own_broadcasts import mine
from rede.stopped_broadcasts import HeldRefused, goes_on_from, on_record


async def resend_failed(desk: Desk, announcement_id: AnnouncementId) -> int:
    """A new notice for each whom it reached by no channel, by the channels that are open by now; the bell puts
    them. How many people.

    Raises:
        NotYours: there is none of that number, or it is another's.
        HeldRefused: it was called off, is still leaving, or failed nobody.
    """
    announcement = await mine(desk, announcement_id)
    if announcement.cancelled_at is not None:
        raise HeldRefused("announcement_over")
    if await is_leaving(desk.session, announcement):
        raise HeldRefused("announcement_still_leaving")
    people = await people_it_failed(desk.session, announcement_id)
    if not people:
        raise HeldRefused("announcement_failed_nobody")
    await let_go_again(desk.session, announcement, people)
    goes_on_from(desk, announcement)
    on_record(desk, "announcement.resend", announcement, detail=f"{len(people)} people")
    return len(people)


async def decide_unknown(desk: Desk, announcement_id: AnnouncementId, *, send_again: bool) -> int:
    """Of all whose answer was lost: it goes to them once more, or counts as sent. How many people.

    Raises:
        NotYours: there is none of that number, or it is another's.
        HeldRefused: there is none, or it was called off and would go once more.
    """
    announcement = await mine(desk, announcement_id)
    if send_again and announcement.cancelled_at is not None:
        raise HeldRefused("announcement_over")
    opens = goes_on_from(desk, announcement) if send_again else desk.now
    opens = NEVER if announcement.stands_still else opens
    people = await decide_lost(desk.session, announcement_id, sent=not send_again, now=opens)
    if not people:
        raise HeldRefused("announcement_none_unknown")
    if send_again:
        announcement.summarised_at, announcement.progress_shown = None, ""
    verb = "again" if send_again else "counted as sent"
    on_record(desk, "announcement.decide", announcement, detail=f"{people} people, {verb}")
    return people
