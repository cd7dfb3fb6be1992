"""What a request asks for becomes owed, some institutions at a time; then those who follow them are told, once.

Whoever opens the desk calls `begin_asked`, opens the obligations of the instruments that it returns
(`open_obligations`), and calls `tie_asked`, in one transaction. Stopped anywhere, it goes on where it was.
"""

from collections.abc import Sequence

from db.announcements import AnnouncementKind
from db.happenings import Happening
from db.ids import InstrumentId, RequestId
from db.instruments import Instrument, held_instruments
from db.requests import (
    Asked,
    Request,
    held_asked,
    obligations_called_by,
    opening_key,
    replies,
    subject_of,
    who_can_be_asked,
)
from rede.desk import Desk
from rede.digest import words_of
from rede.requested import SEE_DRAFT, facts_of, followers_of
from rede.to_many import PressButton, ToMany, person_slot, tell_many
from scheduler.deadlines import EventKind


async def begin_asked(desk: Desk, request_id: RequestId, ids: Sequence[int]) -> Sequence[Instrument]:
    """Writes down what calls for the goal of each; whose agreement has ended meanwhile is asked no more."""
    request = await desk.session.get_one(Request, request_id)
    if request.cancelled_at is not None:
        return []
    waiting = [one for one in await held_asked(desk.session, ids) if one.happening_id is None]
    among = [one.institution_id for one in waiting]
    instruments = await who_can_be_asked(desk.session, among, on=desk.today)
    calls = list[tuple[Asked, Happening]]()
    for one in waiting:
        if one.institution_id in instruments:
            calls.append((one, _call(desk, request, instruments[one.institution_id])))
        else:
            await desk.session.delete(one)
    desk.session.add_all(happening for _, happening in calls)
    # All at once: one by one, the database is asked for each.
    await desk.session.flush()
    for one, happening in calls:
        one.happening_id = happening.id
    await desk.session.flush()
    return await held_instruments(desk.session, sorted(instruments.values()))


def _call(desk: Desk, request: Request, instrument_id: InstrumentId) -> Happening:
    return Happening(
        kind=EventKind.REQUEST,
        day=request.due,
        noted_at=desk.now,
        instrument_id=instrument_id,
        noted_by=request.created_by,
        detail=f"{request.title} ({request.id})",
    )


async def tie_asked(desk: Desk, ids: Sequence[int]) -> int:
    """Names the obligation that was opened for each; how many have one from now on: another bell was quicker with
    the others."""
    asked = [one for one in await held_asked(desk.session, ids) if one.obligation_id is None]
    called = await obligations_called_by(
        desk.session, [one.happening_id for one in asked if one.happening_id is not None]
    )
    for one in asked:
        one.obligation_id = called.get(one.happening_id) if one.happening_id is not None else None
    await desk.session.flush()
    return sum(one.obligation_id is not None for one in asked)


async def announce_request(desk: Desk, request_id: RequestId) -> bool:
    """Tells those who follow the institutions that are asked; False where they were told, or it was called off."""
    request = await desk.session.get_one(Request, request_id)
    if request.cancelled_at is not None:
        return False
    asked = await replies(desk.session, request_id=request_id)
    followers, _ = await followers_of(desk, [one.institution.id for one in asked])
    label = desk.office.texts.chat("button_request_draft")
    new = ToMany(
        kind=AnnouncementKind.REQUEST,
        title=request.title,
        text=request.text,
        words=words_of(desk, "request_opened", facts_of(request) | {"person": person_slot()}),
        people=sorted({person for people in followers.values() for person in people}),
        audience=request.audience,
        key=opening_key(request_id),
        about=subject_of(request_id),
        essential=True,
        buttons=[[PressButton(label, SEE_DRAFT, request_id)]],
    )
    return await tell_many(desk, new) is not None
