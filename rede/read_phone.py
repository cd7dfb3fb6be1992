"""The Secretariat reads a phone, and says what for: that is kept, the number is not repeated."""

from db.audit import record
from db.ids import PersonId
from db.people import Person
from rede.access import NotYours, require_secretariat
from rede.desk import Desk
from rede.phones import phone_of
from rede.refusal import Refusal
from scheduler.plan.cpf import has_cpf

#: Characters of a purpose.
SHORTEST, LONGEST = 5, 200


class PurposeRefused(Refusal):
    """`phone_purpose`, `phone_purpose_cpf`. Nothing was read."""


async def read_phone(desk: Desk, person_id: PersonId, *, purpose: str) -> str:
    """E.164; empty where none can be read.

    Raises:
        NotYours: the actor is not of the Secretariat itself, or there is no such person.
        PurposeRefused: what it is for was not said.
    """
    await require_secretariat(desk)
    said = " ".join(purpose.split())
    if has_cpf(said):
        raise PurposeRefused("phone_purpose_cpf")
    if not SHORTEST <= len(said) <= LONGEST:
        raise PurposeRefused("phone_purpose", most=LONGEST)
    person = await desk.session.get(Person, person_id)
    if person is None:
        raise NotYours
    about = f"people:{person_id}"
    record(desk.session, "people.phone.read", about, now=desk.now, person_id=desk.actor, detail=said)
    return phone_of(desk, person) or ""
