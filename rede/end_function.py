"""A person stops serving an institution in a function: of their own will, or by whoever names people there."""

from dataclasses import dataclass

from db.audit import record
from db.ids import PersonId
from db.institutions import Institution, Layer
from db.people import Function, Membership, Person, people_of
from rede.access import NotYours
from rede.administrators import require_an_administrator
from rede.desk import Desk
from rede.digest import words_of
from rede.functions import function_words
from rede.naming import require_naming
from rede.refusal import Refusal
from rede.tasks import executives, tell_task


class LastCoordinator(Refusal):
    """Nobody would coordinate the institution any more. Nothing was changed; it is done once they were warned."""

    def __init__(self, acronym: str) -> None:
        super().__init__("last_coordinator", acronym=acronym)


@dataclass(frozen=True, slots=True)
class Ended:
    person: Person
    place: Institution
    #: In words.
    function: str
    #: Nobody coordinates it now; the Secretariat is told.
    uncoordinated: bool


async def end_function(desk: Desk, membership_id: int, *, warned: bool = False) -> Ended:
    """
    Raises:
        NotYours: it is no function of the actor's, nor of anybody whom they may name.
        NamingRefused: there the actor names coordinators alone.
        LastCoordinator: unless `warned`.
        LastAdministrator: the Secretariat would be without one.
    """
    row = await desk.session.get(Membership, membership_id)
    if row is None:
        raise NotYours
    if row.person_id != desk.actor:
        await require_naming(desk, row.institution_id, [row.function])
    place = await desk.session.get_one(Institution, row.institution_id, with_for_update=True)
    person = await desk.session.get_one(Person, row.person_id)
    uncoordinated = await is_last_coordinator(desk, row, place)
    if uncoordinated and not warned:
        raise LastCoordinator(place.acronym)
    ended = Ended(person, place, function_words(desk, row), uncoordinated)
    await desk.session.delete(row)
    if place.layer == Layer.SECRETARIAT:
        await require_an_administrator(desk)
    await desk.session.flush()
    detail = f"institutions:{place.id} {row.function} {row.axis}".strip()
    about = f"people:{person.id}"
    record(desk.session, "function.end", about, now=desk.now, person_id=desk.actor, detail=detail)
    await _tell(desk, ended, membership_id)
    return ended


async def is_last_coordinator(desk: Desk, row: Membership, place: Institution) -> bool:
    if row.function != Function.COORDENADOR or place.layer == Layer.SECRETARIAT:
        return False
    serving = await people_of(desk.session, place.id)
    return not any(one.function == Function.COORDENADOR and one.id != row.id for one, _ in serving)


async def _tell(desk: Desk, ended: Ended, number: int) -> None:
    """Whoever did not do it themselves; and the Secretariat, where an institution is left without coordination."""
    key = f"{number}:{desk.now:%Y%m%dT%H%M%S}"
    if ended.person.id != desk.actor:
        await _say(desk, ended.person.id, "function_ended", ended, key=f"function-ended:{key}")
    if not ended.uncoordinated:
        return
    for one in await executives(desk):
        if one not in (desk.actor, ended.person.id):
            await _say(desk, one, "uncoordinated", ended, key=f"uncoordinated:{key}:{one}")


async def _say(desk: Desk, to: PersonId, text: str, ended: Ended, *, key: str) -> None:
    facts = {
        "person": (await desk.session.get_one(Person, to)).name,
        "name": ended.person.name,
        "function": ended.function,
        "acronym": ended.place.acronym,
        "institution": ended.place.name,
    }
    await tell_task(desk, to, words_of(desk, text, facts), key=key)
