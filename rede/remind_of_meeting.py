"""Who was convened is reminded, and asked again where they did not answer; who convened is asked who came.

Of the steps that are due only the last is told, and not past its use; who said that they do not come hears of
changes alone. Who came into the audience since is convened with the next step.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from db.convened import Convened, Reply
from db.ids import MeetingId, PersonId
from db.institutions import Institution, Layer
from db.meetings import (
    held_meeting,
    invited_to,
    keys_told,
    last_told,
    meetings_over,
    meetings_that_remind,
)
from db.people import Person
from db.serving import people_serving
from rede.access import Role, standings_of
from rede.bound_buttons import bound
from rede.convened_people import join_newcomers
from rede.convening import FORUMS
from rede.desk import Desk
from rede.digest import words_of
from rede.meeting_words import facts_of_meeting, key_of, reply_buttons, tell_meeting
from rede.tasks import executives, tell_task
from scheduler.clock import BRASILIA, local_day

#: The act of the button that opens the attendance list (bot/meetings/attending.py).
ATTENDANCE = "reuniaopres"
#: How far ahead a first step lies; how long after its end who came is asked for.
FARTHEST, LATEST = timedelta(days=32), timedelta(days=30)
#: The last step leaves whatever the hour.
LAST = "h1"
#: A step so soon after the convocation, or a change, says nothing new; the last one does after two hours.
FRESH, FRESH_AT_LAST = timedelta(days=1), timedelta(hours=2)
GOING, ASKED = "yes", "ask"


@dataclass(frozen=True, slots=True)
class Step:
    """When a reminder is due, and until when it is of use."""

    name: str
    at: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class Due:
    meeting_id: MeetingId
    step: str


async def reminders_due(desk: Desk) -> Sequence[Due]:
    """One small question while no meeting is near."""
    found = []
    for meeting in await meetings_that_remind(desk.session, now=desk.now, until=desk.now + FARTHEST):
        step = step_of(desk, meeting)
        if step is None or await _is_told(desk, meeting, step):
            continue
        found.append(Due(meeting.id, step.name))
    return found


def steps_of(desk: Desk, meeting: Convened) -> list[Step]:
    """In the order in which they come."""
    starts, found = meeting.starts_at, []
    for name, days, useful in (("d30", 30, 10), ("d7", 7, 3), ("d1", 1, 1)):
        if name != "d30" or meeting.kind in FORUMS:
            at = _morning(desk, local_day(starts) - timedelta(days=days))
            found.append(Step(name, at, min(at + timedelta(days=useful), starts - timedelta(hours=2))))
    found.append(Step(LAST, starts - timedelta(hours=1), starts - timedelta(minutes=10)))
    closes = meeting.enrol_closes_at
    if closes is not None:
        for name, days in (("e3", 3), ("e1", 1)):
            at = _morning(desk, local_day(closes) - timedelta(days=days))
            found.append(Step(name, at, min(at + timedelta(days=1), closes)))
        found.append(Step("e0", closes - timedelta(hours=3), closes - timedelta(minutes=30)))
    return sorted(found, key=lambda step: step.at)


def _morning(desk: Desk, day: date) -> datetime:
    """Of the last day of work by then: one planned for a Sunday leaves on the Friday before."""
    if desk.office.window.working_days_only:
        day = desk.office.calendar.working_day_on_or_before(day)
    return datetime.combine(day, desk.office.window.hour, tzinfo=BRASILIA)


def step_of(desk: Desk, meeting: Convened) -> Step | None:
    """The last that is due, while it is of use."""
    due = [one for one in steps_of(desk, meeting) if one.at <= desk.now]
    return due[-1] if due and desk.now < due[-1].until else None


async def _is_told(desk: Desk, meeting: Convened, step: Step) -> bool:
    """Or there is nobody whom it is for; or who was convened has hardly read that they are."""
    told = await last_told(desk.session, meeting.id)
    if told is not None and told > step.at - (FRESH_AT_LAST if step.name == LAST else FRESH):
        return True
    # Both wordings are put at once: where one is known, so is all of the step.
    if await keys_told(desk.session, [key_of(meeting, f"{step.name}-{one}") for one in (GOING, ASKED)]):
        return True
    return not any((await _groups(desk, meeting)).values())


async def _groups(desk: Desk, meeting: Convened) -> dict[str, list[PersonId]]:
    """Whoever serves that institution no more is reminded of nothing."""
    found: dict[str, list[PersonId]] = {GOING: [], ASKED: []}
    invited = await invited_to(desk.session, meeting.id)
    serving = await people_serving(desk.session, {one.place.id for one in invited})
    still = {(place, one.person_id) for place, people in serving.items() for one in people}
    for one in invited:
        if one.invitee.reply is not Reply.NO and (one.place.id, one.invitee.person_id) in still:
            found[ASKED if one.invitee.reply is None else GOING].append(one.invitee.person_id)
    return found


async def remind_of_meeting(desk: Desk, due: Due) -> int:
    """How many people hear of it. Safe to repeat."""
    meeting = await held_meeting(desk.session, due.meeting_id)
    step = step_of(desk, meeting) if meeting is not None and meeting.cancelled_at is None else None
    # Asked again now that the meeting is held: another machine may ring as well.
    if meeting is None or step is None or step.name != due.step or await _is_told(desk, meeting, step):
        return 0
    await join_newcomers(desk, meeting)
    texts, told = desk.office.texts, 0
    for group, people in (await _groups(desk, meeting)).items():
        made = await tell_meeting(
            desk,
            meeting,
            "meeting_reminder",
            people,
            step=f"{step.name}-{group}",
            buttons=reply_buttons(texts, meeting),
            facts={"answered": group == GOING, "soon": step.name == LAST, "closing": step.name[0] == "e"},
            urgent=texts.chat("meeting_urgent") if step.name == LAST else "",
        )
        told += made.people if made else 0
    return told


async def rolls_to_ask_for(desk: Desk) -> Sequence[MeetingId]:
    """Meetings that are over, and of which nobody was asked who came."""
    over = await meetings_over(desk.session, now=desk.now, since=desk.now - LATEST)
    return [one.id for one in over]


async def ask_for_attendance(desk: Desk, meeting_id: MeetingId) -> bool:
    """Whoever convened it; where they serve there no more, those who lead that institution."""
    meeting = await held_meeting(desk.session, meeting_id)
    if meeting is None or meeting.attendance_asked_at is not None:
        return False
    meeting.attendance_asked_at = desk.now
    facts = await facts_of_meeting(desk, meeting)
    label = desk.office.texts.chat("meeting_button_attendance")
    for person_id in await _conveners(desk, meeting):
        person = await desk.session.get_one(Person, person_id)
        words = words_of(desk, "meeting_task", {**facts, "person": person.name})
        button = bound(desk.office.sealer, person_id, ATTENDANCE, int(meeting.id))
        key = f"meeting:{meeting.id}:attendance:{person_id}"
        await tell_task(desk, person_id, words, key=key, buttons=[[(label, button)]])
    return True


async def _conveners(desk: Desk, meeting: Convened) -> Sequence[PersonId]:
    place = await desk.session.get_one(Institution, meeting.institution_id)
    if place.layer == Layer.SECRETARIAT:
        leading = list(await executives(desk))
    else:
        people = {one.person_id for one in (await people_serving(desk.session, [place.id]))[place.id]}
        standing = await standings_of(desk.session, sorted(people))
        leading = [
            one
            for one in sorted(people)
            if any(each.role is Role.FIRST_COORDINATOR and each.place == place.id for each in standing[one])
        ]
    return [meeting.created_by] if meeting.created_by in leading and meeting.created_by else leading
