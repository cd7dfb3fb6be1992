"""A person is named in a function of an institution: by address and name, never by CPF. Who is new is invited."""

from collections.abc import Collection

from db.channels import ChannelKind, open_channels
from db.ids import InstitutionId
from db.people import Person
from rede.desk import Desk
from rede.naming import checked_functions, checked_person, give_functions, put_person, require_naming
from rede.send_invite import send_invite


async def name_person(
    desk: Desk,
    place_id: InstitutionId,
    *,
    name: str,
    email: str,
    functions: Collection[str],
    phone: str = "",
) -> Person:
    """The person; one of the same address and name is taken, and keeps their other functions. Safe to repeat.

    `functions`: codes, `area_tematica:<axis>` with its axis. Whoever is new there, and has no chat, is invited.

    Raises:
        NotYours: the actor names nobody there.
        NamingRefused: what was given cannot be, holds a CPF, or is not for the actor to give.
    """
    place = await require_naming(desk, place_id, functions)
    wanted = checked_functions(functions, place)
    person = await put_person(desk, checked_person(name, email, phone))
    added = await give_functions(desk, person.id, place.id, wanted)
    if added and ChannelKind.TELEGRAM not in await open_channels(desk.session, person.id):
        await send_invite(desk, person.id)
    return person
