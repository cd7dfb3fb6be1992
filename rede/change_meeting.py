"""A meeting moves, changes, or is called off: whoever was convened hears it once, and dates owed for it follow.

Those who answered for another date are asked again. What passes it on changes with it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from db.announcements import people_told_about
from db.audit import record
from db.convened import Convened
from db.ids import MeetingId
from db.instruments import held_instruments
from db.meetings import (
    days_of,
    forget_replies,
    happenings_of_meeting,
    invited_to,
    passed_on_as,
    stop_announcements,
)
from rede.access import is_executive
from rede.convening import (
    LONGEST_PLACE,
    ConvocationRefused,
    MeetingRefused,
    about,
    check_agenda,
    check_times,
    count_for,
    led_meeting,
)
from rede.desk import Desk
from rede.forum_goal import ask_of_forums
from rede.links import allowed_link
from rede.meeting_words import calendar_of_meeting, reply_buttons, tell_meeting
from scheduler.clock import local_day
from scheduler.plan.cpf import has_cpf

#: Longest reason taken for calling off, in characters.
LONGEST_REASON = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingChange:
    """What is to be otherwise; None: it stays. A meeting that only begins at another time is as long as before."""

    starts_at: datetime | None = None
    ends_at: datetime | None = None
    place: str | None = None
    link: str | None = None
    agenda: str | None = None
    enrol_closes_at: datetime | None = None


#: The points of a change, as texts call them: `when` is the day or the hour.
WHEN, POINTS = "when", ("place", "link", "agenda", "enrol_closes_at")


async def change_meeting(desk: Desk, meeting_id: MeetingId, change: MeetingChange) -> Convened:
    """Tells everybody convened what changed.

    Raises:
        NotYours: the actor does not lead it.
        MeetingRefused: it was called off, is over, only passes another on, or nothing would change.
        ConvocationRefused: it cannot be so.
    """
    meeting = await _changeable(desk, meeting_id)
    wanted = _checked(desk, meeting, change)
    if not wanted:
        raise MeetingRefused("meeting_unchanged")
    for one in (meeting, *await passed_on_as(desk.session, meeting.id)):
        await _change(desk, one, wanted)
    return meeting


async def cancel_meeting(desk: Desk, meeting_id: MeetingId, *, why: str = "") -> Convened:
    """Calls it off, once: nothing is owed for it any more. Raises as `change_meeting`."""
    meeting = await _changeable(desk, meeting_id)
    reason = " ".join(why.split())
    if len(reason) > LONGEST_REASON:
        raise ConvocationRefused("meeting_too_long", part="reason", length=len(reason), most=LONGEST_REASON)
    if has_cpf(reason):
        raise ConvocationRefused("meeting_with_cpf")
    for one in (meeting, *await passed_on_as(desk.session, meeting.id)):
        await _cancel(desk, one, reason)
    return meeting


async def _changeable(desk: Desk, meeting_id: MeetingId) -> Convened:
    meeting = await led_meeting(desk, meeting_id)
    if meeting.cancelled_at is not None:
        raise MeetingRefused("meeting_cancelled_already")
    if meeting.ends_at <= desk.now or meeting.attendance_closed_at is not None:
        raise MeetingRefused("meeting_over")
    if meeting.passes_on is not None and not await is_executive(desk):
        raise MeetingRefused("meeting_follows")
    return meeting


def _checked(desk: Desk, meeting: Convened, change: MeetingChange) -> Mapping[str, object]:
    """What is really otherwise, by the name of its column."""
    starts = change.starts_at or meeting.starts_at
    ends = change.ends_at or starts + (meeting.ends_at - meeting.starts_at)
    closes = change.enrol_closes_at or meeting.enrol_closes_at
    if change.starts_at or change.ends_at or change.enrol_closes_at:
        # Enrolment that is over already stays so, whatever else moves.
        over = change.enrol_closes_at is None and closes is not None and closes <= desk.now
        check_times(desk, starts, ends, None if over else closes)
    if change.agenda is not None:
        check_agenda(change.agenda)
    place = meeting.place if change.place is None else " ".join(change.place.split())
    link = meeting.link if change.link is None else change.link and allowed_link(desk.office, change.link)
    if not place and not link:
        raise ConvocationRefused("meeting_without_place")
    if len(place) > LONGEST_PLACE:
        raise ConvocationRefused("meeting_too_long", part="place", length=len(place), most=LONGEST_PLACE)
    if has_cpf(place):
        raise ConvocationRefused("meeting_with_cpf")
    wanted = {
        "starts_at": starts,
        "ends_at": ends,
        "place": place,
        "link": link,
        "agenda": meeting.agenda if change.agenda is None else change.agenda.strip(),
        "enrol_closes_at": closes,
    }
    return {name: value for name, value in wanted.items() if getattr(meeting, name) != value}


def points_of(wanted: Mapping[str, object]) -> list[str]:
    """What the texts say has changed."""
    moved = [WHEN] if {"starts_at", "ends_at"} & set(wanted) else []
    return [*moved, *(name for name in POINTS if name in wanted)]


async def _change(desk: Desk, meeting: Convened, wanted: Mapping[str, object]) -> None:
    moved = "starts_at" in wanted
    await stop_announcements(desk.session, about(meeting), now=desk.now)
    before = meeting.starts_at
    if moved:
        await ask_of_forums(desk, meeting)
    for name, value in wanted.items():
        setattr(meeting, name, value)
    for one in await days_of(desk.session, meeting.id) if moved else ():
        one.starts_at += meeting.starts_at - before
        one.ends_at += meeting.starts_at - before
        one.day = local_day(one.starts_at)
    meeting.sequence += 1
    await desk.session.flush()
    if moved:
        await ask_of_forums(desk, meeting)
        await forget_replies(desk.session, meeting.id)
        await _move_happenings(desk, meeting)
    points = points_of(wanted)
    people = [one.invitee.person_id for one in await invited_to(desk.session, meeting.id)]
    await tell_meeting(
        desk,
        meeting,
        "meeting_changed",
        people,
        step="changed",
        buttons=reply_buttons(desk.office.texts, meeting),
        calendar=await calendar_of_meeting(desk, meeting),
        facts={"points": points},
    )
    object_, detail = about(meeting), ",".join(points)
    record(desk.session, "meeting.change", object_, now=desk.now, person_id=desk.actor, detail=detail)


async def _cancel(desk: Desk, meeting: Convened, why: str) -> None:
    # Before what has not left is stopped: whoever never heard of it hears nothing of its end.
    told = await people_told_about(desk.session, about(meeting))
    await stop_announcements(desk.session, about(meeting), now=desk.now)
    meeting.cancelled_at, meeting.cancelled_why = desk.now, why
    meeting.sequence += 1
    await desk.session.flush()
    for one in await happenings_of_meeting(desk.session, meeting.id):
        one.cancelled_at = one.cancelled_at or desk.now
    await _go_through(desk, meeting)
    await ask_of_forums(desk, meeting)
    calendar = await calendar_of_meeting(desk, meeting)
    await tell_meeting(
        desk, meeting, "meeting_cancelled", told, step="cancelled", calendar=calendar, facts={"why": why}
    )
    record(desk.session, "meeting.cancel", about(meeting), now=desk.now, person_id=desk.actor)


async def _move_happenings(desk: Desk, meeting: Convened) -> None:
    for one in await happenings_of_meeting(desk.session, meeting.id):
        if one.cancelled_at is None:
            one.day, one.at = local_day(meeting.starts_at), meeting.starts_at
    await _go_through(desk, meeting)


async def _go_through(desk: Desk, meeting: Convened) -> None:
    """The bell counts again what was called for."""
    await desk.session.flush()
    happenings = await happenings_of_meeting(desk.session, meeting.id)
    if any(one.instrument_id is None for one in happenings):
        await count_for(desk, None)
        return
    numbers = [one.instrument_id for one in happenings if one.instrument_id is not None]
    await count_for(desk, await held_instruments(desk.session, numbers))
