"""Those who have not answered a request are reminded by the Secretariat's own word, once a day at the most."""

from db.announcements import AnnouncementKind
from db.audit import record
from db.ids import RequestId
from db.requests import places_missing, subject_of
from rede.desk import Desk
from rede.digest import words_of
from rede.requested import SEE_DRAFT, RequestRefused, facts_of, followers_of, the_request
from rede.to_many import PressButton, ToMany, person_slot, tell_many


async def remind_asked(desk: Desk, request_id: RequestId) -> int:
    """How many institutions have somebody who is told.

    Raises:
        NotYours: there is none, or the actor is not of the Secretariat.
        RequestRefused: it was called off, nobody is missing, or they were reminded today.
    """
    request = await the_request(desk, request_id)
    missing = [one.id for one in await places_missing(desk.session, request_id)]
    followers, reached = await followers_of(desk, missing)
    if not reached:
        raise RequestRefused("request_nobody_to_remind")
    label = desk.office.texts.chat("button_request_draft")
    new = ToMany(
        kind=AnnouncementKind.REQUEST,
        title=request.title,
        text=request.text,
        words=words_of(desk, "request_awaited", facts_of(request) | {"person": person_slot()}),
        people=sorted({person for people in followers.values() for person in people}),
        audience=request.audience,
        key=f"{subject_of(request_id)}:awaited:{desk.today}",
        about=subject_of(request_id),
        essential=True,
        buttons=[[PressButton(label, SEE_DRAFT, request_id)]],
    )
    if await tell_many(desk, new) is None:
        raise RequestRefused("request_reminded_today")
    about, detail = f"requests:{request_id}", f"{len(reached)} institutions"
    record(desk.session, "request.remind", about, now=desk.now, person_id=desk.actor, detail=detail)
    return len(reached)
