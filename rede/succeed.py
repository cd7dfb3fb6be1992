"""Somebody takes the place of another at an institution: the same functions, and an invite.

Whoever is told that a contact is lost or silent may name who follows, once, though they name nobody else there:
nobody of the Secretariat, which is told where it is about who coordinates.
"""

from collections.abc import Sequence

from db.audit import record
from db.channels import ChannelKind, open_channels
from db.ids import InstitutionId, PersonId
from db.institutions import Institution, Layer
from db.people import Function, Membership, Person, membership
from rede.access import Act, NotYours, may
from rede.administrators import require_an_administrator
from rede.desk import Desk
from rede.digest import words_of
from rede.functions import function_words
from rede.hearers import hearers
from rede.naming import Named, NamingRefused, give_functions, put_person, require_naming
from rede.send_invite import send_invite
from rede.silence import are_gone
from rede.tasks import executives, tell_task

#: Functions that name others.
LEADERS = (Function.COORDENADOR, Function.SUBSTITUTO)


async def succeed(desk: Desk, person_id: PersonId, place_id: InstitutionId, *, named: Named) -> Person:
    """The successor; the former one has no function there any more, and is told.

    Raises:
        NotYours: the actor may not, or that person serves there no more: it was done already.
        NamingRefused: the successor is the same person, or not for the actor to name.
    """
    place = await may_succeed(desk, person_id, place_id)
    await desk.session.get_one(Institution, place.id, with_for_update=True)
    before = await membership(desk.session, person_id, place_id)
    if not before:
        raise NotYours
    person = await put_person(desk, named)
    if person.id == person_id:
        raise NamingRefused("naming_same_person")
    # The new rows first: on SQLite the number of a deleted row comes again.
    await give_functions(desk, person.id, place_id, [(row.function, row.axis) for row in before])
    for row in before:
        await desk.session.delete(row)
    if ChannelKind.TELEGRAM not in await open_channels(desk.session, person.id):
        await send_invite(desk, person.id)
    if place.layer == Layer.SECRETARIAT:
        await require_an_administrator(desk)
    await desk.session.flush()
    detail = f"institutions:{place_id} by people:{person.id}"
    about = f"people:{person_id}"
    record(desk.session, "function.succeed", about, now=desk.now, person_id=desk.actor, detail=detail)
    if any(row.function in LEADERS for row in before) and not await may(desk, Act.NAME_PEOPLE, place):
        await _tell_the_secretariat(desk, await desk.session.get_one(Person, person_id), place)
    if person_id != desk.actor:
        await _tell_former(desk, await desk.session.get_one(Person, person_id), place, before)
    return person


async def may_succeed(desk: Desk, person_id: PersonId, place_id: InstitutionId) -> Institution:
    """
    Raises:
        NotYours, NamingRefused: the actor names nobody for that person there.
    """
    rows = await membership(desk.session, person_id, place_id)
    if not rows:
        raise NotYours
    if await _is_told(desk, person_id, place_id):
        return await desk.session.get_one(Institution, place_id)
    return await require_naming(desk, place_id, [row.function for row in rows])


async def _is_told(desk: Desk, person_id: PersonId, place_id: InstitutionId) -> bool:
    """Whether the actor is one of those who hear that this contact is gone."""
    if desk.actor is None or person_id == desk.actor:
        return False
    found = await hearers(desk, [place_id])
    if desk.actor not in found.of(place_id, beside=[person_id]):
        return False
    # Of the Secretariat there is always somebody who names people.
    if found.places[place_id].layer == Layer.SECRETARIAT:
        return False
    return bool(await are_gone(desk, [person_id]))


async def _tell_former(desk: Desk, person: Person, place: Institution, before: Sequence[Membership]) -> None:
    facts = {
        "person": person.name,
        "functions": [function_words(desk, row) for row in before],
        "acronym": place.acronym,
        "institution": place.name,
    }
    key = f"succeeded:{person.id}:{place.id}:{desk.now:%Y%m%dT%H%M%S}"
    await tell_task(desk, person.id, words_of(desk, "succeeded", facts), key=key)


async def _tell_the_secretariat(desk: Desk, former: Person, place: Institution) -> None:
    for one in await executives(desk):
        facts = {
            "person": (await desk.session.get_one(Person, one)).name,
            "name": former.name,
            "acronym": place.acronym,
            "institution": place.name,
        }
        words = words_of(desk, "succession_told", facts)
        key = f"succession:{former.id}:{place.id}:{desk.now:%Y%m%dT%H%M%S}:{one}"
        await tell_task(desk, one, words, key=key)
