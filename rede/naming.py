"""Who may name whom, and what is kept of whoever is named: a name, an address, never a CPF. A tool of acts.

A coordinator of the first layer names its own people, and of its second layer the coordinators alone.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from db.audit import record
from db.channels import ChannelKind, open_channel
from db.ids import InstitutionId, PersonId
from db.institutions import Institution, Layer
from db.people import Function, Membership, Person, membership, people_by_email
from rede.access import Act, Extent, extent, is_executive, require, standings
from rede.desk import Desk
from rede.functions import read_function
from rede.phones import checked_phone, keep_phone
from rede.refusal import Refusal
from rede.rows import checked_email
from scheduler.plan.cpf import has_cpf

#: Characters of a name.
SHORTEST, LONGEST = 2, 120
#: Of one's own institution all, of others the coordinators.
_OWN = (Extent.OWN, Extent.OWN_AND_SECOND_LAYER)


class NamingRefused(Refusal):
    """`naming_name`, `naming_email`, `naming_phone`, `naming_cpf`, `naming_function`, `naming_only_coordinators`,
    `naming_same_person`."""


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody as named: checked, not yet known."""

    name: str
    email: str
    #: E.164; empty where none was given.
    phone: str = ""


def checked_person(name: str, email: str, phone: str = "") -> Named:
    """
    Raises:
        NamingRefused: one of them cannot be, or holds a CPF.
    """
    number = checked_number(phone) if phone.strip() else ""
    return Named(checked_name(name), checked_address(email), number)


def checked_address(email: str) -> str:
    """
    Raises:
        NamingRefused: it is no address, or holds a CPF.
    """
    if has_cpf(email):
        raise NamingRefused("naming_cpf")
    address = checked_email(email)
    if address is None:
        raise NamingRefused("naming_email", typed=email[:80])
    return address


def checked_name(name: str) -> str:
    """
    Raises:
        NamingRefused: it is no name of a person, or holds a CPF.
    """
    called = " ".join(name.split()).strip(" ,;\"“”'")
    if has_cpf(called):
        raise NamingRefused("naming_cpf")
    letters = sum(letter.isalpha() for letter in called)
    if letters < SHORTEST or len(called) > LONGEST or "@" in called or any(map(str.isdecimal, called)):
        raise NamingRefused("naming_name")
    return called


def checked_number(phone: str) -> str:
    """
    Raises:
        NamingRefused: it cannot be dialled, or is written as only a CPF is.
    """
    number = checked_phone(phone)
    if number is None:
        raise NamingRefused("naming_cpf" if has_cpf(phone) else "naming_phone")
    return number


def checked_functions(functions: Collection[str], place: Institution) -> list[tuple[str, str]]:
    """Code and axis of each.

    Raises:
        NamingRefused: there is none of that name, or not at that institution.
    """
    found = [read_function(one) for one in functions]
    elsewhere = place.layer != Layer.SECRETARIAT
    for one in found:
        if one is None or (one[0] == Function.AREA_TEMATICA and elsewhere):
            raise NamingRefused("naming_function")
    return sorted({one for one in found if one is not None})


async def require_naming(desk: Desk, place_id: InstitutionId, functions: Collection[str]) -> Institution:
    """The institution, where the desk's actor names people in these functions (codes).

    Raises:
        NotYours: they name nobody there, or there is none.
        NamingRefused: there they name coordinators alone.
    """
    place = await require(desk, Act.NAME_PEOPLE, place_id)
    if any(one != Function.COORDENADOR for one in functions) and not await names_all(desk, place):
        raise NamingRefused("naming_only_coordinators", acronym=place.acronym)
    return place


async def names_all(desk: Desk, place: Institution) -> bool:
    """Whether the actor, who names somebody there, names people in any function."""
    if await is_executive(desk):
        return True
    own = [one for one in await standings(desk) if one.place == place.id]
    return any(extent(Act.NAME_PEOPLE, one.role) in _OWN for one in own)


async def put_person(desk: Desk, named: Named) -> Person:
    """The person of that address and name, made where there is none; reached by mail from now on."""
    readers = [one for one in await people_by_email(desk.session, named.email) if one.erased_at is None]
    person = next((one for one in readers if one.name.casefold() == named.name.casefold()), None)
    if person is None:
        person = Person(name=named.name, email=named.email)
        desk.session.add(person)
        await desk.session.flush()
        record(desk.session, "person.register", f"people:{person.id}", now=desk.now, person_id=desk.actor)
    if named.phone and person.phone is None:
        # What is known of somebody whom others name too is theirs to change.
        keep_phone(desk, person, named.phone)
    await open_channel(desk.session, person.id, ChannelKind.EMAIL, address=person.email, now=desk.now)
    return person


async def give_functions(
    desk: Desk, person_id: PersonId, place_id: InstitutionId, functions: Sequence[tuple[str, str]]
) -> list[Membership]:
    """Those that the person did not have there, now had."""
    held = {(row.function, row.axis) for row in await membership(desk.session, person_id, place_id)}
    added = [
        Membership(person_id=person_id, institution_id=place_id, function=function, axis=axis)
        for function, axis in functions
        if (function, axis) not in held
    ]
    desk.session.add_all(added)
    await desk.session.flush()
    for row in added:
        about, detail = f"people:{person_id}", f"institutions:{place_id} {row.function} {row.axis}".strip()
        record(desk.session, "function.give", about, now=desk.now, person_id=desk.actor, detail=detail)
    return added
