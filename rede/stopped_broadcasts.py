"""What a broadcast does while it stands still, and from when on it goes on. A tool of acts."""

from datetime import datetime

from db.announcements import Announcement
from db.audit import record
from rede.desk import Desk
from rede.refusal import Refusal
from scheduler.clock import BRASILIA
from scheduler.sending_window import not_before


class HeldRefused(Refusal):
    """
    `announcement_not_held`, `announcement_not_paused`: it does not stand still; `announcement_stands_still`: it
    does; `announcement_over`: nothing of it is left to leave; `announcement_still_leaving`: something is;
    `announcement_unapproved`: it waits for a second person; `announcement_suspended`: only the Secretariat lets it
    go on; `announcement_of_ours`: nobody but the Secretariat sends it; `announcement_failed_nobody`,
    `announcement_none_unknown`: there is nobody to decide on.
    """


def goes_on_from(desk: Desk, announcement: Announcement) -> datetime:
    """From when on it leaves by now: never before its moment, and within the sending window unless it is urgent."""
    since = max(announcement.not_before, desk.now)
    opens = not_before(since, desk.office.window, BRASILIA, desk.office.calendar)
    announcement.not_before = since if announcement.urgent else opens
    return announcement.not_before


def on_record(desk: Desk, act: str, announcement: Announcement, *, detail: str = "") -> None:
    about = f"announcements:{announcement.id}"
    record(desk.session, act, about, now=desk.now, person_id=desk.actor, detail=detail)
