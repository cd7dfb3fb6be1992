"""A meeting, or a forum, is convened: who is invited is settled, goal 1.4 is called for, and everybody is told.

What the Secretariat convened a first-layer institution may pass on to its own second layer, on the same day.
"""

from collections.abc import Collection, Mapping, Sequence, Set
from dataclasses import dataclass

from db.audit import record
from db.convened import Convened, Invitee, MeetingDay, MeetingKind
from db.ids import InstitutionId, MeetingId, PersonId
from db.institutions import Institution, Layer, second_layer_of
from db.instruments import instruments_in_force
from db.meetings import days_of, held_meeting, invited_to, passed_on_as, same_meeting, with_second_layer
from db.people import Function
from db.serving import memberships_of
from rede.access import NotYours
from rede.audience import Audience, Filter, Headcount, Kind, checked, count_of, listeners, places_of
from rede.convened_people import meant_by, places_for, served_by
from rede.convening import (
    PASS_ON,
    Convocation,
    ConvocationRefused,
    Day,
    check_convocation,
    convening_places,
    write_happenings,
)
from rede.desk import Desk
from rede.forum_goal import ask_of_forums
from rede.meeting_words import calendar_of_meeting, reply_buttons, tell_meeting
from rede.to_many import PressButton
from scheduler.clock import local_day

#: Whom the Secretariat convenes unless it says otherwise (Portaria SEGES/MGI nº 4.890/2023, art. 21, VII).
FIRST_LAYER = Audience((Filter(Kind.LAYER, ("1",)),))
#: May pass a meeting on in the name of an institution.
LEADING = (Function.COORDENADOR, Function.SUBSTITUTO)


def usual_audience(kind: MeetingKind, ufs: Sequence[str] = ()) -> Audience:
    """Of a meeting of the Secretariat's; a Fórum Regional concerns its UFs."""
    if kind is not MeetingKind.REGIONAL_FORUM:
        return FIRST_LAYER
    return Audience((*FIRST_LAYER.filters, Filter(Kind.UF, tuple(sorted(ufs)))))


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitation:
    """Who would be convened: each person, and the institution for which they are."""

    place: Institution
    audience: Audience
    headcount: Headcount
    people: Mapping[PersonId, InstitutionId]
    #: For each of which one of the people may come.
    institutions: Set[InstitutionId]


async def invite(desk: Desk, audience: Audience | None = None, *, place: InstitutionId) -> Invitation:
    """Whom it would reach; changes nothing. None: the first layer for the Secretariat, else one's own second.

    Raises:
        NotYours: the actor may not convene in that name.
        AudienceRefused: a name in the audience is not known.
        ConvocationRefused: nobody is in it.
    """
    if place not in await convening_places(desk):
        raise NotYours
    own = await desk.session.get_one(Institution, place)
    within: Collection[InstitutionId] | None = None
    if own.layer == Layer.FIRST:
        within = await second_layer_of(desk.session, place)
        audience = audience or Audience((Filter(Kind.SECOND_LAYER, (own.acronym,)),))
    audience = await checked(desk, audience or FIRST_LAYER, within=within)
    heard = await listeners(desk, audience, within=within)
    headcount = count_of(heard, essential=True)
    if not headcount.hears:
        raise ConvocationRefused("meeting_of_nobody")
    meant = await places_of(desk, audience)
    meant = meant if within is None else meant & set(within)
    numbers = [one.person_id for one in heard]
    people = await places_for(desk, numbers, meant)
    institutions = {*people.values(), *await served_by(desk, numbers, meant)}
    return Invitation(
        place=own, audience=audience, headcount=headcount, people=people, institutions=institutions
    )


async def convene(desk: Desk, new: Convocation, invitation: Invitation) -> Convened:
    """Raises as `invite`, and ConvocationRefused: it cannot be convened so, or was already."""
    place = invitation.place.id
    if place not in await convening_places(desk):
        raise NotYours
    kept = check_convocation(desk, new)
    same = await same_meeting(desk.session, place, kind=kept.kind, title=kept.title, starts_at=kept.starts_at)
    if same is not None:
        raise ConvocationRefused("meeting_known", number=same.id)
    meeting = await _write(desk, kept, invitation)
    if kept.kind is MeetingKind.MEETING and invitation.place.layer == Layer.SECRETARIAT:
        await _call_for(desk, meeting, invitation)
    await ask_of_forums(desk, meeting)
    await _tell(desk, meeting, invitation)
    return meeting


async def pass_on(desk: Desk, meeting_id: MeetingId, place: InstitutionId) -> Convened:
    """The same meeting, for the second layer of an institution that the actor coordinates.

    Raises:
        NotYours: it is no meeting of the Secretariat's, or that institution was not invited.
        ConvocationRefused: it is over, was passed on before, or nobody is there to hear it.
    """
    first = await held_meeting(desk.session, meeting_id)
    if first is None or first.passes_on is not None or first.cancelled_at is not None:
        raise NotYours
    convener = await desk.session.get_one(Institution, first.institution_id)
    if convener.layer != Layer.SECRETARIAT:
        raise NotYours
    convened = {one.place.id for one in await invited_to(desk.session, meeting_id)}
    if place not in convened | await meant_by(desk, first):
        raise NotYours
    invitation = await invite(desk, place=place)
    if any(one.institution_id == place for one in await passed_on_as(desk.session, meeting_id)):
        raise ConvocationRefused("meeting_passed_on")
    if first.starts_at <= desk.now:
        raise ConvocationRefused("meeting_in_the_past")
    meeting = await _write(desk, await as_convened(desk, first), invitation, passes_on=first)
    if first.kind is MeetingKind.MEETING:
        await _call_for(desk, meeting, invitation)
    await _tell(desk, meeting, invitation)
    return meeting


async def as_convened(desk: Desk, meeting: Convened) -> Convocation:
    """What was convened, as somebody would convene it."""
    days = [Day(one.starts_at, one.ends_at, one.title) for one in await days_of(desk.session, meeting.id)]
    return Convocation(
        title=meeting.title,
        agenda=meeting.agenda,
        starts_at=meeting.starts_at,
        kind=meeting.kind,
        ends_at=meeting.ends_at,
        days=days,
        number=meeting.number,
        ufs=meeting.ufs.split(",") if meeting.ufs else (),
        place=meeting.place,
        link=meeting.link,
        enrol_closes_at=meeting.enrol_closes_at,
        enrol_link=meeting.enrol_link,
    )


async def _write(
    desk: Desk, new: Convocation, invitation: Invitation, *, passes_on: Convened | None = None
) -> Convened:
    meeting = Convened(
        kind=new.kind,
        title=new.title,
        agenda=new.agenda,
        starts_at=new.starts_at,
        ends_at=new.ends,
        created_at=desk.now,
        audience=str(invitation.audience),
        institution_id=invitation.place.id,
        created_by=desk.actor,
        number=new.number,
        ufs=",".join(new.ufs),
        place=new.place,
        link=new.link,
        enrol_closes_at=new.enrol_closes_at,
        enrol_link=new.enrol_link,
        passes_on=passes_on.id if passes_on else None,
    )
    desk.session.add(meeting)
    await desk.session.flush()
    number = meeting.id
    desk.session.add_all(
        MeetingDay(
            meeting_id=number,
            day=local_day(one.starts_at),
            starts_at=one.starts_at,
            ends_at=one.ends_at,
            title=one.title,
        )
        for one in new.days
    )
    desk.session.add_all(
        Invitee(meeting_id=number, person_id=person, institution_id=place)
        for person, place in invitation.people.items()
    )
    await desk.session.flush()
    act = "meeting.pass_on" if passes_on else "meeting.convene"
    detail = f"{meeting.kind}, {meeting.audience}: {len(invitation.people)}"
    record(desk.session, act, f"meetings:{number}", now=desk.now, person_id=desk.actor, detail=detail)
    return meeting


async def _call_for(desk: Desk, meeting: Convened, invitation: Invitation) -> None:
    """Everybody's at once where the whole first layer is convened; else that of each institution invited."""
    if invitation.audience == FIRST_LAYER:
        await write_happenings(desk, meeting, None)
        return
    places = sorted(invitation.institutions - {invitation.place.id})
    found = await instruments_in_force(desk.session, on=desk.today, institution_ids=places, held=True)
    await write_happenings(desk, meeting, found)


async def _tell(desk: Desk, meeting: Convened, invitation: Invitation) -> None:
    """Whoever leads a second layer may pass it on by a button."""
    texts, calendar = desk.office.texts, await calendar_of_meeting(desk, meeting)
    leads = await _who_passes_on(desk, meeting, invitation)
    buttons = reply_buttons(texts, meeting)
    rest = [one for one in invitation.people if one not in leads]
    await tell_meeting(desk, meeting, "meeting_told", rest, step="told", buttons=buttons, calendar=calendar)
    more = [[PressButton(texts.chat("meeting_button_pass_on"), PASS_ON, int(meeting.id), meeting.sequence)]]
    await tell_meeting(
        desk,
        meeting,
        "meeting_told",
        sorted(leads),
        step="told-leads",
        buttons=[*buttons, *more],
        calendar=calendar,
    )


async def _who_passes_on(desk: Desk, meeting: Convened, invitation: Invitation) -> set[PersonId]:
    if meeting.passes_on is not None or invitation.place.layer != Layer.SECRETARIAT:
        return set()
    found: set[PersonId] = set()
    memberships = await memberships_of(desk.session, list(invitation.people))
    parents = await with_second_layer(desk.session, invitation.institutions)
    for person, place in invitation.people.items():
        leads = any(
            one.institution_id == place and one.function in LEADING for one in memberships.get(person, ())
        )
        if leads and place in parents:
            found.add(person)
    return found
