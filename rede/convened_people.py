"""Whom a meeting is for as its audience stands today: for which institution each comes, who serves one since it was
convened, and which institutions may be at it. A tool of acts."""

from collections.abc import Collection, Mapping, Sequence

from db.convened import Convened, Invitee
from db.ids import InstitutionId, PersonId
from db.institutions import Institution, Layer, institutions_by_id, second_layer_of
from db.meetings import invited_to
from db.serving import memberships_of
from rede.audience import Audience, AudienceRefused, listeners, places_of, read_audience
from rede.audience_words import SINGLE
from rede.desk import Desk


async def places_for(
    desk: Desk, people: Sequence[PersonId], meant: Collection[InstitutionId]
) -> Mapping[PersonId, InstitutionId]:
    """For whom each is invited: of their institutions that are meant, the first by layer and acronym."""
    memberships = await memberships_of(desk.session, people)
    numbers = {row.institution_id for rows in memberships.values() for row in rows}
    places = await institutions_by_id(desk.session, numbers)
    found: dict[PersonId, InstitutionId] = {}
    for person in people:
        own = [places[row.institution_id] for row in memberships.get(person, ())]
        invited = [one for one in own if one.id in meant] or own
        found[person] = min(invited, key=lambda one: (one.layer, one.acronym, one.id)).id
    return found


async def served_by(
    desk: Desk, people: Sequence[PersonId], meant: Collection[InstitutionId]
) -> set[InstitutionId]:
    """Of the institutions meant, those for which one of these people may come: somebody may come for two."""
    memberships = await memberships_of(desk.session, people)
    return {row.institution_id for rows in memberships.values() for row in rows} & set(meant)


async def meant_by(desk: Desk, meeting: Convened) -> set[InstitutionId]:
    """The institutions of its audience, also those that nobody serves; never the one that convenes."""
    found = await _audience_of(desk, meeting)
    if found is None:
        return set()
    audience, within = found
    meant = await places_of(desk, audience)
    return (meant if within is None else meant & within) - {meeting.institution_id}


async def join_newcomers(desk: Desk, meeting: Convened) -> int:
    """Whoever came into the audience since is convened too. One that asks for what is owed or wanted changes by
    itself: of that, only who serves an institution that was convened."""
    found = await _audience_of(desk, meeting)
    if found is None:
        return 0
    audience, within = found
    invited = await invited_to(desk.session, meeting.id)
    known, convened = {one.invitee.person_id for one in invited}, {one.place.id for one in invited}
    heard = await listeners(desk, audience, within=within)
    new = [one.person_id for one in heard if one.person_id not in known and one.unreachable is None]
    if not new:
        return 0
    meant = await meant_by(desk, meeting)
    if any(one.kind not in SINGLE for one in audience.filters):
        meant &= convened
    rows = [
        Invitee(meeting_id=meeting.id, person_id=person, institution_id=place)
        for person, place in (await places_for(desk, new, meant)).items()
        if place in meant
    ]
    desk.session.add_all(rows)
    await desk.session.flush()
    return len(rows)


async def _audience_of(desk: Desk, meeting: Convened) -> tuple[Audience, set[InstitutionId] | None] | None:
    """None: an institution that it names is gone. A first-layer institution convenes only its own."""
    own = await desk.session.get_one(Institution, meeting.institution_id)
    within = await second_layer_of(desk.session, own.id) if own.layer == Layer.FIRST else None
    try:
        audience = read_audience(meeting.audience)
        await places_of(desk, audience)
    except AudienceRefused:
        return None
    return audience, within
