"""Meetings as they concern somebody: those they were convened to or lead, and those that were only recorded.

A tool of acts.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from db.convened import Convened, Invitee, Reply
from db.happenings import happenings_of
from db.ids import InstitutionId, MeetingId
from db.meetings import (
    convened_by,
    convened_for,
    held_meeting,
    invitation_of,
    invitations_of,
    invited_to,
)
from rede.access import NotYours, is_executive, standings
from rede.convening import convening_places
from rede.desk import Desk
from rede.meeting_words import hour_of, name_of_meeting
from scheduler.clock import BRASILIA, local_day
from scheduler.deadlines import EventKind
from scheduler.wording import distance, long_date

#: How the Secretariat calls people together.
KINDS = (EventKind.CONVOCATION, EventKind.AGENDA)


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    #: Of the convocation; 0 for one that was only recorded.
    number: int
    on: date
    #: `quinta-feira, 24/12/2026`, and how far it is.
    day: str
    distance: str
    #: `14h30`, in Brasília; empty where only the day is known.
    hour: str
    detail: str
    #: Their own answer; empty for none.
    reply: str = ""
    cancelled: bool = False
    has_minutes: bool = False
    #: One of the Secretariat's that a first layer passed on to its second.
    passed_on: bool = False


@dataclass(frozen=True, slots=True)
class Seen:
    """One meeting as one person may see it."""

    meeting: Convened
    invitee: Invitee | None
    leads: bool
    #: They, or since it was convened an institution that they serve.
    is_convened: bool


async def meetings(
    desk: Desk, institution_ids: Collection[InstitutionId], *, first: date, last: date
) -> list[Meeting]:
    """By day; of everybody too."""
    recorded = await happenings_of(desk.session, KINDS, institution_ids, first=first, last=last)
    found = [
        Meeting(
            number=0,
            on=one.day,
            day=long_date(one.day),
            distance=distance(one.day, desk.today, of_deadline=False),
            hour=_hour(one.at) if one.at else "",
            detail=one.detail,
        )
        for one in recorded
        if one.meeting_id is None
    ]
    found += [_shown(desk, *pair) for pair in await _own(desk, first, last)]
    return sorted(found, key=lambda one: (one.on, one.hour.zfill(5), one.number))


async def meeting_seen(desk: Desk, meeting_id: MeetingId) -> Seen:
    """Raises NotYours: the actor does not lead it, nor were they or an institution that they serve convened."""
    meeting = await held_meeting(desk.session, meeting_id)
    if meeting is None:
        raise NotYours
    invitee = await invitation_of(desk.session, meeting_id, desk.actor) if desk.actor else None
    leads = meeting.institution_id in await convening_places(desk) or await is_executive(desk)
    convened = {one.place.id for one in await invited_to(desk.session, meeting_id)}
    is_convened = invitee is not None or bool(convened & await _served(desk))
    if not is_convened and not leads:
        raise NotYours
    return Seen(meeting, invitee, leads, is_convened)


async def _served(desk: Desk) -> set[InstitutionId]:
    return {one.place for one in await standings(desk)}


async def _own(desk: Desk, first: date, last: date) -> Sequence[tuple[Convened, Invitee | None]]:
    """Those called off stay while they are ahead: somebody may look for them."""
    if desk.actor is None:
        return ()
    since = datetime.combine(first, time.min, tzinfo=BRASILIA)
    invited = await invitations_of(desk.session, desk.actor, since=since)
    found: dict[MeetingId, tuple[Convened, Invitee | None]] = {one.id: (one, mine) for one, mine in invited}
    led = await convened_by(desk.session, await convening_places(desk), since=since)
    for one in (*await convened_for(desk.session, await _served(desk), since=since), *led):
        found.setdefault(one.id, (one, None))
    return [pair for pair in found.values() if first <= local_day(pair[0].starts_at) <= last]


def _shown(desk: Desk, one: Convened, mine: Invitee | None) -> Meeting:
    day = local_day(one.starts_at)
    return Meeting(
        number=int(one.id),
        on=day,
        day=long_date(day),
        distance=distance(day, desk.today, of_deadline=False),
        hour=hour_of(one),
        detail=f"{name_of_meeting(desk.office.texts, one)}: {one.title}",
        passed_on=one.passes_on is not None,
        reply=reply_code(mine),
        cancelled=one.cancelled_at is not None,
        has_minutes=bool(one.minutes or one.minutes_id),
    )


def reply_code(mine: Invitee | None) -> str:
    """As texts know it; `antes`: they answered before it moved."""
    if mine is None:
        return ""
    if mine.reply is None:
        return "antes" if mine.replied_at else ""
    return Reply(mine.reply).value


def _hour(at: datetime) -> str:
    """In Brasília: `9h05`."""
    local = at.astimezone(BRASILIA)
    return f"{local.hour}h{local:%M}"
