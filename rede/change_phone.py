"""A person's own phone: read in clear, changed, taken away. The number is kept sealed, and repeated nowhere."""

from db.audit import record
from db.people import Person
from rede.access import NotYours
from rede.desk import Desk
from rede.phones import keep_phone, phone_of


async def change_phone(desk: Desk, phone: str | None) -> bool:
    """Of the desk's actor. `phone`: E.164 as checked; None takes it away. False: it was so before.

    Raises:
        NotYours: the actor is nobody.
    """
    person = await _actor(desk)
    changed = keep_phone(desk, person, phone)
    if changed:
        detail = "changed" if phone else "removed"
        about = f"people:{person.id}"
        record(desk.session, "person.phone", about, now=desk.now, person_id=desk.actor, detail=detail)
    return changed


async def show_phone(desk: Desk) -> str:
    """E.164 of the desk's actor; empty where none can be read.

    Raises:
        NotYours: the actor is nobody.
    """
    person = await _actor(desk)
    record(desk.session, "person.phone.show", f"people:{person.id}", now=desk.now, person_id=desk.actor)
    return phone_of(desk, person) or ""


async def _actor(desk: Desk) -> Person:
    person = await desk.session.get(Person, desk.actor) if desk.actor is not None else None
    if person is None:
        raise NotYours
    return person
