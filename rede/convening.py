"""What acts on meetings share: who leads one, what is refused of it, and its happenings. A tool of acts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from db.convened import Convened, MeetingKind, Reply
from db.happenings import Happening
from db.ids import InstitutionId, MeetingId
from db.institutions import the_secretariat
from db.instruments import Instrument, count_again
from db.meetings import held_meeting
from rede.access import NotYours, Role, is_executive, standings
from rede.desk import Desk
from rede.links import allowed_link
from rede.refusal import Refusal
from scheduler.clock import local_day
from scheduler.deadlines import EventKind
from scheduler.plan.cpf import has_cpf

#: The acts of the buttons that answer (bot/meetings/answering.py), and of what else one may do with a meeting.
YES, NO, REMOTE, PASS_ON = "reuniaosim", "reuniaonao", "reuniaodist", "reuniaorepassa"
#: Which reply each of them is.
REPLIES = {YES: Reply.YES, NO: Reply.NO, REMOTE: Reply.REMOTE}
#: Characters of a title, an agenda and a place; days that a forum lasts; how long one lasts if nobody says.
LONGEST_TITLE, LONGEST_AGENDA, LONGEST_PLACE, MOST_DAYS = 90, 1500, 200, 10
USUAL = timedelta(hours=2)
#: What concerns nobody but the meeting itself.
FORUMS = (MeetingKind.NATIONAL_FORUM, MeetingKind.REGIONAL_FORUM)


class ConvocationRefused(Refusal):
    """
    `meeting_without_title`, `meeting_without_agenda`, `meeting_without_place`, `meeting_without_number`,
    `meeting_without_uf`, `meeting_too_long` (`part`, `length`, `most`), `meeting_with_cpf`, `meeting_in_the_past`,
    `meeting_ends_before`, `meeting_many_days` (`most`), `meeting_closes_late`, `meeting_closes_in_past`,
    `meeting_of_nobody`, `meeting_known` (`number`), `meeting_passed_on` (`number`).
    """


class MeetingRefused(Refusal):
    """
    `meeting_cancelled_already`, `meeting_over`, `meeting_not_begun`, `meeting_unchanged`,
    `meeting_attendance_closed`, `meeting_nobody_came`, `meeting_follows` (`acronym`): it passes another one on.
    """


@dataclass(frozen=True, slots=True)
class Day:
    """One day of several, with what goes on beside it."""

    starts_at: datetime
    ends_at: datetime
    title: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Convocation:
    title: str
    agenda: str
    starts_at: datetime
    kind: MeetingKind = MeetingKind.MEETING
    #: None: two hours later.
    ends_at: datetime | None = None
    days: Sequence[Day] = ()
    number: int | None = None
    ufs: Sequence[str] = ()
    place: str = ""
    link: str = ""
    enrol_closes_at: datetime | None = None
    enrol_link: str = ""

    @property
    def ends(self) -> datetime:
        return self.ends_at or max((one.ends_at for one in self.days), default=self.starts_at + USUAL)


def check_convocation(desk: Desk, new: Convocation) -> Convocation:
    """The same, each text in one piece and each link as it may stand.

    Raises:
        ConvocationRefused: it cannot be convened so.
        LinkRefused: it leads where nobody may be led.
    """
    kept = Convocation(
        title=" ".join(new.title.split()),
        agenda=new.agenda.strip(),
        starts_at=new.starts_at,
        kind=new.kind,
        ends_at=new.ends,
        days=new.days,
        number=new.number,
        ufs=sorted({one.upper() for one in new.ufs}),
        place=" ".join(new.place.split()),
        link=allowed_link(desk.office, new.link) if new.link else "",
        enrol_closes_at=new.enrol_closes_at,
        enrol_link=allowed_link(desk.office, new.enrol_link) if new.enrol_link else "",
    )
    _check_texts(kept)
    check_times(desk, kept.starts_at, kept.ends, kept.enrol_closes_at)
    if len(kept.days) > MOST_DAYS or not all(_is_within(one, kept) for one in kept.days):
        raise ConvocationRefused("meeting_many_days", most=MOST_DAYS)
    return kept


def _is_within(day: Day, new: Convocation) -> bool:
    first, last = local_day(new.starts_at), local_day(new.ends)
    return day.starts_at < day.ends_at and first <= local_day(day.starts_at) <= local_day(day.ends_at) <= last


def _check_texts(new: Convocation) -> None:
    if not any(letter.isalnum() for letter in new.title):
        raise ConvocationRefused("meeting_without_title")
    check_agenda(new.agenda)
    if not new.place and not new.link:
        raise ConvocationRefused("meeting_without_place")
    if new.kind in FORUMS and not new.number:
        raise ConvocationRefused("meeting_without_number")
    if new.kind is MeetingKind.REGIONAL_FORUM and not new.ufs:
        raise ConvocationRefused("meeting_without_uf")
    for part, text, most in (("title", new.title, LONGEST_TITLE), ("place", new.place, LONGEST_PLACE)):
        if len(text) > most:
            raise ConvocationRefused("meeting_too_long", part=part, length=len(text), most=most)
    if any(has_cpf(text) for text in (new.title, new.place, *(one.title for one in new.days))):
        raise ConvocationRefused("meeting_with_cpf")


def check_agenda(agenda: str) -> None:
    """Raises ConvocationRefused: it is published beforehand (Portaria SEGES/MGI nº 4.890/2023, art. 21, VI)."""
    if not any(letter.isalnum() for letter in agenda):
        raise ConvocationRefused("meeting_without_agenda")
    if len(agenda) > LONGEST_AGENDA:
        raise ConvocationRefused("meeting_too_long", part="agenda", length=len(agenda), most=LONGEST_AGENDA)
    if has_cpf(agenda):
        raise ConvocationRefused("meeting_with_cpf")


def check_times(desk: Desk, starts: datetime, ends: datetime, closes: datetime | None) -> None:
    """Raises ConvocationRefused."""
    if starts <= desk.now:
        raise ConvocationRefused("meeting_in_the_past")
    if ends <= starts:
        raise ConvocationRefused("meeting_ends_before")
    if closes is not None and closes > starts:
        raise ConvocationRefused("meeting_closes_late")
    if closes is not None and closes <= desk.now:
        raise ConvocationRefused("meeting_closes_in_past")


async def convening_places(desk: Desk) -> Sequence[InstitutionId]:
    """In whose name the desk's actor may convene: the Secretariat, or first-layer institutions they coordinate."""
    found = [one.place for one in await standings(desk) if one.role is Role.FIRST_COORDINATOR]
    secretariat = await the_secretariat(desk.session)
    if secretariat is not None and await is_executive(desk):
        found.insert(0, secretariat.id)
    return list(dict.fromkeys(found))


async def led_meeting(desk: Desk, meeting_id: MeetingId) -> Convened:
    """A meeting that the desk's actor leads, held; the Secretariat leads its own and may step in for the others.

    Raises:
        NotYours.
    """
    meeting = await held_meeting(desk.session, meeting_id)
    if meeting is None:
        raise NotYours
    if meeting.institution_id not in await convening_places(desk) and not await is_executive(desk):
        raise NotYours
    return meeting


async def write_happenings(desk: Desk, meeting: Convened, instruments: Sequence[Instrument] | None) -> None:
    """What opens goal 1.4: of everybody where `instruments` is None. The bell opens the obligations."""
    places = [None] if instruments is None else [one.id for one in instruments]
    desk.session.add_all(
        Happening(
            kind=EventKind.CONVOCATION,
            day=local_day(meeting.starts_at),
            noted_at=desk.now,
            instrument_id=place,
            noted_by=desk.actor,
            at=meeting.starts_at,
            detail=meeting.title,
            meeting_id=meeting.id,
        )
        for place in places
    )
    await desk.session.flush()
    await count_for(desk, instruments)


async def count_for(desk: Desk, instruments: Sequence[Instrument] | None) -> None:
    """The bell goes through these agreements, some at a time; None: through every one."""
    if instruments is None:
        await count_again(desk.session, None)
        return
    for one in instruments:
        one.counted_by = ""
    await desk.session.flush()


def about(meeting: Convened) -> str:
    """Of its announcements (db/announcements.py)."""
    return f"meetings:{meeting.id}"
