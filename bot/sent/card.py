"""One announcement as it stands: what became of it, counted by person, and what may be done about it."""

from collections.abc import Iterator

from bot.keyboards import Button, in_pairs
from bot.sent.as_it_looks import as_it_looks
from bot.transmitting.moment import moment_in_words
from bot.turn import Turn
from db.announcements import Announcement
from db.broadcast_results import Absence, Counts, counts_of_announcement
from db.held_announcements import ELECTORAL, state_of
from db.ids import AnnouncementId, InstitutionId
from db.institutions import Institution
from db.people import Person
from rede.access import is_executive
from rede.approval_of_broadcasts import APPROVE, REFUSE
from rede.audience_in_words import kept_audience_in_words
from rede.broadcast_progress import CANCEL, PAUSE, RESULT, RESUME, count_facts
from rede.own_broadcasts import may_approve, mine, senders

#: Acts of buttons; each is answered in bot/commands/comunicados.py, wherever it stands.
OPEN, SURE, RELEASE, RESEND = "comunabre", "comuncancelasim", "comunlibera", "comunreenvia"
DECIDE, COUNT, AGAIN = "comundecide", "comunchegou", "comundenovo"
CORRECT, SUSPEND = "comuncorrige", "comunsuspende"
#: Characters of a label that stands beside another.
LONGEST_LABEL = 20
#: In these something of it may yet leave.
OPEN_STATES = ("planned", "filling", "leaving")
OVER_STATES = ("done", "cancelled")


async def show(turn: Turn, number: AnnouncementId) -> None:
    """Raises NotYours: there is none of that number, or it is another's."""
    announcement = await mine(turn.desk, number)
    counts = await counts_of_announcement(turn.desk.session, announcement)
    state = state_of(announcement, waits=counts.waiting > 0)
    session = turn.desk.session
    if state == "unapproved":
        turn.answers += await as_it_looks(turn, announcement)
    author = await session.get(Person, announcement.created_by) if announcement.created_by else None
    turn.answer(
        "sent_card",
        buttons=await _buttons(turn, announcement, state, counts),
        number=announcement.id,
        title=announcement.title,
        words=state_in_words(turn, announcement, state, sent=counts.sent),
        sender=await sender_of(turn, announcement.sender_id),
        author=author.name if author else "",
        moment=moment_in_words(announcement.not_before),
        audience=await kept_audience_in_words(turn.desk, announcement.audience),
        corrects=announcement.correction_of or 0,
        urgent=announcement.urgent,
        absences=[(str(one), counts.absent(one)) for one in Absence if counts.absent(one)],
        **count_facts(counts),
    )


def state_in_words(turn: Turn, announcement: Announcement, state: str, *, sent: int) -> str:
    return turn.text(
        "sent_state",
        state=state,
        electoral=announcement.held_for == ELECTORAL,
        moment=moment_in_words(announcement.not_before),
        sent=sent,
        people=announcement.people,
    )


async def sender_of(turn: Turn, number: InstitutionId | None) -> str:
    """The acronym of whom it speaks for; empty: the Secretariat."""
    place = await turn.desk.session.get(Institution, number) if number is not None else None
    return place.acronym if place else ""


async def _buttons(turn: Turn, announcement: Announcement, state: str, counts: Counts) -> list[list[Button]]:
    ours = await is_executive(turn.desk)
    acts = [*_acts(announcement, state, counts, ours=ours)]
    if announcement.sender_id not in await senders(turn.desk):
        acts = [one for one in acts if one != CORRECT]
    if state == "unapproved" and await may_approve(turn.desk, announcement):
        acts = [APPROVE, REFUSE, *acts]
    found = [(turn.text(f"button_{act}"), turn.button(act, announcement.id)) for act in acts]
    # Beside another a long label would be cut off.
    long = [one for one in found if len(one[0]) > LONGEST_LABEL]
    return [*([one] for one in long), *in_pairs([one for one in found if one not in long])]


def _acts(announcement: Announcement, state: str, counts: Counts, *, ours: bool) -> Iterator[str]:
    of_another = announcement.sender_id is not None
    if state in OPEN_STATES:
        yield SUSPEND if ours and of_another else PAUSE
    if state == "paused" or (state == "suspended" and ours):
        yield RESUME
    if state == "paused" and ours and of_another:
        yield SUSPEND
    if state == "held" and ours:
        yield RELEASE
    if state not in OVER_STATES:
        yield CANCEL
    if counts.unknown:
        yield DECIDE
    if state == "done" and counts.failed:
        yield RESEND
    if state in OVER_STATES and counts.sent + counts.unknown:
        yield CORRECT
    if announcement.has_begun:
        yield RESULT
    if state in OPEN_STATES:
        yield OPEN
