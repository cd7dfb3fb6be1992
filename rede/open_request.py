"""The Secretariat asks partners what they did in a period (goal 3.5), by a date of the request's own.

Whom it asks is settled here, once; the bell then opens what each owes, some at a time, and tells them
(rede/begin_request.py).
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from db.audit import record
from db.ids import InstitutionId, PersonId
from db.institutions import Layer, institutions_by_id
from db.requests import Request, put_asked, tallies, who_can_be_asked
from rede.access import require_secretariat
from rede.audience import places_of, read_audience
from rede.desk import Desk
from rede.requested import (
    Period,
    RequestRefused,
    check_due,
    check_period,
    check_text,
    check_title,
    followers_of,
)

#: Requests among which one alike is looked for.
_RECENT = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class NewRequest:
    title: str
    text: str
    due: date
    period: Period
    #: In the language of audiences.
    audience: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Foreseen:
    """Whom it would ask, and who of the audience is left out; acronyms in the order of the alphabet."""

    places: Collection[InstitutionId]
    people: Sequence[PersonId]
    #: No agreement in force that has the goal.
    without_goal: Sequence[str]
    #: They are asked, and nobody of them can be told.
    unreached: Sequence[str]


async def foresee_request(desk: Desk, audience: str) -> Foreseen:
    """
    Raises:
        NotYours: the actor is not of the Secretariat.
        AudienceRefused: a name in it is not known.
    """
    await require_secretariat(desk)
    meant = await places_of(desk, read_audience(audience))
    known = await institutions_by_id(desk.session, meant)
    partners = [one for one, place in known.items() if place.layer != Layer.SECRETARIAT]
    asked = await who_can_be_asked(desk.session, partners, on=desk.today)
    followers, reached = await followers_of(desk, list(asked))
    return Foreseen(
        places=list(asked),
        people=sorted({person for people in followers.values() for person in people}),
        without_goal=sorted(known[one].acronym for one in partners if one not in asked),
        unreached=sorted(known[one].acronym for one in asked if one not in reached),
    )


async def open_request(desk: Desk, new: NewRequest) -> Request:
    """
    Raises:
        NotYours: the actor is not of the Secretariat.
        AudienceRefused: a name in its audience is not known.
        RequestRefused: something in it cannot be, one alike is open, or it would ask nobody.
    """
    await require_secretariat(desk)
    period = check_period(new.period, today=desk.today)
    request = Request(
        title=check_title(new.title),
        text=check_text(new.text),
        due=check_due(new.due, today=desk.today),
        first=period.first,
        last=period.last,
        audience=new.audience,
        created_at=desk.now,
        created_by=desk.actor,
    )
    await _check_new(desk, request)
    foreseen = await foresee_request(desk, new.audience)
    if not foreseen.places:
        raise RequestRefused("request_of_nobody")
    desk.session.add(request)
    await desk.session.flush()
    await put_asked(desk.session, request.id, foreseen.places)
    about, detail = f"requests:{request.id}", f"{new.audience}, {len(foreseen.places)} institutions"
    record(desk.session, "request.open", about, now=desk.now, person_id=desk.actor, detail=detail)
    return request


async def _check_new(desk: Desk, new: Request) -> None:
    """The same twice is one asked for again by mistake."""
    for one in await tallies(desk.session, limit=_RECENT):
        known = one.request
        alike = (known.title, known.first, known.last, known.audience)
        if known.closed_at is None and alike == (new.title, new.first, new.last, new.audience):
            raise RequestRefused("request_known", number=known.id, title=known.title)
