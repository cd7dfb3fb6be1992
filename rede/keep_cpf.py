"""The Secretariat keeps a person's CPF, where it chose to (`[privacy] keep_cpf`): sealed, never from a chat."""

import re

from db.audit import record
from db.erasures import held_person
from db.ids import PersonId
from db.people import people_by_cpf_hash
from rede.access import NotYours, require_secretariat
from rede.cpfs import LENGTH, masked
from rede.desk import Desk
from rede.refusal import Refusal


class CpfRefused(Refusal):
    """`cpf_not_kept`, `cpf_invalid`, `cpf_of_another`. The number is not repeated."""


async def keep_cpf(desk: Desk, person_id: PersonId, typed: str) -> str:
    """As it may be shown: `***.456.789-**`.

    Raises:
        NotYours: the actor is not of the Secretariat itself, or there is no such person.
        CpfRefused: none is kept here, it is none, or somebody else has it.
    """
    from validate_docbr import CPF

    await require_secretariat(desk)
    if not desk.office.keeps_cpf:
        raise CpfRefused("cpf_not_kept")
    digits = re.sub(r"[\s.\-/]", "", typed, flags=re.ASCII)
    if len(digits) != LENGTH or not digits.isascii() or not digits.isdigit() or not CPF().validate(digits):
        raise CpfRefused("cpf_invalid")
    person = await held_person(desk.session, person_id)
    if person is None or person.erased_at is not None:
        raise NotYours
    sealer = desk.office.sealer
    found = sealer.digest("cpf", digits)
    if any(one.id != person_id for one in await people_by_cpf_hash(desk.session, found)):
        raise CpfRefused("cpf_of_another")
    person.cpf = sealer.seal(digits, table="people", column="cpf", row=person_id)
    person.cpf_hash = found
    record(desk.session, "person.cpf", f"people:{person_id}", now=desk.now, person_id=desk.actor)
    return masked(digits)
