"""A request gets another date, or is called off: what it made due follows, and whoever was told of it hears.

The bell counts the dates of the agreements concerned again, and tells of those that moved; what nothing calls for
any more it withdraws.
"""

from datetime import date

from db.announcements import AnnouncementKind, people_told_about
from db.audit import record
from db.held_announcements import cancel
from db.ids import RequestId
from db.requests import Request, announcements_about, call_all, happening_ids_of, subject_of
from rede.desk import Desk
from rede.digest import words_of
from rede.requested import RequestRefused, check_due, facts_of, the_request
from rede.to_many import ToMany, person_slot, tell_many


async def move_request(desk: Desk, request_id: RequestId, day: date) -> Request:
    """
    Raises:
        NotYours: there is none, or the actor is not of the Secretariat.
        RequestRefused: the day is gone or too far, the request was called off or is closed.
    """
    request = await the_request(desk, request_id)
    if request.closed_at is not None:
        raise RequestRefused("request_closed_already", title=request.title)
    before, request.due = request.due, check_due(day, today=desk.today)
    called = await happening_ids_of(desk.session, request_id)
    await call_all(desk.session, called, day=day, cancelled_at=None)
    about, detail = f"requests:{request_id}", f"{before} -> {day}"
    record(desk.session, "request.move", about, now=desk.now, person_id=desk.actor, detail=detail)
    return request


async def cancel_request(desk: Desk, request_id: RequestId) -> Request:
    """
    Raises:
        NotYours: there is none, or the actor is not of the Secretariat.
        RequestRefused: it was called off already, or is closed.
    """
    request = await the_request(desk, request_id)
    if request.closed_at is not None:
        raise RequestRefused("request_closed_already", title=request.title)
    request.cancelled_at = desk.now
    called = await happening_ids_of(desk.session, request_id)
    await call_all(desk.session, called, day=request.due, cancelled_at=desk.now)
    record(desk.session, "request.cancel", f"requests:{request_id}", now=desk.now, person_id=desk.actor)
    told = sorted(await people_told_about(desk.session, subject_of(request_id)))
    for one in await announcements_about(desk.session, request_id):
        await cancel(desk.session, one, now=desk.now)
    new = ToMany(
        kind=AnnouncementKind.REQUEST,
        title=request.title,
        text=request.text,
        words=words_of(desk, "request_called_off", facts_of(request) | {"person": person_slot()}),
        people=told,
        audience=request.audience,
        key=f"{subject_of(request_id)}:cancelled",
        about=subject_of(request_id),
        essential=True,
    )
    if told:
        await tell_many(desk, new)
    return request
