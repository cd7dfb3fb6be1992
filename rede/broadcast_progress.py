"""How far a broadcast is, in the words that whoever sent it watches, with the buttons that fit. A tool of acts."""

from dataclasses import dataclass

from db.announcements import Announcement
from db.broadcast_results import Absence, Counts, counts_of_announcement
from db.channels import ChannelKind
from db.held_announcements import state_of
from db.ids import AnnouncementId, PersonId
from rede.bound_buttons import bound
from rede.broadcast_words import day_and_hour
from rede.desk import Desk
from rede.digest import Buttons

#: Acts of the buttons; the number is the announcement's.
PAUSE, RESUME, CANCEL, RESULT = "comunpausa", "comunsegue", "comuncancela", "comunresult"
#: Squares of the bar.
_BAR = 10
_OVER = ("done", "cancelled")


@dataclass(frozen=True, slots=True)
class ProgressView:
    """What the message says."""

    text: str
    buttons: Buttons
    #: It says nothing else any more.
    is_final: bool


def progress_key(announcement_id: AnnouncementId) -> str:
    """Of the notice that is edited as the broadcast goes on: its words are those of `progress_view`."""
    return f"announcement-progress:{announcement_id}"


async def progress_view(desk: Desk, announcement: Announcement, *, watcher: PersonId) -> ProgressView:
    """As of now; for the person who watches it."""
    counts = await counts_of_announcement(desk.session, announcement)
    state = state_of(announcement, waits=counts.waiting > 0)
    day, hour = day_and_hour(announcement)
    told = counts.people - counts.left_out
    over = counts.sent + counts.failed + counts.unknown
    percent = 100 * over // told if told else 100
    text = desk.office.texts.chat(
        "broadcast_progress",
        number=announcement.id,
        title=announcement.title,
        state=state,
        held_for=announcement.held_for,
        day=day,
        hour=hour,
        percent=percent,
        bar=_bar(percent) if over else "",
        **count_facts(counts),
    )
    acts = _acts(announcement, state)
    texts, sealer = desk.office.texts, desk.office.sealer
    shown = [(texts.chat(f"button_{act}"), bound(sealer, watcher, act, announcement.id)) for act in acts]
    return ProgressView(text, [shown] if shown else (), is_final=state in _OVER)


def count_facts(counts: Counts) -> dict[str, int]:
    """For the texts that tell of counts."""
    return {
        "people": counts.people,
        "sent": counts.sent,
        "telegram": counts.sent_by(ChannelKind.TELEGRAM),
        "email": counts.sent_by(ChannelKind.EMAIL),
        "failed": counts.failed,
        "unknown": counts.unknown,
        "waiting": counts.waiting,
        "left_out": counts.left_out,
        "no_contact": counts.absent(Absence.NO_CONTACT),
        "closed": counts.absent(Absence.CLOSED),
        "opted_out": counts.absent(Absence.OPTED_OUT),
        "cancelled": counts.absent(Absence.CANCELLED),
    }


def _bar(percent: int) -> str:
    full = percent * _BAR // 100
    return "▓" * full + "░" * (_BAR - full)


def _acts(announcement: Announcement, state: str) -> list[str]:
    match state:
        case "done" | "cancelled":
            return [RESULT]
        case "paused":
            return [RESUME, CANCEL]
        case "unapproved" | "held" | "suspended":
            return [CANCEL]
        case _:
            return [PAUSE, CANCEL]
